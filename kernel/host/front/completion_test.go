package front

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"gosnn/kernel/host/front/wire"
)

// completion is what clients got for a request.
func (f *fake) completion(m *wire.Message) (c struct {
	Matches    []string
	CursorFrom int `json:"cursor_start"`
	CursorTo   int `json:"cursor_end"`
}) {
	f.Helper()
	for _, s := range f.toClients {
		if s.ParentID == m.ID && s.Type == "complete_reply" {
			if err := json.Unmarshal(s.Content, &c); err != nil {
				f.Fatal(err)
			}
		}
	}
	return c
}

// TestComplete answers from the index at once, and has gopls begin.
func TestComplete(t *testing.T) {
	f := newFake(t)
	r := f.execute("var spikeData = 1\nlocal := 2\nfmt.Println(local)")
	f.succeeds(r)
	for _, c := range []struct {
		code, want string
		start      int
	}{
		{"x := snn.Laten", "Latency", 9},
		{"spikeD", "spikeData", 0},
		{"fun", "func", 0},
		{"ü := appe", "append", 5},
		{"x := 1\nplo", "plots", 7},
	} {
		m := f.ask("complete_request", map[string]any{"code": c.code, "cursor_pos": len([]rune(c.code))})
		if got := f.completion(m); !slices.Contains(got.Matches, c.want) || got.CursorFrom != c.start || got.CursorTo != len([]rune(c.code)) {
			t.Errorf("%q: %+v", c.code, got)
		}
	}
	if f.reads == 0 {
		t.Error("gopls has not begun")
	}
	if last := f.toGonb[len(f.toGonb)-1]; last.Type == "complete_request" {
		t.Error("GoNB was asked, and waits")
	}
}

// TestGopls forwards when gopls is there, with the cursor where GoNB has it, and does not wait for it long.
func TestGopls(t *testing.T) {
	f := newFake(t)
	ask := func(code string) *wire.Message {
		return f.ask("complete_request", map[string]any{"code": code, "cursor_pos": len(code)})
	}
	answer := func(m *wire.Message, names ...string) {
		f.fromShell(wire.New("complete_reply", m, map[string]any{"status": "ok", "matches": names, "cursor_start": 5, "cursor_end": 7}))
		f.idle(m)
	}
	m := ask("x.F")
	if got := f.completion(m); len(got.Matches) > 0 {
		t.Errorf("of nothing: %+v", got)
	}
	f.gopls = true
	m = ask("x.F")
	if last := f.toGonb[len(f.toGonb)-1]; last.ID != m.ID || !strings.Contains(string(last.Content), `"code":"%%\nx.F","cursor_pos":6`) {
		t.Fatalf("GoNB got %s", last.Content)
	}
	answer(m, "Field")
	if got := f.completion(m); !slices.Equal(got.Matches, []string{"Field"}) || got.CursorFrom != 2 {
		t.Errorf("%+v", got)
	}
	m = ask("snn.Rat")
	f.pass(patience)
	if got := f.completion(m); !slices.Contains(got.Matches, "Rate") {
		t.Errorf("without gopls: %+v", got)
	}
	before := len(f.toClients)
	answer(m, "RateOfGopls")
	for _, s := range f.toClients[before:] {
		if s.Type == "complete_reply" {
			t.Error("there is a second answer")
		}
	}
	cell := f.execute(statement)
	m = ask("snn.Rat")
	if got := f.completion(m); !slices.Contains(got.Matches, "Rate") {
		t.Errorf("while a cell runs: %+v", got)
	}
	f.succeeds(cell)
	if f.run != nil {
		t.Error("the cell has not ended")
	}
}

// TestIdleBeforeReply has GoNB's two sockets in the other order: the answer is not lost, nor waited for without an end.
func TestIdleBeforeReply(t *testing.T) {
	f := newFake(t)
	f.gopls = true
	for _, late := range []bool{false, true} {
		m := f.ask("complete_request", map[string]any{"code": "x.F", "cursor_pos": 3})
		cell := f.execute(statement)
		f.idle(m)
		want := []string{}
		if !late {
			want = []string{"Field"}
			f.fromShell(wire.New("complete_reply", m, map[string]any{"status": "ok", "matches": want, "cursor_start": 5, "cursor_end": 6}))
		}
		f.pass(patience)
		if got := f.completion(m); !slices.Equal(got.Matches, want) {
			t.Errorf("%+v", got)
		}
		f.succeeds(cell)
		if f.run != nil {
			t.Error("the cell behind it still runs")
		}
	}
}

// TestHelp shows a function's comment, with the cursor on its name or in the call.
func TestHelp(t *testing.T) {
	f := newFake(t)
	const code = "x := snn.Rate(data, snn.NumSteps(10))"
	for cursor, want := range map[int]string{10: "func Rate(", 13: "func Rate(", 19: "func Rate(", 27: "type NumSteps"} {
		m := f.ask("inspect_request", map[string]any{"code": code, "cursor_pos": cursor, "detail_level": 0})
		shown := ""
		for _, s := range f.toClients {
			if s.ParentID == m.ID && s.Type == "inspect_reply" {
				shown = string(s.Content)
			}
		}
		if !strings.Contains(shown, want) {
			t.Errorf("at %d: %.300s", cursor, shown)
		}
	}
	nothing := map[string]any{"code": "x", "cursor_pos": 1}
	f.want(f.ask("inspect_request", nothing), "status busy", "inspect_reply ok", "status idle")
	f.gopls = true
	m := f.ask("inspect_request", nothing)
	f.pass(10 * time.Second)
	f.want(m, "inspect_reply ok") // GoNB says the rest
}
