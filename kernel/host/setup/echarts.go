package setup

import (
	"archive/zip"
	"context"
	"embed"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"gosnn/plots/echarts"
)

// ECharts' licence and notice, as its npm package has them.
//
//go:embed licenses/echarts
var echartsTexts embed.FS

// echartsStep fetches echarts.min.js. It is the npm package's file, checked against its hash, but comes inside of a
// Python package, because a machine that has pip need not have npm.
func (h Home) echartsStep() step {
	return step{
		name: "echarts", title: "Apache ECharts " + echarts.Version, needs: []string{"python"},
		key:  func() string { return pinned("echarts") + echarts.SHA256 },
		done: func() bool { return checkECharts(h.ECharts()) == nil && filled(h.ECharts()+".NOTICE") },
		do: func(ctx context.Context, r *report) error {
			if err := writeECharts(h.Dir, nil); err != nil {
				return err
			}
			return h.fromWheel(ctx, r, "echarts", echarts.File, h.ECharts(), checkECharts)
		},
	}
}

// writeECharts writes ECharts' licences, and if there is one the library, into a folder.
func writeECharts(dir string, library []byte) error {
	texts, err := echartsTexts.ReadDir("licenses/echarts")
	if err != nil {
		return err
	}
	for _, e := range texts {
		text, err := echartsTexts.ReadFile("licenses/echarts/" + e.Name())
		if err != nil {
			return err
		}
		if err := writeFile(filepath.Join(dir, echarts.File+"."+e.Name()), string(text)); err != nil {
			return err
		}
	}
	if library == nil {
		return nil
	}
	return writeFile(filepath.Join(dir, echarts.File), string(library))
}

// fromWheel takes one file out of the Python package that a file of pins names, and puts it into its place once check agrees.
func (h Home) fromWheel(ctx context.Context, r *report, pins, base, to string, check func(file string) error) error {
	part, err := h.scratch()
	if err != nil {
		return err
	}
	defer os.RemoveAll(part)
	if err := h.pipDownload(ctx, r, pins, part); err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(part, "*.whl"))
	if err != nil || len(files) != 1 {
		return fmt.Errorf("pip left %d archives, want 1: %w", len(files), err)
	}
	file := filepath.Join(part, base)
	if err := extractNamed(files[0], base, file); err != nil {
		return err
	}
	if err := check(file); err != nil {
		return err
	}
	return os.Rename(file, to)
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
