package main

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

func TestPlainWords(t *testing.T) {
	for _, c := range []struct {
		command string
		want    []string
	}{
		{"ls", []string{"ls"}},
		{"  ls -l\t/tmp/a.b  ", []string{"ls", "-l", "/tmp/a.b"}},
		{"true", []string{"true"}},
		{"echo a", nil}, {"cd /tmp", nil}, {". x", nil}, {": x", nil}, {"time ls", nil}, {"exit", nil},
		{"a=1 ls", nil}, {"ls $HOME", nil}, {"ls *", nil}, {"ls ?", nil}, {"ls [a]", nil}, {"ls {a,b}", nil}, {"ls ~", nil}, {"ls | cat", nil},
		{"ls; ls", nil}, {"ls &", nil}, {"ls > x", nil}, {"ls 'a b'", nil}, {`ls "a"`, nil}, {`ls \a`, nil}, {"ls `pwd`", nil}, {"ls # a", nil},
		{"ls\nls", nil}, {"ls\rx", nil}, {"ls !x", nil}, {"ls ^x", nil}, {"ls (a)", nil}, {"ls ä", nil}, {"ls a=b", nil}, {"%1", nil},
		{"", nil}, {" ", nil},
	} {
		if got := plainWords(c.command); !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.command, got, c.want)
		}
	}
}

// TestBashWords compares the list with bash's own.
func TestBashWords(t *testing.T) {
	out, err := exec.Command("/bin/bash", "-c", "compgen -b; compgen -k").Output()
	if err != nil {
		t.Skip(err)
	}
	for _, word := range strings.Fields(string(out)) {
		if !slices.Contains(bashWords, word) && word != "true" && word != "false" {
			t.Errorf("bash knows %q", word)
		}
	}
}

// TestCommand wants bash where the environment or the command has it do more than run a program.
func TestCommand(t *testing.T) {
	for _, variable := range os.Environ() { // functions that a shell of the user's has exported, as environment modules do
		if name, _, _ := strings.Cut(variable, "="); strings.HasPrefix(name, "BASH") || name == "SHELLOPTS" {
			t.Setenv(name, "")
			os.Unsetenv(name)
		}
	}
	bash := func(command string) []string { return []string{"/bin/bash", "-c", command} }
	direct := func() bool { _, words := command(bash("cat x")); return slices.Equal(words, []string{"cat", "x"}) }
	if !direct() {
		t.Error("bash is started for cat x")
	}
	for _, c := range []string{"no-such-program x", "cat x | cat", "./stub_test.go"} {
		if path, words := command(bash(c)); path != "/bin/bash" || !slices.Equal(words, bash(c)) {
			t.Errorf("%s: %s %q", c, path, words)
		}
	}
	for _, name := range []string{"BASH_ENV", "BASH_FUNC_cat%%"} {
		t.Run(name, func(t *testing.T) {
			t.Setenv(name, "() { echo; }")
			if direct() {
				t.Error("bash is not started")
			}
		})
	}
}
