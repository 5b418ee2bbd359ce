package dataset

import (
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/tensormem"
)

// A SeriesOption is an option of [ToTimeSeries].
type SeriesOption interface{ series(*seriesConfig) }

type seriesConfig struct{ factor int }

// SampleFactor sets that one of n pixels is taken, at least 1.
//
// Taken by [ToTimeSeries].
type SampleFactor int

func (n SampleFactor) series(c *seriesConfig) { c.factor = int(n) }

// ToTimeSeries makes one long series out of a loader's images: each is flattened, every n-th of its values
// taken from the first on, and what is left put one after the other, [N*ceil(C*H*W/n)], float32, owned by the
// caller. The images come in the order of the loader's epoch 0.
//
// Six images of 14 x 14 at SampleFactor(2) give 588 time steps, for [gosnn/snn.Delta]:
//
//	series, err := dataset.ToTimeSeries(loader, dataset.SampleFactor(2))
//
// Options: [SampleFactor] (n = 1).
// Source: data_to_time_series of the tutorial.
func ToTimeSeries(l *Loader, opts ...SeriesOption) (series *ts.Tensor, err error) {
	defer argument.Name(&err, "dataset.ToTimeSeries")
	c := seriesConfig{factor: 1}
	if err := argument.Apply(opts, func(o SeriesOption) { o.series(&c) }); err != nil {
		return nil, err
	}
	if err := l.check(); err != nil {
		return nil, err
	}
	if c.factor < 1 {
		return nil, argument.New("SampleFactor", c.factor, ">= 1 (pixels)", argument.ErrRange)
	}
	var values []float32
	for r := range l.readings(0) {
		if r.err != nil {
			return nil, r.err
		}
		item := len(r.data) / len(r.targets)
		for ; len(r.data) > 0; r.data = r.data[item:] {
			for i := 0; i < item; i += c.factor {
				values = append(values, r.data[i])
			}
		}
	}
	return tensormem.Of(values, []int64{int64(len(values))})
}
