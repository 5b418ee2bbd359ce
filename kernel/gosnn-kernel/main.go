// Command gosnn-kernel sets up, installs and checks the "Go (SNN)" Jupyter kernel.
//
//	gosnn-kernel setup [flags]      fetch and build what notebooks need, and install the kernel beside it
//	gosnn-kernel install [flags]    install the kernel for this user (-user) or below a prefix (-prefix DIR)
//	gosnn-kernel uninstall [flags]  remove it; with -all, everything that set-up made
//	gosnn-kernel doctor             check each requirement, and say what is wrong and the cure
//	gosnn-kernel run COMMAND...     run a command in the kernel's environment
//	gosnn-kernel front FILE -- ...  be the kernel: what Jupyter starts, with GoNB's command
//	gosnn-kernel cache              be the go command's cache program, where the home belongs to somebody else
//	gosnn-kernel version            print the version
//
// Everything lies in one folder: $GOSNN_HOME, or .gosnn in the source tree.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"syscall"

	"gosnn/kernel/host/buildcache"
	"gosnn/kernel/host/front"
	"gosnn/kernel/host/gocmd"
	"gosnn/kernel/host/hot"
	"gosnn/kernel/host/imports"
	"gosnn/kernel/host/setup"
)

const usage = `gosnn-kernel sets up, installs and checks the "Go (SNN)" Jupyter kernel.

  setup [-open] [-hub] [-test] [-bench] [-lint]
                         fetch and build what notebooks need (with -hub, JupyterHub too; with
                         -test, what the tests need; with -bench, what benchmarks compare
                         with; with -lint, the linters), and install the kernel beside it;
                         with -open, end when notebooks can be opened, and build in the
                         background what only completion needs
  install [-user | -prefix DIR] [-name NAME] [-title TITLE]
                         install the kernel into Jupyter's data folder of this user, or
                         below a prefix
  uninstall [-user | -prefix DIR] [-name NAME] [-all]
                         remove the kernel; with -all, everything that set-up made
  doctor                 check each requirement, and say what is wrong and the cure
  run COMMAND [ARG ...]  run a command in the kernel's environment
  front FILE -- COMMAND  for Jupyter: be the kernel of a connection file, with GoNB by this
                         command
  cache                  for the go command (GOCACHEPROG): read the build cache in $GOCACHE,
                         and put what is new in one of your own
  version                print the version

Everything lies in one folder: $GOSNN_HOME, or .gosnn in the source tree.
$LIBTORCH names a libtorch to use instead of the one that set-up fetches, $GOSNN_LINKER
a linker (mold, lld, gold or default).
`

func main() {
	// What this command and its children write, nobody else may change, whatever the user's umask is.
	syscall.Umask(syscall.Umask(0o077) | 0o022)
	switch { // before anything else: these run for each cell
	case filepath.Base(os.Args[0]) == "go":
		os.Exit(gocmd.FromEnv().Run(os.Args[1:]))
	case filepath.Base(os.Args[0]) == "goimports":
		exit(imports.Main(os.Args))
	case filepath.Base(os.Args[0]) == "gopls":
		exit(front.Gopls(os.Args))
	case len(os.Args) > 1 && os.Args[1] == "hot":
		os.Exit(hot.Main(os.Args[2:]))
	case len(os.Args) > 1 && os.Args[1] == "tool":
		os.Exit(gocmd.Tool(os.Args[2:]))
	}
	if len(os.Args) > 1 && os.Args[1] == "front" { // signals are its own
		exit(run(context.Background(), os.Args[1:]))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	exit(err)
}

// exit ends this process, with the reason if there is one.
func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "gosnn-kernel:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

func run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		fmt.Fprint(os.Stderr, usage)
		return errors.New("no command given")
	}
	name, args := args[0], args[1:]
	switch name {
	case "help", "-h", "-help", "--help":
		fmt.Print(usage)
		return nil
	case "version":
		fmt.Println("gosnn-kernel", version())
		return nil
	case "front":
		if len(args) < 3 || args[1] != "--" {
			return errors.New("front: want a connection file, --, and GoNB's command")
		}
		return front.Run(args[0], args[2:], setup.Home{Dir: os.Getenv("GOSNN_HOME")}.Stub())
	case "cache":
		return buildcache.UserLayers(os.Getenv("GOCACHE")).Serve(os.Stdin, os.Stdout)
	}
	home, err := setup.Find()
	if err != nil {
		return err
	}
	var (
		spec  setup.Spec
		all   bool
		o     setup.Options
		flags = flag.NewFlagSet(name, flag.ContinueOnError)
	)
	flags.Usage = func() { fmt.Fprint(os.Stderr, usage) }
	switch name {
	case "install", "uninstall":
		flags.BoolVar(&spec.User, "user", false, "Jupyter's data folder of this user")
		flags.StringVar(&spec.Prefix, "prefix", "", "`folder` below which share/jupyter is")
		flags.StringVar(&spec.Name, "name", "", "the kernel's name in Jupyter")
		if name == "install" {
			flags.StringVar(&spec.Title, "title", "", "what JupyterLab shows")
		} else {
			flags.BoolVar(&all, "all", false, "remove all that set-up made")
		}
	case "setup":
		flags.BoolVar(&o.Open, "open", false, "end when notebooks can be opened")
		flags.BoolVar(&o.Hub, "hub", false, "also JupyterHub")
		flags.BoolVar(&o.Test, "test", false, "also what the tests need")
		flags.BoolVar(&o.Bench, "bench", false, "also what benchmarks compare with")
		flags.BoolVar(&o.Lint, "lint", false, "also the linters")
	case "run", "doctor":
	default:
		return fmt.Errorf("unknown command %q (gosnn-kernel help lists them)", name)
	}
	if err := flags.Parse(args); err != nil {
		return err
	}
	if name != "run" && flags.NArg() > 0 {
		return fmt.Errorf("%s takes no argument %q", name, flags.Arg(0))
	}
	switch name {
	case "setup":
		return home.Setup(ctx, os.Stdout, o)
	case "install":
		dir, err := home.Install(ctx, spec)
		if err == nil {
			fmt.Println("installed in", dir)
		}
		return err
	case "uninstall":
		if all {
			return home.Remove()
		}
		dir, err := home.Uninstall(spec)
		if err == nil {
			fmt.Println("removed", dir)
		}
		return err
	case "doctor":
		if n := home.Doctor(ctx, os.Stdout); n > 0 {
			return fmt.Errorf("%d of the checks found something wrong", n)
		}
		return nil
	}
	return replace(home, flags.Args())
}

// replace becomes the command: its exit status, signals and terminal are then its own.
func replace(home setup.Home, args []string) error {
	if len(args) == 0 {
		return errors.New("run: which command?")
	}
	cmd := home.Command(args[0], args[1:]...)
	path, err := exec.LookPath(cmd.Path)
	if err != nil {
		return err
	}
	// Not cmd.Env: of two values for one variable, a program that is not in Go takes the first.
	if err := syscall.Exec(path, args, cmd.Environ()); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// version is the tag that was built, or the commit and its time, with +dirty if files were changed; and what it was built by and for.
func version() string {
	v := "(devel)" // built outside of a checkout
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		v = info.Main.Version
	}
	return fmt.Sprintf("%s (%s, %s/%s)", v, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
