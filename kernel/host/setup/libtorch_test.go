package setup

import (
	"archive/zip"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestPins: each archive that pip is asked for has its version and its hash.
func TestPins(t *testing.T) {
	files, err := fs.Glob(requirements, "requirements/*.txt")
	if err != nil || len(files) < 4+len(wheelTags) {
		t.Fatalf("files %q, %v", files, err)
	}
	requirement := regexp.MustCompile(`^[A-Za-z0-9._-]+==[^ ]+ .*--hash=sha256:[0-9a-f]{64}`)
	for _, file := range files {
		text := strings.ReplaceAll(pinned(strings.TrimSuffix(path.Base(file), ".txt")), "\\\n", " ")
		n := 0
		for line := range strings.Lines(text) {
			if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			n++
			if !requirement.MatchString(line) {
				t.Errorf("%s: %q has no version or no hash", file, line)
			}
		}
		if n == 0 {
			t.Errorf("%s pins nothing", file)
		}
	}
}

// TestProxyPins: each package that npm is asked for has its hash.
func TestProxyPins(t *testing.T) {
	text, err := proxyPackages.ReadFile("proxy/package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	var lock struct {
		Packages map[string]struct{ Version, Integrity string }
	}
	if err := json.Unmarshal(text, &lock); err != nil || len(lock.Packages) < 2 {
		t.Fatalf("%d packages, %v", len(lock.Packages), err)
	}
	for name, p := range lock.Packages {
		if name != "" && (p.Version == "" || !strings.HasPrefix(p.Integrity, "sha512-")) { // "" is this package itself
			t.Errorf("%s has no version or no hash: %+v", name, p)
		}
	}
}

func TestWanted(t *testing.T) {
	for name, want := range map[string]string{
		"torch/include/torch/csrc/api/include/torch/torch.h":    "include/torch/csrc/api/include/torch/torch.h",
		"torch/lib/libtorch_cpu.so":                             "lib/libtorch_cpu.so",
		"torch/lib/libc10.so":                                   "lib/libc10.so",
		"torch/lib/libgomp-a34b3233.so.1":                       "lib/libgomp-a34b3233.so.1",
		"torch.libs/libopenblasp-r0.so":                         "lib/libopenblasp-r0.so",
		"torch/lib/libtorch_cpu.dylib":                          "lib/libtorch_cpu.dylib",
		"nvidia/cuda_cupti/lib/libcupti.so.12":                  "lib/libcupti.so.12",
		"nvidia/cuda_cupti/lib/libnvperf_host.so":               "",
		"torch/lib/libtorch_cuda.so":                            "",
		"torch/lib/libtorch_python.so":                          "",
		"torch/lib/libc10_cuda.so":                              "",
		"torch/lib/libtorch.so":                                 "", // would ask for the CUDA part
		"torch/nn/modules/rnn.py":                               "",
		"torch-2.1.2.dist-info/LICENSE":                         "licenses/torch-2.1.2/LICENSE",
		"torch-2.1.2.dist-info/NOTICE":                          "licenses/torch-2.1.2/NOTICE",
		"torch-2.1.2.dist-info/METADATA":                        "",
		"nvidia_cuda_cupti_cu12-12.1.105.dist-info/License.txt": "licenses/nvidia_cuda_cupti_cu12-12.1.105/License.txt",
		"other-1.dist-info/licenses/LICENSE":                    "licenses/other-1/LICENSE",
	} {
		if got := wanted(name); got != want {
			t.Errorf("wanted(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestUnpack(t *testing.T) {
	dir := t.TempDir()
	wheel := filepath.Join(dir, "w.whl")
	f, err := os.Create(wheel)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	for name, text := range map[string]string{"torch/lib/libc10.so": "library", "torch/include/a/b.h": "header", "torch/x.py": "no"} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, text)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	f.Close()
	to := filepath.Join(dir, "out")
	r := newReport(io.Discard, io.Discard)
	if err := unpack(t.Context(), r, wheel, to); err != nil {
		t.Fatal(err)
	}
	if got := read(t, filepath.Join(to, "lib/libc10.so")) + read(t, filepath.Join(to, "include/a/b.h")); got != "libraryheader" {
		t.Errorf("unpacked %q", got)
	}
	if err := os.Truncate(wheel, 60); err != nil {
		t.Fatal(err)
	}
	if err := unpack(t.Context(), r, wheel, to); err == nil {
		t.Error("a truncated archive is unpacked without an error")
	}
}

// TestUnpackStaysInside writes an archive whose entry leads out of the folder.
func TestUnpackStaysInside(t *testing.T) {
	dir := t.TempDir()
	wheel := filepath.Join(dir, "w.whl")
	f, err := os.Create(wheel)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	if _, err := z.Create("torch/include/../../../evil.h"); err != nil {
		t.Fatal(err)
	}
	z.Close()
	f.Close()
	if err := unpack(t.Context(), newReport(io.Discard, io.Discard), wheel, filepath.Join(dir, "a", "b")); err == nil {
		t.Error("an entry that leads out of the folder is written")
	}
}

func TestCheckLibtorch(t *testing.T) {
	h := testHome(t)
	lt := t.TempDir()
	t.Setenv("LIBTORCH", lt)
	if err := h.checkLibtorch(); err == nil || !strings.Contains(err.Error(), "torch.h") {
		t.Errorf("an empty folder: %v", err)
	}
	api := filepath.Join(lt, "include/torch/csrc/api/include/torch")
	write(t, filepath.Join(api, "torch.h"), "")
	write(t, filepath.Join(lt, "lib/libtorch_cpu.so"), "")
	write(t, filepath.Join(lt, "lib/libc10.so"), "")
	write(t, filepath.Join(api, "version.h"), "#pragma once\n#define TORCH_VERSION_MAJOR 2\n#define TORCH_VERSION_MINOR 4\n")
	if err := h.checkLibtorch(); err == nil || !strings.Contains(err.Error(), "2.4") || !strings.Contains(err.Error(), "2.1") {
		t.Errorf("libtorch 2.4: %v", err)
	}
	write(t, filepath.Join(api, "version.h"), "#define TORCH_VERSION_MAJOR 2\n#define TORCH_VERSION_MINOR 1\n")
	if err := h.checkLibtorch(); err != nil {
		t.Errorf("libtorch 2.1: %v", err)
	}
	var env string
	for _, kv := range h.Env() {
		env += kv + "\n"
	}
	for _, want := range []string{"CPATH=" + lt + "/include:", ":" + lt + "/lib:", runtimeLibraryPath + "=" + lt + "/lib:"} {
		if !strings.Contains(env, want) {
			t.Errorf("the environment lacks %q:\n%s", want, env)
		}
	}
}

// TestOldABI compiles the sign by which the two kinds of libtorch differ.
func TestOldABI(t *testing.T) {
	dir := t.TempDir()
	source := filepath.Join(dir, "error.cc")
	write(t, source, "#include <string>\nnamespace c10 { struct Error { Error(std::string); }; Error::Error(std::string) {} }\n")
	for abi, want := range map[string]bool{"0": true, "1": false} {
		lib := filepath.Join(dir, "lib"+abi+".so")
		cmd := exec.Command(compiler(), "-shared", "-fPIC", "-D_GLIBCXX_USE_CXX11_ABI="+abi, source, "-o", lib)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		if got := oldABI(lib); got != want {
			t.Errorf("compiled with _GLIBCXX_USE_CXX11_ABI=%s, oldABI is %v", abi, got)
		}
	}
}
