package front

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"gosnn/kernel/host/front/wire"
)

// TestFlood prints far more than is shown: the beginning and the end are, with a line on what is left out.
func TestFlood(t *testing.T) {
	for name, line := range map[string]string{"short lines": "1\n", "long lines": strings.Repeat("é", 4096) + "\n", "no line": strings.Repeat("xyz", 300)} {
		t.Run(name, func(t *testing.T) {
			f := newFake(t)
			r := f.execute(statement)
			for range max(1000, 40_000/len(line)) {
				f.prints(r, "stdout", line)
				f.clock = f.clock.Add(100 * time.Microsecond)
			}
			f.prints(r, "stdout", "the last line\n")
			f.succeeds(r)
			text := f.text(r, "stdout")
			if len(text) > maxText+2*tailText || strings.Count(text, "\n") > maxLines+tailText+3 {
				t.Errorf("%d bytes, %d lines", len(text), strings.Count(text, "\n"))
			}
			if !strings.HasPrefix(text, line) || !strings.HasSuffix(text, "the last line\n") || strings.Count(text, "are not shown") != 1 {
				t.Errorf("begins %.20q, ends %q", text, text[max(0, len(text)-200):])
			}
			if strings.ToValidUTF8(text, "?") != text {
				t.Error("a letter was cut")
			}
			if said := f.said(r); len(said) > 200 {
				t.Errorf("%d messages", len(said))
			}
		})
	}
}

// TestMerge joins text of 50 ms, and keeps the order of streams and displays.
func TestMerge(t *testing.T) {
	f := newFake(t)
	r := f.execute(statement)
	f.prints(r, "stdout", "a")
	f.prints(r, "stdout", "b")
	f.gonbs(r, "display_data", map[string]any{"data": map[string]string{"text/plain": "x"}})
	f.prints(r, "stdout", "c")
	f.pass(mergeTime)
	f.prints(r, "stdout", "d")
	f.succeeds(r)
	f.want(r, "status busy", "execute_input", "stream ab", "display_data", "stream c", "stream d", "execute_reply ok", "status idle")
}

// TestUpdates shows the last of many updates of a display.
func TestUpdates(t *testing.T) {
	f := newFake(t)
	r := f.execute(statement)
	for i := range 1000 {
		f.gonbs(r, "update_display_data", map[string]any{"data": map[string]int{"n": i}, "transient": map[string]string{"display_id": "a"}})
	}
	f.succeeds(r)
	f.want(r, "status busy", "execute_input", "update_display_data", "execute_reply ok", "status idle")
	if m := f.toClients[2]; !strings.Contains(string(m.Content), "999") {
		t.Errorf("shown: %s", m.Content)
	}
}

func TestDisplays(t *testing.T) {
	f := newFake(t)
	r := f.execute(statement)
	for range maxDisplays + 100 {
		f.gonbs(r, "display_data", map[string]any{"data": map[string]string{"text/plain": "x"}})
	}
	f.succeeds(r)
	shown := 0
	for _, word := range f.said(r) {
		if word == "display_data" {
			shown++
		}
	}
	if shown != maxDisplays || !strings.Contains(f.text(r, "stderr"), "100 of 600 displays are not shown") {
		t.Errorf("%d displays, %q", shown, f.text(r, "stderr"))
	}
}

// TestValue makes the value of a cell its result.
func TestValue(t *testing.T) {
	f := newFake(t)
	r := f.execute("1 + 1")
	f.gonbs(r, "display_data", map[string]any{"data": map[string]string{"text/plain": "2"}, "metadata": map[string]any{"gosnn-value": true}})
	f.succeeds(r)
	f.want(r, "status busy", "execute_input", "execute_result", "execute_reply ok", "status idle")
	var c struct {
		Count int               `json:"execution_count"`
		Data  map[string]string `json:"data"`
	}
	if json.Unmarshal(f.toClients[2].Content, &c) != nil || c.Count != 1 || c.Data["text/plain"] != "2" {
		t.Errorf("%s", f.toClients[2].Content)
	}
}

// TestHold stops a program whose output GoNB has not yet published, or that clients do not take.
func TestHold(t *testing.T) {
	f := newFake(t)
	r := f.execute(statement)
	made := f.clock
	f.clock = f.clock.Add(3 * time.Second)
	m := wire.New("stream", r, map[string]string{"name": "stdout", "text": "x"})
	m.Header, _ = json.Marshal(map[string]string{"msg_id": m.ID, "msg_type": m.Type, "date": made.Format(time.RFC3339)})
	f.fromIOPub(m)
	if !slices.Equal(f.orders, []string{"stop"}) {
		t.Fatalf("orders %q", f.orders)
	}
	f.pass(time.Second)
	if f.held {
		t.Error("the program is held though there is nothing more")
	}
	f.orders = nil
	f.waiting = 10 << 20
	f.prints(r, "stdout", "x")
	if !slices.Equal(f.orders, []string{"stop"}) {
		t.Errorf("orders %q", f.orders)
	}
	f.pass(time.Second)
	if !f.held {
		t.Error("the program goes on though clients take nothing")
	}
	f.waiting = 0
	f.pass(time.Second)
	f.orders = f.orders[:1]
	for range 2 * perSpan {
		f.gonbs(r, "display_data", map[string]any{"data": map[string]string{"text/plain": "x"}})
	}
	if f.orders[len(f.orders)-1] != "stop" {
		t.Errorf("orders after a burst %q", f.orders)
	}
	f.pass(time.Second)
	if f.held || f.orders[len(f.orders)-1] != "continue" {
		t.Errorf("orders %q", f.orders)
	}
}

// TestLooksLikeTrace has a program print what begins as a trace does, and go on, or end well.
func TestLooksLikeTrace(t *testing.T) {
	f := newFake(t)
	r := f.execute(statement)
	f.prints(r, "stderr", "before\npanic: not really\n")
	f.pass(mergeTime)
	if got := f.text(r, "stderr"); got != "before\n" {
		t.Errorf("shown at first: %q", got)
	}
	f.pass(traceTime + mergeTime)
	if got := f.text(r, "stderr"); got != "before\npanic: not really\n" {
		t.Errorf("shown when the program goes on: %q", got)
	}
	f.prints(r, "stderr", "fatal error: nor this\n")
	f.succeeds(r)
	if got := f.text(r, "stderr"); !strings.HasSuffix(got, "fatal error: nor this\n") {
		t.Errorf("shown when the program ends well: %q", got)
	}
}

func TestSize(t *testing.T) {
	for n, want := range map[int]string{12: "12 bytes", 2048: "2.0 KB", 3 << 20: "3.0 MB"} {
		if got := size(n); got != want {
			t.Errorf("%d is %s", n, got)
		}
	}
	if got := fmt.Sprint(edits("spikeData", "spikedata", 3), edits("abc", "xyz", 3), edits("a", "abcdef", 3)); got != "1 2 1" {
		t.Logf("edits %s", got)
	}
}
