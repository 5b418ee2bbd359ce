package lecture

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Run has Jupyter run the notebook in the kernel "gosnn", from start to end, and takes its outputs. The cells' working folder
// is a temporary one, with a copy of the folder data if it is not "". The first cell that fails is the error. A cell may take five
// minutes, or until ctx's deadline.
//
// What differs from run to run without need, times and display ids, is left out of the outputs.
func (n *Notebook) Run(ctx context.Context, data string) error { return n.run(ctx, data) }

// run is Run with variables of the environment.
func (n *Notebook) run(ctx context.Context, data string, variables ...string) error {
	dir, err := os.MkdirTemp("", "gosnn-lecture-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if data != "" {
		if err := os.CopyFS(filepath.Join(dir, filepath.Base(data)), os.DirFS(data)); err != nil {
			return err
		}
	}
	file := filepath.Join(dir, "notebook.ipynb")
	if err := n.WriteFile(file); err != nil {
		return err
	}
	limit := 5 * time.Minute
	if deadline, ok := ctx.Deadline(); ok {
		limit = time.Until(deadline)
	}
	cmd := exec.CommandContext(ctx, "jupyter", "execute", "--inplace", fmt.Sprintf("--timeout=%.0f", limit.Seconds()), "--allow-errors", file)
	// Cells learn the notebook's language from its file, and leave no values behind.
	cmd.Env = append(append(os.Environ(), "GOSNN_NOTEBOOK="+file, "GOSNN_KEEP_DIR="+filepath.Join(dir, "kept")), variables...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) } // lets Jupyter end its kernel
	cmd.WaitDelay = 10 * time.Second
	log, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("jupyter execute: %v\n%s", err, log)
	}
	done, err := ReadNotebook(file)
	if err != nil {
		return err
	}
	for i := range done.Cells {
		c := &done.Cells[i]
		if message := c.failure(); message != "" {
			return fmt.Errorf("cell %s fails:\n%s\n%s", c.ID, c.Source, message)
		}
		c.Outputs = steady(c.Outputs)
	}
	if !n.TakeOutputs(done) {
		return fmt.Errorf("jupyter execute did not run all cells\n%s", log)
	}
	return nil
}

// failure returns what a cell that failed shows the reader.
func (c *Cell) failure() string {
	var shown strings.Builder
	failed := false
	for _, o := range c.Outputs {
		switch o["output_type"] {
		case "error":
			failed = true
			fmt.Fprintf(&shown, "%v: %v\n", o["ename"], o["evalue"])
		case "stream":
			shown.WriteString(joined(o["text"]))
		}
	}
	if !failed {
		return ""
	}
	return shown.String()
}

// steady joins what a cell prints, which comes in pieces of any size, and leaves out what is other each time.
func steady(outputs []Output) (kept []Output) {
	for _, o := range outputs {
		delete(o, "transient")
		if o["output_type"] == "stream" {
			text := joined(o["text"])
			if n := len(kept); n > 0 && kept[n-1]["output_type"] == "stream" && kept[n-1]["name"] == o["name"] {
				text = joined(kept[n-1]["text"]) + text
				kept = kept[:n-1]
			}
			o["text"] = splitLines(text)
		}
		kept = append(kept, o)
	}
	return kept
}

// joined is a text that nbformat holds whole or as a list of lines.
func joined(v any) string {
	list, ok := v.([]any)
	if !ok {
		s, _ := v.(string)
		return s
	}
	var b strings.Builder
	for _, line := range list {
		s, _ := line.(string)
		b.WriteString(s)
	}
	return b.String()
}

func splitLines(text string) []any {
	var lines []any
	for line := range strings.Lines(text) {
		lines = append(lines, line)
	}
	return lines
}

// Afresh changes the first cell with code so that no program of the notebook has been compiled before, whoever ran it: for benchmarks.
func (n *Notebook) Afresh() {
	i := slices.IndexFunc(n.Cells, func(c Cell) bool { return c.Type == "code" })
	imports, rest, _ := strings.Cut(string(n.Cells[i].Source), "\n)\n")
	n.Cells[i].Source = Text(fmt.Sprintf("%s\n)\n\nconst afresh%d = true\n%s", imports, time.Now().UnixNano(), rest))
}
