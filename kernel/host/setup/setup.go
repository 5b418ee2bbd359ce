package setup

import (
	"cmp"
	"context"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
)

// Options of [Home.Setup].
type Options struct {
	Test  bool // also what the tests need
	Bench bool // also what benchmarks compare with
	Hub   bool // also JupyterHub
	Lint  bool // also the linters that are Python programs
	Open  bool // notebooks are to be opened as soon as they can be: what may come later is done beside them
}

// Setup makes the home whole: it does what is left to do, and reports on out. An error that the user can do something about
// is a [Failure], which names the cure; the next call goes on where this one stopped.
func (h Home) Setup(ctx context.Context, out io.Writer, o Options) error {
	if err := h.checkRequirements(); err != nil {
		return err
	}
	if err := h.checkDisk(needDisk); err != nil {
		return err
	}
	if os.Getenv("LIBTORCH") != "" {
		if err := h.checkLibtorch(); err != nil {
			return &Failure{"LIBTORCH", err, "set LIBTORCH to the folder of a libtorch " + TorchVersion + ", or unset it to have one fetched"}
		}
	}
	if err := h.claim(); err != nil {
		return &Failure{"folder", err, cmp.Or(cure(err), "set GOSNN_HOME to a folder that is empty or not there yet")}
	}
	log, err := os.OpenFile(h.path("setup.log"), os.O_CREATE|os.O_WRONLY|os.O_APPEND|syscall.O_NOFOLLOW, 0o644)
	if err != nil {
		return &Failure{"folder", err, cure(err)}
	}
	defer log.Close()
	if err := h.probeLinker(ctx); err != nil {
		return err
	}
	r := newReport(out, log)
	if o.Open {
		return h.open(ctx, r, h.steps(o))
	}
	return h.run(ctx, r, h.steps(o))
}

// open does the steps that notebooks cannot be opened before, and begins the others in the background.
func (h Home) open(ctx context.Context, r *report, steps []step) error {
	var now, later []step
	for _, s := range steps {
		switch {
		case s.later && !h.stamped(s):
			later = append(later, s)
		case !s.later:
			now = append(now, s)
		}
	}
	// Those in the background may be at work. What is done does not wait for them.
	if slices.ContainsFunc(now, func(s step) bool { return !h.stamped(s) }) {
		if err := h.run(ctx, r, now); err != nil {
			return err
		}
	}
	if len(later) == 0 {
		return nil
	}
	var titles []string
	for _, s := range later {
		titles = append(titles, s.title)
	}
	r.say("beside JupyterLab: %s; the log is %s", strings.Join(titles, ", "), h.path("setup.log"))
	return h.beside()
}

// beside starts the whole of a set-up in the background, behind all else that the machine has to do. It goes on when this process's terminal is closed.
func (h Home) beside() error {
	cmd := exec.Command("nice", "-n", "19", h.Kernel(), "setup")
	cmd.Dir, cmd.Env = h.Root, os.Environ()
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := cmd.Start(); err != nil {
		return err
	}
	return cmd.Process.Release()
}

// steps are those of a set-up. What one of them needs is in its needs; their order here is that of the list in which they begin.
func (h Home) steps(o Options) []step {
	steps := []step{h.pythonStep(), h.toolsStep(), h.goplsStep(), h.mnistStep(), h.labStep(), h.bytecodeStep(), h.echartsStep(), h.fontStep(), h.stubStep()}
	if os.Getenv("LIBTORCH") == "" {
		steps = append(steps, h.libtorchStep())
	}
	if sharedGotch {
		steps = append(steps, h.gradStep(), h.gotchStep(), h.libgotchStep())
	}
	steps = append(steps, h.compileStep(), h.kernelStep(), h.hotStep())
	if !o.Test && !o.Lint { // those are not for readers
		steps = append(steps, h.lectureStep())
	}
	if o.Hub || o.Test {
		steps = append(steps, h.hubStep())
	}
	if o.Test {
		steps = append(steps, h.testStep(), h.chromiumStep(), h.proxyStep())
	}
	if o.Bench {
		steps = append(steps, h.benchStep())
	}
	if o.Lint {
		steps = append(steps, h.lintStep())
	}
	return steps
}
