// Package display sends what a cell shows to GoNB.
package display

import (
	"fmt"

	"github.com/janpfeifer/gonb/gonbui"
	"github.com/janpfeifer/gonb/gonbui/protocol"

	"gosnn/plots/display/order"
)

// Show sends a message after what was printed before, and returns when GoNB has it: the program may end then, and what it prints
// comes after.
func Show(message *protocol.DisplayData) error {
	order.AfterPrinted()
	gonbui.SendData(message)
	gonbui.Sync()
	if err := gonbui.Error(); err != nil {
		return fmt.Errorf("no display message to the kernel: %w", err)
	}
	return nil
}
