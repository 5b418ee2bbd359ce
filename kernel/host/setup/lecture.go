package setup

import (
	"context"
	"os"
	"path/filepath"
)

// lectures are the notebooks that a reader opens first, of each language. They are not those that train, which take a gigabyte and minutes.
var lectures = []string{"notebooks/tutorial_1_spike_encoding.ipynb", "notebooks/ko/tutorial_1_spike_encoding.ipynb"}

// lectureStep runs the first lecture, away from the notebook itself. The compiler's output of a cell is kept in the build cache (see package hot), so that a reader's
// cells, and those of a class, are not the first of their kind.
func (h Home) lectureStep() step {
	return step{
		name: "lecture", title: "the first lecture's cells", needs: []string{"hot", "lab", "mnist", "echarts", "font"}, later: true,
		key: func() string { return h.hotStep().key() + h.sources(lectures...) },
		do: func(ctx context.Context, r *report) error {
			if _, err := h.hotState(); err != nil {
				return nil // then no cell is kept
			}
			part, err := h.scratch()
			if err != nil {
				return err
			}
			defer os.RemoveAll(part)
			for _, name := range lectures {
				text, err := os.ReadFile(filepath.Join(h.Root, name))
				if err != nil {
					return err
				}
				file := filepath.Join(part, filepath.Base(name))
				if err := writeFile(file, string(text)); err != nil {
					return err
				}
				cmd := h.Command("jupyter", "execute", "--inplace", "--allow-errors", file)
				cmd.Env = append(cmd.Env, "GOSNN_NOTEBOOK="+file, "GOSNN_KEEP_DIR="+filepath.Join(part, "kept"))
				if err := r.exec(ctx, cmd, nil); err != nil {
					return err
				}
			}
			return nil
		},
	}
}
