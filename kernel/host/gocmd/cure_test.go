package gocmd

import (
	"path/filepath"
	"testing"
)

// TestCure has a go command that cannot build, and wants what it says or, if the reason is not the cell's, what to do.
func TestCure(t *testing.T) {
	dir := t.TempDir()
	script(t, filepath.Join(dir, "go"), `printf '%s\n' "$SAYS" >&2; exit 1`)
	version := func(minor string) string {
		return "#define TORCH_VERSION_MAJOR 2\n#define TORCH_VERSION_MINOR " + minor + "\n#define TORCH_VERSION_PATCH 0\n"
	}
	fits, other := t.TempDir(), t.TempDir()
	for torch, minor := range map[string]string{fits: "1", other: "9"} {
		write(t, filepath.Join(torch, "lib", "libtorch_cpu.so"), "library")
		write(t, filepath.Join(torch, "include/torch/csrc/api/include/torch/version.h"), version(minor))
	}
	const again = "What to do: run `/home/ada/.gosnn/bin/gosnn-kernel setup` in a terminal, and then the cell again.\n"
	const link = "# gonb_1\n/go/link: running g++ failed\nundefined reference to `at::x\\n'"
	for _, c := range []struct{ name, torch, flags, says, want string }{
		{"all is there", fits, "", link, link + "\n"},
		{"no libtorch", dir, "", link, "libtorch, which cells are linked with, is missing from " + dir + "/lib.\n" + again},
		{"another version", other, "", link, "The libtorch in " + other + "/lib is version 2.9, but gotch needs 2.1.\n" + again},
		{"no libgotch", fits, "'-ldflags=-s -linkmode=internal'", link,
			"libgotch, which cells are linked with, is missing from /home/ada/.gosnn/gotch.\n" + again},
		{"a mistake in the cell", other, "", "# gonb_1\n./main.go:7:2: undefined: x", "# gonb_1\n./main.go:7:2: undefined: x\n"},
		{"full disk", fits, "", "write /tmp/x: no space left on device",
			"write /tmp/x: no space left on device\nWhat to do: free some space on the disk of the files that are named above, and run the cell again.\n"},
	} {
		for _, call := range [][]string{{"build", "-o", "a b"}, {"test", "-c", "-o", "a b"}} {
			cmd := kernelGo(t, t.TempDir(), []string{"GOSNN_GO=" + filepath.Join(dir, "go"), "GOSNN_HOME=/home/ada/.gosnn", "GOFLAGS=" + c.flags,
				"SAYS=" + c.says, "GOCACHE=" + dir, "LIBRARY_PATH=" + filepath.Join(c.torch, "lib") + ":/stubs:/home/ada/.gosnn/gotch"}, call...)
			if out, err := cmd.CombinedOutput(); err == nil || string(out) != c.want {
				t.Errorf("%s: %v, it prints\n%swant\n%s", c.name, err, out, c.want)
			}
		}
	}
}

// TestUnfitTorch builds a program that asks for libtorch, and one that does not, where there is none that fits.
func TestUnfitTorch(t *testing.T) {
	dir := t.TempDir()
	script(t, filepath.Join(dir, "go"), `for file; do :; done; printf '%s' "$PROGRAM" > "$file"`)
	want := "libtorch, which cells are linked with, is missing from " + dir + "/lib.\n" +
		"What to do: run `/home/ada/.gosnn/bin/gosnn-kernel setup` in a terminal, and then the cell again.\n"
	for program, says := range map[string]string{"needs libgotch.so": want, "needs libtorch_cpu.so": want, "needs libc.so": ""} {
		cmd := kernelGo(t, t.TempDir(), []string{"GOSNN_GO=" + filepath.Join(dir, "go"), "GOSNN_HOME=/home/ada/.gosnn", "PROGRAM=" + program,
			"GOCACHE=" + dir, "LIBRARY_PATH=" + filepath.Join(dir, "lib")}, "test", "-c", "-o", "a")
		if out, err := cmd.CombinedOutput(); (err == nil) != (says == "") || string(out) != says {
			t.Errorf("%s: %v, it prints\n%swant\n%s", program, err, out, says)
		}
	}
}

// TestCompilersLinker has a go command whose own linker fails.
func TestCompilersLinker(t *testing.T) {
	dir, fits := t.TempDir(), t.TempDir()
	script(t, filepath.Join(dir, "go"), `case "$GOFLAGS" in *internal*) echo "# gonb_1"; echo "x(.text): relocation target y not defined"; exit 1;; esac; echo "flags $GOFLAGS"`)
	write(t, filepath.Join(fits, "lib", "libtorch_cpu.so"), "library")
	write(t, filepath.Join(fits, "include/torch/csrc/api/include/torch/version.h"), "#define TORCH_VERSION_MAJOR 2\n#define TORCH_VERSION_MINOR 1\n")
	cmd := kernelGo(t, t.TempDir(), []string{"GOSNN_GO=" + filepath.Join(dir, "go"), "GOFLAGS='-ldflags=-s -linkmode=internal -extldflags=-fuse-ld=mold'",
		"GOCACHE=" + dir, "LIBRARY_PATH=" + filepath.Join(fits, "lib")}, "build", "-o", "a")
	if out, err := cmd.CombinedOutput(); err != nil || string(out) != "flags '-ldflags=-s -extldflags=-fuse-ld=mold'\n" {
		t.Errorf("%v: %s", err, out)
	}
}
