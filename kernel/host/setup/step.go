package setup

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"time"
)

// step is one part of set-up.
type step struct {
	name  string                               // also the stamp's name
	title string                               // what the user reads
	key   string                               // what the result depends on; another key means another result
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

// run does the steps that are not done yet, each timed, and stops at the first that fails. A step is asked for when it is its turn: what
// it depends on is then made.
func (h Home) run(ctx context.Context, r *report, steps []func() step) error {
	unlock, err := h.lock(r)
	if err != nil {
		return err
	}
	defer unlock()
	start, did := time.Now(), 0
	for i, next := range steps {
		s := next()
		if h.stamped(s) {
			continue
		}
		did++
		if err := os.RemoveAll(h.stamp(s)); err != nil {
			return err
		}
		r.begin(i+1, len(steps), s.title)
		if err := s.do(ctx, r); err != nil {
			r.end(false)
			if ctx.Err() != nil {
				return errors.New("interrupted: the same command goes on where this stopped")
			}
			var f *Failure
			if errors.As(err, &f) {
				return err
			}
			return &Failure{Step: s.title, Err: err, Cure: cure(err)}
		}
		if err := writeFile(h.stamp(s), s.hash()); err != nil {
			return &Failure{Step: s.title, Err: err, Cure: cure(err)}
		}
		r.end(true)
	}
	if did > 0 {
		r.say("set up in %s", time.Since(start).Round(100*time.Millisecond))
	}
	return nil
}

func (s step) hash() string { return fmt.Sprintf("%x\n", sha256.Sum256([]byte(s.key))) }

func (h Home) stamp(s step) string { return h.path("stamps", s.name) }

func (h Home) stamped(s step) bool {
	got, err := os.ReadFile(h.stamp(s))
	return err == nil && string(got) == s.hash() && (s.done == nil || s.done())
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
