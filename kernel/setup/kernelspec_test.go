package setup

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
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
	if k.Argv[0] != filepath.Join(h.Bin(), "gonb") || k.Argv[3] != "--go_work="+filepath.Join(dir, "module") {
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
	if _, err := h.Uninstall(Spec{User: true}); err == nil {
		t.Error("removed somebody else's kernel")
	}
	read(t, filepath.Join(data, "kernels/gosnn/kernel.json"))
}

// TestShim lets a script stand for the go command and looks at how it is called.
func TestShim(t *testing.T) {
	dir := t.TempDir()
	calls := filepath.Join(dir, "calls")
	shim := filepath.Join(dir, "shim")
	script(t, shim, strings.TrimPrefix(goShim, "#!/bin/sh\n"))
	script(t, filepath.Join(dir, "go"), `echo "GOPROXY=$GOPROXY $*" >> "`+calls+`"; [ "$1 $GOPROXY" != "get off" ] || [ ! -e missing ]`)
	root := t.TempDir()
	write(t, filepath.Join(root, "go.sum"), "a hash\n")
	for _, c := range []struct {
		name    string
		args    []string
		missing bool
		want    string
	}{
		{"another call", []string{"build", "-o", "a b"}, false, "GOPROXY=user build -o a b\n"},
		{"a package named", []string{"get", "example.com/x"}, false, "GOPROXY=user get example.com/x\n"},
		{"nothing missing", []string{"get"}, false, "GOPROXY=off get\n"},
		{"something missing", []string{"get"}, true, "GOPROXY=off get\nGOPROXY=user get\n"},
		{"a test cell", []string{"get", "-t"}, false, "GOPROXY=off get -t\n"},
		{"a notebook's module", []string{"mod", "init", "gonb_1234"}, false,
			"GOPROXY=user mod init gonb_1234\nGOPROXY=user mod edit -require=gosnn@v0.0.0 -replace=gosnn=" + root + "\n"},
		{"a user's module", []string{"mod", "init", "mine"}, false, "GOPROXY=user mod init mine\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			os.Remove(calls)
			cmd := command([]string{"GOPROXY=user", "GOSNN_GO=" + filepath.Join(dir, "go"), "GOSNN_ROOT=" + root}, shim, c.args...)
			cmd.Dir = t.TempDir()
			if c.missing {
				write(t, filepath.Join(cmd.Dir, "missing"), "")
			}
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			if got := read(t, calls); got != c.want {
				t.Errorf("calls\n%swant\n%s", got, c.want)
			}
		})
	}
}

// TestShimCure has a go command that cannot build, and wants what it says or, if the reason is not the cell's, what to do.
func TestShimCure(t *testing.T) {
	dir := t.TempDir()
	shim := filepath.Join(dir, "shim")
	script(t, shim, strings.TrimPrefix(goShim, "#!/bin/sh\n"))
	script(t, filepath.Join(dir, "go"), `printf '%s\n' "$SAYS" >&2; exit 1`)
	header := "include/torch/csrc/api/include/torch/version.h"
	version := func(minor string) string {
		return "#define TORCH_VERSION_MAJOR 2\n#define TORCH_VERSION_MINOR " + minor + "\n#define TORCH_VERSION_PATCH 0\n"
	}
	fits, other := t.TempDir(), t.TempDir()
	for _, lt := range []string{fits, other} {
		write(t, filepath.Join(lt, "lib", "libtorch_cpu.so"), "library")
	}
	_, minor, _ := strings.Cut(TorchVersion, ".")
	write(t, filepath.Join(fits, header), version(minor))
	write(t, filepath.Join(other, header), version("9"))
	const again = "What to do: run `/home/ada/.gosnn/bin/gosnn-kernel setup` in a terminal, and then the cell again.\n"
	link := "# gonb_1\n/go/link: running g++ failed\nundefined reference to `at::x\\n'"
	for _, c := range []struct{ name, libtorch, says, want string }{
		{"all is there", fits, link, link + "\n"},
		{"no libtorch", dir, link, "libtorch, which cells are linked with, is missing from " + dir + "/lib.\n" + again},
		{"another version", other, link, "The libtorch in " + other + "/lib is version 2.9, but gotch needs 2.1.\n" + again},
		{"a mistake in the cell", other, "# gonb_1\n./main.go:7:2: undefined: x", "# gonb_1\n./main.go:7:2: undefined: x\n"},
		{"full disk", fits, "write /tmp/x: no space left on device",
			"write /tmp/x: no space left on device\nWhat to do: free some space on the disk that is named above, and run the cell again.\n"},
	} {
		for _, call := range [][]string{{"build", "-o", "a b"}, {"test", "-c", "-o", "a b"}} {
			cmd := command([]string{"GOSNN_GO=" + filepath.Join(dir, "go"), "GOSNN_HOME=/home/ada/.gosnn", "SAYS=" + c.says,
				"LIBRARY_PATH=" + filepath.Join(c.libtorch, "lib") + ":/stubs"}, shim, call...)
			if out, err := cmd.CombinedOutput(); err == nil || string(out) != c.want {
				t.Errorf("%s: %v, it prints\n%swant\n%s", c.name, err, out, c.want)
			}
		}
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
			t.Errorf("does not tell that %s is missing:\n%s", name, text)
		}
	}
}
