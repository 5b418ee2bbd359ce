package optiondoc

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const source = `package example

// A RateOption is an option of [Rate].
type RateOption interface{ rate(*config) }

// A DecodeOption is an option of [Decode].
type DecodeOption interface{ decode(*config) }

// Gain multiplies.
//
// Taken by [Decode], [Rate].
type Gain float64

func (g Gain) rate(c *config)   {}
func (g Gain) decode(c *config) {}

// Limits sets two.
//
// Taken by [Rate].
func Limits(a, b int) RateOption { return limits{a, b} }

func (l limits) rate(c *config) {}

// Rate encodes.
//
// Options: [Gain] (1), [Limits] (0, 1).
// Errors: [Decode] has them.
func Rate(x int, opts ...RateOption) {}

// Decode decodes.
//
// Options: [Gain] (1).
func Decode(x int, opts ...DecodeOption) {}
`

func TestProblems(t *testing.T) {
	for name, c := range map[string]struct{ old, new, want string }{
		"as it is":                   {"", "", ""},
		"an option too few":          {"Options: [Gain] (1), [Limits] (0, 1).", "Options: [Gain] (1).", "Rate takes Limits: true; its comment says false"},
		"an option too many":         {"// Options: [Gain] (1).", "// Options: [Gain], [Limits].", "Decode takes Limits: false; its comment says true"},
		"a function too few":         {"Taken by [Decode], [Rate].", "Taken by [Rate].", "the comment of Gain must end in:\nTaken by [Decode], [Rate]."},
		"a function too many":        {"// Taken by [Rate].\nfunc", "// Taken by [Decode], [Rate].\nfunc", "the comment of Limits must end in:\nTaken by [Rate]."},
		"an option that is new":      {"func (g Gain) decode", "type Tau int\n\nfunc (t Tau) rate(c *config) {}\n\nfunc (g Gain) decode", "the comment of Tau must end in:"},
		"a function that takes none": {"func (g Gain) decode(c *config) {}", "", "the comment of Gain must end in:\nTaken by [Rate]."},
	} {
		dir := t.TempDir()
		text := strings.Replace(source, c.old, c.new, 1)
		if err := os.WriteFile(filepath.Join(dir, "example.go"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		list, err := Problems(dir)
		if got := strings.Join(list, "\n"); err != nil || (c.want == "") != (got == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, %v, want %q", name, got, err, c.want)
		}
	}
}

// TestModule: in each package of the module the comments of options and of what takes them agree.
func TestModule(t *testing.T) {
	const root = "../../.."
	var checked []string
	err := filepath.WalkDir(root, func(dir string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		name, _ := filepath.Rel(root, dir)
		if d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && name != "." || name == "kernel/host" || name == "notebooks" {
			return filepath.SkipDir
		}
		list, err := Problems(dir)
		if errors.Is(err, ErrNone) {
			return nil
		}
		for _, problem := range list {
			t.Errorf("%s: %s", name, problem)
		}
		checked = append(checked, name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"plots", "snn", "snn/dataset", "snn/functional", "snn/neuron", "snn/nn"} {
		if !slices.Contains(checked, name) {
			t.Errorf("no options are found in %s", name)
		}
	}
}
