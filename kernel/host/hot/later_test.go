package hot

import (
	"slices"
	"testing"

	"gosnn/kernel/host/stub/protocol"
)

// The module of a new host would take the place of the notebook's in what the front knows: errors of cells had no lines then.
func TestMakeLater(t *testing.T) {
	t.Setenv(protocol.Variable, "/tmp/front/stubs")
	env := later("gosnn-kernel").Environ()
	if !slices.Contains(env, protocol.Variable+"=") || slices.Contains(env, protocol.Variable+"=/tmp/front/stubs") {
		t.Errorf("the environment of what makes a host: %q", env)
	}
}
