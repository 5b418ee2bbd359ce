package snn

import (
	"fmt"
	"math"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/tensormem"
)

// ToOneHot turns class indices into one-hot vectors: out[b, targets[b]] = 1, all else 0.
//
// targets [B] holds whole numbers in [0, numClasses-1], of any numeric dtype. The result is float32
// [B x numClasses]. The caller keeps targets and owns the result.
//
// Errors: numClasses below 1, a target that is no class index, targets that are not 1-d.
// snnTorch: spikegen.to_one_hot.
func ToOneHot(targets *ts.Tensor, numClasses int) (oneHot *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.ToOneHot")
	classes, device, err := classIndices(targets, numClasses)
	if err != nil {
		return nil, err
	}
	return toOneHot(classes, numClasses, device)
}

// toOneHot is ToOneHot for checked indices.
func toOneHot(classes []int, numClasses int, device int32) (*ts.Tensor, error) {
	out, oneHot, err := tensormem.New[float32]([]int64{int64(len(classes)), int64(numClasses)})
	if err != nil {
		return nil, err
	}
	clear(oneHot)
	for b, c := range classes {
		oneHot[b*numClasses+c] = 1
	}
	return tensormem.ToDevice(out, device)
}

// FromOneHot turns one-hot vectors back into class indices; it undoes [ToOneHot].
//
// oneHot [B x C], of any numeric dtype, has one 1 in each row and 0 elsewhere. The result is int64 [B]. The caller
// keeps oneHot and owns the result.
//
// Errors: an oneHot that is not 2-d, a row that is not one-hot.
// snnTorch: spikegen.from_one_hot as documented; version 1.0.0 returns the numbers of the rows instead.
func FromOneHot(oneHot *ts.Tensor) (targets *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.FromOneHot")
	data, v, err := tensormem.OpenFloats("oneHot", oneHot, 2)
	if err != nil {
		return nil, err
	}
	defer v.Close()
	if len(v.Shape) != 2 {
		return nil, argument.New("oneHot", fmt.Sprintf("of shape %v", v.Shape), "[B x C]", ErrShape)
	}
	classes := make([]int64, v.Shape[0])
	c := int(v.Shape[1])
	for b := range classes {
		if classes[b] = hotIndex(data[b*c : (b+1)*c]); classes[b] < 0 {
			return nil, argument.New("oneHot", fmt.Sprintf("not one-hot in row %d", b), "one 1 a row, 0 elsewhere", ErrRange)
		}
	}
	out, err := tensormem.Of(classes, v.Shape[:1])
	if err != nil {
		return nil, err
	}
	return tensormem.ToDevice(out, v.Device)
}

// hotIndex returns the place of the single 1 in a row of zeros, or -1.
func hotIndex(row []float32) int64 {
	hot := int64(-1)
	for i, x := range row {
		switch {
		case x == 1 && hot < 0:
			hot = int64(i)
		case x != 0:
			return -1
		}
	}
	return hot
}

// ToOneHotInverse swaps the classes that are on with those that are off: 1 where oneHot is 0, and 0 elsewhere.
//
// oneHot has any shape and numeric dtype; the result is float32 of the same shape. The caller keeps oneHot and owns
// the result.
//
// Errors: NaN or an infinity.
// snnTorch: spikegen.to_one_hot_inverse.
func ToOneHotInverse(oneHot *ts.Tensor) (inverse *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.ToOneHotInverse")
	data, v, err := tensormem.OpenFloats("oneHot", oneHot, 0)
	if err != nil {
		return nil, err
	}
	defer v.Close()
	if err := checkFinite("oneHot", data); err != nil {
		return nil, err
	}
	out, values, err := tensormem.New[float32](v.Shape)
	if err != nil {
		return nil, err
	}
	for i, x := range data {
		values[i] = 0
		if x == 0 {
			values[i] = 1
		}
	}
	return tensormem.ToDevice(out, v.Device)
}

// classIndices checks and reads class indices [B], and returns their device. float32 holds every index below 2^24 exactly.
func classIndices(targets *ts.Tensor, numClasses int) ([]int, int32, error) {
	if numClasses < 1 || numClasses > 1<<24 {
		return nil, tensormem.CPU, argument.New("numClasses", numClasses, ">= 1 and <= 2^24", ErrRange)
	}
	data, v, err := tensormem.OpenFloats("targets", targets, 1)
	if err != nil {
		return nil, tensormem.CPU, err
	}
	defer v.Close()
	if len(v.Shape) != 1 {
		return nil, tensormem.CPU, argument.New("targets", fmt.Sprintf("of shape %v", v.Shape), "[B]", ErrShape)
	}
	if err := checkFinite("targets", data); err != nil {
		return nil, tensormem.CPU, err
	}
	classes := make([]int, len(data))
	for b, x := range data {
		if x < 0 || x >= float32(numClasses) || x != float32(math.Trunc(float64(x))) {
			return nil, tensormem.CPU, argument.New("targets", fmt.Sprintf("%v at element %d", x, b),
				fmt.Sprintf("a class index from 0 to %d", numClasses-1), ErrRange)
		}
		classes[b] = int(x)
	}
	return classes, v.Device, nil
}
