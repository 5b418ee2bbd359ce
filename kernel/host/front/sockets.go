package front

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
	"time"

	"gosnn/kernel/host/front/wire"
	"gosnn/kernel/host/front/zmtp"
)

// connection is a connection file.
type connection struct {
	Transport string `json:"transport"`
	IP        string `json:"ip"`
	Shell     int    `json:"shell_port"`
	Control   int    `json:"control_port"`
	Stdin     int    `json:"stdin_port"`
	IOPub     int    `json:"iopub_port"`
	Heartbeat int    `json:"hb_port"`
	Key       string `json:"key"`
	Scheme    string `json:"signature_scheme"`
}

// readConnection reads a connection file.
func readConnection(file string) (c connection, err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return c, err
	}
	if err := json.Unmarshal(text, &c); err != nil {
		return c, fmt.Errorf("%s: %w", file, err)
	}
	if c.Key != "" && c.Scheme != "hmac-sha256" {
		return c, fmt.Errorf("%s: signatures by %q are not known", file, c.Scheme)
	}
	return c, nil
}

// address is the network address of a port.
func (c connection) address(port int) (network, address string) {
	if c.Transport == "ipc" {
		return "unix", fmt.Sprintf("%s-%d", c.IP, port)
	}
	return "tcp", net.JoinHostPort(c.IP, strconv.Itoa(port))
}

// sockets are those of one side: of shell, control, stdin and iopub, by their channel.
type sockets struct {
	at        [4]*zmtp.Socket
	heartbeat *zmtp.Socket
	key       []byte
}

// listen opens the sockets that clients connect to.
func listen(c connection) (s *sockets, err error) {
	s = &sockets{key: []byte(c.Key)}
	open := func(to **zmtp.Socket, port int, listen func(network, address string) (*zmtp.Socket, error)) {
		network, address := c.address(port)
		if network == "unix" {
			_ = os.Remove(address) // of a kernel of the same name that was killed
		}
		socket, e := listen(network, address)
		*to, err = socket, errors.Join(err, e)
	}
	open(&s.at[shell], c.Shell, zmtp.Router)
	open(&s.at[control], c.Control, zmtp.Router)
	open(&s.at[stdin], c.Stdin, zmtp.Router)
	open(&s.at[iopub], c.IOPub, zmtp.Pub)
	open(&s.heartbeat, c.Heartbeat, zmtp.Echo)
	return s, err
}

// identity is the same for all of GoNB's clients here: a question of GoNB's on stdin, or its answer on shell to a request on
// control, goes to the identity that sent the request.
const identity = "front"

// dial connects to GoNB, which may be starting. It subscribes first: what is published before is lost.
func dial(c connection, limit time.Duration) (s *sockets, err error) {
	s = &sockets{key: []byte(c.Key)}
	network, address := c.address(c.IOPub)
	if s.at[iopub], err = zmtp.Sub(network, address, limit); err != nil {
		return nil, err
	}
	for ch, port := range map[channel]int{shell: c.Shell, control: c.Control, stdin: c.Stdin} {
		network, address := c.address(port)
		if s.at[ch], err = zmtp.Dealer(network, address, identity, limit); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// send sends a message.
func (s *sockets) send(ch channel, m *wire.Message) { s.at[ch].Send(m.Encode(s.key)) }

// received is a message and where it came.
type received struct {
	channel channel
	message *wire.Message
}

// receive hands on messages of these channels. What does not fit, or is not signed, has no effect.
func (s *sockets) receive(to chan<- received, channels ...channel) {
	for _, ch := range channels {
		go func() {
			for {
				select {
				case frames := <-s.at[ch].Received():
					if m, err := wire.Decode(s.key, frames); err == nil {
						to <- received{ch, m}
					}
				case <-s.at[ch].Done():
					return
				}
			}
		}()
	}
}

// close ends the sockets, when what was sent has left.
func (s *sockets) close() {
	for _, socket := range s.at {
		socket.Flush(500 * time.Millisecond)
	}
	for _, socket := range s.at {
		socket.Close()
	}
	if s.heartbeat != nil {
		s.heartbeat.Close()
	}
}
