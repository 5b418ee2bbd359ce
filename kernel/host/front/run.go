package front

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"gosnn/kernel/host/front/cell"
	"gosnn/kernel/host/front/wire"
	"gosnn/kernel/host/stub/protocol"
)

// run is a cell that runs.
type run struct {
	request     *wire.Message
	source      *cell.Source
	number      int
	silent      bool
	stop        bool // what is queued is aborted if the cell fails
	interrupted bool
	refused     bool // its program was not begun
	replied     bool // by GoNB
	idle        bool // says GoNB
	stubs       int  // that run
	program     *protocol.Message
	failure     *failure
	out         *output
}

// execution is the content of an execute_request. Without a field GoNB would end.
type execution struct {
	Code        string         `json:"code"`
	Silent      bool           `json:"silent"`
	Store       *bool          `json:"store_history"`
	Expressions map[string]any `json:"user_expressions"`
	Stdin       bool           `json:"allow_stdin"`
	Stop        *bool          `json:"stop_on_error"`
}

// start runs a cell.
func (s *session) start(m *wire.Message) {
	var e execution
	_ = json.Unmarshal(m.Content, &e) // a field of another type is as good as none
	store := !e.Silent && (e.Store == nil || *e.Store)
	r := &run{request: m, source: cell.Parse(e.Code, s.options), silent: e.Silent, stop: e.Stop == nil || *e.Stop}
	r.out = newOutput(s, m)
	s.tensors = s.tensors || hasTensors(r.source.Imports)
	s.run = r
	s.status(m, "busy")
	if store {
		s.count++
		s.history = append(s.history, e.Code)
		s.cells[s.count] = r.source
	}
	r.number = s.count
	if !r.silent {
		s.publish(wire.New("execute_input", m, map[string]any{"code": e.Code, "execution_count": r.number}))
	}
	tooLong := r.source.TooLong()
	switch {
	case len(r.source.Errors) > 0:
		r.failure = s.syntaxError(r)
	case tooLong > 0:
		r.failure = newFailure("SyntaxError", fmt.Sprintf("a line has more than %d bytes, which take GoNB minutes: read data from a file (line %d)",
			cell.LongestLine, tooLong))
	case r.source.Wasm: // GoNB would fail, and take the next cell for WebAssembly, too
		r.failure = newFailure("Error", "%wasm does not work: GoNB looks for a file of Go's where Go 1.24 and later do not have it")
	}
	if r.failure != nil || strings.TrimSpace(e.Code) == "" {
		r.replied, r.idle = true, true
		s.finish()
		return
	}
	// Silent, since execute_input is published here, with the user's source. GoNB counts every cell.
	store = true
	e.Code, e.Silent, e.Store, e.Stop, e.Expressions = r.source.Sent(), true, &store, new(bool), map[string]any{}
	s.gonb(shell, m.With(e))
}

// Packages that show values: of notebooks without tensors, and with them.
const (
	plainValues  = "gosnn/kernel/value"
	tensorValues = "gosnn/kernel/value/tensor"
)

// valuePackage returns the package that shows a value of a cell with these imports.
func (s *session) valuePackage(imports []string) string {
	if s.tensors || hasTensors(imports) {
		return tensorValues
	}
	return plainValues
}

// hasTensors reports whether a package is imported that knows tensors. Others may, too, but not by themselves.
func hasTensors(imports []string) bool {
	return slices.ContainsFunc(imports, func(path string) bool {
		return strings.HasPrefix(path, "gosnn/") || strings.HasPrefix(path, "github.com/sugarme/gotch")
	})
}
