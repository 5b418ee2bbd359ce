package front

import (
	"encoding/json"
	"runtime"
	"runtime/debug"
	"strings"

	"gosnn/kernel/host/front/cell"
	"gosnn/kernel/host/front/wire"
)

// fromClient takes a client's message on its shell or control socket.
func (s *session) fromClient(from channel, m *wire.Message) {
	switch m.Type {
	case "kernel_info_request":
		s.answer(from, m, "kernel_info_reply", information())
	case "is_complete_request":
		var c struct{ Code string }
		_ = json.Unmarshal(m.Content, &c)
		s.answer(from, m, "is_complete_reply", cell.Complete(c.Code))
	case "history_request":
		s.answer(from, m, "history_reply", map[string]any{"status": "ok", "history": s.past(m)})
	case "comm_info_request":
		s.answer(from, m, "comm_info_reply", map[string]any{"status": "ok", "comms": map[string]any{}})
	case "interrupt_request":
		s.interrupt()
		s.answer(from, m, "interrupt_reply", map[string]string{"status": "ok"})
	case "shutdown_request":
		var c struct {
			Restart bool `json:"restart"`
		}
		_ = json.Unmarshal(m.Content, &c)
		reply := map[string]any{"status": "ok", "restart": c.Restart}
		s.answer(from, m, "shutdown_reply", reply)
		s.publish(wire.New("shutdown_reply", m, reply))
		s.end()
	case "execute_request":
		s.enqueue(m)
	case "complete_request":
		s.complete(m)
	case "inspect_request":
		s.inspect(m)
	case "comm_open", "comm_msg", "comm_close":
		if c, ok := comm(m); ok { // at once: a widget's value is for the cell that runs
			s.gonb(shell, m.With(c))
		}
	}
}

// answer answers a request at once, whatever runs. The kernel's state is then again that of the cell that runs.
func (s *session) answer(to channel, m *wire.Message, kind string, content any) {
	s.status(m, "busy")
	s.client(to, wire.New(kind, m, content))
	s.status(m, "idle")
	if s.run != nil {
		s.status(s.run.request, "busy")
	}
}

// information is what a client shows of the kernel, and how it treats its source.
func information() map[string]any {
	version := strings.TrimPrefix(runtime.Version(), "go")
	return map[string]any{
		"status": "ok", "protocol_version": wire.Version, "implementation": "gosnn", "implementation_version": build(),
		"banner": "Go " + version + " (SNN)", "help_links": []any{},
		"language_info": map[string]any{
			"name": "go", "version": version, "mimetype": "text/x-go", "file_extension": ".go", "pygments_lexer": "go",
			"codemirror_mode": "go", "nbconvert_exporter": "",
		},
	}
}

// build is this program's version, as the go command has written it down.
func build() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}

// position is the content of a request for completion or help, with the fields that GoNB asks for.
type position struct {
	Code   string `json:"code"`
	Cursor int    `json:"cursor_pos"`
	Detail int    `json:"detail_level"`
}

// cursorIn reads where the cursor is. One outside of the source is at its end.
func cursorIn(m *wire.Message) (p position) {
	p.Cursor = -1
	_ = json.Unmarshal(m.Content, &p)
	if n := len([]rune(p.Code)); p.Cursor < 0 || p.Cursor > n {
		p.Cursor = n
	}
	return p
}

// comm checks a message of a widget's: GoNB takes its fields for granted.
func comm(m *wire.Message) (content map[string]any, ok bool) {
	if json.Unmarshal(m.Content, &content) != nil {
		return nil, false
	}
	if _, ok := content["comm_id"].(string); !ok {
		return nil, false
	}
	if _, ok := content["target_name"].(string); !ok && m.Type == "comm_open" {
		return nil, false
	}
	if _, ok := content["data"].(map[string]any); !ok {
		content["data"] = map[string]any{}
	}
	return content, true
}
