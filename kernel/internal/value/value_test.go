package value_test

import (
	binaryorder "encoding/binary"
	"errors"
	"math"
	"math/big"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/kernel/internal/store"
	"gosnn/kernel/internal/value"
	"gosnn/snn/neuron"
	"gosnn/snn/nn"
	"gosnn/snn/tensormem"
)

var testKey = strings.Repeat("ab", 32)

func openStore(t testing.TB) *store.Store {
	t.Helper()
	s, err := store.Open(store.Config{Dir: t.TempDir(), Notebook: "n", Limit: store.DefaultLimit})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// save writes a value to a store.
func save(s *store.Store, v any) error {
	d, err := s.New(store.Meta{Name: "v", Key: testKey})
	if err != nil {
		return err
	}
	defer d.Discard()
	tensors, err := value.Encode(d, reflect.ValueOf(v))
	if err != nil {
		return err
	}
	return d.Commit(tensors)
}

// load reads what save has written into *v.
func load(t testing.TB, s *store.Store, v any) error {
	t.Helper()
	kept, err := s.Get("v", testKey)
	if err != nil || kept == nil {
		t.Fatalf("the value is not there: %v", err)
	}
	defer kept.Close()
	return value.Decode(kept, reflect.ValueOf(v).Elem())
}

// keepAndLoad writes a value and reads it back.
func keepAndLoad[T any](t testing.TB, s *store.Store, v T) (back T, err error) {
	t.Helper()
	if err := value.Check(reflect.TypeFor[T]()); err != nil {
		return back, err
	}
	if err := save(s, v); err != nil {
		return back, err
	}
	if err := load(t, s, &back); err != nil {
		t.Fatalf("%T was saved, but cannot be loaded: %v", v, err)
	}
	_ = s.ForgetAll() // mapped files may be removed
	return back, nil
}

// network is a value with tensors in it.
type network struct {
	Name    string
	Weights []*ts.Tensor
	ByLayer map[string]layer
	Best    *layer
	Missing *ts.Tensor
	Pair    [2]*ts.Tensor
	Loss    []float64
	Made    time.Time
}

type layer struct {
	W    *ts.Tensor
	Beta float64
}

// tensorOf makes a float32 tensor of a shape, its elements counted from first.
func tensorOf(t testing.TB, first float32, shape ...int64) *ts.Tensor {
	t.Helper()
	x, err := tensormem.Fill(shape, gotch.Float, func(elements []byte) error {
		for i := range len(elements) / 4 {
			binaryorder.LittleEndian.PutUint32(elements[4*i:], math.Float32bits(first+float32(i)))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func equalTensors(t *testing.T, what string, got, want *ts.Tensor) {
	t.Helper()
	if got == nil || want == nil {
		if got != want {
			t.Errorf("%s: one is nil", what)
		}
		return
	}
	a, err := tensormem.Storable(got)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	b, err := tensormem.Storable(want)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(a, b) {
		t.Errorf("%s: %+v, want %+v", what, a, b)
		return
	}
	_ = tensormem.Read(got, func(x []byte) error {
		return tensormem.Read(want, func(y []byte) error {
			if string(x) != string(y) {
				t.Errorf("%s: other elements", what)
			}
			return nil
		})
	})
}

func TestStruct(t *testing.T) {
	shared := tensorOf(t, 1, 2, 3)
	n := network{
		Name: "net", Weights: []*ts.Tensor{shared, nil, tensorOf(t, 7, 4)},
		ByLayer: map[string]layer{"in": {tensorOf(t, 3, 2), 0.9}, "out": {nil, 0.5}},
		Best:    &layer{shared, 0.7}, Pair: [2]*ts.Tensor{tensorOf(t, 5), nil},
		Loss: []float64{1, math.Inf(1)}, Made: time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC),
	}
	got, err := keepAndLoad(t, openStore(t), n)
	if err != nil {
		t.Fatal(err)
	}
	equalTensors(t, "Weights[0]", got.Weights[0], shared)
	equalTensors(t, "Weights[1]", got.Weights[1], nil)
	equalTensors(t, "Weights[2]", got.Weights[2], n.Weights[2])
	equalTensors(t, "ByLayer[in].W", got.ByLayer["in"].W, n.ByLayer["in"].W)
	equalTensors(t, "Pair[0]", got.Pair[0], n.Pair[0])
	if got.Best.W != got.Weights[0] {
		t.Error("one tensor at two places became two")
	}
	if got.Name != "net" || len(got.ByLayer) != 2 || got.ByLayer["out"].Beta != 0.5 || got.Best.Beta != 0.7 || got.Missing != nil ||
		!reflect.DeepEqual(got.Loss, n.Loss) || !got.Made.Equal(n.Made) {
		t.Errorf("got %+v", got)
	}
}

// TestState keeps what packages nn and neuron go on from: maps of tensors, some of which require a gradient, and the state of neurons.
func TestState(t *testing.T) {
	type training struct {
		Net     map[string]*ts.Tensor
		Neurons []neuron.State
		Rate    float64
	}
	v := training{Rate: 1e-3, Net: map[string]*ts.Tensor{"0.weight": tensorOf(t, 1, 2, 3).MustSetRequiresGrad(true, true), "step": tensorOf(t, 5)}}
	v.Neurons = append(v.Neurons, neuron.State{}, neuron.State{Membrane: tensorOf(t, 0, 4)})
	got, err := keepAndLoad(t, openStore(t), v)
	if err != nil {
		t.Fatal(err)
	}
	for name, x := range v.Net {
		equalTensors(t, name, got.Net[name], x)
	}
	equalTensors(t, "membrane", got.Neurons[1].Membrane, v.Neurons[1].Membrane)
	if got.Rate != v.Rate || got.Neurons[0].Membrane != nil {
		t.Errorf("got %+v", got)
	}
	if err := value.Check(reflect.TypeFor[*nn.Network]()); err == nil || !strings.Contains(err.Error(), "exported") {
		t.Errorf("a network itself: %v, want that its fields are not exported", err)
	}
}

// tree is a recursive type that encoding/gob takes.
type tree struct {
	Value       int
	Left, Right *tree
}

type ring struct {
	Next *ring
	T    *ts.Tensor
}

func TestPlain(t *testing.T) {
	s := openStore(t)
	for _, v := range []int{0, -3} {
		if got, err := keepAndLoad(t, s, v); got != v || err != nil {
			t.Errorf("got %v, %v, want %v", got, err, v)
		}
	}
	if got, err := keepAndLoad(t, s, &tree{1, &tree{2, nil, nil}, nil}); err != nil || got.Left.Value != 2 || got.Right != nil {
		t.Errorf("tree: %+v, %v", got, err)
	}
	if got, err := keepAndLoad(t, s, big.NewInt(1<<40)); err != nil || got.Int64() != 1<<40 {
		t.Errorf("big.Int: %v, %v", got, err)
	}
	if got, err := keepAndLoad(t, s, (*int)(nil)); got != nil || err != nil {
		t.Errorf("nil: %v, %v", got, err)
	}
	if got, err := keepAndLoad(t, s, []*int{new(int), new(int)}); err != nil || len(got) != 2 || *got[1] != 0 {
		t.Errorf("pointers: %v, %v", got, err)
	}
	if got, err := keepAndLoad(t, s, map[string][]string{"a": {"b"}, "c": nil}); err != nil || got["a"][0] != "b" || len(got) != 2 {
		t.Errorf("map: %v, %v", got, err)
	}
	if got, err := keepAndLoad(t, s, []*ts.Tensor(nil)); got != nil || err != nil {
		t.Errorf("no tensors: %v, %v", got, err)
	}
}

// TestRefused gives values that cannot be kept although their types can.
func TestRefused(t *testing.T) {
	s := openStore(t)
	dropped := tensorOf(t, 0, 2)
	dropped.MustDrop()
	sparse := tensorOf(t, 0, 2, 2).MustToSparseSparseDim(2, true)
	rows := tensorOf(t, 0, 2, 2).Must_ToSparseCsr([]int64{0}, true)
	for what, x := range map[string]*ts.Tensor{"dropped": dropped, "undefined": ts.NewTensor(), "sparse": sparse, "compressed rows": rows} {
		if _, err := keepAndLoad(t, s, x); !errors.Is(err, value.ErrValue) {
			t.Errorf("%s: error %v, want ErrValue", what, err)
		}
	}
	r := &ring{T: tensorOf(t, 0, 2)}
	r.Next = r
	if _, err := keepAndLoad(t, s, r); !errors.Is(err, value.ErrValue) {
		t.Errorf("ring: error %v, want ErrValue", err)
	}
	loop := &tree{}
	loop.Left = loop
	if _, err := keepAndLoad(t, s, loop); !errors.Is(err, value.ErrValue) {
		t.Errorf("ring without tensors: error %v, want ErrValue", err)
	}
	if _, err := keepAndLoad(t, s, []tree{*loop}); !errors.Is(err, value.ErrValue) {
		t.Errorf("ring in a slice: error %v, want ErrValue", err)
	}
	if list, err := s.List(); len(list) != 0 || err != nil {
		t.Errorf("left %v, %v", list, err)
	}
}

// TestOtherType reads a value as one of another type.
func TestOtherType(t *testing.T) {
	s := openStore(t)
	if err := save(s, "a string"); err != nil {
		t.Fatal(err)
	}
	var n int
	if err := load(t, s, &n); err == nil {
		t.Error("a string was read as a number")
	}
}

// TestNoRoom writes values to a store that has no room for them. That is no fault of the values: Keep is to give what was computed,
// and does where the error is not ErrValue.
func TestNoRoom(t *testing.T) {
	text := strings.Repeat("spike", 1000)
	for what, v := range map[string]any{"tensor": tensorOf(t, 0, 1000), "slice": make([]float64, 1000), "struct": layer{tensorOf(t, 0, 1000), 0.5}, "text": &text} {
		s, err := store.Open(store.Config{Dir: t.TempDir(), Notebook: "n", Limit: 1000})
		if err != nil {
			t.Fatal(err)
		}
		if err := save(s, v); !errors.Is(err, store.ErrTooLarge) || errors.Is(err, value.ErrValue) {
			t.Errorf("%s: error %v, want ErrTooLarge alone", what, err)
		}
		s.Close()
	}
}
