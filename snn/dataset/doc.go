// Package dataset opens labelled images and gives them in batches of tensors, as torchvision and PyTorch's DataLoader do.
//
// [MNIST] and others open a [Dataset]; a [Transform] makes numbers of its images; a [Loader] gives them in batches
// [B x C x H x W] with their labels:
//
//	var transform = dataset.Compose(dataset.Resize(28, 28), dataset.Grayscale(), dataset.ToTensor(), dataset.Normalize(0, 1))
//	var train = snn.Must(dataset.MNIST(dataset.WithTransform(transform)))
//	var loader = snn.Must(dataset.NewLoader(train, dataset.BatchSize(128), dataset.Shuffle(true), dataset.Seed(42)))
//	var batch = snn.Must(loader.First())
//
// [Subset] and [ValidSplit] select images, [ToTimeSeries] makes one long series of them, [OpenImage] reads a picture of one's own.
//
// Settings are options. Arguments are checked before any work is done: what is wrong with one is in an [*argument.Error], what is wrong
// with a file in a [*FileError]. The order of a shuffled pass depends on [Seed] alone, whatever the machine or the number of threads.
package dataset
