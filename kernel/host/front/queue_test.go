package front

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"gosnn/kernel/host/front/wire"
	"gosnn/kernel/host/stub/protocol"
)

const statement = "fmt.Println(1)"

var (
	good    = []string{"status busy", "execute_input", "execute_reply ok", "status idle"}
	aborted = []string{"status busy", "execute_reply aborted", "status idle"}
)

func TestCell(t *testing.T) {
	f := newFake(t)
	r := f.execute(statement)
	f.prints(r, "stdout", "1\n")
	f.succeeds(r)
	f.want(r, "status busy", "execute_input", "stream 1\n", "execute_reply ok", "status idle")
	if len(f.toGonb) != 1 || !strings.Contains(string(f.toGonb[0].Content), `"code":"%%\nfmt.Println(1)"`) {
		t.Errorf("GoNB got %s", f.toGonb[0].Content)
	}
}

// TestOrders has GoNB's last two messages in either order, or one of them missing.
func TestOrders(t *testing.T) {
	for name, end := range map[string]func(*fake, *wire.Message){
		"reply before idle": func(f *fake, r *wire.Message) { f.reply(r); f.prints(r, "stdout", "late\n"); f.idle(r) },
		"idle before reply": func(f *fake, r *wire.Message) { f.prints(r, "stdout", "late\n"); f.idle(r); f.reply(r) },
		"no idle":           func(f *fake, r *wire.Message) { f.reply(r); f.prints(r, "stdout", "late\n"); f.pass(3 * time.Second) },
		"no reply":          func(f *fake, r *wire.Message) { f.prints(r, "stdout", "late\n"); f.idle(r); f.pass(3 * time.Second) },
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake(t)
			r := f.execute(statement)
			f.program("exit 0")
			end(f, r)
			f.want(r, "status busy", "execute_input", "stream late\n", "execute_reply ok", "status idle")
		})
	}
}

// TestAnotherParent has a message of a cell that has ended, and one of nobody's, while another runs.
func TestAnotherParent(t *testing.T) {
	f := newFake(t)
	first := f.execute(statement)
	f.succeeds(first)
	second := f.execute(statement)
	f.idle(first)
	f.reply(first)
	f.gonbs(nil, "status", map[string]string{"execution_state": "idle"})
	f.prints(first, "stdout", "late\n")
	f.want(second, good[:2]...)
	f.succeeds(second)
	f.want(second, good...)
	f.want(first, append(slices.Clone(good), "stream late\n")...)
}

// TestAbort has a cell fail with others in the queue, of which one that is not a cell is answered.
func TestAbort(t *testing.T) {
	f := newFake(t)
	bad, second := f.execute(statement), f.execute(statement)
	complete := f.ask("complete_request", map[string]any{"code": "fmt.", "cursor_pos": 4})
	third := f.execute(statement)
	f.fails(bad, 3)
	f.want(bad, "status busy", "execute_input", "status busy")
	f.pass(settle)
	f.want(bad, "status busy", "execute_input", "status busy", "error exit status 3", "execute_reply error", "status idle")
	f.want(second, aborted...)
	f.want(third, aborted...)
	f.want(complete, "status busy", "complete_reply ok", "status idle")
	fourth := f.execute(statement)
	f.succeeds(fourth)
	f.want(fourth, good...)
	if f.count != 2 {
		t.Errorf("%d cells were counted, want the first and the last", f.count)
	}
}

// TestSettle has the 80 requests of a "Run All", of which the first has a syntax error, come one by one.
func TestSettle(t *testing.T) {
	f := newFake(t)
	requests := []*wire.Message{f.execute("fmt.Println(")}
	for range 79 {
		f.pass(5 * time.Millisecond)
		requests = append(requests, f.execute(statement))
	}
	f.pass(settle)
	wantAborted(t, f, requests)
}

// TestSettleBusy is TestSettle on a busy machine: pauses are longer, and longer than the longest so far.
func TestSettleBusy(t *testing.T) {
	f := newFake(t)
	requests := []*wire.Message{f.execute("fmt.Println(")}
	for i := range 79 {
		if f.pass(30 * time.Millisecond); i%10 == 9 {
			f.pass(100 * time.Millisecond)
		}
		requests = append(requests, f.execute(statement))
	}
	f.pass(slowest)
	wantAborted(t, f, requests)
	f.fails(f.execute(statement), 3) // by itself: nothing says that the machine is busy
	f.pass(settle)
	if f.run != nil {
		t.Error("a cell that fails by itself still runs")
	}
}

// wantAborted wants the first of requests to have failed and all others to be aborted.
func wantAborted(t *testing.T, f *fake, requests []*wire.Message) {
	t.Helper()
	for i, r := range requests[1:] {
		if got := f.said(r); !slices.Equal(got, aborted) {
			t.Fatalf("request %d: %q", i+1, got)
		}
	}
	if len(f.toGonb) > 0 {
		t.Errorf("GoNB got %d requests", len(f.toGonb))
	}
	later := f.execute(statement) // one that comes after the failing reply is run
	f.succeeds(later)
	f.want(later, good...)
}

func TestNoStopOnError(t *testing.T) {
	f := newFake(t)
	bad := f.ask("execute_request", map[string]any{"code": statement, "stop_on_error": false})
	next := f.execute(statement)
	f.fails(bad, 1)
	f.want(bad, "status busy", "execute_input", "error exit status 1", "execute_reply error", "status idle")
	f.succeeds(next)
	f.want(next, good...)
}

// TestSilent has a cell of which nothing is to be seen but what it prints.
func TestSilent(t *testing.T) {
	f := newFake(t)
	r := f.ask("execute_request", map[string]any{"code": statement, "silent": true, "store_history": true})
	next := f.execute(statement)
	f.prints(r, "stdout", "1\n")
	f.fails(r, 1)
	f.want(r, "status busy", "stream 1\n", "execute_reply error", "status idle")
	f.succeeds(next)
	f.want(next, good...)
	if f.count != 1 || len(f.history) != 1 {
		t.Errorf("%d cells, history %q", f.count, f.history)
	}
}

// TestFields leaves fields out, or gives them other types: GoNB gets all that it takes for granted.
func TestFields(t *testing.T) {
	for _, c := range []struct {
		kind    string
		content any
		fields  map[string]string // of what GoNB gets, and their types
	}{
		{"execute_request", map[string]any{"code": statement}, map[string]string{"code": "string", "silent": "bool", "store_history": "bool", "allow_stdin": "bool"}},
		{"execute_request", map[string]any{"code": statement, "silent": "no", "store_history": 3}, map[string]string{"silent": "bool", "store_history": "bool"}},
		{"complete_request", map[string]any{}, map[string]string{"code": "string", "cursor_pos": "float64"}},
		{"inspect_request", map[string]any{"code": "x", "cursor_pos": 100}, map[string]string{"code": "string", "cursor_pos": "float64", "detail_level": "float64"}},
		{"comm_msg", map[string]any{"comm_id": "a"}, map[string]string{"data": "map[string]interface {}"}},
	} {
		f := newFake(t)
		f.gopls = true
		f.ask(c.kind, c.content)
		if len(f.toGonb) != 1 {
			t.Errorf("%s %v: GoNB got %d messages", c.kind, c.content, len(f.toGonb))
			continue
		}
		var got map[string]any
		if err := json.Unmarshal(f.toGonb[0].Content, &got); err != nil {
			t.Fatal(err)
		}
		for name, kind := range c.fields {
			if is := fmt.Sprintf("%T", got[name]); is != kind {
				t.Errorf("%s %v: %s is %s, want %s", c.kind, c.content, name, is, kind)
			}
		}
	}
	f := newFake(t)
	for _, kind := range []string{"comm_msg", "comm_open", "comm_close", "unheard_of"} {
		f.ask(kind, map[string]any{"data": 1})
	}
	if len(f.toGonb) > 0 {
		t.Errorf("GoNB got %s", f.toGonb[0].Type)
	}
	f.ask("execute_request", map[string]any{}) // an empty cell
	if last := f.toClients[len(f.toClients)-1]; last.Type != "status" || f.run != nil {
		t.Errorf("a request without code ends with %s", last.Type)
	}
}

// TestExitLine has a program print what GoNB prints when one fails.
func TestExitLine(t *testing.T) {
	f := newFake(t)
	r := f.execute(statement)
	f.prints(r, "stderr", "exit status 2\n")
	f.succeeds(r)
	f.want(r, "status busy", "execute_input", "stream exit status 2\n", "execute_reply ok", "status idle")
	r = f.execute(statement)
	f.prints(r, "stderr", "exit status 2\n")
	f.fails(r, 2)
	f.pass(settle)
	f.want(r, "status busy", "execute_input", "stream exit status 2\n", "error exit status 2", "execute_reply error", "status idle")
}

// TestShell has a line's command fail: that is no error. A script that fails is.
func TestShell(t *testing.T) {
	for _, c := range []struct {
		kind protocol.Kind
		want string
	}{{protocol.Shell, "execute_reply ok"}, {protocol.Script, "execute_reply error"}} {
		f := newFake(t)
		r := f.execute("!false")
		f.fromStub(c.kind, protocol.Message{Verb: "begin", Kind: c.kind})
		f.fromStub(c.kind, protocol.Message{Verb: "exit", Number: 1})
		f.prints(r, "stderr", "exit status 1\n")
		f.reply(r)
		f.idle(r)
		f.pass(settle)
		if got := f.said(r); !slices.Contains(got, c.want) {
			t.Errorf("%s: %q", c.kind, got)
		}
	}
}

// TestKilledStub has GoNB know of the end of a stub before the front does.
func TestKilledStub(t *testing.T) {
	f := newFake(t)
	r := f.execute(statement)
	f.fromStub(protocol.Cell, protocol.Message{Verb: "begin", Kind: protocol.Cell})
	f.prints(r, "stderr", "signal: killed\n")
	f.reply(r)
	f.idle(r)
	f.pass(100 * time.Millisecond)
	f.want(r, good[:2]...)
	f.fromStub(protocol.Cell, protocol.Message{Verb: "signal", Number: 9})
	f.pass(settle)
	f.want(r, "status busy", "execute_input", "error signal: killed", "execute_reply error", "status idle")
}

func TestInterrupt(t *testing.T) {
	t.Run("a program", func(t *testing.T) {
		f := newFake(t)
		r, next := f.execute(statement), f.execute(statement)
		f.fromStub(protocol.Cell, protocol.Message{Verb: "begin", Kind: protocol.Cell})
		f.ask("interrupt_request", nil)
		if !slices.Contains(f.orders, "interrupt") {
			t.Errorf("orders %q", f.orders)
		}
		f.fromStub(protocol.Cell, protocol.Message{Verb: "signal", Number: 2})
		f.prints(r, "stderr", "exit status 130\n")
		f.reply(r)
		f.idle(r)
		f.pass(settle)
		f.want(r, "status busy", "execute_input", "status busy", "error Interrupted", "execute_reply error", "status idle")
		f.want(next, aborted...)
	})
	t.Run("the compiler", func(t *testing.T) {
		f := newFake(t)
		r := f.execute(statement)
		f.ask("interrupt_request", nil)
		f.pass(time.Second)
		if f.builds < 5 {
			t.Errorf("the build was interrupted %d times", f.builds)
		}
		if answer := f.fromStub(protocol.Cell, protocol.Message{Verb: "begin", Kind: protocol.Cell}); answer != "no" {
			t.Errorf("the program may begin: %q", answer)
		}
		f.prints(r, "stderr", "exit status 130\n")
		f.reply(r)
		f.idle(r)
		f.pass(settle)
		if e := f.error(r); e.Name != "Interrupted" {
			t.Errorf("error %+v", e)
		}
	})
	t.Run("a program that ends well", func(t *testing.T) {
		f := newFake(t)
		r := f.execute(statement)
		f.ask("interrupt_request", nil)
		f.run.interrupted = true
		f.run.stubs = 1
		f.fromStub(protocol.Cell, protocol.Message{Verb: "exit", Number: 0})
		f.reply(r)
		f.idle(r)
		if got := f.said(r); !slices.Contains(got, "execute_reply ok") {
			t.Errorf("%q", got)
		}
	})
	t.Run("nothing", func(t *testing.T) {
		f := newFake(t)
		m := f.ask("interrupt_request", nil)
		f.want(m, "status busy", "interrupt_reply ok", "status idle")
		if len(f.toGonb) > 0 || !f.wake().IsZero() {
			t.Error("an interrupt of nothing has an effect")
		}
	})
}

// TestAnswers has the front answer while a cell runs; then the kernel is busy again.
func TestAnswers(t *testing.T) {
	f := newFake(t)
	r := f.execute(statement)
	for kind, content := range map[string]any{
		"kernel_info_request": nil, "is_complete_request": map[string]string{"code": "x"}, "comm_info_request": nil,
		"history_request": map[string]any{"hist_access_type": "tail", "n": 10},
	} {
		m := f.ask(kind, content)
		reply := strings.Replace(kind, "request", "reply", 1)
		got := f.said(m)
		if len(got) != 3 || got[0] != "status busy" || !strings.HasPrefix(got[1], reply) || got[2] != "status idle" {
			t.Errorf("%s: %q", kind, got)
		}
		if last := f.toClients[len(f.toClients)-1]; last.ParentID != r.ID {
			t.Errorf("%s: the kernel's state is then that of another", kind)
		}
	}
	f.ask("shutdown_request", map[string]any{"restart": true})
	if !f.ended {
		t.Error("the kernel has not ended")
	}
}

// TestBeforeGonb queues what comes before GoNB listens.
func TestBeforeGonb(t *testing.T) {
	f := newFake(t)
	f.session = newSession(f, func() time.Time { return f.clock }, "", f.index)
	r := f.execute(statement)
	info := f.ask("kernel_info_request", nil)
	f.want(info, "status busy", "kernel_info_reply ok", "status idle")
	f.want(r)
	f.begun()
	f.succeeds(r)
	f.want(r, good...)
}

// TestInput holds an answer back that comes at once.
func TestInput(t *testing.T) {
	f := newFake(t)
	r := f.execute(statement)
	f.session.ask(wire.New("input_request", r, map[string]any{"prompt": "name? "}))
	f.input(wire.New("input_reply", nil, map[string]any{"value": "Ann"}))
	if len(f.toGonb) != 1 {
		t.Fatal("the answer has gone before GoNB expects it")
	}
	f.pass(asked)
	if len(f.toGonb) != 2 || f.toGonb[1].channel != stdin || !strings.Contains(string(f.toGonb[1].Content), "Ann") {
		t.Errorf("GoNB got %d messages", len(f.toGonb))
	}
}

func TestHistory(t *testing.T) {
	f := newFake(t)
	for _, code := range []string{"a/b", "b", "a/b", "c"} {
		r := f.execute(code)
		f.succeeds(r)
	}
	for _, c := range []struct {
		request map[string]any
		want    string
	}{
		{map[string]any{"hist_access_type": "tail", "n": 2}, `[[0,3,"a/b"],[0,4,"c"]]`},
		{map[string]any{"hist_access_type": "tail", "n": 1, "output": true}, `[[0,4,["c",null]]]`},
		{map[string]any{"hist_access_type": "range", "session": 0, "start": 1, "stop": 3}, `[[0,1,"a/b"],[0,2,"b"]]`},
		{map[string]any{"hist_access_type": "range", "session": 7, "start": 1, "stop": 3}, `[]`},
		{map[string]any{"hist_access_type": "search", "pattern": "a*"}, `[[0,1,"a/b"],[0,3,"a/b"]]`},
		{map[string]any{"hist_access_type": "search", "pattern": "*b", "unique": true}, `[[0,2,"b"],[0,3,"a/b"]]`},
		{map[string]any{"hist_access_type": "search", "pattern": "["}, `[]`},
		{map[string]any{}, `[[0,1,"a/b"],[0,2,"b"],[0,3,"a/b"],[0,4,"c"]]`},
	} {
		m := wire.New("history_request", nil, c.request)
		if got, _ := json.Marshal(f.past(m)); string(got) != c.want {
			t.Errorf("%v: %s, want %s", c.request, got, c.want)
		}
	}
}
