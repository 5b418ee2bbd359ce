package hot

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"gosnn/kernel/host/hot/client"
)

// workFolder is the folder of hot cells, beside main.go. GoNB removes it together with that.
const workFolder = client.Folder

// moduleFile has there the name of the notebook's module.
const moduleFile = "module"

// Build compiles and links a cell to an image. A cell that the compiler refuses is an error, too: the go command gives
// the reason in the words that GoNB knows.
func (h *Host) Build(c *Cell, image string) error {
	dir := filepath.Join(c.Dir, workFolder)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	archive := filepath.Join(dir, "main.a")
	if err := h.compile(c, archive); err != nil {
		return err
	}
	for name, text := range map[string]string{hostFile: h.Dir, moduleFile: c.Module} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			return err
		}
	}
	part := image + ".part"
	if _, err := output(exec.Command(h.path("linker"), "-host", h.executable(), "-importcfg", h.archives(), "-module", c.Module, "-as", image, "-o", part, archive)); err != nil {
		return errors.Join(err, os.RemoveAll(part))
	}
	return os.Rename(part, image)
}

// Explain notes, in the notebook's folder, why its last cell was built the ordinary way.
func Explain(why error) {
	if os.MkdirAll(workFolder, 0o700) == nil {
		_ = os.WriteFile(filepath.Join(workFolder, "ordinary"), []byte(why.Error()+"\n"), 0o600)
	}
}

// Relink links the cell that is compiled in a notebook's folder by Go's own linker: for a stub that has found no zygote.
func Relink(dir, program string) error {
	h, err := Kernel{}.Last(dir)
	if err != nil {
		return err
	}
	module, err := os.ReadFile(filepath.Join(dir, workFolder, moduleFile))
	if err != nil {
		return err
	}
	archives, err := os.ReadFile(h.archives())
	if err != nil {
		return err
	}
	config := filepath.Join(dir, workFolder, "importcfg.link")
	// What the program is built from, in which tabs are written as \t.
	info := strings.NewReplacer(`path\t`+h.Plan.Module+`\n`, `path\t`+string(module)+`\n`, `mod\t`+h.Plan.Module+`\t`, `mod\t`+string(module)+`\t`).Replace(h.Plan.Info)
	if err := os.WriteFile(config, append(archives, info...), 0o600); err != nil {
		return err
	}
	part := program + ".part"
	line := slices.Clone(h.Plan.Link)
	for i := range line[:len(line)-1] {
		switch line[i] {
		case "-o":
			line[i+1] = part
		case "-importcfg":
			line[i+1] = config
		}
	}
	line[len(line)-1] = filepath.Join(dir, workFolder, "main.a")
	cmd := exec.Command(line[0], line[1:]...)
	cmd.Env = append(os.Environ(), h.Plan.Env...)
	if _, err := output(cmd); err != nil {
		return errors.Join(err, os.RemoveAll(part))
	}
	return os.Rename(part, program)
}
