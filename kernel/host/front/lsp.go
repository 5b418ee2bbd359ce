package front

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/textproto"
	"net/url"
	"strconv"
)

// lspMessage is a message of the Language Server Protocol, as far as the relay looks at it.
type lspMessage struct {
	ID     json.RawMessage
	Method string // of a request or a notification
	text   []byte
}

// file returns the address and the name of the file that a message is of; they are empty if it is of none.
func (m lspMessage) file() (address, name string) {
	var of struct {
		Params struct {
			TextDocument struct{ URI string }
		}
	}
	if json.Unmarshal(m.text, &of) != nil {
		return "", ""
	}
	address = of.Params.TextDocument.URI
	u, err := url.Parse(address)
	if err != nil {
		return "", ""
	}
	return address, u.Path
}

// longestMessage is more than gopls sends: its answers have at most some hundred names.
const longestMessage = 64 << 20

// readMessage reads a message. The protocol's framing is a header, a blank line, and as many bytes as that says.
func readMessage(in *bufio.Reader) (m lspMessage, err error) {
	header, err := textproto.NewReader(in).ReadMIMEHeader()
	if err != nil {
		return m, err
	}
	n, err := strconv.ParseUint(header.Get("Content-Length"), 10, 64)
	if err != nil || n > longestMessage {
		return m, fmt.Errorf("not a message of a language server's: it has %q bytes", header.Get("Content-Length"))
	}
	m.text = make([]byte, n)
	if _, err := io.ReadFull(in, m.text); err != nil {
		return m, err
	}
	return m, json.Unmarshal(m.text, &m)
}

func writeMessage(to io.Writer, text []byte) error {
	_, err := fmt.Fprintf(to, "Content-Length: %d\r\n\r\n%s", len(text), text)
	return err
}

// writeAs writes a message that is given by its fields.
func writeAs(to io.Writer, message map[string]any) error {
	message["jsonrpc"] = "2.0"
	text, err := json.Marshal(message)
	if err != nil {
		return err
	}
	return writeMessage(to, text)
}
