// Package display sends what a cell shows to GoNB, in the order in which the cell printed and showed.
//
// A cell's text and its displays take two ways: standard output and error are pipes, gonbui's messages a third one, and GoNB reads
// each as it comes. A figure can overtake the line that was printed before it.
package display

import (
	"fmt"
	"os"
	"time"

	"github.com/janpfeifer/gonb/gonbui"
	"github.com/janpfeifer/gonb/gonbui/protocol"
)

// Show sends a message after what was printed before, and returns when GoNB has it: the program may end then, and what it prints
// comes after.
func Show(message *protocol.DisplayData) error {
	afterPrinted()
	gonbui.SendData(message)
	gonbui.Sync()
	if err := gonbui.Error(); err != nil {
		return fmt.Errorf("no display message to the kernel: %w", err)
	}
	return nil
}

// patience is how long a display waits for a reader of what was printed.
const patience = time.Second

// afterPrinted waits until GoNB has read what is printed, and then for an answer of GoNB's: it passes on what it has read meanwhile.
func afterPrinted() {
	for end := time.Now().Add(patience); (unread(os.Stdout) || unread(os.Stderr)) && time.Now().Before(end); {
		time.Sleep(50 * time.Microsecond)
	}
	gonbui.Sync()
}
