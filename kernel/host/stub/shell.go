package main

import (
	"os"
	"os/exec"
	"slices"
	"strings"
)

// plainBytes are those that mean themselves to bash, wherever they stand in a word.
const plainBytes = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+./:,@"

// bashWords are bash's builtins and keywords, but true and false: these are programs, too, which do the same.
var bashWords = strings.Fields(`. : [ alias bg bind break builtin caller cd command compgen complete compopt continue declare dirs disown echo enable
	eval exec exit export fc fg getopts hash help history jobs kill let local logout mapfile popd printf pushd pwd read readarray readonly
	return set shift shopt source suspend test times trap type typeset ulimit umask unalias unset wait
	if then else elif fi case esac for select while until do done in function time { } ! [[ ]] coproc`)

// command returns the program that args run, and its arguments. Where args are bash with a command of plain words, bash would do nothing but
// run their program: its start, half of what a short command takes, is saved. What it says, of a program that is not there, is bash's to say.
func command(args []string) (path string, words []string) {
	if len(args) == 3 && args[0] == "/bin/bash" && args[1] == "-c" && !bashPrepared() {
		if words := plainWords(args[2]); words != nil {
			if path, err := exec.LookPath(words[0]); err == nil {
				return path, words
			}
		}
	}
	path, err := exec.LookPath(args[0])
	if err != nil {
		path = args[0] // its start gives the reason
	}
	return path, args
}

// plainWords returns the words of a command if bash would take each as it is and run a program; or nil.
func plainWords(command string) []string {
	words := strings.Fields(command)
	if len(words) == 0 || slices.Contains(bashWords, words[0]) || strings.Trim(command, plainBytes+" \t") != "" {
		return nil
	}
	return words
}

// bashPrepared reports whether bash would do more in this environment: run a file first, or have functions.
func bashPrepared() bool {
	return slices.ContainsFunc(os.Environ(), func(variable string) bool {
		return strings.HasPrefix(variable, "BASH_ENV=") || strings.HasPrefix(variable, "BASH_FUNC_") || strings.HasPrefix(variable, "BASHOPTS=") ||
			strings.HasPrefix(variable, "SHELLOPTS=")
	})
}
