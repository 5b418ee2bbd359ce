package setup

import "os/exec"

// noOrphan does nothing: the system has no such call. A program whose set-up was killed ends when it writes its next line.
func noOrphan(*exec.Cmd) (done func()) { return func() {} }
