package setup

import (
	"archive/zip"
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
)

// TorchVersion is the libtorch that gotch v0.9.1 binds, up to the patch level.
const TorchVersion = "2.1"

// wheelTags are pip's names of the platforms for which a libtorch is pinned.
var wheelTags = map[string]string{
	"linux-amd64":  "manylinux1_x86_64",
	"linux-arm64":  "manylinux2014_aarch64",
	"darwin-arm64": "macosx_11_0_arm64",
	"darwin-amd64": "macosx_10_9_x86_64",
}

// stubs are libraries that gotch's cgo flags name but a CPU program does not use: the CUDA ones, and the
// libtorch that only ties the parts together and in a CUDA build would ask for the CUDA part.
var stubs = strings.Fields("torch torch_cuda c10_cuda cuda cudart cublas cudnn caffe2_nvrtc nvrtc nvrtc-builtins nvToolsExt")

// libtorchStep fetches PyTorch's wheel for its C++ libraries and headers alone.
func (h Home) libtorchStep() step {
	return step{
		name: "libtorch", title: "libtorch (PyTorch's C++ library)", needs: []string{"python"}, key: pinnedLibtorch,
		done: func() bool { return h.checkLibtorch() == nil },
		do:   func(ctx context.Context, r *report) error { return h.fetchLibtorch(ctx, r, platform()) },
	}
}

// fetchLibtorch fetches and unpacks the libtorch of a platform.
func (h Home) fetchLibtorch(ctx context.Context, r *report, platform string) error {
	tag, ok := wheelTags[platform]
	if !ok {
		return &Failure{"libtorch", fmt.Errorf("none is pinned for %s", platform),
			"install libtorch " + TorchVersion + " yourself and set LIBTORCH=<its folder>"}
	}
	part, err := h.scratch()
	if err != nil {
		return err
	}
	defer os.RemoveAll(part)
	libtorch, wheels := filepath.Join(part, "libtorch"), filepath.Join(part, "wheels")
	// The archives of the platform are wanted, whatever Python this machine has.
	err = h.pipDownload(ctx, r, "libtorch-"+platform, wheels,
		"--platform", tag, "--python-version=311", "--implementation=cp", "--abi=cp311", "--abi=none")
	if err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(wheels, "*.whl"))
	if err != nil {
		return err
	}
	for _, file := range files {
		if err := unpack(ctx, r, file, libtorch); err != nil {
			return err
		}
	}
	if err := os.RemoveAll(h.path("libtorch")); err != nil {
		return err
	}
	return os.Rename(libtorch, h.path("libtorch"))
}

func pinnedLibtorch() string {
	if _, ok := wheelTags[platform()]; !ok {
		return ""
	}
	return pinned("libtorch-" + platform())
}

// wanted maps a wheel's file to its place in libtorch, or "": headers, and the libraries of a CPU program. The
// CUDA parts are three quarters of the archive and stay out. Each wheel's licences come along.
func wanted(name string) string {
	if rest, ok := strings.CutPrefix(name, "torch/include/"); ok {
		return "include/" + rest
	}
	base := path.Base(name)
	if wheel, file, ok := strings.Cut(name, ".dist-info/"); ok && license.MatchString(file) {
		return "licenses/" + wheel + "/" + base
	}
	lib := func(prefixes ...string) string {
		for _, p := range prefixes {
			if strings.HasPrefix(base, p) {
				return "lib/" + base
			}
		}
		return ""
	}
	switch {
	case strings.HasPrefix(name, "torch/lib/"):
		return lib("libtorch_cpu.", "libc10.", "libgomp", "libiomp", "libomp")
	case strings.HasPrefix(name, "torch.libs/"), strings.HasPrefix(name, "torch/.dylibs/"):
		return lib("lib")
	case strings.HasPrefix(name, "nvidia/"):
		return lib("libcupti.so", "libcudart.so")
	}
	return ""
}

// license finds the files of a wheel's folder of metadata that are licences.
var license = regexp.MustCompile(`(?i)^(licenses/)?(license|notice|copying)[^/]*$`)

// unpack writes the wanted files of a wheel below dir.
func unpack(ctx context.Context, r *report, wheel, dir string) error {
	z, err := zip.OpenReader(wheel)
	if err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(wheel), err)
	}
	defer z.Close()
	var total, done int64
	for _, f := range z.File {
		if wanted(f.Name) != "" {
			total += int64(f.UncompressedSize64)
		}
	}
	r.measure(total)
	for _, f := range z.File {
		to := wanted(f.Name)
		if to == "" || f.FileInfo().IsDir() {
			continue
		}
		if !filepath.IsLocal(to) {
			return fmt.Errorf("%s: the entry %q leads out of the folder", filepath.Base(wheel), f.Name)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := extract(f, filepath.Join(dir, to)); err != nil {
			return err
		}
		done += int64(f.UncompressedSize64)
		r.set(done)
	}
	return nil
}

func extract(f *zip.File, to string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	in, err := f.Open()
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in) // #nosec G110 -- pip has compared the archive with its hash; also checks the entry's CRC
	if err != nil {
		out.Close()
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	return out.Close()
}

// stubStep makes empty libraries for the names that a CPU program does not use, with the compiler's own tools.
func (h Home) stubStep() step {
	return step{
		name: "stubs", title: "stand-ins for CUDA's libraries", key: func() string { return strings.Join(stubs, " ") },
		done: func() bool { _, err := os.Stat(h.path("stubs", "libcuda.a")); return err == nil },
		do: func(ctx context.Context, r *report) error {
			if err := os.MkdirAll(h.path("stubs"), 0o755); err != nil {
				return err
			}
			source, object := h.path("stubs", "empty.c"), h.path("stubs", "empty.o")
			if err := writeFile(source, "typedef int empty; /* ISO C wants one declaration */\n"); err != nil {
				return err
			}
			if err := r.exec(ctx, exec.Command(compiler(), "-x", "c", "-c", source, "-o", object), nil); err != nil {
				return err
			}
			for _, name := range stubs {
				file := h.path("stubs", "lib"+name+".a")
				if err := r.exec(ctx, exec.Command("ar", "rcs", file, object), nil); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

// checkLibtorch reports what the libtorch in use lacks of what gotch compiles and runs with.
func (h Home) checkLibtorch() error {
	dir := h.Libtorch()
	for _, pattern := range []string{"include/torch/csrc/api/include/torch/torch.h", "lib/libtorch_cpu.*", "lib/libc10.*"} {
		if found, _ := filepath.Glob(filepath.Join(dir, pattern)); len(found) == 0 {
			return fmt.Errorf("%s has no %s", dir, pattern)
		}
	}
	version, err := TorchVersionIn(dir)
	if err != nil {
		return err
	}
	if version != TorchVersion {
		return fmt.Errorf("%s is libtorch %s, but gotch v0.9.1 binds %s", dir, version, TorchVersion)
	}
	return nil
}

// versionHeader is libtorch's header with its version.
const versionHeader = "include/torch/csrc/api/include/torch/version.h"

// TorchVersionIn reads the version, major.minor, of the libtorch in a folder.
func TorchVersionIn(libtorch string) (string, error) {
	f, err := os.Open(filepath.Join(libtorch, versionHeader))
	if err != nil {
		return "", err
	}
	defer f.Close()
	var major, minor int
	for s := bufio.NewScanner(f); s.Scan(); {
		fmt.Sscanf(s.Text(), "#define TORCH_VERSION_MAJOR %d", &major)
		fmt.Sscanf(s.Text(), "#define TORCH_VERSION_MINOR %d", &minor)
	}
	return fmt.Sprintf("%d.%d", major, minor), nil
}
