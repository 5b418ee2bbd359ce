package front

import (
	"time"
)

// wake is when tick has something to do next; the zero time if never.
func (s *session) wake() (at time.Time) {
	sooner := func(t time.Time) {
		if !t.IsZero() && (at.IsZero() || t.Before(at)) {
			at = t
		}
	}
	if r := s.run; r != nil {
		sooner(r.out.due)
		sooner(r.out.release)
		sooner(s.gives)
	}
	if a := s.aside; a != nil && !a.answered {
		sooner(a.due)
	}
	sooner(s.interrupts)
	sooner(s.settles)
	if len(s.answers) > 0 {
		sooner(s.question.Add(asked))
	}
	if s.held {
		sooner(s.now().Add(again))
	}
	return at
}

// tick does what is due.
func (s *session) tick() {
	now := s.now()
	past := func(t time.Time) bool { return !t.IsZero() && !now.Before(t) }
	if r := s.run; r != nil {
		if past(r.out.due) {
			r.out.flush()
		}
		if past(r.out.release) {
			r.out.releaseTrace()
		}
	}
	if a := s.aside; a != nil && !a.answered && past(a.due) {
		s.overdue()
	}
	if past(s.interrupts) {
		s.interruptNow()
	}
	if past(s.gives) {
		s.run.replied, s.run.idle, s.run.stubs = true, true, 0
	}
	if past(s.settles) || past(s.gives) {
		s.finish()
	}
	s.sendAnswers()
	s.unhold()
}
