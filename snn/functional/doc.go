// Package functional has losses, accuracies, regularisation, quantisation and plasticity for networks of spiking neurons: snnTorch's
// functional, by its names.
//
// A loss takes the output layer's spikes or membranes of all time steps, [T x B x N], and targets, [B] of int64: which of N
// classes each of B samples is. It returns a tensor that an optimizer's Step takes (package nn), with the graph behind it:
//
//	out, err := net.Forward(batch.Data, nn.NumSteps(25))
//	loss, err := functional.CrossEntropy(out.Membrane, batch.Targets)
//	number, err := opt.Step(loss)
//
// Where a loss is reduced to one number, that tensor has no dimension; snnTorch's ce_rate_loss and mse_membrane_loss return one
// element in one dimension. Losses add up as tensors do: loss.MustAdd(penalty, true).
//
// [NewSTDP] is for layers that learn without a loss, by the times of spikes.
//
// Functions borrow the tensors that they are given, and the caller owns the one that is returned. Values are float32.
package functional
