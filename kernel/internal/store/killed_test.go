package store

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// killedRoot tells a test's own program, run again, where the store is into which it is to write until it is killed.
const killedRoot = "GOSNN_TEST_KILLED_ROOT"

// TestMain writes half a value, tells of it, and waits for its end, if it is told to.
func TestMain(m *testing.M) {
	root := os.Getenv(killedRoot)
	if root == "" {
		os.Exit(m.Run())
	}
	s, err := Open(Config{Root: root, Notebook: "n", Limit: DefaultLimit})
	if err != nil {
		panic(err)
	}
	if _, err = s.Lock("spikes", key1); err != nil {
		panic(err)
	}
	d, err := s.New(Meta{Name: "spikes", Key: key1})
	if err != nil {
		panic(err)
	}
	_, err = d.Add("0", func(w io.Writer) error {
		if _, err := io.WriteString(w, strings.Repeat("half ", 100_000)); err != nil {
			return err
		}
		fmt.Println("half written")
		time.Sleep(time.Hour)
		return nil
	})
	panic(err)
}

// TestKilled kills a program in the middle of writing a value, while it holds the value's lock. What is half written is no value; the
// next program need not wait, and keeps the value anew.
func TestKilled(t *testing.T) {
	root := t.TempDir()
	cmd := exec.Command(os.Args[0])
	cmd.Env, cmd.Stderr = append(os.Environ(), killedRoot+"="+root), os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	cmd.Wait()
	if line != "half written\n" {
		t.Fatalf("the program that was to be killed says %q, %v", line, err)
	}

	s := open(t, Config{Root: root, Notebook: "n"})
	if halves, err := os.ReadDir(s.path("new")); err != nil || len(halves) != 1 {
		t.Fatalf("half values %v, %v: want the one that was being written", halves, err)
	}
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
