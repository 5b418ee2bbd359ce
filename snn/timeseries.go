package snn

import "github.com/sugarme/gotch/ts"

// DataToTimeSeries makes one long series out of a loader's images: each is flattened, every n-th of its values
// taken from the first on, and what is left put one after the other, [N*ceil(C*H*W/n)], float32, owned by the
// caller. n is the [SampleFactor], 1 unless given. The images come in the order of the loader's epoch 0.
//
// Six images of 14 x 14 at SampleFactor(2) give 588 time steps, for [Delta]:
//
//	series, err := snn.DataToTimeSeries(loader, snn.SampleFactor(2))
//
// Source: data_to_time_series of the tutorial.
func DataToTimeSeries(l *DataLoader, opts ...Option) (*ts.Tensor, error) {
	const fn = "DataToTimeSeries"
	o, err := parseOptions(fn, options{dataOptions: dataOptions{sampleFactor: 1}}, opts, "SampleFactor")
	if err != nil {
		return nil, err
	}
	if err := l.check(fn); err != nil {
		return nil, err
	}
	if o.sampleFactor < 1 {
		return nil, &ArgError{fn, "SampleFactor", o.sampleFactor, ">= 1 (pixels)", ErrRange}
	}
	var series []float32
	for r := range l.readings(0) {
		if r.err != nil {
			return nil, r.err
		}
		item := len(r.data) / len(r.targets)
		for ; len(r.data) > 0; r.data = r.data[item:] {
			for i := 0; i < item; i += o.sampleFactor {
				series = append(series, r.data[i])
			}
		}
	}
	return copyTensor(fn, series, []int64{int64(len(series))})
}
