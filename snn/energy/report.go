package energy

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/sugarme/gotch"
)

var doubleType = gotch.Double.CInt()

// Picojoules returns the energy of one sample in pJ: of the spiking network, and of the same network without spikes.
func (r *Report) Picojoules() (spiking, dense float64) {
	for _, l := range r.Layers {
		s, d := r.layer(l)
		spiking, dense = spiking+s, dense+d
	}
	return spiking, dense
}

func (r *Report) layer(l Layer) (spiking, dense float64) {
	return l.SynapticOps*r.Cost.Add + l.RealMACs*r.Cost.MultiplyAdd, l.MACs * r.Cost.MultiplyAdd
}

// String is a table: for each layer the operations of one sample, and their energy in nanojoules (nJ).
func (r *Report) String() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "layer\tspikes\trate\tsynaptic ops\treal MACs\tnJ\tMACs without spikes\tnJ\t")
	row := func(name, spikes, rate string, synaptic, macs, spiking, ordinary, dense float64) {
		fmt.Fprintf(w, "%s\t%s\t%s\t%.0f\t%.0f\t%.1f\t%.0f\t%.1f\t\n", name, spikes, rate, synaptic, macs, spiking/1e3, ordinary, dense/1e3)
	}
	var sum Layer
	for _, l := range r.Layers {
		spikes, rate := fmt.Sprintf("%.0f", l.Spikes), fmt.Sprintf("%.1f %%", 100*l.Rate)
		if l.RealMACs > 0 {
			spikes, rate = "-", "-"
		}
		spiking, dense := r.layer(l)
		row(l.Name, spikes, rate, l.SynapticOps, l.RealMACs, spiking, l.MACs, dense)
		sum.SynapticOps, sum.RealMACs, sum.MACs = sum.SynapticOps+l.SynapticOps, sum.RealMACs+l.RealMACs, sum.MACs+l.MACs
	}
	spiking, dense := r.Picojoules()
	row("all", "", "", sum.SynapticOps, sum.RealMACs, spiking, sum.MACs, dense)
	w.Flush()
	fmt.Fprintf(&b, "Means of %d samples, %d time steps. %.3g pJ an addition, %.3g pJ a multiply-add (%s). Memory traffic is not counted.", r.Samples, r.Steps,
		r.Cost.Add, r.Cost.MultiplyAdd, r.Cost.Source)
	return b.String()
}
