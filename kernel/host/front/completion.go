package front

import (
	"encoding/json"
	"time"

	"gosnn/kernel/host/front/cell"
	"gosnn/kernel/host/front/wire"
)

// patience is how long gopls is waited for, when the index has an answer or not.
const patience = 800 * time.Millisecond

// aside is a request for completion or help that GoNB answers, by way of gopls.
type aside struct {
	*wire.Message
	source   *cell.Source
	known    []string // what the index answers
	start    int      // of what it completes
	position position
	due      time.Time // then the client is answered without gopls
	answered bool
	idle     bool // GoNB has done with it
}

// complete takes a request for completion. Until gopls has read the sources, and while a cell runs, the index answers.
func (s *session) complete(m *wire.Message) {
	p := cursorIn(m)
	names, start := s.matches(p)
	a := &aside{Message: m, source: cell.Parse(p.Code, cell.Options{}), known: names, start: start, position: p, due: s.now().Add(patience)}
	if !s.asks() {
		s.answer(shell, m, "complete_reply", a.reply())
		return
	}
	s.forward(a)
}

// asks reports whether GoNB may be asked now, without something that waits for it. The first who would ask has gopls read the sources.
func (s *session) asks() bool {
	if !s.gopls {
		s.readSources()
	}
	return s.gopls && s.ready && s.run == nil && s.aside == nil && len(s.queue) == 0
}

// inspect takes a request for help.
func (s *session) inspect(m *wire.Message) {
	p := cursorIn(m)
	if text, ok := s.help(p); ok {
		s.answer(shell, m, "inspect_reply", map[string]any{"status": "ok", "found": true,
			"data": map[string]string{"text/markdown": text, "text/plain": text}, "metadata": map[string]any{}})
		return
	}
	a := &aside{Message: m, source: cell.Parse(p.Code, cell.Options{}), position: p, due: s.now().Add(2 * patience)}
	if !s.asks() {
		s.answer(shell, m, "inspect_reply", a.reply())
		return
	}
	s.forward(a)
}

// forward gives GoNB a request, with the source as it knows sources.
func (s *session) forward(a *aside) {
	s.aside = a
	p := a.position
	p.Code, p.Cursor = a.source.Sent(), a.source.ToSent(p.Cursor)
	s.gonb(shell, a.With(p))
}

// reply is the answer without gopls.
func (a *aside) reply() map[string]any {
	if a.Type == "inspect_request" {
		return map[string]any{"status": "ok", "found": false, "data": map[string]any{}, "metadata": map[string]any{}}
	}
	names := a.known
	if names == nil {
		names = []string{}
	}
	return map[string]any{"status": "ok", "matches": names, "cursor_start": a.start, "cursor_end": a.position.Cursor, "metadata": map[string]any{}}
}

// fromGopls takes GoNB's answer.
func (s *session) fromGopls(m *wire.Message) {
	a := s.aside
	var c map[string]any
	if json.Unmarshal(m.Content, &c) != nil {
		return
	}
	if a.answered {
		return
	}
	a.answered = true
	if m.Type == "complete_reply" {
		if matches, _ := c["matches"].([]any); len(matches) == 0 {
			c = a.reply()
		} else {
			for _, field := range []string{"cursor_start", "cursor_end"} {
				if n, ok := c[field].(float64); ok {
					c[field] = a.source.FromSent(int(n))
				}
			}
		}
	}
	s.client(shell, m.With(c))
}

// asideEnds goes on with cells when GoNB has done with a request, and the client has its answer.
func (s *session) asideEnds() {
	if a := s.aside; a != nil && a.idle && a.answered {
		s.aside = nil
		s.next()
	}
}

// overdue answers a request without gopls. GoNB's answer is then left out.
func (s *session) overdue() {
	a := s.aside
	a.answered = true
	kind := "complete_reply"
	if a.Type == "inspect_request" {
		kind = "inspect_reply"
	}
	s.client(shell, wire.New(kind, a.Message, a.reply()))
	s.asideEnds()
}
