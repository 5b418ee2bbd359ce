package hot

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"gosnn/kernel/host/buildcache"
	"gosnn/kernel/internal/source"
)

// companion is the file that compiles a cell's source into it, see package source.
const companion = source.CompanionName

// compile compiles a cell to an archive. Like the go command, it keeps what it has compiled in the build cache: a notebook that is run
// again, in whichever kernel and folder, has the same programs, and the compiler takes half of a cell's time.
func (h *Host) compile(c *Cell, archive string) error {
	inside := c.standIn()
	if inside == "" {
		return h.runCompiler(c, archive, "")
	}
	action := sha256.Sum256(fmt.Appendf(nil, "gosnn cell %q %q %d %t\n%s", h.Dir, h.Plan.Compile, len(c.Dir), c.Keeps, c.source))
	cache := buildcache.FromEnv()
	compiled, ok := cache.Get(action)
	if !ok {
		err := h.runCompiler(c, archive, ";"+c.Dir+"=>"+inside)
		if err != nil {
			return err
		}
		if compiled, err = os.ReadFile(archive); err != nil {
			return err
		}
		_ = cache.Put(action, compiled) // the cell goes without
	}
	return os.WriteFile(archive, bytes.ReplaceAll(compiled, []byte(inside), []byte(c.Dir)), 0o600)
}

// standIn is what the cell's folder is called in a compiled cell that is kept: a name of the same length, in the place of which any folder's can
// be written, and which is nowhere else in the program, since that cannot have its own hash in it. It is "" if there is none.
func (c *Cell) standIn() string {
	const least = 12 // bytes: another name of 44 bits, or more, is not met by chance
	if len(c.Dir) < least || strings.ContainsAny(c.Dir, ";=") {
		return ""
	}
	name := fmt.Sprintf("/%x", sha256.Sum256(c.source))
	return name[:min(len(name), len(c.Dir))] + strings.Repeat("-", max(0, len(c.Dir)-len(name)))
}

// compiler is the compiler's command line, which is that of the host with other files. Of the folders in rename, files that are
// compiled get other names.
func (h *Host) compiler(c *Cell, archive, rename string) ([]string, error) {
	line := slices.Clone(h.Plan.Compile)
	line = slices.DeleteFunc(line, func(arg string) bool { return strings.HasSuffix(arg, ".go") })
	set := func(flag, value string) {
		if i := slices.Index(line, flag); i > 0 {
			line[i+1] = value
		}
	}
	set("-o", archive)
	set("-importcfg", h.archives())
	set("-trimpath", filepath.Dir(archive)+"=>"+rename)
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

// runCompiler compiles main.go as it was when the cell was admitted.
func (h *Host) runCompiler(c *Cell, archive, rename string) error {
	line, err := h.compiler(c, archive, rename)
	if err != nil {
		return err
	}
	cmd := exec.Command(line[0], line[1:]...)
	cmd.Dir = c.Dir
	if _, err := output(cmd); err != nil {
		return err
	}
	// A Tab key in another cell writes other code there.
	if now, err := os.ReadFile(filepath.Join(c.Dir, "main.go")); err != nil || !bytes.Equal(now, c.source) {
		return errors.Join(ordinary("main.go has changed meanwhile"), err)
	}
	return nil
}
