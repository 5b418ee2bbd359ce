// Package snn turns data into spikes.
//
// A spiking neural network does not read pixels or volts: it reads spikes, 0 or 1 (and -1 for an "off"
// spike) at each time step. An encoder makes the second out of the first. Its output has time as
// the first dimension: a batch of images [B x C x H x W] becomes spikes [T x B x C x H x W].
//
// The package mirrors snnTorch's spikegen and the parts of its utils that the tutorial on spike encoding
// needs, on gotch tensors; the names are the same, written as Go writes them:
//
//	spikeData, err := snn.Rate(images, snn.NumSteps(100), snn.Gain(0.25), snn.Seed(42))
//
// Settings are options, named as snnTorch's keyword arguments are, with the same defaults. An option is a type; one that a function
// does not take does not compile. The last given counts.
//
// # Codes
//
// [Rate], [Latency] and [Delta] are snnTorch's. Beyond it there are [PoissonIntervals], [TimeToFirstSpike],
// [RankOrder], [Phase], [WeightedPhase], [Burst], [Population], [CurrentLIF], [SignedPoisson], and for series [StepForward],
// [TemporalContrast], [MovingWindow], [BSA] and [HSA], each after the paper or library that its comment names.
// Decoders, [DecodeRate] and so on, turn spikes back into values: what comes back is what the code kept.
// [TargetsConvert] codes class labels as targets of output neurons.
//
// Data comes from package [gosnn/snn/dataset], or from one's own tensors and files ([gosnn/snn/tensorfile]). [Print] shows a tensor as
// PyTorch does.
//
// # Element types
//
// An encoder's spikes have the data's element type if that is a floating-point one, else float32; [DType] chooses another. Spike times are
// float32, or float64 for float64 data. Targets and what decoders return are float32.
//
// Codes of values in [0, 1] refuse others. [Rate] clips floating-point numbers, as snnTorch does, but refuses whole numbers of
// an integer type that give no probability: they are pixels that nobody has scaled.
//
// # Errors
//
// Arguments are checked before any work is done. What is wrong with one is in an [*ArgError]: the function,
// the argument, its value and what is allowed. [Must] turns an error into a panic, for notebook cells.
//
// # Randomness
//
// There is no hidden generator. Randomness comes from [Seed] through a counter-based generator, so that
// equal seeds give equal spikes whatever the machine, the split into batches or the number of threads. Without [Seed]
// a fresh seed is drawn; [SeedUsed] reads it back. [TorchSeed] draws PyTorch's numbers in place of ours.
//
// # Memory
//
// Tensors live in C memory. Every function here borrows the tensors that it is given, never keeps or changes or drops
// them, and returns tensors that the caller owns: call MustDrop on them to free the memory at once, or leave it to
// gotch's finalizers. Results are on the device of the tensor that they are made from; the work is done on the CPU.
//
// gotch's own methods do not keep their arguments alive: a large tensor that is named for the last time in a call, as in
// x.MustAdd(a.MustMul(b, false), false), may be freed by its finalizer while the method still reads it, which ends the
// process by a SIGSEGV, if rarely. Give it a name, and drop it or call [runtime.KeepAlive] after. The functions here keep theirs.
package snn
