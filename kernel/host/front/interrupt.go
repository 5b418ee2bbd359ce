package front

import (
	"encoding/json"

	"gosnn/kernel/host/front/wire"
)

// interrupt ends the cell that runs.
func (s *session) interrupt() {
	if s.run == nil {
		return
	}
	s.run.interrupted = true
	s.interruptNow()
}

// interruptNow is repeated until the cell has ended: GoNB forgets an interrupt that comes when no program runs.
func (s *session) interruptNow() {
	s.interrupts = s.now().Add(again)
	s.order("continue")
	s.held = false
	if s.run.stubs > 0 {
		s.order("interrupt")
	} else {
		s.interruptBuild()
	}
	s.gonb(control, wire.New("interrupt_request", nil, map[string]any{}))
}

// input takes a client's answer to a question. It is held back until GoNB expects one.
func (s *session) input(m *wire.Message) {
	var c struct {
		Value string `json:"value"`
	}
	_ = json.Unmarshal(m.Content, &c)
	s.answers = append(s.answers, m.With(c))
	s.sendAnswers()
}

func (s *session) sendAnswers() {
	if len(s.answers) == 0 || s.now().Before(s.question.Add(asked)) {
		return
	}
	for _, m := range s.answers {
		s.gonb(stdin, m)
	}
	s.answers = nil
}

// ask passes GoNB's question on.
func (s *session) ask(m *wire.Message) {
	s.question = s.now()
	if s.run != nil {
		s.run.out.flush()
	}
	s.client(stdin, m)
}
