package front

import "time"

const (
	late     = 1500 * time.Millisecond // GoNB's dates are whole seconds
	onTime   = time.Second
	quiet    = 200 * time.Millisecond // without a message there is nothing more on its way
	muchData = 4 << 20                // bytes that clients have not taken
	fewData  = 1 << 20
)

// behind looks whether output comes faster than it is taken: GoNB keeps what the front does not read at once, and the front what
// clients do not. The program is stopped then, until it is.
func (s *session) behind(made time.Time) {
	s.heard = s.now()
	since := s.now().Sub(made)
	switch {
	case !s.held && (since > late || s.backlog() > muchData):
		s.held = true
		s.order("stop")
	case s.held && since < onTime && s.backlog() < fewData:
		s.held = false
		s.order("continue")
	}
}

// unhold lets a stopped program go on when all that it has shown was taken.
func (s *session) unhold() {
	if s.held && s.now().Sub(s.heard) > quiet && s.backlog() < fewData {
		s.held = false
		s.order("continue")
	}
}
