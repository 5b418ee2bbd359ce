package e2e

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestNotebooksOfClass copies the notebooks to a user's folder, as the image and the hub do: with their data, and without touching what
// the user has.
func TestNotebooksOfClass(t *testing.T) {
	t.Parallel()
	source, user := home(t).Root, t.TempDir()
	const mine = "tutorial_1_spike_encoding.ipynb"
	if err := os.WriteFile(filepath.Join(user, mine), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if out, err := exec.Command("sh", filepath.Join(source, "kernel/host/hub/notebooks.sh"), source, user).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	if text, err := os.ReadFile(filepath.Join(user, mine)); err != nil || string(text) != "mine" {
		t.Errorf("the user's notebook is now %.40q, %v", text, err)
	}
	for _, name := range []string{"encoding_your_own_data.ipynb", "data/ecg.npy", "data/raccoon.png", "ko/encoding_your_own_data.ipynb", "ko/data/ecg.npy"} {
		want, err := os.ReadFile(filepath.Join(source, "notebooks", name))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(filepath.Join(user, name)); err != nil || string(got) != string(want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	err := filepath.WalkDir(user, func(path string, d fs.DirEntry, err error) error {
		if strings.Contains(path, "instructor") || strings.Contains(path, ".part") {
			t.Errorf("the user has %s", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
