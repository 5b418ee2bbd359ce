package front

import (
	"time"

	"gosnn/kernel/host/front/wire"
)

const (
	late     = 1500 * time.Millisecond // GoNB's dates are whole seconds
	onTime   = time.Second
	quiet    = 200 * time.Millisecond // without a message there is nothing more on its way
	span     = 100 * time.Millisecond
	perSpan  = 200     // displays and updates: more of them have the program wait for the end of the span
	muchData = 4 << 20 // bytes that clients have not taken
	fewData  = 1 << 20
)

// behind looks whether output comes faster than it is taken: GoNB keeps what the front does not read at once, and the front what
// clients do not. The program is stopped then, until it is. GoNB's dates do not show a burst of displays soon enough; these are
// counted.
func (s *session) behind(m *wire.Message) {
	now := s.now()
	s.heard = now
	if m.Type != "stream" {
		if now.Sub(s.spanBegan) > span {
			s.spanBegan, s.inSpan = now, 0
		}
		s.inSpan++
	}
	since, many := now.Sub(m.Date()), s.inSpan > perSpan && now.Sub(s.spanBegan) <= span
	switch {
	case !s.held && (many || since > late || s.backlog() > muchData):
		s.held = true
		s.order("stop")
	case s.held && !many && since < onTime && s.backlog() < fewData:
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
