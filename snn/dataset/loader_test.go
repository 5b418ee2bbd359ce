package dataset

import (
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/sugarme/gotch"

	"gosnn/snn"
	"gosnn/snn/argument"
	"gosnn/snn/internal/tensortest"
	"gosnn/snn/tensormem"
)

// targetsOf copies a batch's labels, checks its images against them, and drops it.
func targetsOf(t testing.TB, b *Batch, err error) []int64 {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer b.Drop()
	v, err := tensormem.Open("targets", b.Targets, 1, gotch.Int64)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	labels := slices.Clone(tensormem.Slice[int64](v))
	shape, values := tensortest.Values(t, b.Data)
	if !reflect.DeepEqual(shape, []int64{int64(len(labels)), 1, 2, 2}) {
		t.Fatalf("shape %v for %d labels", shape, len(labels))
	}
	for i, x := range values {
		if x != float32(labels[i/4])/255 {
			t.Fatalf("image %d has value %v, want %d/255", i/4, x, labels[i/4])
		}
	}
	return labels
}

// epoch collects the labels of a pass, batch by batch.
func epoch(t testing.TB, l *Loader, seq func(func(*Batch, error) bool)) [][]int64 {
	t.Helper()
	var all [][]int64
	start := int64(0)
	for b, err := range seq {
		if err == nil && b.Start != start {
			t.Errorf("batch %d starts at %d, want %d", len(all), b.Start, start)
		}
		all = append(all, targetsOf(t, b, err))
		start += int64(len(all[len(all)-1]))
	}
	if len(all) != l.Len() {
		t.Errorf("%d batches, want Len %d", len(all), l.Len())
	}
	return all
}

func TestLoader(t *testing.T) {
	d := squares(t, 10)
	for _, prefetch := range []int{0, 1, 3, 1 << 40} {
		for _, c := range []struct {
			size int
			drop bool
			want [][]int64
		}{
			{4, false, [][]int64{{0, 1, 2, 3}, {4, 5, 6, 7}, {8, 9}}},
			{4, true, [][]int64{{0, 1, 2, 3}, {4, 5, 6, 7}}},
			{5, true, [][]int64{{0, 1, 2, 3, 4}, {5, 6, 7, 8, 9}}},
			{1 << 62, false, [][]int64{{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}}},
		} {
			l, err := NewLoader(d, BatchSize(c.size), DropLast(c.drop), Prefetch(prefetch))
			if err != nil {
				t.Fatal(err)
			}
			if got := epoch(t, l, l.Batches()); !reflect.DeepEqual(got, c.want) {
				t.Errorf("batches of %d: %v, want %v", c.size, got, c.want)
			}
			b, err := l.First()
			if got := targetsOf(t, b, err); !slices.Equal(got, c.want[0]) {
				t.Errorf("first of %d: %v, want %v", c.size, got, c.want[0])
			}
		}
	}
}

func TestShuffle(t *testing.T) {
	d := squares(t, 100)
	load := func(opts ...LoaderOption) *Loader {
		t.Helper()
		l, err := NewLoader(d, append(opts, BatchSize(32), Shuffle(true))...)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	l := load(Seed(42))
	var passes [][]int64
	for e := range uint32(3) {
		b, err := l.First()
		first := targetsOf(t, b, err)
		pass := slices.Concat(epoch(t, l, l.Batches())...)
		if sorted := slices.Sorted(slices.Values(pass)); !slices.Equal(sorted, labelsOf(t, d)) {
			t.Fatalf("epoch %d: images lost or doubled: %v", e, sorted)
		}
		if again := slices.Concat(epoch(t, l, l.Epoch(e))...); !slices.Equal(again, pass) {
			t.Errorf("epoch %d is %v, then %v", e, pass, again)
		}
		passes = append(passes, pass)
		if !slices.Equal(first, passes[0][:32]) {
			t.Errorf("First before epoch %d is not that of epoch 0", e)
		}
	}
	if slices.Equal(passes[0], passes[1]) || slices.Equal(passes[1], passes[2]) || slices.IsSorted(passes[0]) {
		t.Error("epochs are alike")
	}
	same := load(Seed(42), Prefetch(0))
	if got := slices.Concat(epoch(t, same, same.Batches())...); !slices.Equal(got, passes[0]) {
		t.Error("the same seed gives another order")
	}
	var seed uint64
	fresh := load(SeedUsed(&seed))
	again := load(Seed(seed))
	order := slices.Concat(epoch(t, fresh, fresh.Batches())...)
	if !slices.Equal(order, slices.Concat(epoch(t, again, again.Batches())...)) {
		t.Error("the seed read back gives another order")
	}
	if slices.Equal(order, passes[0]) {
		t.Error("a fresh seed gives the order of 42")
	}
}

// The order that belongs to a seed is kept from version to version: as a Fisher-Yates shuffle with Philox in Python gives it.
func TestShuffleGolden(t *testing.T) {
	l, err := NewLoader(squares(t, 10), BatchSize(10), Shuffle(true), Seed(42))
	if err != nil {
		t.Fatal(err)
	}
	for e, want := range [][]int64{{6, 3, 5, 8, 2, 9, 4, 1, 0, 7}, {8, 2, 4, 0, 1, 7, 5, 6, 3, 9}} {
		if got := epoch(t, l, l.Epoch(uint32(e))); !slices.Equal(got[0], want) {
			t.Errorf("epoch %d: %v, want %v", e, got[0], want)
		}
	}
}

// A loop that ends early leaves no goroutine behind, whatever way it ends.
func TestLoaderBreak(t *testing.T) {
	l, err := NewLoader(squares(t, 100), Prefetch(3))
	if err != nil {
		t.Fatal(err)
	}
	before := runtime.NumGoroutine()
	for range 50 {
		for b, err := range l.Batches() {
			targetsOf(t, b, err)
			break
		}
		func() {
			defer func() { recover() }()
			for b, err := range l.Batches() {
				targetsOf(t, b, err)
				panic("in the loop")
			}
		}()
	}
	if after := runtime.NumGoroutine(); after > before {
		t.Errorf("%d goroutines, %d before", after, before)
	}
}

// While the loop works on a batch, no more than Prefetch batches are read.
func TestPrefetchBound(t *testing.T) {
	read := make(chan struct{}, 1000)
	count := Lambda(func(img image.Image) (image.Image, error) {
		read <- struct{}{}
		return img, nil
	})
	for _, ahead := range []int{0, 1, 4} {
		l, err := NewLoader(squares(t, 100, WithTransform(Compose(count, ToTensor()))), Prefetch(ahead))
		if err != nil {
			t.Fatal(err)
		}
		taken := 0
		for b, err := range l.Batches() {
			targetsOf(t, b, err)
			taken++
			for len(read) < min(taken+ahead, 100) { // what is read ahead comes
				time.Sleep(time.Millisecond)
			}
			if taken < 5 {
				time.Sleep(5 * time.Millisecond) // and no more
			}
			if n := len(read); n > taken+ahead {
				t.Fatalf("%d batches read for %d taken, %d ahead", n, taken, ahead)
			}
		}
		for len(read) > 0 {
			<-read
		}
	}
}

func TestLoaderErrors(t *testing.T) {
	d := squares(t, 10)
	for name, c := range map[string]struct {
		opts []LoaderOption
		kind error
	}{
		"size 0":       {[]LoaderOption{BatchSize(0)}, argument.ErrRange},
		"prefetch -1":  {[]LoaderOption{Prefetch(-1)}, argument.ErrRange},
		"nothing left": {[]LoaderOption{BatchSize(11), DropLast(true)}, argument.ErrRange},
	} {
		if l, err := NewLoader(d, c.opts...); l != nil || !errors.Is(err, c.kind) {
			t.Errorf("%s: %v, want %q", name, err, c.kind)
		}
	}
	for _, none := range []*Loader{nil, {}} {
		if _, err := none.First(); !errors.Is(err, argument.ErrOption) {
			t.Errorf("first of none: %v", err)
		}
		for b, err := range none.Batches() {
			if b != nil || !errors.Is(err, argument.ErrOption) {
				t.Errorf("batches of none: %v", err)
			}
		}
		for b, err := range none.Epoch(0) {
			if b != nil || !errors.Is(err, argument.ErrOption) {
				t.Errorf("epoch of none: %v", err)
			}
		}
		if _, err := ToTimeSeries(none); none.Len() != 0 || !errors.Is(err, argument.ErrOption) {
			t.Errorf("series of none: %v", err)
		}
	}
}

// An error in the middle of a pass comes once, without a batch, and ends it.
func TestLoaderFails(t *testing.T) {
	dir := idxFolder(t, "train", 600, 20, 20)
	path := filepath.Join(dir, "train-images-idx3-ubyte")
	data, err := os.ReadFile(path)
	if err == nil {
		packed := zipped(data)
		err = os.WriteFile(path, packed[:len(packed)/2], 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	truncated, err := MNIST(Folder(dir))
	if err != nil {
		t.Fatal(err)
	}
	sizes := []image.Image{image.NewGray(image.Rect(0, 0, 2, 2)), image.NewGray(image.Rect(0, 0, 2, 2)), image.NewGray(image.Rect(0, 0, 1, 4))}
	mixed, err := New(sizes, []int64{0, 0, 0})
	if err != nil {
		t.Fatal(err)
	}
	boom := squares(t, 10, WithTransform(Compose(Lambda(func(img image.Image) (image.Image, error) {
		if img.(*image.Gray).Pix[0] == 5 {
			panic("boom")
		}
		return img, nil
	}), ToTensor())))
	large := squares(t, 129, WithTransform(Compose(Resize(4096, 4096), ToTensor())))
	for name, c := range map[string]struct {
		d    *Dataset
		size int
		kind error // nil: any
	}{
		"too large":   {large, 129, argument.ErrRange},
		"truncated":   {truncated, 10, ErrTruncated},
		"sizes":       {mixed, 3, argument.ErrShape},
		"panic":       {boom, 3, nil},
		"panic first": {boom, 5, nil},
	} {
		for _, prefetch := range []int{0, 2} {
			l, err := NewLoader(c.d, BatchSize(c.size), Prefetch(prefetch))
			if err != nil {
				t.Fatal(err)
			}
			var errs []error
			for b, err := range l.Batches() {
				if err != nil {
					errs = append(errs, err)
				}
				if (b == nil) != (err != nil) {
					t.Errorf("%s: batch %v, error %v", name, b, err)
				}
				b.Drop()
			}
			if len(errs) != 1 || c.kind != nil && !errors.Is(errs[0], c.kind) {
				t.Errorf("%s: errors %v, want one: %v", name, errs, c.kind)
			}
		}
	}
}

func TestBatchDrop(t *testing.T) {
	l, err := NewLoader(squares(t, 3))
	if err != nil {
		t.Fatal(err)
	}
	b, err := l.First()
	if err != nil {
		t.Fatal(err)
	}
	b.Drop()
	b.Drop()
	(*Batch)(nil).Drop()
	if b.Data.Ctensor() != nil || b.Targets.Ctensor() != nil {
		t.Error("a tensor is left")
	}
}

func BenchmarkLoaderEpoch(b *testing.B) {
	train := snn.Must(MNIST())
	for _, prefetch := range []int{0, 1} {
		for name, transform := range map[string]Transform{
			"plain": ToTensor(), "resize": Compose(Resize(14, 14), Grayscale(), ToTensor(), Normalize(0, 1))} {
			b.Run(fmt.Sprintf("%s/prefetch=%d", name, prefetch), func(b *testing.B) {
				d := &Dataset{train.source, train.selection, transform}
				l := snn.Must(NewLoader(d, BatchSize(128), Shuffle(true), Seed(1), Prefetch(prefetch)))
				for b.Loop() {
					for batch, err := range l.Batches() {
						if err != nil {
							b.Fatal(err)
						}
						batch.Drop()
					}
				}
			})
		}
	}
}

func ExampleLoader() {
	loader := snn.Must(NewLoader(snn.Must(MNIST()), BatchSize(128), Shuffle(true), Seed(42)))
	batch := snn.Must(loader.First())
	fmt.Println(loader.Len(), batch.Data.MustSize(), batch.Targets.MustSize())
	batch.Drop()
	// Output: 469 [128 1 28 28] [128]
}

func ExampleLoader_Batches() {
	subset := snn.Must(Subset(snn.Must(MNIST()), 200)) // 300 images
	loader := snn.Must(NewLoader(subset, BatchSize(128), Prefetch(2), OnProgress(func(done, total int) {
		fmt.Printf("batch %d of %d: ", done, total)
	})))
	for batch, err := range loader.Batches() {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(batch.Data.MustSize(), "from image", batch.Start)
		batch.Drop()
	}
	// Output:
	// batch 1 of 3: [128 1 28 28] from image 0
	// batch 2 of 3: [128 1 28 28] from image 128
	// batch 3 of 3: [44 1 28 28] from image 256
}

func ExampleLoader_Epoch() {
	loader := snn.Must(NewLoader(snn.Must(MNIST()), BatchSize(4), Shuffle(true), DropLast(true), Seed(42)))
	for epoch := range uint32(2) {
		for batch, err := range loader.Epoch(epoch) {
			if err != nil {
				fmt.Println(err)
				return
			}
			fmt.Println("epoch", epoch, snn.Sprint(batch.Targets))
			batch.Drop()
			break
		}
	}
	// Output:
	// epoch 0 tensor([6, 0, 4, 4])
	// epoch 1 tensor([5, 4, 2, 4])
}

func TestBatchTarget(t *testing.T) {
	l, err := NewLoader(squares(t, 3), BatchSize(3))
	if err != nil {
		t.Fatal(err)
	}
	b, err := l.First()
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		if got, err := b.Target(i); got != int64(i) || err != nil {
			t.Errorf("target %d is %d, %v", i, got, err)
		}
	}
	for _, i := range []int{-1, 3} {
		_, err := b.Target(i)
		tensortest.WantError(t, nil, err, "dataset.Batch.Target", "i", argument.ErrRange)
	}
	b.Drop()
	_, err = b.Target(0)
	tensortest.WantError(t, nil, err, "dataset.Batch.Target", "Targets", argument.ErrTensor)
}

// Passes have the orders of torch 2.1.2's DataLoader(shuffle=True) after torch.manual_seed(42).
func TestTorchSeedGolden(t *testing.T) {
	text, err := os.ReadFile("testdata/torchseed.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		N      int
		Epochs [][]int64
	}
	if err := json.Unmarshal(text, &cases); err != nil || len(cases) != 4 {
		t.Fatal(len(cases), err)
	}
	for _, c := range cases {
		images, labels := make([]image.Image, c.N), make([]int64, c.N)
		for i := range images {
			images[i], labels[i] = image.NewGray(image.Rect(0, 0, 1, 1)), int64(i)
		}
		d, err := New(images, labels)
		if err != nil {
			t.Fatal(err)
		}
		l, err := NewLoader(d, BatchSize(7), Shuffle(true), Seed(1), TorchSeed(42))
		if err != nil {
			t.Fatal(err)
		}
		for e, want := range c.Epochs {
			var got []int64
			for b, err := range l.Epoch(uint32(e)) {
				if err != nil {
					t.Fatal(err)
				}
				for i := range b.Targets.MustSize()[0] {
					label, err := b.Target(int(i))
					if err != nil {
						t.Fatal(err)
					}
					got = append(got, label)
				}
				b.Drop()
			}
			if !slices.Equal(got, want) {
				t.Errorf("%d images, epoch %d: %v, want %v", c.N, e, got, want)
			}
		}
	}
}
