package kernel_test

import "testing"

// sessionCell is a long session in one program: encoders, figures, and a kept value that is mapped, again and again. Once
// it has what it needs, neither its memory nor the number of its tensors, files and mappings grows.
const sessionCell = `package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/kernel"
	"gosnn/plots"
	"gosnn/snn"
)

func images() (*ts.Tensor, error) {
	return ts.Full([]int64{64, 1, 28, 28}, ts.FloatScalar(0.3), gotch.Float, gotch.CPU)
}

// round is what some cells of a lecture do.
func round(seed uint64) {
	x := kernel.Keep("images", images)
	defer x.MustDrop()
	spikes := snn.Must(snn.Rate(x, snn.NumSteps(50), snn.Seed(seed)))
	defer spikes.MustDrop()
	latency := snn.Must(snn.Latency(x, snn.NumSteps(50), snn.Tau(5)))
	defer latency.MustDrop()
	sample := snn.Must(snn.Index(spikes, ":, 0, 0"))
	defer sample.MustDrop()
	if seed%4 > 0 {
		return
	}
	moving := snn.Must(plots.Animator(sample))
	flat := sample.MustReshape([]int64{50, 784}, false)
	defer flat.MustDrop()
	raster := snn.Must(plots.Raster(flat))
	for _, figure := range []*plots.Figure{moving, raster} {
		snn.Must(figure.HTML())
		snn.Must(figure.PNG())
	}
}

// held is what the process has: resident memory in MiB, live tensors, open files and mapped ones.
func held() [4]int {
	runtime.GC() // and gotch's finalizers
	runtime.GC()
	debug.FreeOSMemory()
	var size, resident int
	statm := string(snn.Must(os.ReadFile("/proc/self/statm")))
	fmt.Sscan(statm, &size, &resident)
	maps := string(snn.Must(os.ReadFile("/proc/self/maps")))
	return [4]int{resident * os.Getpagesize() >> 20, len(ts.ExistingTensors), len(snn.Must(os.ReadDir("/proc/self/fd"))), strings.Count(maps, "images@")}
}

func main() {
	for i := range uint64(200) { // until then memory that was freed is kept for what comes
		round(i)
	}
	// A round uses 20 MB; on a busy machine malloc is left with several of their pieces, but not with more of them each time.
	var before, after [4]int
	for range 4 {
		before = held()
		for i := range uint64(100) {
			round(i)
		}
		if after = held(); after[0]-before[0] < 48 {
			break
		}
	}
	fmt.Println(after[0]-before[0] < 48, after[1] <= before[1], after[2] <= before[2], after[3] <= before[3])
	if after[0]-before[0] >= 48 || after[1] > before[1] || after[2] > before[2] || after[3] > before[3] {
		fmt.Println("MiB, tensors, files, mappings: before", before, "after", after)
	}
}
`

func TestLongSession(t *testing.T) {
	n := newNotebook(t)
	n.build(sessionCell)
	n.want("100 rounds leave no more memory, tensors, files and mappings", []string{"true true true true"})
}
