package store

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// These variables make the test's own program, run again, another process: what it does, and the folder of the store.
const doVar, dirVar = "GOSNN_TEST_DO", "GOSNN_TEST_DIR"

// TestMain runs the tests, or is another process.
func TestMain(m *testing.M) {
	what := os.Getenv(doVar)
	if what == "" {
		os.Exit(m.Run())
	}
	s, err := Open(Config{Dir: os.Getenv(dirVar), Notebook: "n", Limit: DefaultLimit})
	if err == nil {
		err = map[string]func(*Store) error{"half": half, "keep": keep}[what](s)
	}
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

// half writes half a value, says so, and waits for its end.
func half(s *Store) error {
	if _, err := s.Lock("spikes", key1); err != nil {
		return err
	}
	d, err := s.New(Meta{Name: "spikes", Key: key1})
	if err != nil {
		return err
	}
	_, err = d.Add("0", func(w io.Writer) error {
		if _, err := io.WriteString(w, strings.Repeat("half ", 100_000)); err != nil {
			return err
		}
		fmt.Println("half written")
		time.Sleep(time.Hour)
		return nil
	})
	return err
}

// keep writes a value and reads it back.
func keep(s *Store) error {
	d, err := s.New(Meta{Name: "spikes", Key: key1})
	if err != nil {
		return err
	}
	if _, err := d.Add("0", func(w io.Writer) error { _, err := io.WriteString(w, "kept"); return err }); err != nil {
		return err
	}
	if err := d.Commit(nil); err != nil {
		return err
	}
	v, err := s.Get("spikes", key1)
	if err != nil {
		return err
	}
	text, err := v.dir.ReadFile("0")
	fmt.Println(string(text))
	return err
}

// process prepares another process with the rights of a user; 0 are the test's own.
func process(t *testing.T, user int, do, dir string) *exec.Cmd {
	t.Helper()
	program := os.Args[0]
	attributes := new(syscall.SysProcAttr)
	if user > 0 {
		if os.Geteuid() != 0 {
			t.Skip("only root can be a second user")
		}
		attributes.Credential = &syscall.Credential{Uid: uint32(user), Gid: uint32(user)}
		text, err := os.ReadFile(program) // lies in a folder that only its owner can enter
		if err != nil {
			t.Fatal(err)
		}
		program = filepath.Join(public(t), "program")
		if err := os.WriteFile(program, text, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(program)
	cmd.Env, cmd.Dir = append(os.Environ(), doVar+"="+do, dirVar+"="+dir), "/"
	cmd.SysProcAttr, cmd.Stderr = attributes, os.Stderr
	return cmd
}

// public makes a folder that every user can use, as /tmp.
func public(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for d := dir; d != filepath.Clean(os.TempDir()) && d != "/"; d = filepath.Dir(d) {
		if err := os.Chmod(d, os.ModeSticky|0o777); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestKilled kills a program in the middle of writing a value, while it holds the value's lock. While it lives its half counts towards
// the limit; then the half goes with the next start, which need not wait, and keeps the value anew.
func TestKilled(t *testing.T) {
	dir := t.TempDir()
	cmd := process(t, 0, "half", dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	halves := func(what string, n int, bytes int64) {
		t.Helper()
		s := open(t, Config{Dir: dir, Notebook: "n"})
		if got := s.glob("new/*"); len(got) != n {
			t.Errorf("%s: half values %v, want %d", what, got, n)
		}
		if got, err := s.sweepNew(); got != bytes || err != nil {
			t.Errorf("%s: they count as %d bytes, %v, want %d", what, got, err, bytes)
		}
	}
	halves("writer at work", 1, 500_000)
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	cmd.Wait()
	if line != "half written\n" {
		t.Fatalf("the program that was to be killed says %q, %v", line, err)
	}
	halves("writer killed", 0, 0)

	s := open(t, Config{Dir: dir, Notebook: "n"})
	if got := get(t, s, "spikes", key1); got != "" {
		t.Errorf("half a value is there: %d bytes", len(got))
	}
	if list, err := s.List(); err != nil || len(list) > 0 {
		t.Errorf("listed: %v, %v", list, err)
	}
	unlock, err := s.Lock("spikes", key1) // or the test hangs
	if err != nil {
		t.Fatal(err)
	}
	put(t, s, "spikes", key1, "whole")
	unlock()
	if got := get(t, s, "spikes", key1); got != "whole" {
		t.Errorf("got %q", got)
	}
}

// TestHalvesCount drops an older value for one that another process is still writing.
func TestHalvesCount(t *testing.T) {
	s := open(t, Config{Dir: t.TempDir(), Limit: 12_000})
	half, err := s.New(Meta{Name: "half", Key: key1})
	if err != nil {
		t.Fatal(err)
	}
	defer half.Discard()
	content := strings.Repeat("x", 3000)
	if _, err := half.Add("0", func(w io.Writer) error { _, err := io.WriteString(w, content+content); return err }); err != nil {
		t.Fatal(err)
	}
	old := put(t, s, "old", key1, content)
	if err := os.Chtimes(filepath.Join(old.dir.Name(), usedName), time.Time{}, time.Now().Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	put(t, s, "new", key1, content)
	if get(t, s, "old", key1) != "" || get(t, s, "new", key1) != content {
		t.Error("the half value does not count: the older value is still there")
	}
	d, err := s.New(Meta{Name: "third", Key: key1})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Discard()
	_, err = d.Add("0", func(w io.Writer) error {
		for range 3 {
			if _, err := io.WriteString(w, content); err != nil {
				return err
			}
			if used := s.size(half.name) + s.size(d.name) + s.size(s.dir+"/kept/new@"+key1); used > 12_000 {
				t.Errorf("%d bytes are used while a value is written", used)
			}
		}
		return nil
	})
	if !errors.Is(err, ErrTooLarge) {
		t.Errorf("error %v, want ErrTooLarge: there is no room beside what is being written", err)
	}
}
