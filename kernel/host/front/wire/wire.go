// Package wire is Jupyter's messages: their frames, and the signatures that say who may send them.
package wire

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"time"
)

// Version is that of Jupyter's protocol.
const Version = "5.4"

// Message is a message of the protocol. Its parts are JSON objects, and stay as they came.
type Message struct {
	Identities                        [][]byte // of the way back to the client; of iopub, the topic
	Header, Parent, Metadata, Content json.RawMessage
	Buffers                           [][]byte

	ID, Type string // of the header
	ParentID string
}

// header is what a message needs of its header.
type header struct {
	ID      string `json:"msg_id"`
	Type    string `json:"msg_type"`
	Session string `json:"session"`
	User    string `json:"username"`
	Date    string `json:"date"`
	Version string `json:"version"`
}

var (
	// ErrFrames is of frames that are not those of a message.
	ErrFrames = errors.New("wire: frames are missing")
	// ErrSignature is of a message that somebody without the key has sent.
	ErrSignature = errors.New("wire: the signature is wrong")
	// ErrPart is of a part that is not a JSON object, or of a header without an identity or a type.
	ErrPart = errors.New("wire: a part is not what the protocol says")
)

var delimiter = []byte("<IDS|MSG>")

// sign returns the signature of parts, which is empty without a key.
func sign(key []byte, parts ...[]byte) []byte {
	if len(key) == 0 {
		return nil
	}
	mac := hmac.New(sha256.New, key)
	for _, p := range parts {
		mac.Write(p)
	}
	return hex.AppendEncode(nil, mac.Sum(nil))
}

// Decode checks frames and signature, and returns the message.
func Decode(key []byte, frames [][]byte) (*Message, error) {
	at := slices.IndexFunc(frames, func(f []byte) bool { return bytes.Equal(f, delimiter) })
	if at < 0 || len(frames) < at+6 {
		return nil, ErrFrames
	}
	parts := frames[at+2 : at+6]
	if len(key) > 0 && !hmac.Equal(sign(key, parts...), frames[at+1]) {
		return nil, ErrSignature
	}
	m := &Message{Identities: frames[:at], Header: parts[0], Parent: parts[1], Metadata: parts[2], Content: parts[3], Buffers: frames[at+6:]}
	var h, parent header
	for _, p := range parts {
		if trimmed := bytes.TrimLeft(p, " \t\r\n"); len(trimmed) == 0 || trimmed[0] != '{' || !json.Valid(p) {
			return nil, ErrPart
		}
	}
	if json.Unmarshal(m.Header, &h) != nil || h.ID == "" || h.Type == "" || json.Unmarshal(m.Parent, &parent) != nil {
		return nil, ErrPart
	}
	m.ID, m.Type, m.ParentID = h.ID, h.Type, parent.ID
	return m, nil
}

// Encode signs a message and returns its frames.
func (m *Message) Encode(key []byte) [][]byte {
	frames := slices.Clone(m.Identities)
	frames = append(frames, delimiter, sign(key, m.Header, m.Parent, m.Metadata, m.Content), m.Header, m.Parent, m.Metadata, m.Content)
	return append(frames, m.Buffers...)
}

// With returns the message with another content.
func (m *Message) With(content any) *Message {
	c := *m
	c.Content = raw(content)
	return &c
}

// Date is when the message was made, as its sender says; the zero time if it does not.
func (m *Message) Date() time.Time {
	var h header
	if json.Unmarshal(m.Header, &h) != nil {
		return time.Time{}
	}
	t, _ := time.Parse(time.RFC3339, h.Date)
	return t
}

// session is this process's, as headers name it.
var session = NewID()

// NewID returns an identity for a message or a session.
func NewID() string { return rand.Text() }

// New makes a message of a type. Its parent is the request that it belongs to, if any, and it goes back the way that came.
func New(kind string, parent *Message, content any) *Message {
	h := header{ID: NewID(), Type: kind, Session: session, User: "kernel", Version: Version, Date: time.Now().UTC().Format("2006-01-02T15:04:05.000000Z")}
	m := &Message{Header: raw(h), Parent: json.RawMessage("{}"), Metadata: json.RawMessage("{}"), Content: raw(content), ID: h.ID, Type: kind}
	if parent != nil {
		m.Parent, m.ParentID, m.Identities = parent.Header, parent.ID, parent.Identities
	}
	return m
}

// raw is the JSON of what has one.
func raw(v any) json.RawMessage {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // a mistake of this program's
	}
	return text
}
