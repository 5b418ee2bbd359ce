package display

import "github.com/janpfeifer/gonb/gonbui/protocol"

// Figure is what has a form for each kind of front end: a figure of package plots. Package value shows one without being linked
// with plots.
type Figure interface {
	HTML() (string, error)
	PNG() ([]byte, error)
	Alt() string
}

// Forms returns all forms of a figure, for one message. The front end takes the richest that it can show: JupyterLab the HTML,
// nbconvert to PDF the picture, a terminal the words.
func Forms(f Figure) (map[protocol.MIMEType]any, error) {
	page, err := f.HTML()
	if err != nil {
		return nil, err
	}
	picture, err := f.PNG()
	if err != nil {
		return nil, err
	}
	return map[protocol.MIMEType]any{protocol.MIMETextHTML: page, protocol.MIMEImagePNG: picture, protocol.MIMETextPlain: f.Alt()}, nil
}
