package gocmd

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"gosnn/kernel/host/setup"
)

// recordings is the folder, beside main.go, of recorded builds: one for each set of imports, as goimports leaves a cell only
// those that it uses. GoNB removes it together with main.go.
const recordings = ".gosnn-build"

// recording is the folder for what main.go imports, its frame.
func recording(frame []byte) (dir string, err error) {
	return filepath.Abs(filepath.Join(recordings, fmt.Sprintf("%x", sha256.Sum256(frame))[:16]))
}

// steps are a recorded build.
type steps struct {
	Inputs  string   // hash of what it depends on
	Local   []string // folders and files of packages that may change
	Compile []string // command lines, in which the folder that the go command worked in is called $WORK
	Link    []string
	Env     []string // of Link
}

// work stands for the folder of a build.
const work = "$WORK"

// recorded is the recorded build, if it does for the program as it is now, and its folder.
func (c Command) recorded() (s steps, dir string, err error) {
	frame, err := frameOf("main.go")
	if err != nil {
		return s, "", err
	}
	if dir, err = recording(frame); err != nil {
		return s, "", err
	}
	text, err := os.ReadFile(filepath.Join(dir, "steps.json"))
	if err != nil {
		return s, "", err
	}
	if err := json.Unmarshal(text, &s); err != nil {
		return s, "", err
	}
	if now, err := c.inputs(frame, s.Local); err != nil || now != s.Inputs {
		return s, "", errors.Join(err, errOrdinary)
	}
	return s, dir, nil
}

// replay builds the program by the recorded commands. An error says that the go command has to do it: also if a command
// fails, since the go command puts the reason in the words that GoNB knows.
func (c Command) replay(program string) error {
	s, dir, err := c.recorded()
	if err != nil {
		return err
	}
	if c.torch() != "" {
		return errOrdinary
	}
	compile, link := inFolder(dir, s.Compile), inFolder(dir, s.Link)
	if i := slices.Index(link, "-o"); i >= 0 {
		link[i+1] = program
	}
	_ = os.Remove(filepath.Join(dir, "b001", "_pkg_.a"))
	for _, line := range [][]string{compile, link} {
		cmd := exec.Command(line[0], line[1:]...)
		cmd.Env = append(os.Environ(), s.Env...)
		if err := cmd.Run(); err != nil {
			return err
		}
	}
	return nil
}

// inFolder is a recorded command line with a folder for $WORK.
func inFolder(dir string, recorded []string) []string {
	line := make([]string, len(recorded))
	for i, arg := range recorded {
		line[i] = strings.ReplaceAll(arg, work, dir)
	}
	return line
}

// record lets the go command build, and has it run compiler and linker through [Tool], which takes down their command lines.
func (c Command) record(args []string) int {
	frame, err := frameOf("main.go")
	dir, errDir := recording(frame)
	if err = errors.Join(err, errDir); err == nil {
		err = errors.Join(os.RemoveAll(dir), os.MkdirAll(filepath.Join(dir, "b001"), 0o700))
	}
	self, errSelf := os.Executable()
	if _, errInputs := c.inputs(frame, nil); errors.Join(err, errSelf, errInputs) != nil {
		return c.build(c.command(args...))
	}
	began := time.Now()
	local := make(chan []string, 1)
	go func() { local <- c.local() }() // while the linker is busy with one core
	cmd := c.command(slices.Concat(args[:1], []string{"-toolexec", setup.Word(self) + " tool " + setup.Word(dir)}, args[1:])...)
	status := c.build(cmd)
	s := steps{Local: <-local}
	if status != 0 || s.Local == nil || changedSince(s.Local, began) {
		return status
	}
	for name, line := range map[string]*[]string{"compile": &s.Compile, "link": &s.Link, "env": &s.Env} {
		text, err := os.ReadFile(filepath.Join(dir, name+".json"))
		if err != nil || json.Unmarshal(text, line) != nil {
			return status // nothing was compiled, as it was built before
		}
	}
	if s.Inputs, err = c.inputs(frame, s.Local); err == nil {
		text, _ := json.Marshal(s)
		_ = os.WriteFile(filepath.Join(dir, "steps.json"), text, 0o600) // without it the next build is an ordinary one
	}
	return status
}

// listed prints what of a package may change: the folders of its files, and the go.mod of its module.
const listed = `{{$dir := .Dir}}{{if not .Standard}}{{with .Module}}{{.GoMod}}{{end}}
{{$dir}}
{{range .EmbedFiles}}{{$dir}}/{{.}}
{{end}}{{end}}`

// local lists folders and files of all packages of the program that are not in the module cache, nil if that fails.
func (c Command) local() []string {
	cmd := exec.Command(c.Go, "list", "-deps", "-f", listed, ".")
	out, err := cmd.Output()
	if err != nil {
		return nil
	}
	here, _ := os.Getwd()
	names := []string{}
	for line := range bytes.Lines(out) {
		name := strings.TrimSpace(string(line))
		if name != "" && filepath.Dir(name) != here && name != here && !within(os.Getenv("GOMODCACHE"), name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// changedSince reports whether a package may have changed after the go command read it: the hash would then be that of what
// was not compiled. Clocks of file systems tick in some milliseconds.
func changedSince(local []string, began time.Time) bool {
	changed := false
	see := func(file string, _ []byte) {
		info, err := os.Stat(file)
		changed = changed || err != nil || info.ModTime().After(began.Add(-10*time.Millisecond))
	}
	for _, name := range local {
		see(name, nil) // of a folder: whether a file came or went
		if err := addLocal(see, name); err != nil {
			return true
		}
	}
	return changed
}

func within(dir, name string) bool {
	return dir != "" && strings.HasPrefix(name, dir+string(filepath.Separator))
}

// Tool runs a tool of the go command's, as its -toolexec asks for: args are the folder to record in, the tool, and its own
// arguments. It takes down how the program itself is compiled and linked, with the lists of packages that these read.
func Tool(args []string) int {
	if len(args) < 2 {
		return fail(errors.New("no tool to run"))
	}
	dir, line := args[0], args[1:]
	tool := strings.TrimSuffix(filepath.Base(line[0]), filepath.Ext(line[0]))
	out := slices.Index(line, "-o") + 1
	if i := slices.Index(line, "-p"); out > 0 && (tool == "link" || tool == "compile" && i > 0 && line[i+1] == "main") {
		b001 := filepath.Dir(line[out])
		if tool == "link" {
			b001 = filepath.Dir(b001) // $WORK/b001/exe/a.out
		}
		takeDown(dir, tool, filepath.Dir(b001), line)
	}
	cmd := exec.Command(line[0], line[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			return max(1, exit.ExitCode())
		}
		return fail(err)
	}
	return 0
}

// takeDown writes a command line down, and copies the lists of packages that it names. What cannot be written is missed
// later, and the build is then not a recorded one. Nor is one that compiles packages anew, as these lie in its own folder.
func takeDown(dir, tool, from string, line []string) {
	line = slices.Clone(line)
	for i, arg := range line {
		line[i] = strings.ReplaceAll(arg, from, work)
		name, ok := strings.CutPrefix(arg, from+string(filepath.Separator))
		if !ok || strings.HasSuffix(name, ".a") || i > 0 && line[i-1] == "-o" {
			continue
		}
		content, err := os.ReadFile(arg)
		if errors.Is(err, os.ErrNotExist) {
			continue // not a file's name
		}
		content = bytes.ReplaceAll(content, []byte(filepath.Join(from, "b001")), []byte(filepath.Join(dir, "b001")))
		if err != nil || bytes.Contains(content, []byte(from)) || os.WriteFile(filepath.Join(dir, name), content, 0o600) != nil {
			return
		}
	}
	text, _ := json.Marshal(line)
	_ = os.WriteFile(filepath.Join(dir, tool+".json"), text, 0o600)
	if tool == "link" {
		text, _ = json.Marshal([]string{"GOROOT=" + os.Getenv("GOROOT")})
		_ = os.WriteFile(filepath.Join(dir, "env.json"), text, 0o600)
	}
}
