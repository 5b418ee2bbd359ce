package snn

import (
	"errors"
	"math"
	"testing"

	"github.com/sugarme/gotch"

	"gosnn/snn/internal/tensortest"
	"gosnn/snn/tensormem"
)

// Whatever the options and the data, an encoder returns spikes that are well formed or an ArgError; it never panics.
func FuzzEncoders(f *testing.F) {
	f.Add(10, 1.0, 0.01, 1e-7, 0, 1.0, 0.0, uint16(0), uint8(gotch.Float), []byte{0, 128, 255})
	f.Add(-1, math.Inf(1), 1.0, 0.0, -1, math.NaN(), 2.0, uint16(0xffff), uint8(gotch.Bool), []byte{})
	f.Add(5, 5.0, 0.5, 1e-12, 9, 0.0, 1.0, uint16(0x15), uint8(gotch.ComplexFloat), []byte{7})
	f.Fuzz(func(t *testing.T, steps int, tau, threshold, epsilon float64, first int, on, off float64, flags uint16, dtype uint8,
		values []byte) {
		steps, values = steps%300, values[:min(len(values), 300)]
		tau, first = math.Mod(tau, 1e3), first%1000 // Bypass and TimeVarInput make room for as many steps
		if bypass := flags&1 != 0; bypass && flags&2 != 0 {
			steps = 0
		}
		x, data, err := tensormem.New[float32]([]int64{int64(len(values))})
		tensortest.Owned(t, x, err)
		for i, b := range values {
			data[i] = float32(b) / 255
			if b == 13 && flags&4 != 0 {
				data[i] = float32(tau)
			}
		}
		flag := func(bit int) bool { return flags>>bit&1 != 0 }
		all := []any{Tau(tau), Threshold(threshold), Epsilon(epsilon), FirstSpikeTime(first), OnTarget(on), OffTarget(off),
			Clip(flag(4)), Normalize(flag(5)), Linear(flag(6)), Interpolate(flag(7)), Bypass(flag(0)), DType(gotch.DType(dtype)),
			Gain(on), Offset(off), TimeVarInput(flag(8)), Padding(flag(9)), OffSpike(flag(10)), Seed(uint64(flags)), SampleIndex(int64(first))}
		if steps != 0 {
			all = append(all, NumSteps(steps))
		}
		for fn, encode := range map[string]encoder{"Rate": encoderOf(Rate), "RateConv": encoderOf(RateConv), "Latency": encoderOf(Latency),
			"Delta": encoderOf(Delta), "ConvertToTime": encoderOf(ConvertToTime), "LatencyInterpolate": encoderOf(LatencyInterpolate),
			"RateInterpolate": encoderOf(RateInterpolate), "LatencyCode": encoderOf(latencyTimes)} {
			out, err := encode(x, all...)
			var arg *ArgError
			if err != nil {
				if out != nil || !errors.As(err, &arg) || arg.Func != "snn."+fn {
					t.Fatalf("%s: %v", fn, err)
				}
				continue
			}
			_, got := tensortest.Values(t, tensortest.Owned(t, out, nil))
			for i, v := range got {
				if fn != "ConvertToTime" && v-v != 0 && !(math.Abs(on) > 1e30 || math.Abs(off) > 1e30) {
					t.Fatalf("%s: element %d is %v", fn, i, v)
				}
			}
		}
	})
}
