package setup

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

// step is one part of set-up.
type step struct {
	name  string                               // also the stamp's name
	title string                               // what the user reads
	needs []string                             // names of the steps that come first
	later bool                                 // whether notebooks can be opened before it is done
	key   func() string                        // what the result depends on, asked when those are done; another key means another result
	done  func() bool                          // whether the result is still there; nil if the stamp says enough
	do    func(context.Context, *report) error // makes the result whole, or returns an error and leaves none
}

// Failure is a step that failed, with what the user can do about it.
type Failure struct {
	Step string
	Err  error
	Cure string
}

func (f *Failure) Error() string {
	s := fmt.Sprintf("%s: %v", f.Step, f.Err)
	if f.Cure != "" {
		s += "\n  What to do: " + f.Cure
	}
	return s
}

func (f *Failure) Unwrap() error { return f.Err }

// run does the steps that are not done yet, side by side as far as they do not need each other. If one fails, those that work
// are stopped, and no other begins.
func (h Home) run(ctx context.Context, r *report, steps []step) error {
	unlock, err := h.lock(r)
	if err != nil {
		return err
	}
	defer unlock()
	if err := h.removeScratch(); err != nil {
		return err
	}
	start, user := time.Now(), ctx
	r.steps = len(steps)
	ctx, stop := context.WithCancelCause(user)
	defer stop(nil)
	ended := map[string]chan struct{}{}
	for _, s := range steps {
		ended[s.name] = make(chan struct{})
	}
	var all sync.WaitGroup
	for _, s := range steps {
		all.Go(func() {
			for _, name := range s.needs {
				if need, ok := ended[name]; ok { // not all steps are in each set-up
					select {
					case <-need:
					case <-ctx.Done():
						return
					}
				}
			}
			if ctx.Err() != nil {
				return
			}
			if err := h.perform(ctx, r, s); err != nil {
				stop(err)
				return
			}
			close(ended[s.name])
		})
	}
	all.Wait()
	r.close()
	switch {
	case user.Err() != nil:
		return errors.New("interrupted: the same command goes on where this stopped")
	case ctx.Err() != nil:
		return context.Cause(ctx)
	}
	if r.did > 0 {
		r.say("set up in %s", time.Since(start).Round(100*time.Millisecond))
	}
	return nil
}

// perform does one step, if it is not done yet.
func (h Home) perform(ctx context.Context, r *report, s step) error {
	if h.stamped(s) {
		r.skip()
		return nil
	}
	if err := os.RemoveAll(h.stamp(s)); err != nil {
		return err
	}
	r = r.begin(s.title)
	err := s.do(ctx, r)
	if err == nil {
		err = writeFile(h.stamp(s), s.hash())
	}
	var f *Failure
	if err != nil && !errors.As(err, &f) {
		err = &Failure{Step: s.title, Err: err, Cure: cure(err)}
	}
	switch {
	case err == nil:
		r.end("done")
	case ctx.Err() != nil: // for another step's sake, or the user's
		r.end("stopped")
	default:
		r.end("failed")
	}
	return err
}

// hash identifies what the step's result depends on.
func (s step) hash() string {
	key := ""
	if s.key != nil {
		key = s.key()
	}
	return fmt.Sprintf("%x\n", sha256.Sum256([]byte(key)))
}

func (h Home) stamp(s step) string { return h.path("stamps", s.name) }

func (h Home) stamped(s step) bool {
	got, err := os.ReadFile(h.stamp(s))
	return err == nil && string(got) == s.hash() && (s.done == nil || s.done())
}

// scratch makes a folder for half-made results, on the disk of the home.
func (h Home) scratch() (string, error) { return os.MkdirTemp(h.Dir, ".part-") }

// removeScratch removes what an earlier set-up that was killed left half made.
func (h Home) removeScratch() error {
	left, _ := filepath.Glob(h.path(".part-*"))
	for _, dir := range left {
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
	}
	return nil
}

// lock keeps a second set-up of the same home waiting until the first has ended, however that ends:
// the system drops the lock with the process.
func (h Home) lock(r *report) (unlock func(), err error) {
	if err := os.MkdirAll(h.Dir, 0o755); err != nil {
		return nil, &Failure{"folder", err, "choose a folder that you may write to: GOSNN_HOME=<folder>"}
	}
	f, err := os.OpenFile(h.path("lock"), os.O_CREATE|os.O_RDWR|syscall.O_NOFOLLOW, 0o644)
	if err != nil {
		return nil, &Failure{"folder", err, "choose a folder that you may write to: GOSNN_HOME=<folder>"}
	}
	if syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) != nil {
		r.say("another set-up of %s is at work: waiting for it", h.Dir)
		if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
			f.Close()
			return nil, err
		}
	}
	return func() { f.Close() }, nil
}

// cure is what usually helps against an error, judged by its text; "" if nothing is known.
func cure(err error) string {
	text := strings.ToLower(err.Error())
	for _, c := range []struct{ sign, cure string }{
		{"no space left", "free some space, or set GOSNN_HOME to a folder on a larger disk; the same command then goes on where this stopped"},
		{"disk quota", "free some space, or set GOSNN_HOME to a folder on a larger disk; the same command then goes on where this stopped"},
		{"do not match the hashes", "the download is not the file that was pinned: a proxy may have changed it; try again, or ask who runs the proxy"},
		{"checksum mismatch", "the download is not the file that was pinned: a proxy may have changed it; try again, or ask who runs the proxy"},
		{"name resolution", offline}, {"no such host", offline}, {"failed to establish", offline}, {"dial tcp", offline},
		{"connection refused", offline}, {"network is unreachable", offline}, {"newconnectionerror", offline},
		{"could not find a version", offline}, {"no matching distribution", offline}, {"timed out", offline}, {"proxyerror", offline},
		{"connection broken", offline}, {"i/o timeout", offline}, {"tls handshake", offline},
		{"permission denied", "choose a folder that you may write to: GOSNN_HOME=<folder>"},
		{"read-only file system", "choose a folder that you may write to: GOSNN_HOME=<folder>"},
	} {
		if strings.Contains(text, c.sign) {
			return c.cure
		}
	}
	return ""
}

const offline = "set-up downloads by pip and go: connect to the network, or configure their mirror or proxy (PIP_INDEX_URL, GOPROXY, HTTPS_PROXY); the same command then goes on where this stopped"
