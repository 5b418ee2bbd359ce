package snn

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"testing"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/tensortest"
	"gosnn/snn/tensormem"
)

const mib = 1 << 20

// processMemory reads a line of /proc/self/status, in bytes.
func processMemory(t testing.TB, line string) int {
	t.Helper()
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	kib := 0
	_, rest, found := bytes.Cut(text, []byte(line+":"))
	if _, err := fmt.Sscan(string(rest), &kib); !found || err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return kib * 1024
}

// peakOver is how much more than the memory before it the process holds at most while f runs.
func peakOver(t testing.TB, f func()) int {
	t.Helper()
	debug.FreeOSMemory()
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil { // the peak is now what is held
		t.Fatal(err)
	}
	before := processMemory(t, "VmRSS")
	f()
	return processMemory(t, "VmHWM") - before
}

// bigEncoders are calls with [100 x 1024 x 1 x 28 x 28] values in or out, 306 MiB, and what they may take.
var bigEncoders = []struct {
	name          string
	input, output []int64
	encode        func(*ts.Tensor) (*ts.Tensor, error)
}{
	{"Rate", []int64{1024, 1, 28, 28}, []int64{100, 1024, 1, 28, 28},
		func(x *ts.Tensor) (*ts.Tensor, error) { return Rate(x, NumSteps(100), Seed(1)) }},
	{"Latency", []int64{1024, 1, 28, 28}, []int64{100, 1024, 1, 28, 28},
		func(x *ts.Tensor) (*ts.Tensor, error) {
			return Latency(x, NumSteps(100), Linear(true), Normalize(true))
		}},
	{"RateConv", []int64{100, 1024, 1, 28, 28}, []int64{100, 1024, 1, 28, 28},
		func(x *ts.Tensor) (*ts.Tensor, error) { return RateConv(x, Seed(1)) }},
	{"Delta", []int64{100, 1024, 1, 28, 28}, []int64{100, 1024, 1, 28, 28},
		func(x *ts.Tensor) (*ts.Tensor, error) { return Delta(x, OffSpike(true)) }},
}

// bigPeak is what an encoder holds at most, over its input, which is there before, and its output.
func bigPeak(t testing.TB, input, output []int64, encode func(*ts.Tensor) (*ts.Tensor, error)) int {
	x, data, err := tensormem.New[float32](input)
	if err != nil {
		t.Fatal(err)
	}
	defer x.MustDrop()
	for i := range data {
		data[i] = float32(i%256) / 255
	}
	peak := peakOver(t, func() {
		spikes, err := encode(x)
		if err != nil {
			t.Fatal(err)
		}
		spikes.MustDrop()
	})
	return peak - 4*tensormem.Numel(output)
}

// No encoder needs more than its input, its output and 16 MiB.
func TestPeakMemory(t *testing.T) {
	for _, c := range bigEncoders {
		if over := bigPeak(t, c.input, c.output, c.encode); over > 16*mib {
			t.Errorf("%s: %d MiB besides input and output", c.name, over/mib)
		}
	}
}

func BenchmarkPeakMemory(b *testing.B) {
	for _, c := range bigEncoders {
		b.Run(c.name, func(b *testing.B) {
			over := 0
			for b.Loop() {
				over = max(over, bigPeak(b, c.input, c.output, c.encode))
			}
			b.ReportMetric(float64(over)/mib, "MiB-over")
			if over > 16*mib {
				b.Errorf("%d MiB besides input and output", over/mib)
			}
		})
	}
}

// Ten thousand calls leave nothing behind: no tensor, and no memory.
func TestNoGrowth(t *testing.T) {
	x, bad := tensortest.Of(t, tensortest.Ramp(784), 1, 784), tensortest.Of(t, []float32{0, tensortest.NaN})
	bytes := tensortest.Of(t, make([]uint8, 784), 784)
	view := tensortest.Owned(t, x.MustT(false), nil)
	calls := []func() (*ts.Tensor, error){
		func() (*ts.Tensor, error) { return Rate(x, NumSteps(10), Seed(1)) },
		func() (*ts.Tensor, error) { return Rate(view, NumSteps(10), Seed(1)) },
		func() (*ts.Tensor, error) { return Rate(bad, NumSteps(10)) },
		func() (*ts.Tensor, error) { return RateConv(bytes) },
		func() (*ts.Tensor, error) { return Latency(x, NumSteps(10), Normalize(true)) },
		func() (*ts.Tensor, error) { return Latency(bytes, NumSteps(10), Linear(true), Interpolate(true)) },
		func() (*ts.Tensor, error) { return Latency(x, NumSteps(10)) }, // its last spike is too late
		func() (*ts.Tensor, error) { return Delta(view, OffSpike(true)) },
		func() (*ts.Tensor, error) { return ConvertToTime(bytes) },
		func() (*ts.Tensor, error) {
			times, below, err := LatencyCode(x)
			if err == nil {
				below.MustDrop()
			}
			return times, err
		},
		func() (*ts.Tensor, error) { return RateInterpolate(bytes, NumSteps(3)) },
		func() (*ts.Tensor, error) { return LatencyInterpolate(bytes, NumSteps(3)) },
		func() (*ts.Tensor, error) { return LatencyInterpolate(bad, NumSteps(3)) },
	}
	run := func(times int) {
		for i := range times {
			if spikes, err := calls[i%len(calls)](); err == nil {
				spikes.MustDrop()
			}
		}
		runtime.GC()
		debug.FreeOSMemory()
	}
	run(1000)
	tensors := len(ts.ExistingTensors)
	tensortest.NoGrowth(t, 4*mib, func() { run(10_000) })
	if left := len(ts.ExistingTensors) - tensors; left > 0 {
		t.Errorf("%d tensors were left", left)
	}
}
