package setup

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// installable is a home in which a script stands for GoNB; TestKernel runs the real one.
func installable(t *testing.T) Home {
	t.Helper()
	h := testHome(t)
	script(t, filepath.Join(h.Bin(), "gonb"), `mkdir -p "$JUPYTER_DATA_DIR/kernels/gonb" && cat > "$JUPYTER_DATA_DIR/kernels/gonb/kernel.json" <<END
{"argv": ["gonb", "--kernel", "{connection_file}", "$2"], "display_name": "Go (gonb)", "language": "go", "interrupt_mode": "message", "env": {}}
END
`)
	write(t, h.ECharts(), "/* a library */")
	return h
}

func TestInstall(t *testing.T) {
	h, prefix := installable(t), t.TempDir()
	one := Spec{Prefix: prefix}
	dir, err := h.Install(t.Context(), one)
	if err != nil {
		t.Fatal(err)
	}
	if want := filepath.Join(prefix, "share/jupyter/kernels/gosnn"); dir != want {
		t.Errorf("installed in %s, want %s", dir, want)
	}
	var k kernelJSON
	if err := json.Unmarshal([]byte(read(t, filepath.Join(dir, "kernel.json"))), &k); err != nil {
		t.Fatal(err)
	}
	want := []string{h.Kernel(), "front", "{connection_file}", "--", filepath.Join(h.Bin(), "gonb"), "--kernel", "{connection_file}",
		"--go_work=" + filepath.Join(dir, "module")}
	if !slices.Equal(k.Argv, want) {
		t.Errorf("command line %q", k.Argv)
	}
	if k.DisplayName != "Go (SNN)" || k.Language != "go" || k.InterruptMode != "message" || k.Env["GOSNN_KERNEL"] != "gosnn" {
		t.Errorf("kernel %+v", k)
	}
	if !strings.HasPrefix(k.Env["PATH"], h.path("shim")+":") || !strings.HasSuffix(k.Env["PATH"], ":${PATH}") {
		t.Errorf("PATH is %q", k.Env["PATH"])
	}
	if got := read(t, filepath.Join(dir, "echarts.min.js")); got != "/* a library */" {
		t.Errorf("echarts.min.js is %q", got)
	}
	if got := read(t, filepath.Join(k.Env["GOSNN_ROOT"], "go.sum")); got != "a hash\n" {
		t.Errorf("through the links, go.sum is %q", got)
	}
	if got := read(t, filepath.Join(dir, "logo-svg.svg")); !strings.Contains(got, "<svg") {
		t.Errorf("the logo is %q", got)
	}

	// A second one beside it, and again over itself.
	two := Spec{Prefix: prefix, Name: "gosnn-two", Title: "Go (SNN) two"}
	for range 2 {
		if dir2, err := h.Install(t.Context(), two); err != nil || filepath.Dir(dir2) != filepath.Dir(dir) {
			t.Fatalf("%s, %v", dir2, err)
		}
	}
	for _, s := range []Spec{one, two} {
		if _, err := h.Uninstall(s); err != nil {
			t.Error(err)
		}
	}
	if left, err := os.ReadDir(filepath.Dir(dir)); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if _, err := h.Uninstall(one); err == nil {
		t.Error("removed a kernel that was not there")
	}
}

func TestInstallRefuses(t *testing.T) {
	h := installable(t)
	for _, s := range []Spec{{Name: "../escape"}, {Name: "a b"}, {Name: ".hidden"}, {User: true, Prefix: "/tmp"},
		{Name: "x\n"}, {Name: "$HOME"}, {Name: "x;y"}, {Prefix: "/tmp/a,b"}, {Prefix: "/tmp/${HOME}"}, {Prefix: "/tmp/a:b"}, {Prefix: "/tmp/\n"}} {
		if dir, err := h.Install(t.Context(), s); err == nil {
			t.Errorf("%+v: installed in %s", s, dir)
		}
	}
	data := t.TempDir()
	t.Setenv("JUPYTER_DATA_DIR", data)
	write(t, filepath.Join(data, "kernels/gosnn/kernel.json"), `{"display_name": "somebody else's"}`)
	write(t, filepath.Join(data, "kernels/mine/thesis.tex"), "years of work")
	before := files(t, data)
	for _, s := range []Spec{{User: true}, {User: true, Name: "mine"}} {
		if _, err := h.Uninstall(s); err == nil {
			t.Errorf("%+v: removed somebody else's kernel", s)
		}
		if _, err := h.Install(t.Context(), s); err == nil || !strings.Contains(err.Error(), "not ours") {
			t.Errorf("%+v: installed in the place of somebody else's kernel: %v", s, err)
		}
	}
	if after := files(t, data); after != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
}

func TestDoctorOfNothing(t *testing.T) {
	h, out := testHome(t), new(bytes.Buffer)
	t.Setenv("LIBTORCH", "")
	wrong := h.Doctor(t.Context(), out)
	text := out.String()
	if n := strings.Count(text, "WRONG"); n != wrong || n != strings.Count(text, "What to do:") {
		t.Errorf("%d wrong of\n%s", wrong, text)
	}
	for _, name := range []string{"libtorch", "GoNB", "goimports", "gopls", "JupyterLab", "ECharts", "MNIST", "kernel", "gotch"} {
		if !strings.Contains(text, "WRONG  "+name) && !strings.Contains(text, "WRONG  a program with "+name) {
			t.Errorf("does not say that %s is missing:\n%s", name, text)
		}
	}
}

// TestCell has the first cell import what cells may.
func TestCell(t *testing.T) {
	h := testHome(t)
	for _, name := range []string{"snn/rate.go", "snn/nn/nn.go", "snn/internal/loop/loop.go", "snn/testdata/x.go", "notebooks/check/check.go", "notebooks/internal/x.go",
		"kernel/kernel.go", "kernel/host/setup/setup.go", "kernel/value/tensor/tensor.go", "plots/README.md"} {
		write(t, filepath.Join(h.Root, name), "package p\n")
	}
	write(t, filepath.Join(h.Root, "plots/tool/main.go"), "package main\n")
	write(t, filepath.Join(h.Root, "snn/nn/tests_test.go"), "package p\n")
	got, err := h.cell()
	want := `package main

import _ "gosnn/snn"
import _ "gosnn/snn/nn"
import _ "gosnn/kernel"
import _ "gosnn/kernel/value/tensor"
import _ "gosnn/notebooks/check"

func main() {}
`
	if err != nil || got != want {
		t.Errorf("%v\n%s", err, got)
	}
}

// TestStaleKernel has set-up make a kernel again whose environment is not what it would be given now, or whose packages are another
// checkout's.
func TestStaleKernel(t *testing.T) {
	h := installable(t)
	if _, err := h.Install(t.Context(), Spec{}); err != nil {
		t.Fatal(err)
	}
	if !h.kernelStep().done() {
		t.Error("the kernel that has just been installed is not as it should be")
	}
	second := Home{Dir: h.Dir, Root: filepath.Join(t.TempDir(), "second")}
	write(t, filepath.Join(second.Root, "go.mod"), "module gosnn\n")
	if second.kernelStep().done() {
		t.Error("the kernel with another checkout's packages is taken as it is")
	}
}
