package hot

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"gosnn/kernel/host/hot/client"
	"gosnn/kernel/internal/source"
)

// companion is the file that compiles a cell's source into it, see package source.
const companion = source.CompanionName

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
	before, err := os.ReadFile(filepath.Join(c.Dir, "main.go"))
	if err != nil {
		return err
	}
	archive := filepath.Join(dir, "main.a")
	line, err := h.compile(c, archive)
	if err != nil {
		return err
	}
	cmd := exec.Command(line[0], line[1:]...)
	cmd.Dir = c.Dir
	if _, err := output(cmd); err != nil {
		return err
	}
	// A Tab key in another cell writes other code there.
	if after, err := os.ReadFile(filepath.Join(c.Dir, "main.go")); err != nil || !bytes.Equal(before, after) {
		return errors.Join(ordinary("main.go has changed meanwhile"), err)
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

// compile is the compiler's command line, which is that of the host with other files.
func (h *Host) compile(c *Cell, archive string) ([]string, error) {
	line := slices.Clone(h.Plan.Compile)
	line = slices.DeleteFunc(line, func(arg string) bool { return strings.HasSuffix(arg, ".go") })
	set := func(flag, value string) {
		if i := slices.Index(line, flag); i > 0 {
			line[i+1] = value
		}
	}
	set("-o", archive)
	set("-importcfg", h.archives())
	set("-trimpath", filepath.Dir(archive)+"=>")
	set("-buildid", "")
	if c.Keeps {
		embedded, err := json.Marshal(map[string]any{
			"Patterns": map[string][]string{"*.go": {"main.go"}},
			"Files":    map[string]string{"main.go": filepath.Join(c.Dir, "main.go")},
		})
		if err != nil {
			return nil, err
		}
		config, beside := filepath.Join(filepath.Dir(archive), "embed"), filepath.Join(filepath.Dir(archive), companion)
		if err := errors.Join(os.WriteFile(config, embedded, 0o600), os.WriteFile(beside, source.Companion, 0o600)); err != nil {
			return nil, err
		}
		line = append(line, "-embedcfg", config, beside)
	}
	return append(line, "./main.go"), nil
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
