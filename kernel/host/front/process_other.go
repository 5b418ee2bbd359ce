//go:build !linux

package front

import "os/exec"

// startWithParent starts a command. Here the system does not end it with this process: Jupyter ends the group of both.
func startWithParent(cmd *exec.Cmd) (ended <-chan error, err error) {
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	waited := make(chan error, 1)
	go func() { waited <- cmd.Wait() }()
	return waited, nil
}

// endWithParent does nothing here: a gopls whose GoNB was killed stays until it is ended by hand.
func endWithParent() error { return nil }

// ownSession reports that sessions say nothing of processors here.
func ownSession() bool { return false }

func setSessionPriority(int) {}

// mentioning returns processes whose command line names a folder, where the system has a cheap way to ask: not here.
func mentioning(string) []int { return nil }

// children returns the processes that a process has started, where the system has a cheap way to ask: not here.
func children(int) map[int]string { return nil }
