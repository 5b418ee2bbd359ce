// Package gocmd is the go command as a notebook's kernel sees it.
//
// GoNB runs `go` some times for every cell. In the kernel that is this package, by way of a link named "go" to gosnn-kernel.
// It helps with four of GoNB's calls, and hands all others through as they are:
//
//	go mod init gonb_…  the notebook's module gets this module in its build list, and so the gotch that set-up has compiled
//	go get              is done without the network, which is asked only if something is missing
//	go build -o FILE    makes a hot cell where it may (see package hot); otherwise it is recorded, and the next cell with the same
//	                    imports is compiled and linked by the recorded commands
//	go test -c -o FILE  as it is; where it or go build fails for no fault of the cell's, the message says what to do
//
// The recorded commands are why ordinary cells are quick: of the half second that go build takes with gotch, it looks for 0.2 s
// whether one of 300 packages has changed. Here that is a hash of what could change (see [inputs]). The go command has no
// such mode, and no library offers one.
package gocmd

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"

	"gosnn/kernel/host/buildcache"
	"gosnn/kernel/host/hot"
	"gosnn/kernel/host/setup"
	"gosnn/kernel/host/stub/protocol"
)

// Command is a go command for one folder, that of a notebook's main.go.
type Command struct {
	Go     string // the real go command
	Home   string // gosnn's home folder
	Module string // folder of the module gosnn
	Torch  string // folder of libtorch's libraries
	Gotch  string // folder of libgotch; "" where gotch is linked in the ordinary way
	Stub   string // what GoNB runs instead of a cell's program; "" if that runs itself
}

// FromEnv is the command of the kernel, whose kernelspec says what it needs to know.
func FromEnv() Command {
	c := Command{Go: os.Getenv("GOSNN_GO"), Home: os.Getenv("GOSNN_HOME"), Module: os.Getenv("GOSNN_ROOT")}
	for _, dir := range filepath.SplitList(os.Getenv("LIBRARY_PATH")) {
		switch {
		case dir == filepath.Join(c.Home, "gotch"):
			if strings.Contains(os.Getenv("GOFLAGS"), internal) {
				c.Gotch = dir
			}
		case c.Torch == "":
			c.Torch = dir
		}
	}
	if front := os.Getenv(protocol.Variable); front != "" && front != protocol.Off || c.hotKernel().Reason() == "" {
		c.Stub = c.home().Stub()
	}
	return c
}

// Run runs the go command in this process's folder, with its input and output, and returns its exit status.
func (c Command) Run(args []string) int {
	c.shareCache()
	all := strings.Join(args, " ")
	switch {
	case len(args) == 3 && strings.HasPrefix(all, "mod init gonb_"):
		return c.initModule(args)
	case all == "get" || all == "get -t":
		return c.get(args)
	case strings.HasPrefix(all, "build -o ") && len(args) == 3:
		return c.stubbed(args, 2, func(program string) error {
			err := c.hot(program)
			if err != nil {
				hot.Explain(err)
			}
			return err
		}, c.program)
	case strings.HasPrefix(all, "build -o "): // with flags of the user's
		return c.stubbed(args, 2, never, c.plain)
	case strings.HasPrefix(all, "test -c -o "):
		return c.stubbed(args, 3, never, c.plain)
	}
	return c.become(args)
}

// never is the hot way of what is always built the ordinary way.
func never(string) error { return errOrdinary }

// plain builds what is more than a cell's program.
func (c Command) plain(args []string) int { return c.build(c.command(args...)) }

// program builds a cell's program the ordinary way.
func (c Command) program(args []string) int {
	if c.replay(args[2]) == nil {
		return 0
	}
	return c.record(args)
}

// shareCache gives a user who may not write to the home's build cache one of their own, on top of it: in a class the home
// belongs to somebody else.
func (c Command) shareCache() {
	if cache := os.Getenv("GOCACHE"); cache != "" && !buildcache.Writable(cache) {
		os.Setenv("GOCACHEPROG", c.home().CacheProgram())
	}
}

func (c Command) home() setup.Home { return setup.Home{Dir: c.Home} }

// initModule makes the notebook's module. It starts with the module gosnn in its build list, so that an import of gotch
// means the version that was compiled at set-up, and with the known hashes, so that nothing needs to be asked for.
func (c Command) initModule(args []string) int {
	noteFolder()
	if status := c.build(c.command(args...)); status != 0 {
		return status
	}
	if status := c.build(c.command("mod", "edit", "-require=gosnn@v0.0.0", "-replace=gosnn="+c.Module)); status != 0 {
		return status
	}
	sums, err := os.ReadFile(filepath.Join(c.Module, "go.sum"))
	if err == nil {
		err = os.WriteFile("go.sum", sums, 0o644)
	}
	if err != nil {
		return fail(err)
	}
	c.wake()
	return 0
}

// get looks for missing modules, as GoNB does before each cell. That asks the network even if none is missing: try
// without, which takes a fifth of the time and works on a train. If the next build will be a recorded one, none is missing.
func (c Command) get(args []string) int {
	if c.nothingMissing() {
		return 0
	}
	if _, _, err := c.recorded(); err == nil {
		return 0
	}
	offline := c.command(args...)
	offline.Env = append(os.Environ(), "GOPROXY=off")
	if _, err := output(offline); err == nil {
		return 0
	}
	modules := os.Getenv("GOMODCACHE")
	if buildcache.Writable(modules) {
		return c.become(args)
	}
	said, err := output(c.command(args...))
	if err == nil {
		return 0
	}
	fmt.Fprintf(os.Stderr, "%sA module is missing, and %s, where it would be, belongs to somebody else.\nWhat to do: ask them to "+
		"run `%s run go mod download MODULE@latest`, and run the cell again.\n", said, modules, c.home().Kernel())
	return 1
}

// command prepares a call of the real go command.
func (c Command) command(args ...string) *exec.Cmd {
	cmd := exec.Command(c.Go, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	return cmd
}

// become is the real go command in this one's place.
func (c Command) become(args []string) int {
	return fail(syscall.Exec(c.Go, append([]string{"go"}, args...), os.Environ()))
}

// fail says that there is no go command, or that a file could not be written.
func fail(err error) int {
	os.Stderr.WriteString("gosnn's go command: " + err.Error() +
		"\nWhat to do: run `gosnn-kernel setup` in a terminal, and restart the kernel.\n")
	return 1
}
