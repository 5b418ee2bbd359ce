package e2e

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"testing"
)

// TestMain has four tests or more run at a time, since they wait for programs as long as they work: -parallel changes that. The flags
// are read later, by m.Run.
func TestMain(m *testing.M) {
	if err := flag.Set("test.parallel", fmt.Sprint(max(4, runtime.GOMAXPROCS(0)))); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}
