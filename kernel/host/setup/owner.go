package setup

import (
	"os"
	"syscall"

	"gosnn/kernel/internal/owner"
)

// checkOwners refuses a folder that another user could change, or replace by another. Who owns the source tree is trusted, as their code
// runs anyway.
func (h Home) checkOwners(dir string) error {
	if info, err := os.Stat(h.Root); err == nil {
		return owner.Check(dir, info.Sys().(*syscall.Stat_t).Uid)
	}
	return owner.Check(dir)
}

// checkFolder is [Home.checkOwners] for all that programs of this module's are built from.
func (h Home) checkFolder() (string, error) {
	for _, dir := range []string{h.Dir, h.Bin(), h.path("go", "build"), h.modules()} {
		if err := h.checkOwners(dir); err != nil {
			return "", err
		}
	}
	return h.Dir, nil
}
