package front

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"

	"gosnn/kernel/host/stub/protocol"
)

// relay passes messages of the Language Server Protocol between GoNB and gopls, and decides when gopls starts and reads the sources, which takes
// seconds of a processor and 0.2 GB for each kernel of a class: when the machine has a processor to spare, or when somebody has pressed Tab. The
// front hears from it when GoNB may be asked. GoNB connects 12 seconds after its start. It waits for the answer to whatever it is asked before, and
// the cell that is to run next waits, too.
type relay struct {
	front  *protocol.Conn
	built  func() bool    // reports whether gopls is there
	spare  func() bool    // reports whether the machine has a processor to spare
	wanted chan struct{}  // closed when somebody has pressed Tab
	gonb   chan io.Writer // its connection, when that has begun
	reads  chan struct{}  // closed when gopls has begun to read

	mu    sync.Mutex // of what is written to gopls
	gopls io.Writer
	began time.Time // gopls, to read
}

func newRelay(front *protocol.Conn) *relay {
	return &relay{front: front, built: built, spare: spare, wanted: make(chan struct{}), gonb: make(chan io.Writer, 1), reads: make(chan struct{})}
}

// fromGonb passes on what GoNB sends, but for the two messages that begin a connection: the relay has begun one of its own with gopls.
func (r *relay) fromGonb(in io.Reader, out io.Writer) error {
	for in := bufio.NewReader(in); ; {
		m, err := readMessage(in)
		if err != nil {
			return err
		}
		switch m.Method {
		case "initialize":
			err = writeAs(out, map[string]any{"id": m.ID, "result": map[string]any{"capabilities": map[string]any{}}}) // GoNB does not look at them
		case "initialized":
			r.gonb <- out
		case "textDocument/didOpen", "textDocument/didChange", "textDocument/didClose":
			<-r.reads
			if address, file := m.file(); filepath.Dir(file) != filepath.Dir(program()) {
				err = r.changed(address, file)
			} else {
				err = r.send(m.text)
			}
		default:
			<-r.reads
			err = r.send(m.text)
		}
		if err != nil {
			return err
		}
	}
}

// changed reports a file of a package that GoNB watches to gopls, if it has changed since gopls read it from the disk. GoNB has gopls open each
// such file, five hundred of them, before its first question, and gopls takes 0.02 s for each.
func (r *relay) changed(address, file string) error {
	const changed, deleted = 2, 3
	kind := changed
	if info, err := os.Stat(file); err != nil {
		kind = deleted
	} else if info.ModTime().Before(r.began) {
		return nil
	}
	change := map[string]any{"uri": address, "type": kind}
	return r.sendAs(map[string]any{"method": "workspace/didChangeWatchedFiles", "params": map[string]any{"changes": []any{change}}})
}

// The identities of the relay's own requests.
const (
	beginning = `"gosnn begins"`
	warming   = `"gosnn reads"`
)

// begin begins a connection. To look for names in packages that no cell imports, gopls would read the whole module cache, ten
// seconds in which GoNB waits: the index knows such names.
func (r *relay) begin() error {
	folder := filepath.Dir(program())
	return r.sendAs(map[string]any{"id": json.RawMessage(beginning), "method": "initialize", "params": map[string]any{
		"processId": 0, "capabilities": map[string]any{},
		"workspaceFolders":      []any{map[string]string{"uri": addressOf(folder), "name": filepath.Base(folder)}},
		"initializationOptions": map[string]any{"completeUnimported": false, "diagnosticsTrigger": "Save"}}})
}

// ask has gopls read the sources, and answer for a program with what most cells use: it then knows the types in it.
func (r *relay) ask() error {
	const text = "package main\n\nimport (\n\t\"fmt\"\n\n\t\"gosnn/plots\"\n\t\"gosnn/snn\"\n)\n\nfunc main() {\n\t_, _ = plots.Show, snn.Rate\n\tfmt.Print\n}\n"
	address := addressOf(program())
	file := map[string]any{"uri": address, "languageId": "go", "version": 1, "text": text}
	return errors.Join(
		r.sendAs(map[string]any{"method": "initialized", "params": map[string]any{}}),
		r.sendAs(map[string]any{"method": "textDocument/didOpen", "params": map[string]any{"textDocument": file}}),
		r.sendAs(map[string]any{"id": json.RawMessage(warming), "method": "textDocument/completion", "params": map[string]any{
			"textDocument": map[string]any{"uri": address}, "position": map[string]int{"line": 11, "character": 10}}}))
}

// program is the notebook's, in the folder where GoNB starts gopls.
func program() string {
	dir, _ := os.Getwd()
	return filepath.Join(dir, "main.go")
}

func addressOf(file string) string { return (&url.URL{Scheme: "file", Path: file}).String() }

// fromGopls passes on what gopls sends, but what it says before it has answered the relay: that is of the relay's program.
func (r *relay) fromGopls(in io.Writer, out io.Reader) error {
	r.gopls = in
	if err := r.begin(); err != nil {
		return err
	}
	var gonb io.Writer // when gopls is ready
	for out := bufio.NewReader(out); ; {
		m, err := readMessage(out)
		if err != nil {
			return err
		}
		switch {
		case string(m.ID) == beginning:
			r.began = time.Now()
			err = r.ask()
			close(r.reads)
		case string(m.ID) == warming:
			closed := map[string]any{"textDocument": map[string]any{"uri": addressOf(program())}}
			err = r.sendAs(map[string]any{"method": "textDocument/didClose", "params": closed})
			gonb = <-r.gonb
			_ = r.front.Send(protocol.Message{Verb: protocol.Ready})
		case gonb != nil:
			err = writeMessage(gonb, m.text)
		}
		if err != nil {
			return err
		}
	}
}

// sendAs sends gopls a message of the relay's.
func (r *relay) sendAs(message map[string]any) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return writeAs(r.gopls, message)
}

func (r *relay) send(text []byte) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return writeMessage(r.gopls, text)
}
