// Package neuron has spiking neurons: layers of them that turn currents into spikes, with surrogate gradients, so that networks of
// them can be trained by backpropagation through time.
//
// A neuron has parameters, and no state of its own. Its state is a value that is passed: Step takes one step of it, as a lecture
// would write it, and Forward all time steps at once, as one node of libtorch's gradient graph, several times as fast. Both give the
// same bits, which are those of snnTorch 1.0.0.
//
//	lif, err := neuron.NewLeaky(0.9)
//	out, err := lif.Forward(current)               // [T x B x ...]
//	defer out.Drop()
//
//	var state neuron.State                         // begins from zero
//	spikes, state, err := lif.Step(current, state) // [B x ...]
//
// Within a step, the reset comes first, from the membrane that the last step left; then decay and current; then the spike, of the
// new membrane, which is recorded as it fired. No gradient flows through the reset. A spike is 1 where the membrane is strictly
// above the threshold.
//
// Currents are float32, or float64, on the CPU. The caller keeps what is given, and owns what is returned.
package neuron
