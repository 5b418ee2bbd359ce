package buildcache

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// request is a message of the go command's. That of a put with a size > 0 is followed by the body, a JSON string in base64.
type request struct {
	ID       int64
	Command  string
	ActionID []byte
	OutputID []byte
	BodySize int64
}

// response is the answer with the request's ID. The first message is one, with ID 0, that lists the commands known.
type response struct {
	ID            int64
	Err           string   `json:",omitempty"`
	KnownCommands []string `json:",omitempty"`
	Miss          bool     `json:",omitempty"`
	OutputID      []byte   `json:",omitempty"`
	Size          int64    `json:",omitempty"`
	DiskPath      string   `json:",omitempty"`
}

// Serve answers the go command's requests until it says close, or ends. What is new is not kept if the user's own folder cannot be
// written to; the go command is given the error of a put that fails, as on a full disk. The error is of the messages themselves.
func (l Layers) Serve(in io.Reader, out io.Writer) error {
	requests, responses := json.NewDecoder(bufio.NewReader(in)), json.NewEncoder(out)
	known := []string{"get", "close"}
	// Of a put that fails, the go command does not always do without: it wants the index of a package's files.
	if l.keeps() {
		known = append(known, "put")
	}
	if err := responses.Encode(response{KnownCommands: known}); err != nil {
		return err
	}
	for {
		var q request
		if err := requests.Decode(&q); errors.Is(err, io.EOF) {
			return nil // the go command was interrupted
		} else if err != nil {
			return fmt.Errorf("buildcache: a request of the go command: %w", err)
		}
		r := response{ID: q.ID}
		switch q.Command {
		case "get":
			e, ok := l.get(q.ActionID)
			r.Miss, r.OutputID, r.Size, r.DiskPath = !ok, e.output, e.size, e.file
		case "put":
			var body []byte
			if q.BodySize > 0 {
				if err := requests.Decode(&body); err != nil {
					return fmt.Errorf("buildcache: the body of a request: %w", err)
				}
			}
			if int64(len(body)) != q.BodySize {
				return fmt.Errorf("buildcache: the body of a request has %d bytes, want %d", len(body), q.BodySize)
			}
			var err error
			if r.DiskPath, err = l.put(q.ActionID, q.OutputID, body); err != nil {
				r.Err = err.Error()
			}
		case "close":
			if err := l.trim(); err != nil {
				r.Err = err.Error()
			}
		default:
			r.Err = fmt.Sprintf("unknown command %q", q.Command)
		}
		if err := responses.Encode(r); err != nil {
			return err
		}
		if q.Command == "close" {
			return nil
		}
	}
}
