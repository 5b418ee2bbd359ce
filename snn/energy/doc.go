// Package energy counts what the spikes of a network cost, and what the same network without spikes would: the comparison that spiking networks are made
// for.
//
//	report, err := energy.Count(net, batch.Data, nn.NumSteps(25))
//	fmt.Println(report)
//
// A spike makes a layer of weights add one weight to each output that it reaches: a synaptic operation. A network without spikes multiplies and adds once for each
// weight and output, in one pass: a MAC. The operations cost what [Cost] says, by default what was published for a chip of 45 nm.
//
// Not counted is what moves data: reading weights and states from memory costs more than any of these operations on most machines, and depends on the
// machine. Nor are the neurons' own updates and biases, which are few beside the synapses'. A comparison by these numbers is one of arithmetic alone.
package energy
