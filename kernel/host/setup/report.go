package setup

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
)

// screen is what the user sees of a set-up: on a terminal a bar, with the steps that are at work; elsewhere a line when a step ends.
// What the programs print goes to a log file.
type screen struct {
	mu       sync.Mutex
	out, log io.Writer
	bar      *progressbar.ProgressBar // on a terminal
	steps    int                      // in all
	ended    int                      // of these
	did      int                      // of these: that were not done before
	working  []*report
}

// report shows how one step goes.
type report struct {
	*screen
	title string
	start time.Time
	total int64 // of what it counts; 0: not known
	share int64 // percent of that
}

func newReport(out, log io.Writer) *report {
	s := &screen{out: out, log: log}
	if f, ok := out.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			s.bar = progressbar.NewOptions(-1, progressbar.OptionSetWriter(out), progressbar.OptionSetElapsedTime(true),
				progressbar.OptionClearOnFinish(), progressbar.OptionSpinnerType(14), progressbar.OptionThrottle(65*time.Millisecond),
				progressbar.OptionSetRenderBlankState(false), progressbar.OptionFullWidth())
		}
	}
	return &report{screen: s}
}

// say writes a line.
func (s *screen) say(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.bar != nil {
		s.bar.Clear()
	}
	fmt.Fprintf(s.out, format+"\n", args...)
}

// show describes the steps that are at work. The screen is locked.
func (s *screen) show() {
	if s.bar == nil {
		return
	}
	var all []string
	for _, r := range s.working {
		name, _, _ := strings.Cut(r.title, " (")
		if r.share > 0 {
			name = fmt.Sprintf("%s %d %%", name, r.share)
		}
		all = append(all, name)
	}
	text := []rune(fmt.Sprintf("[%d/%d] %s", s.ended, s.steps, strings.Join(all, ", ")))
	if len(text) > 68 { // one line of a narrow terminal, with the time
		text = append(text[:65], []rune("...")...)
	}
	s.bar.Describe(string(text))
}

// close removes the bar.
func (s *screen) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.bar != nil {
		s.bar.Finish()
	}
}

// skip counts a step that was done before.
func (s *screen) skip() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended++
}

// begin starts a step.
func (r *report) begin(title string) *report {
	r.mu.Lock()
	defer r.mu.Unlock()
	step := &report{screen: r.screen, title: title, start: time.Now()}
	fmt.Fprintf(r.log, "\n== %s\n", title)
	r.did++
	r.working = append(r.working, step)
	r.show()
	return step
}

// measure begins to count, up to total: bytes, or anything.
func (r *report) measure(total int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.total, r.share = total, 0
}

// set shows how much of the total is done.
func (r *report) set(done int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.total > 0 && done*100/r.total != r.share {
		r.share = done * 100 / r.total
		r.show()
	}
}

// end prints the step's line: how it ended, and the time that it took.
func (r *report) end(how string) {
	r.mu.Lock()
	r.working = slices.DeleteFunc(r.working, func(other *report) bool { return other == r })
	if how == "done" {
		r.ended++
	}
	head := fmt.Sprintf("[%d/%d] %s", r.ended, r.steps, r.title)
	r.mu.Unlock()
	r.say("%-58s %s, %5.1f s", head, how, time.Since(r.start).Seconds())
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.working) > 0 {
		r.show()
	}
}

// logf writes a line to the log: several steps do at a time.
func (r *report) logf(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	fmt.Fprintf(r.log, format+"\n", args...)
}

// exec runs a program, its output going to the log and, line by line, to each; the error of one that
// fails holds the end of what it printed.
func (r *report) exec(ctx context.Context, cmd *exec.Cmd, each func(line string)) error {
	name := filepath.Base(cmd.Args[0])
	r.logf("$ %s", strings.Join(cmd.Args, " "))
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
		r.logf("%s: %s", name, line)
		if each != nil {
			each(line)
		}
		if strings.TrimSpace(line) != "" && !strings.HasPrefix(line, "Progress ") {
			tail = append(tail[max(0, len(tail)-11):], "    "+line)
		}
	}
	io.Copy(io.Discard, pr) // a line too long for the scanner must not block the program
	pr.Close()
	if err := cmd.Wait(); err != nil {
		return fmt.Errorf("%s: %w\n%s", cmd.Args[0], err, strings.Join(tail, "\n"))
	}
	return nil
}
