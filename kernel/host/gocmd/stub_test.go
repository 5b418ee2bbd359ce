package gocmd

import (
	"os"
	"path/filepath"
	"testing"

	"gosnn/kernel/host/hot/client"
	"gosnn/kernel/host/stub/protocol"
)

// TestStubbed builds a program, one that fails, one by a command that replaces what is there, as go test does, and one of WebAssembly.
func TestStubbed(t *testing.T) {
	dir := t.TempDir()
	name, program := filepath.Join(dir, "gonb_1"), filepath.Join(dir, protocol.Program)
	stub := filepath.Join(dir, "stub")
	build := func(status int) func([]string) int {
		return func(args []string) int {
			if status == 0 {
				if err := os.WriteFile(args[2], []byte("program"), 0o700); err != nil {
					t.Error(err)
				}
			}
			return status
		}
	}
	cold := func(string) error { return errOrdinary }
	args := []string{"build", "-o", name}
	if status := (Command{Stub: stub}).stubbed(args, 2, cold, build(1)); status != 1 {
		t.Errorf("status %d of a build that fails", status)
	}
	if _, err := os.Lstat(name); err == nil {
		t.Error("there is a stub without a program")
	}
	for range 2 {
		if status := (Command{Stub: stub}).stubbed(args, 2, cold, build(0)); status != 0 {
			t.Errorf("status %d", status)
		}
		if to, err := os.Readlink(name); err != nil || to != stub {
			t.Errorf("a link to %s, %v", to, err)
		}
		if _, err := os.Stat(program); err != nil {
			t.Error(err)
		}
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte("another program"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	// The image of a hot cell is in nobody's way.
	if err := os.WriteFile(program, []byte(client.Magic+"image"), 0o700); err != nil {
		t.Fatal(err)
	}
	(Command{Stub: stub}).stubbed(args, 2, cold, func([]string) int {
		if _, err := os.Stat(program); err == nil {
			t.Error("an image is left where a program is built")
		}
		return 1
	})
	hot := func(program string) error { return os.WriteFile(program, []byte(client.Magic+"image"), 0o700) }
	if status := (Command{Stub: stub}).stubbed(args, 2, hot, build(1)); status != 0 || !client.IsImage(program) {
		t.Errorf("status %d of a hot cell", status)
	}
	if status := (Command{}).stubbed(args, 2, cold, build(0)); status != 0 {
		t.Errorf("status %d", status)
	}
	if text, err := os.ReadFile(name); string(text) != "program" {
		t.Errorf("without a stub there is %q, %v", text, err)
	}
	wasm := filepath.Join(dir, "a.wasm")
	(Command{Stub: stub}).stubbed([]string{"build", "-o", wasm}, 2, cold, build(0))
	if to, err := os.Readlink(wasm); err == nil {
		t.Errorf("a link from WebAssembly to %s", to)
	}
}
