package setup

import (
	"archive/zip"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"gosnn/plots/echarts"
)

// echartsStep fetches echarts.min.js. It is the npm package's file, checked against its hash, but comes inside of a
// Python package, because a machine that has pip need not have npm.
func (h Home) echartsStep() step {
	return step{
		name: "echarts", title: "Apache ECharts " + echarts.Version, key: pinned("echarts") + echarts.SHA256,
		done: func() bool { return checkECharts(h.ECharts()) == nil },
		do: func(ctx context.Context, r *report) error {
			wheels := h.path("wheels.part")
			defer os.RemoveAll(wheels)
			if err := h.pipDownload(ctx, r, "echarts", wheels); err != nil {
				return err
			}
			files, err := filepath.Glob(filepath.Join(wheels, "*.whl"))
			if err != nil || len(files) != 1 {
				return fmt.Errorf("pip left %d archives, want 1: %w", len(files), err)
			}
			part := h.ECharts() + ".part"
			defer os.Remove(part)
			if err := extractNamed(files[0], echarts.File, part); err != nil {
				return err
			}
			if err := checkECharts(part); err != nil {
				return err
			}
			return os.Rename(part, h.ECharts())
		},
	}
}

// extractNamed writes the archive's file of that base name.
func extractNamed(archive, base, to string) error {
	z, err := zip.OpenReader(archive)
	if err != nil {
		return err
	}
	defer z.Close()
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, "/"+base) {
			return extract(f, to)
		}
	}
	return fmt.Errorf("%s holds no %s", filepath.Base(archive), base)
}

// checkECharts compares the file with the hash of the version that figures are drawn and tested with.
func checkECharts(name string) error {
	_, err := echarts.Read(name)
	return err
}
