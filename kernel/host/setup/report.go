package setup

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
)

// report shows how set-up goes: on a terminal by bars, elsewhere by a line when a step ends. What the programs
// print goes to a log file.
type report struct {
	out      io.Writer
	terminal bool
	log      io.Writer
	head     string
	start    time.Time
	bar      *progressbar.ProgressBar
}

func newReport(out io.Writer, log io.Writer) *report {
	f, ok := out.(*os.File)
	terminal := false
	if ok {
		info, err := f.Stat()
		terminal = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	return &report{out: out, terminal: terminal, log: log}
}

func (r *report) say(format string, args ...any) { fmt.Fprintf(r.out, format+"\n", args...) }

// begin starts a step: a bar that turns until a size is known.
func (r *report) begin(i, n int, title string) {
	r.start, r.head = time.Now(), fmt.Sprintf("[%d/%d] %s", i, n, title)
	fmt.Fprintf(r.log, "\n== %s\n", r.head)
	r.measure(-1, false)
}

// measure shows how much of total is done from now on: bytes, or a count; -1 is a bar that turns.
func (r *report) measure(total int64, bytes bool) {
	if !r.terminal {
		r.bar = nil
		return
	}
	if r.bar != nil {
		r.bar.Exit()
	}
	r.bar = progressbar.NewOptions64(total, progressbar.OptionSetWriter(r.out), progressbar.OptionSetDescription(r.head),
		progressbar.OptionSetElapsedTime(true), progressbar.OptionShowBytes(bytes), progressbar.OptionClearOnFinish(),
		progressbar.OptionSpinnerType(14), progressbar.OptionSetWidth(24), progressbar.OptionThrottle(65*time.Millisecond),
		progressbar.OptionSetRenderBlankState(true), progressbar.OptionFullWidth())
}

// set moves the bar.
func (r *report) set(done int64) {
	if r.bar != nil {
		r.bar.Set64(done)
	}
}

// end prints the step's line, with the time that it took.
func (r *report) end(ok bool) {
	if r.bar != nil {
		r.bar.Finish()
		r.bar = nil
	}
	mark := "done"
	if !ok {
		mark = "failed"
	}
	r.say("%-58s %s, %5.1f s", r.head, mark, time.Since(r.start).Seconds())
}

// exec runs a program, its output going to the log and, line by line, to each; the error of one that
// fails holds the end of what it printed.
func (r *report) exec(ctx context.Context, cmd *exec.Cmd, each func(line string)) error {
	fmt.Fprintf(r.log, "$ %s\n", strings.Join(cmd.Args, " "))
	pr, pw, err := os.Pipe()
	if err != nil {
		return err
	}
	cmd.Stdout, cmd.Stderr = pw, pw
	defer noOrphan(cmd)()
	if err := cmd.Start(); err != nil {
		pw.Close()
		pr.Close()
		return err
	}
	pw.Close()
	stop := context.AfterFunc(ctx, func() { cmd.Process.Signal(os.Interrupt) })
	defer stop()
	var tail []string
	for s := bufio.NewScanner(pr); s.Scan(); {
		line := s.Text()
		fmt.Fprintln(r.log, line)
		if each != nil {
			each(line)
		}
		if strings.TrimSpace(line) != "" && !strings.HasPrefix(line, "Progress ") {
			tail = append(tail[max(0, len(tail)-11):], "    "+line)
		}
	}
	io.Copy(r.log, pr) // a line too long for the scanner must not block the program
	pr.Close()
	if err := cmd.Wait(); err != nil {
		return fmt.Errorf("%s: %w\n%s", cmd.Args[0], err, strings.Join(tail, "\n"))
	}
	return nil
}
