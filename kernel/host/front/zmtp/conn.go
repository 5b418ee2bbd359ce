// Package zmtp is as much of ZeroMQ as Jupyter's messages need: version 3.0 of its protocol (rfc.zeromq.org/spec/23) without
// security, and the sockets ROUTER, PUB and REP that wait for Jupyter, and DEALER and SUB that connect to GoNB.
//
// GoNB's library has all of that, but not for strangers: it makes room for whatever size a frame promises, has one connection
// that says nothing keep all others waiting, and keeps messages without bound for a subscriber that does not read. Any user
// of a machine can connect to a kernel's TCP ports.
package zmtp

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"time"
)

const (
	maxFrames  = 1 << 12
	maxMessage = 256 << 20 // bytes; a widget may send a file
	shake      = 5 * time.Second
	stuck      = 10 * time.Second // a peer that takes nothing for so long is given up
	chunk      = 64 << 10
)

// Kinds of sockets.
const (
	router = "ROUTER"
	pub    = "PUB"
	rep    = "REP"
	dealer = "DEALER"
	sub    = "SUB"
)

// partner is the kind of socket that each may talk to. A REQ or DEALER does as a client of Jupyter's.
var partner = map[string][]string{
	router: {dealer, "REQ"}, pub: {sub}, rep: {"REQ", dealer}, dealer: {router, rep}, sub: {pub},
}

const (
	flagMore    = 1
	flagLong    = 2
	flagCommand = 4
)

var (
	errGreeting = errors.New("zmtp: the peer speaks another protocol")
	errFrame    = errors.New("zmtp: not a frame")
	errSize     = errors.New("zmtp: a message is too long")
)

// greeting is what each side sends first: signature, version 3.0, mechanism NULL.
var greeting = func() (g [64]byte) {
	g[0], g[9], g[10] = 0xff, 0x7f, 3
	copy(g[12:], "NULL")
	return g
}()

// handshake opens a connection for a socket of a kind, and returns the identity that the peer gives itself, if any.
func handshake(conn net.Conn, r io.Reader, kind, identity string) (peer string, err error) {
	_ = conn.SetDeadline(time.Now().Add(shake))
	defer func() { _ = conn.SetDeadline(time.Time{}) }()
	ready := "\x05READY" + property("Socket-Type", kind) + property("Identity", identity)
	if _, err := conn.Write(append(greeting[:], frame(flagCommand, []byte(ready))...)); err != nil {
		return "", err
	}
	var theirs [64]byte
	if _, err := io.ReadFull(r, theirs[:]); err != nil {
		return "", err
	}
	if theirs[0] != 0xff || theirs[9] != 0x7f || theirs[10] < 3 || string(bytes.TrimRight(theirs[12:32], "\x00")) != "NULL" {
		return "", errGreeting
	}
	flags, body, err := readFrame(r, 1<<10)
	if err != nil {
		return "", err
	}
	properties, ok := bytes.CutPrefix(body, []byte("\x05READY"))
	if flags&flagCommand == 0 || !ok {
		return "", errGreeting
	}
	fits := false
	for len(properties) > 0 {
		var name, value string
		if name, value, properties, err = nextProperty(properties); err != nil {
			return "", err
		}
		switch name {
		case "Socket-Type":
			for _, k := range partner[kind] {
				fits = fits || k == value
			}
		case "Identity":
			peer = value
		}
	}
	if !fits || len(peer) > 255 {
		return "", errGreeting
	}
	return peer, nil
}

// property is one of READY's.
func property(name, value string) string {
	var size [4]byte
	binary.BigEndian.PutUint32(size[:], uint32(len(value)))
	return string(rune(len(name))) + name + string(size[:]) + value
}

// nextProperty reads one of READY's.
func nextProperty(b []byte) (name, value string, rest []byte, err error) {
	n := int(b[0])
	if len(b) < 1+n+4 {
		return "", "", nil, errGreeting
	}
	name, b = string(b[1:1+n]), b[1+n:]
	size := binary.BigEndian.Uint32(b)
	if uint64(len(b)-4) < uint64(size) {
		return "", "", nil, errGreeting
	}
	return name, string(b[4 : 4+size]), b[4+size:], nil
}

// frame is a frame as it is sent.
func frame(flags byte, body []byte) []byte {
	if len(body) < 256 {
		return append([]byte{flags, byte(len(body))}, body...)
	}
	head := make([]byte, 9, 9+len(body))
	head[0] = flags | flagLong
	binary.BigEndian.PutUint64(head[1:], uint64(len(body)))
	return append(head, body...)
}

// readFrame reads a frame of at most limit bytes. Memory is made as the bytes come, whatever size is promised.
func readFrame(r io.Reader, limit int) (flags byte, body []byte, err error) {
	var head [9]byte
	if _, err := io.ReadFull(r, head[:2]); err != nil {
		return 0, nil, err
	}
	flags = head[0]
	size := uint64(head[1])
	if flags&^(flagMore|flagLong|flagCommand) != 0 {
		return 0, nil, errFrame
	}
	if flags&flagLong != 0 {
		if _, err := io.ReadFull(r, head[2:]); err != nil {
			return 0, nil, err
		}
		size = binary.BigEndian.Uint64(head[1:])
	}
	if size > uint64(limit) {
		return 0, nil, errSize
	}
	if size <= chunk {
		body = make([]byte, size)
		_, err = io.ReadFull(r, body)
		return flags, body, err
	}
	var buf bytes.Buffer
	if _, err := io.CopyN(&buf, r, int64(size)); err != nil {
		return 0, nil, err
	}
	return flags, buf.Bytes(), nil
}

// readMessage reads the frames of a message. Commands are of no use here, and left out.
func readMessage(r io.Reader) (frames [][]byte, err error) {
	for room := maxMessage; ; {
		flags, body, err := readFrame(r, room)
		if err != nil {
			return nil, err
		}
		if flags&flagCommand != 0 {
			if len(frames) > 0 || flags&flagMore != 0 {
				return nil, errFrame
			}
			continue
		}
		frames = append(frames, body)
		if room -= len(body); len(frames) > maxFrames {
			return nil, errSize
		}
		if flags&flagMore == 0 {
			return frames, nil
		}
	}
}

// encode is a message as it is sent.
func encode(frames [][]byte) []byte {
	size := 0
	for _, f := range frames {
		size += 9 + len(f)
	}
	b := make([]byte, 0, size)
	for i, f := range frames {
		flags := byte(flagMore)
		if i == len(frames)-1 {
			flags = 0
		}
		b = append(b, frame(flags, f)...)
	}
	return b
}

// writeAll writes bytes to a peer that takes some of them now and then.
func writeAll(conn net.Conn, b []byte) error {
	for len(b) > 0 {
		n := min(len(b), chunk)
		_ = conn.SetWriteDeadline(time.Now().Add(stuck))
		if _, err := conn.Write(b[:n]); err != nil {
			return err
		}
		b = b[n:]
	}
	return nil
}
