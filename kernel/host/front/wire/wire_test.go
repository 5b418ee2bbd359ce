package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"testing"
)

var key = []byte("a secret")

func TestRoundTrip(t *testing.T) {
	request := New("execute_request", nil, map[string]any{"code": "fmt.Println(1)"})
	request.Identities = [][]byte{[]byte("client"), []byte("session")}
	request.Buffers = [][]byte{{0, 1, 2}}
	got, err := Decode(key, request.Encode(key))
	if err != nil {
		t.Fatal(err)
	}
	if got.ID != request.ID || got.Type != "execute_request" || got.ParentID != "" || len(got.Identities) != 2 ||
		!bytes.Equal(got.Content, request.Content) || !bytes.Equal(got.Buffers[0], request.Buffers[0]) {
		t.Errorf("%+v became %+v", request, got)
	}
	reply := New("execute_reply", got, map[string]any{"status": "ok"})
	if reply, err = Decode(key, reply.Encode(key)); err != nil || reply.ParentID != request.ID || string(reply.Identities[0]) != "client" {
		t.Errorf("a reply %+v, %v", reply, err)
	}
	if reply.Date().IsZero() {
		t.Error("a reply without a date")
	}
}

func TestRefused(t *testing.T) {
	good := New("execute_request", nil, map[string]any{"code": ""}).Encode(key)
	change := func(i int, content string) [][]byte {
		frames := slices.Clone(good)
		frames[i] = []byte(content)
		return frames
	}
	signed := func(parts ...string) [][]byte {
		frames := [][]byte{delimiter, nil}
		for _, p := range parts {
			frames = append(frames, []byte(p))
		}
		frames[1] = sign(key, frames[2:]...)
		return frames
	}
	for name, c := range map[string]struct {
		frames [][]byte
		want   error
	}{
		"nothing":              {nil, ErrFrames},
		"no delimiter":         {good[1:], ErrFrames},
		"a frame less":         {good[:5], ErrFrames},
		"no signature":         {change(1, ""), ErrSignature},
		"another content":      {change(5, `{"code":"x"}`), ErrSignature},
		"no header":            {signed("{}", "{}", "{}", "{}"), ErrPart},
		"a header that is not": {signed("[]", "{}", "{}", "{}"), ErrPart},
		"types":                {signed(`{"msg_id": 1, "msg_type": "a"}`, "{}", "{}", "{}"), ErrPart},
		"content":              {signed(`{"msg_id": "1", "msg_type": "a"}`, "{}", "{}", "null"), ErrPart},
		"half a content":       {signed(`{"msg_id": "1", "msg_type": "a"}`, "{}", "{}", "{"), ErrPart},
	} {
		if m, err := Decode(key, c.frames); !errors.Is(err, c.want) || m != nil {
			t.Errorf("%s: %v, %v", name, m, err)
		}
	}
}

// FuzzDecode wants no panic, and no message without the key's signature.
func FuzzDecode(f *testing.F) {
	f.Add([]byte("a"), []byte("<IDS|MSG>"), []byte("00"), []byte(`{"msg_id":"1","msg_type":"a"}`), []byte("{}"), []byte("{}"), []byte("{}"))
	f.Add([]byte("<IDS|MSG>"), []byte(""), []byte("{}"), []byte("{}"), []byte("{}"), []byte("{}"), []byte("[]"))
	f.Fuzz(func(t *testing.T, a, b, c, d, e, g, h []byte) {
		frames := [][]byte{a, b, c, d, e, g, h}
		for n := range len(frames) + 1 {
			if m, err := Decode(key, frames[:n]); err == nil {
				t.Errorf("%q was taken for %+v", frames[:n], m)
			}
			if m, err := Decode(nil, frames[:n]); err == nil {
				if again, err := Decode(key, m.Encode(key)); err != nil || again.ID != m.ID {
					t.Errorf("%+v became %+v, %v", m, again, err)
				}
				if !json.Valid(m.Content) {
					t.Errorf("content %q", m.Content)
				}
			}
		}
	})
}
