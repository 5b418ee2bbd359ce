// Package nn has what networks of spiking neurons are made of besides neurons: layers of weights, pooling, normalisation, dropout;
// [Sequential], which puts them in a row with neurons; and optimizers.
//
//	net, err := nn.Sequential(
//		snn.Must(nn.NewLinear(784, 1000, nn.Seed(1))), snn.Must(neuron.NewLeaky(0.95)),
//		snn.Must(nn.NewLinear(1000, 10, nn.Seed(2))), snn.Must(neuron.NewLeaky(0.95)))
//	opt, err := nn.NewAdam(net, 5e-4)
//	for batch, err := range loader.Batches() {
//		out, err := net.Forward(batch.Data, nn.NumSteps(25)) // [25 x 128 x 10]
//		loss, err := functional.CrossEntropy(out.Membrane, batch.Targets)
//		number, err := opt.Step(loss) // gradients, a step of all parameters, and the graph is freed
//		out.Drop()
//	}
//
// A network runs all time steps at once: layer by layer, not step by step. What stands before its first neuron is computed once for an input
// that does not change with time.
//
// A series that is too long for that goes through in parts, and [Hidden] has the neurons' state between two of them. Gradients that are too large are
// clipped by [ClipGradNorm] and [ClipGradValue], and [FindNotFinite] names the parameter whose gradient is no number.
//
// Layers, formulas, initial values and names of parameters are PyTorch's. A sum has its terms in one order, so that values depend neither on the number of threads
// nor on the kind of x86-64 processor, if it has AVX2. Tensors are float32 on the CPU. Forward borrows its input, and
// the caller owns the output. A loop is flat in memory if it drops the outputs that it is given; without that, Go's garbage collector frees them
// a little later. The main goroutine stays on its thread, as suits libtorch, which has a team of threads for each that calls it; a loop of training in another
// goroutine does well to begin by runtime.LockOSThread.
package nn
