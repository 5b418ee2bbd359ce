package gocmd

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestMain lets this program stand for gosnn-kernel: by the name go, and as the go command's -toolexec.
func TestMain(m *testing.M) {
	switch {
	case filepath.Base(os.Args[0]) == "go":
		os.Exit(FromEnv().Run(os.Args[1:]))
	case len(os.Args) > 1 && os.Args[1] == "tool":
		os.Exit(Tool(os.Args[2:]))
	}
	os.Exit(m.Run())
}

// kernelGo is the kernel's go command for a folder, with env over this process's own environment.
func kernelGo(t testing.TB, dir string, env []string, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, args...)
	cmd.Args[0] = "go"
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	return cmd
}

func write(t testing.TB, name, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func script(t testing.TB, name, text string) {
	t.Helper()
	write(t, name, "#!/bin/sh\n"+text+"\n")
	if err := os.Chmod(name, 0o755); err != nil {
		t.Fatal(err)
	}
}

// TestCalls lets a script stand for the real go command and looks at how it is called.
func TestCalls(t *testing.T) {
	dir := t.TempDir()
	calls := filepath.Join(dir, "calls")
	script(t, filepath.Join(dir, "go"), `echo "GOPROXY=$GOPROXY $*" >> "`+calls+`"; [ "$1 $GOPROXY" != "get off" ] || [ ! -e missing ]`)
	root := t.TempDir()
	write(t, filepath.Join(root, "go.sum"), "a hash\n")
	for _, c := range []struct {
		name    string
		args    []string
		missing bool
		want    string
	}{
		{"no program here", []string{"build", "-o", "a b"}, false, "GOPROXY=user build -o a b\n"},
		{"flags of the user's", []string{"build", "-o", "a", "-race"}, false, "GOPROXY=user build -o a -race\n"},
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
			here := t.TempDir()
			if c.missing {
				write(t, filepath.Join(here, "missing"), "")
			}
			cmd := kernelGo(t, here, []string{"GOPROXY=user", "GOCACHE=" + dir, "GOMODCACHE=" + dir,
				"GOSNN_GO=" + filepath.Join(dir, "go"), "GOSNN_ROOT=" + root}, c.args...)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			if got, err := os.ReadFile(calls); err != nil || string(got) != c.want {
				t.Errorf("calls\n%swant\n%s", got, c.want)
			}
		})
	}
}

// TestShared has a home that belongs to somebody else. Folders that are not there stand for those that cannot be written
// to, as root can write to any.
func TestShared(t *testing.T) {
	dir, own := t.TempDir(), t.TempDir()
	script(t, filepath.Join(dir, "go"), `echo "$* by $GOCACHEPROG"; [ "$1" != get ]`)
	const program = "'/opt/go snn/bin/gosnn-kernel' cache"
	const missing = "A module is missing, and /nonesuch/mod, where it would be, belongs to somebody else.\n" +
		"What to do: ask them to run `/opt/go snn/bin/gosnn-kernel run go mod download MODULE@latest`, and run the cell again.\n"
	for _, c := range []struct{ name, cache, modules, call, want string }{
		{"one's own", own, own, "list", "list by \n"},
		{"shared", "/nonesuch", own, "list", "list by " + program + "\n"},
		{"shared, a cell", "/nonesuch", own, "build -o cell", "build -o cell by " + program + "\n"},
		{"one's own, a module is missing", own, own, "get", "get by \n"},
		{"shared, a module is missing", "/nonesuch", "/nonesuch/mod", "get", "get by " + program + "\n" + missing},
	} {
		t.Run(c.name, func(t *testing.T) {
			cmd := kernelGo(t, t.TempDir(), []string{"GOSNN_GO=" + filepath.Join(dir, "go"), "GOSNN_HOME=/opt/go snn",
				"GOCACHEPROG=", "GOCACHE=" + c.cache, "GOMODCACHE=" + c.modules}, strings.Fields(c.call)...)
			if out, err := cmd.CombinedOutput(); string(out) != c.want || (err == nil) == strings.HasPrefix(c.call, "get") {
				t.Errorf("%v, it prints\n%swant\n%s", err, out, c.want)
			}
		})
	}
}
