package plots

import (
	"bytes"
	"fmt"
	"os"
	"runtime/debug"
	"testing"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"
)

// TestFiguresFreeTensors: what a figure copies of a tensor in libtorch's memory is freed, whether it is drawn or refused.
func TestFiguresFreeTensors(t *testing.T) {
	spikes := must[*ts.Tensor](t)(ts.Zeros([]int64{1024, 512}, gotch.Int8, gotch.CPU)) // 2 MiB once it is float32
	defer spikes.MustDrop()
	bad := spikes.MustAddScalar(ts.IntScalar(2), false)
	defer bad.MustDrop()
	figures := func(n int) {
		for range n {
			must[*Figure](t)(Raster(spikes))
			must[*Figure](t)(Image(spikes))
			if _, err := Raster(bad); err == nil {
				t.Fatal("2 is a spike")
			}
		}
	}
	figures(5) // what is kept on purpose is there now
	before := residentMemory(t)
	figures(50)
	if grown := residentMemory(t) - before; grown > 100<<20 {
		t.Errorf("150 figures of tensors of 2 MiB have left %d MiB", grown>>20)
	}
}

// residentMemory is the memory of this process, in bytes, without what Go could give back.
func residentMemory(t *testing.T) int {
	debug.FreeOSMemory()
	content := must[[]byte](t)(os.ReadFile("/proc/self/statm"))
	var size, resident int
	if _, err := fmt.Fscan(bytes.NewReader(content), &size, &resident); err != nil {
		t.Fatal(err)
	}
	return resident * os.Getpagesize()
}
