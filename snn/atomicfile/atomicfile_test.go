package atomicfile_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"gosnn/snn/atomicfile"
)

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// names are the entries of a folder.
func names(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return strings.Join(list, " ")
}

func TestWrite(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "figure.png")
	for _, content := range []string{"one", "", strings.Repeat("long", 100_000)} {
		if err := atomicfile.Write(file, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		if got := read(t, file); got != content {
			t.Errorf("%d bytes, want %d", len(got), len(content))
		}
	}
	long := strings.Repeat("x", 255) // no name beside it could be longer
	if err := atomicfile.Write(filepath.Join(dir, long), nil, 0o600); err != nil {
		t.Error(err)
	}
	if got := names(t, dir); got != "figure.png "+long {
		t.Errorf("the folder holds %s", got)
	}
}

// TestMode writes with the umask that hides nothing.
func TestMode(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0))
	file := filepath.Join(t.TempDir(), "file")
	mode := func(want fs.FileMode) {
		t.Helper()
		if info, err := os.Stat(file); err != nil || info.Mode() != want {
			t.Errorf("mode %v, %v, want %v", info.Mode(), err, want)
		}
	}
	if err := atomicfile.Write(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	mode(0o644)
	if err := errors.Join(os.Chmod(file, 0o640), atomicfile.Write(file, nil, 0o644)); err != nil {
		t.Fatal(err)
	}
	mode(0o640)
}

// TestOwner has root write a file of another user's.
func TestOwner(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can write for another user")
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := errors.Join(os.WriteFile(file, nil, 0o660), os.Chown(file, 64001, 64002), atomicfile.Write(file, []byte("new"), 0o644)); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	if st := info.Sys().(*syscall.Stat_t); st.Uid != 64001 || st.Gid != 64002 || info.Size() != 3 {
		t.Errorf("it belongs to %d and group %d, with %d bytes", st.Uid, st.Gid, info.Size())
	}
}

// TestStays ends the writer in each way but one that is not there to see it: the old file stays, and nothing else.
func TestStays(t *testing.T) {
	broken := errors.New("broken")
	for name, write := range map[string]func(io.Writer) error{
		"error at once":      func(io.Writer) error { return broken },
		"error in the end":   func(w io.Writer) error { w.Write(make([]byte, 1<<20)); return broken },
		"full disk":          func(w io.Writer) error { _, err := w.Write(make([]byte, 64<<20)); return err },
		"panic in the midst": func(w io.Writer) error { w.Write(make([]byte, 1<<20)); panic(broken) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			file := filepath.Join(dir, "file")
			if err := atomicfile.Write(file, []byte("old"), 0o644); err != nil {
				t.Fatal(err)
			}
			if name == "full disk" {
				var old syscall.Rlimit // a limit on files' sizes fails as a full disk does, in the middle of a write
				if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
					t.Fatal(err)
				}
				if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 1 << 20, Max: old.Max}); err != nil {
					t.Fatal(err)
				}
				defer syscall.Setrlimit(syscall.RLIMIT_FSIZE, &old)
			}
			func() {
				defer func() { _ = recover() }()
				if err := atomicfile.Create(file, 0o644, write); err == nil {
					t.Error("no error")
				}
			}()
			if got := names(t, dir); read(t, file) != "old" || got != "file" {
				t.Errorf("the file is %.9q; the folder holds %s", read(t, file), got)
			}
		})
	}
}

// TestKilled kills a program in the middle of a write.
func TestKilled(t *testing.T) {
	const half = "GOSNN_TEST_HALF"
	if file := os.Getenv(half); file != "" {
		panic(atomicfile.Create(file, 0o644, func(w io.Writer) error {
			w.Write(make([]byte, 1<<20))
			return syscall.Kill(os.Getpid(), syscall.SIGKILL)
		}))
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := atomicfile.Write(file, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestKilled$")
	cmd.Env = append(os.Environ(), half+"="+file)
	if out, err := cmd.CombinedOutput(); err == nil || err.Error() != "signal: killed" {
		t.Fatalf("%v\n%s", err, out)
	}
	if got := read(t, file); got != "old" {
		t.Errorf("the file is %.9q", got)
	}
}

// TestTogether has two writers of one file, and two readers.
func TestTogether(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	contents := [2][]byte{bytes.Repeat([]byte("a"), 200_000), bytes.Repeat([]byte("b"), 300_000)}
	if err := atomicfile.Write(file, contents[0], 0o644); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i := range 2 {
		wg.Go(func() {
			for range 50 {
				if err := atomicfile.Write(file, contents[i], 0o644); err != nil {
					t.Error(err)
				}
			}
		})
		wg.Go(func() {
			for range 200 {
				got, err := os.ReadFile(file)
				if err != nil || !bytes.Equal(got, contents[0]) && !bytes.Equal(got, contents[1]) {
					t.Errorf("%d bytes, %v", len(got), err)
				}
			}
		})
	}
	wg.Wait()
	if got := names(t, dir); got != "file" {
		t.Errorf("the folder holds %s", got)
	}
}

// TestPlaces writes to what is no plain file.
func TestPlaces(t *testing.T) {
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	if err := errors.Join(os.Mkdir(path("far"), 0o755), os.WriteFile(path("far/file"), []byte("old"), 0o644),
		os.Symlink("far/file", path("link")), os.Symlink("nowhere", path("dangling")), syscall.Mkfifo(path("pipe"), 0o644)); err != nil {
		t.Fatal(err)
	}
	if err := atomicfile.Write(path("link"), []byte("new"), 0o644); err != nil || read(t, path("far/file")) != "new" {
		t.Errorf("behind a link: %q, %v", read(t, path("far/file")), err)
	}
	if info, err := os.Lstat(path("link")); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link is %v, %v", info, err)
	}
	if err := atomicfile.Write(path("dangling"), []byte("new"), 0o644); err != nil || read(t, path("dangling")) != "new" {
		t.Errorf("a link that leads nowhere: %v", err)
	}
	if err := atomicfile.Write(os.DevNull, []byte("new"), 0o644); err != nil {
		t.Error(err)
	}
	if info, err := os.Lstat(os.DevNull); err != nil || info.Mode()&fs.ModeCharDevice == 0 {
		t.Fatalf("the null device is %v, %v", info, err)
	}
	for _, name := range []string{"", "far", "none/file", "pipe", strings.Repeat("x", 256)} { // nobody reads the pipe
		if err := atomicfile.Write(path(name), nil, 0o644); err == nil {
			t.Errorf("%.9q: no error", name)
		}
	}
	if os.Geteuid() == 0 {
		t.Skip("root may write to each file")
	}
	if err := errors.Join(os.Chmod(path("far/file"), 0o444)); err != nil {
		t.Fatal(err)
	}
	if err := atomicfile.Write(path("far/file"), nil, 0o644); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("a file that must not be written to: %v", err)
	}
}

func ExampleWrite() {
	dir, _ := os.MkdirTemp("", "")
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "notes.txt")
	fmt.Println(atomicfile.Write(file, []byte("whole"), 0o644))
	text, err := os.ReadFile(file)
	fmt.Printf("%s %v\n", text, err)
	// Output:
	// <nil>
	// whole <nil>
}
