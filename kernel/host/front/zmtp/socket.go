package zmtp

import (
	"bufio"
	"crypto/rand"
	"errors"
	"net"
	"sync"
	"time"
)

// maxPeers is how many connections a socket has at a time: a page has one or two.
const maxPeers = 256

// Socket is one of the kinds that there are.
type Socket struct {
	kind, identity string
	received       chan [][]byte
	listener       net.Listener
	closed         chan struct{}
	mu             sync.Mutex
	peers          map[string]*peer // by identity
}

// peer is a connection.
type peer struct {
	conn       net.Conn
	subscribed bool // of PUB
	mu         sync.Mutex
	wake       *sync.Cond
	queue      [][]byte
	queued     int // bytes
	done       bool
}

func newSocket(kind, identity string) *Socket {
	return &Socket{kind: kind, identity: identity, received: make(chan [][]byte, 16), closed: make(chan struct{}), peers: map[string]*peer{}}
}

// Router listens for clients. Received messages begin with a frame that identifies the client, and so must those to send.
func Router(network, address string) (*Socket, error) {
	return newSocket(router, "").listen(network, address)
}

// Pub listens for subscribers. Each is sent all messages: Jupyter's clients subscribe to everything.
func Pub(network, address string) (*Socket, error) {
	return newSocket(pub, "").listen(network, address)
}

// Echo listens, and sends back what comes: a heartbeat.
func Echo(network, address string) (*Socket, error) {
	return newSocket(rep, "").listen(network, address)
}

// Dealer connects to a ROUTER, under an identity. It tries again until somebody listens, or limit has passed.
func Dealer(network, address, identity string, limit time.Duration) (*Socket, error) {
	return newSocket(dealer, identity).dial(network, address, limit)
}

// Sub connects to a PUB and subscribes to everything.
func Sub(network, address string, limit time.Duration) (*Socket, error) {
	return newSocket(sub, "").dial(network, address, limit)
}

func (s *Socket) listen(network, address string) (*Socket, error) {
	l, err := net.Listen(network, address)
	if err != nil {
		return nil, err
	}
	s.listener = l
	go func() {
		for {
			conn, err := l.Accept()
			if errors.Is(err, net.ErrClosed) {
				return
			}
			if err != nil { // too many open files: they get fewer
				time.Sleep(10 * time.Millisecond)
				continue
			}
			go s.serve(conn)
		}
	}()
	return s, nil
}

func (s *Socket) dial(network, address string, limit time.Duration) (*Socket, error) {
	for end := time.Now().Add(limit); ; time.Sleep(2 * time.Millisecond) {
		conn, err := net.Dial(network, address)
		if err == nil {
			r := bufio.NewReaderSize(conn, chunk)
			if _, err = handshake(conn, r, s.kind, s.identity); err == nil {
				if s.kind == sub {
					err = writeAll(conn, encode([][]byte{{1}}))
				}
				if p := s.add("", conn); err == nil {
					go s.read(p, "", r)
					return s, nil
				}
			}
			conn.Close()
		}
		if time.Now().After(end) {
			return nil, err
		}
	}
}

// serve opens an accepted connection and reads it to its end.
func (s *Socket) serve(conn net.Conn) {
	r := bufio.NewReaderSize(conn, 4<<10)
	name, err := handshake(conn, r, s.kind, "")
	if err != nil {
		conn.Close()
		return
	}
	if name == "" || name[0] == 0 { // as ZeroMQ: an identity of the socket's own begins with zero
		name = "\x00" + rand.Text()
	}
	p := s.add(name, conn)
	if p == nil {
		conn.Close()
		return
	}
	s.read(p, name, r)
}

// add takes a connection in and starts its writer. It returns nil if there is one of that identity, or too many.
func (s *Socket) add(name string, conn net.Conn) *peer {
	p := &peer{conn: conn}
	p.wake = sync.NewCond(&p.mu)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.peers[name] != nil || len(s.peers) >= maxPeers {
		return nil
	}
	s.peers[name] = p
	go p.write()
	return p
}

// read hands on what a peer sends, until it ends.
func (s *Socket) read(p *peer, name string, r *bufio.Reader) {
	defer s.remove(p, name)
	for {
		frames, err := readMessage(r)
		if err != nil {
			return
		}
		switch s.kind {
		case pub:
			if len(frames) == 1 && len(frames[0]) > 0 && frames[0][0] <= 1 {
				s.mu.Lock()
				p.subscribed = frames[0][0] == 1
				s.mu.Unlock()
			}
			continue
		case rep:
			p.send(encode(frames))
			continue
		case router:
			frames = append([][]byte{[]byte(name)}, frames...)
		}
		select {
		case s.received <- frames:
		case <-s.closed:
			return
		}
	}
}

// remove ends a connection. That of a DEALER or SUB ends the socket.
func (s *Socket) remove(p *peer, name string) {
	s.mu.Lock()
	delete(s.peers, name)
	s.mu.Unlock()
	p.end()
	if s.kind == dealer || s.kind == sub {
		s.Close()
	}
}

// Received has the messages that come, until Done is closed.
func (s *Socket) Received() <-chan [][]byte { return s.received }

// Done is closed when the socket is, or with the one connection of a DEALER or SUB.
func (s *Socket) Done() <-chan struct{} { return s.closed }

// Send queues a message; it never waits. A ROUTER sends it to the client that its first frame names, if that is still there.
func (s *Socket) Send(frames [][]byte) {
	var to []*peer
	s.mu.Lock()
	switch s.kind {
	case router:
		if p := s.peers[string(frames[0])]; p != nil {
			to, frames = []*peer{p}, frames[1:]
		}
	default:
		for _, p := range s.peers {
			if s.kind != pub || p.subscribed {
				to = append(to, p)
			}
		}
	}
	s.mu.Unlock()
	if len(to) == 0 {
		return
	}
	b := encode(frames)
	for _, p := range to {
		p.send(b)
	}
}

// Backlog is how many bytes wait for the peer that has taken least.
func (s *Socket) Backlog() (most int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.peers {
		p.mu.Lock()
		most = max(most, p.queued)
		p.mu.Unlock()
	}
	return most
}

// Flush waits until all that was sent has left, at most for limit.
func (s *Socket) Flush(limit time.Duration) {
	for end := time.Now().Add(limit); s.Backlog() > 0 && time.Now().Before(end); {
		time.Sleep(time.Millisecond)
	}
}

// Close ends the socket and its connections.
func (s *Socket) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case <-s.closed:
		return
	default:
	}
	close(s.closed)
	if s.listener != nil {
		s.listener.Close()
	}
	for _, p := range s.peers {
		p.end()
	}
}

func (p *peer) send(b []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.queue = append(p.queue, b)
	p.queued += len(b)
	p.wake.Signal()
}

// write writes what is queued until the connection ends, or the peer is stuck.
func (p *peer) write() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for {
		for len(p.queue) == 0 && !p.done {
			p.wake.Wait()
		}
		if p.done {
			return
		}
		b := p.queue[0]
		p.queue = p.queue[1:]
		p.mu.Unlock()
		err := writeAll(p.conn, b)
		p.mu.Lock()
		p.queued -= len(b)
		if err != nil {
			p.conn.Close() // its reader then removes it
			p.queue, p.queued = nil, 0
			p.done = true
		}
	}
}

func (p *peer) end() {
	p.conn.Close()
	p.mu.Lock()
	p.done, p.queue, p.queued = true, nil, 0
	p.wake.Signal()
	p.mu.Unlock()
}
