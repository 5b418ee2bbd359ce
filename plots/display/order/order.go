// Package order has displays stand below what was printed before them.
//
// A cell's text and its displays take two ways to GoNB: standard output and error are pipes, gonbui's messages a third one, and GoNB
// reads each as it comes. Only the front, which sees what GoNB publishes, knows when a text is through. So a program asks it before each
// display, the front asks the program's stub how much was printed, and answers when it has seen that much.
package order

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"time"
)

// Variable is the environment variable that names the front's socket to a cell's program. Without a front it is not set, and the order is
// what GoNB makes of it.
const Variable = "GOSNN_ORDER"

// Verbs of a program's connection.
const (
	Show = "show" // the program is about to show something
	OK   = "ok"   // what it printed before is through
)

// patience is how long a display waits.
const patience = 2 * time.Second

// AfterPrinted returns when all that this program has printed is through, or cannot be waited for.
func AfterPrinted() {
	name := os.Getenv(Variable)
	if name == "" {
		return
	}
	conn, err := net.Dial("unix", name)
	if err != nil {
		return
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(patience))
	if _, err := fmt.Fprintln(conn, Show); err == nil {
		_, _ = bufio.NewReader(conn).ReadString('\n')
	}
}
