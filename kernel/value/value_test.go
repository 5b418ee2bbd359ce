package value

import (
	"errors"
	"testing"

	"github.com/janpfeifer/gonb/gonbui/protocol"
)

// drawing is a figure that can be drawn, or not.
type drawing struct{ page, picture error }

func (d drawing) HTML() (string, error) { return "<p>", d.page }
func (d drawing) PNG() ([]byte, error)  { return []byte("png"), d.picture }
func (d drawing) Alt() string           { return "words" }

func TestDisplayed(t *testing.T) {
	for _, c := range []struct {
		v    any
		text string
		html bool
	}{{1 + 1, "2", false}, {"a", "a", false}, {nil, "<nil>", false}, {errors.New("e"), "e", false}, {drawing{}, "words", true}} {
		data, err := displayed(c.v)
		if _, html := data[protocol.MIMETextHTML]; err != nil || data[protocol.MIMETextPlain] != c.text || html != c.html {
			t.Errorf("%v is shown as %v, %v", c.v, data, err)
		}
	}
	for _, d := range []drawing{{page: errors.New("page")}, {picture: errors.New("picture")}} {
		if _, err := displayed(d); err == nil {
			t.Errorf("%v: no error", d)
		}
	}
}
