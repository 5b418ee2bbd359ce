package hot

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Main is the command gosnn-kernel hot, which is not for users: it runs beside cells.
//
//	make          make the host, if there is none for the present state of what cells import
//	make-later    the same beside a notebook: once, quietly, and only if nobody else does
//	state         print whether cells are hot, after a test
//	link PROGRAM  link the cell that was compiled beside a program by Go's own linker, to that program
func Main(args []string) int {
	var err error
	switch {
	case len(args) == 1 && args[0] == "make":
		var h *Host
		if h, err = FromEnv().Make(); err == nil {
			fmt.Println(h.Dir)
		}
	case len(args) == 1 && args[0] == "state":
		var text string
		if text, err = FromEnv().State(); err == nil {
			fmt.Println(text)
		}
	case len(args) == 1 && args[0] == "make-later":
		err = FromEnv().makeBeside()
	case len(args) == 2 && args[0] == "link":
		err = Relink(filepath.Dir(args[1]), args[1])
	default:
		err = errors.New("usage: gosnn-kernel hot make | make-later | state | link PROGRAM")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "gosnn-kernel:", err)
		return 1
	}
	return 0
}
