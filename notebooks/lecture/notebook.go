package lecture

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"

	"gosnn/snn/atomicfile"
)

// Notebook is a Jupyter notebook's file, format 4.5.
type Notebook struct {
	Cells       []Cell         `json:"cells"`
	Metadata    map[string]any `json:"metadata"`
	Format      int            `json:"nbformat"`
	FormatMinor int            `json:"nbformat_minor"`
}

// Cell is a cell of a notebook.
type Cell struct {
	Type    string         `json:"cell_type"` // markdown or code
	ID      string         `json:"id"`
	Source  Text           `json:"source"`
	Count   *int           `json:"execution_count"` // of a code cell that has run
	Outputs []Output       `json:"outputs"`
	Meta    map[string]any `json:"metadata"`
}

// Output is what a cell shows. Its fields are those of nbformat.
type Output map[string]any

// Text is a string that a notebook holds whole or as a list of lines.
type Text string

func (t *Text) UnmarshalJSON(b []byte) error {
	var list []string
	if err := json.Unmarshal(b, &list); err == nil {
		*t = Text(strings.Join(list, ""))
		return nil
	}
	return json.Unmarshal(b, (*string)(t))
}

// MarshalJSON writes a list of lines, as Jupyter does, so that a change is one line of a diff.
func (t Text) MarshalJSON() ([]byte, error) {
	return marshal(strings.SplitAfter(strings.TrimRight(string(t), "\n"), "\n"))
}

// MarshalJSON writes the fields that belong to the cell's type, in the order of their names, as Jupyter does.
func (c Cell) MarshalJSON() ([]byte, error) {
	fields := map[string]any{"cell_type": c.Type, "id": c.ID, "metadata": map[string]any{}, "source": c.Source}
	if c.Type == "code" {
		outputs := c.Outputs
		if outputs == nil {
			outputs = []Output{}
		}
		fields["execution_count"], fields["outputs"] = c.Count, outputs
	}
	return marshal(fields)
}

// newNotebook returns a notebook without cells. Package check reads the language of the prose from its metadata, too.
func newNotebook(language string) *Notebook {
	return &Notebook{
		Metadata: map[string]any{
			"gosnn":         map[string]any{"language": language},
			"kernelspec":    map[string]any{"display_name": "Go (SNN)", "language": "go", "name": "gosnn"},
			"language_info": map[string]any{"file_extension": ".go", "mimetype": "text/x-go", "name": "go"},
		},
		Format: 4, FormatMinor: 5,
	}
}

func (n *Notebook) markdown(id, text string) {
	n.Cells = append(n.Cells, Cell{Type: "markdown", ID: id, Source: Text(text)})
}

func (n *Notebook) code(id, text string) {
	n.Cells = append(n.Cells, Cell{Type: "code", ID: id, Source: Text(text)})
}

func quote(text string) string { return strings.ReplaceAll(text, "\n", "\n> ") }

// ReadNotebook reads a notebook's file.
func ReadNotebook(name string) (*Notebook, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	n := new(Notebook)
	if err := json.Unmarshal(text, n); err != nil {
		return nil, fmt.Errorf("%s: %v", name, err)
	}
	return n, nil
}

// WriteFile writes the notebook, byte for byte the same for equal notebooks.
func (n *Notebook) WriteFile(name string) error {
	text, err := n.JSON()
	if err != nil {
		return err
	}
	return atomicfile.Write(name, text, 0o644)
}

// JSON is the content of the notebook's file.
func (n *Notebook) JSON() ([]byte, error) {
	compact, err := marshal(n)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := json.Indent(&b, compact, "", " "); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

// marshal leaves <, > and & as they are: a figure's HTML is full of them.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimRight(b.Bytes(), "\n"), err
}

// TakeOutputs gives n's code cells the outputs of the cells of the same id and source in other. It reports
// whether each of n's found one.
func (n *Notebook) TakeOutputs(other *Notebook) bool {
	byID := map[string]Cell{}
	for _, c := range other.Cells {
		byID[c.ID] = c
	}
	all := true
	for i := range n.Cells {
		c := &n.Cells[i]
		o, ok := byID[c.ID]
		if c.Type != "code" {
			continue
		}
		if !ok || o.Source != c.Source || o.Count == nil {
			all = false
			continue
		}
		c.Count, c.Outputs = o.Count, o.Outputs
	}
	return all
}

// Diff describes the first cell in which two notebooks differ; with outputs, also by what they show. It returns "" for equal ones.
func (n *Notebook) Diff(other *Notebook, outputs bool) string {
	for i, c := range n.Cells {
		if i == len(other.Cells) {
			return fmt.Sprintf("cell %s is missing", c.ID)
		}
		o := other.Cells[i]
		switch {
		case c.Type != o.Type || c.ID != o.ID:
			return fmt.Sprintf("%s cell %s stands where %s cell %s is wanted", o.Type, o.ID, c.Type, c.ID)
		case c.Source != o.Source:
			return fmt.Sprintf("cell %s reads\n%s\nin place of\n%s", c.ID, o.Source, c.Source)
		case outputs && !sameOutputs(c.Outputs, o.Outputs):
			return fmt.Sprintf("cell %s shows other outputs:\n%.400s\nin place of\n%.400s", c.ID, fmt.Sprint(o.Outputs), fmt.Sprint(c.Outputs))
		}
	}
	if len(other.Cells) > len(n.Cells) {
		return fmt.Sprintf("cell %s is left over", other.Cells[len(n.Cells)].ID)
	}
	return ""
}

func sameOutputs(a, b []Output) bool { return len(a) == 0 && len(b) == 0 || reflect.DeepEqual(a, b) }
