package snn

// dataOptions are the settings of datasets and loaders.
type dataOptions struct {
	train        bool
	folder       string
	transform    *Transform
	subsetIndex  int
	batchSize    int
	shuffle      bool
	dropLast     bool
	prefetch     int
	progress     func(done, total int)
	sampleFactor int
}

// Train chooses the training images (true, unless given) or those for tests (false).
func Train(train bool) Option {
	return Option{"Train", func(o *options) { o.train = train }}
}

// Folder names the folder of a dataset's files: one for images and one for labels of each part, gzipped or not,
// with names such as train-images-idx3-ubyte and t10k-labels-idx1-ubyte.gz.
func Folder(dir string) Option {
	return Option{"Folder", func(o *options) { o.folder = dir }}
}

// WithTransform sets what is made of each image; without it, [ToTensor] alone.
func WithTransform(t Transform) Option {
	return Option{"WithTransform", func(o *options) { o.transform = &t }}
}

// SubsetIndex chooses which of the parts [DataSubset] returns: 0, the first, unless given.
func SubsetIndex(i int) Option {
	return Option{"SubsetIndex", func(o *options) { o.subsetIndex = i }}
}

// BatchSize sets the number of images in a batch, at least 1.
func BatchSize(n int) Option {
	return Option{"BatchSize", func(o *options) { o.batchSize = n }}
}

// Shuffle makes each pass over a [DataLoader] go through the images in another random order.
func Shuffle(shuffle bool) Option {
	return Option{"Shuffle", func(o *options) { o.shuffle = shuffle }}
}

// DropLast leaves out the last batch if it is smaller than the others.
func DropLast(drop bool) Option {
	return Option{"DropLast", func(o *options) { o.dropLast = drop }}
}

// Prefetch sets how many batches a [DataLoader] reads ahead on another thread while the loop works on one: 0 for none.
func Prefetch(n int) Option {
	return Option{"Prefetch", func(o *options) { o.prefetch = n }}
}

// OnProgress has f called before each batch of a pass is handed out, with the number of batches so far, this one
// included, and of all: to show how far a long pass is. It is called on the loop's own goroutine.
func OnProgress(f func(done, total int)) Option {
	return Option{"OnProgress", func(o *options) { o.progress = f }}
}

// SampleFactor sets that one of n pixels is taken, at least 1.
func SampleFactor(n int) Option {
	return Option{"SampleFactor", func(o *options) { o.sampleFactor = n }}
}

// checkTransform returns the transform that was asked for.
func (o *options) checkTransform(fn string) (Transform, error) {
	if o.transform == nil {
		return ToTensor(), nil
	}
	return *o.transform, o.transform.check(fn)
}
