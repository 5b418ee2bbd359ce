package lecture

import (
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn"
	"gosnn/snn/dataset"
	"gosnn/snn/tensorfile"
)

// prose returns all prose of a source, with one blank between words.
func prose(t *testing.T, name string) string {
	t.Helper()
	s, err := Read(filepath.Join(dir, "source", name))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, p := range s.Parts {
		if p.Kind == Prose {
			all = append(all, p.Text)
		}
	}
	return strings.Join(strings.Fields(strings.Join(all, " ")), " ")
}

// thousands writes a number with a comma between thousands.
func thousands(n float64) string {
	if n < 1000 {
		return fmt.Sprintf("%.0f", n)
	}
	return fmt.Sprintf("%d,%03d", int(n)/1000, int(n)%1000)
}

// A fact is a sentence of the English prose, and the words that the Korean has for it.
type fact struct{ english, korean string }

func checkFacts(t *testing.T, name string, facts []fact) {
	t.Helper()
	english, korean := prose(t, name+".md"), prose(t, name+".ko.md")
	for _, f := range facts {
		if !strings.Contains(english, f.english) {
			t.Errorf("%s.md does not say %q", name, f.english)
		}
		if !strings.Contains(korean, f.korean) {
			t.Errorf("%s.ko.md does not say %q", name, f.korean)
		}
	}
}

// count is the number of elements for which a condition holds.
func count(values []float64, holds func(float64) bool) (n float64) {
	for _, x := range values {
		if holds(x) {
			n++
		}
	}
	return n
}

func positive(x float64) bool { return x > 0 }

// The numbers in the tutorial's prose are those that its cells give.
func TestTutorialNumbers(t *testing.T) {
	must, values := snn.Must[*ts.Tensor], func(x *ts.Tensor, err error) []float64 { return snn.Must(snn.Values(snn.Must(x, err))) }
	mnist := snn.Must(dataset.Subset(snn.Must(dataset.MNIST(dataset.Train(true))), 10))
	loader := snn.Must(dataset.NewLoader(mnist, dataset.BatchSize(128), dataset.Shuffle(true), dataset.Seed(5)))
	batch := snn.Must(loader.First())
	digit := must(snn.At(batch.Data, 0, 0))
	steps := snn.NumSteps(100)

	full := must(snn.Rate(digit, steps, snn.Seed(5)))
	faint := must(snn.Rate(digit, steps, snn.Seed(5), snn.Gain(0.25)))
	counts, faintCounts := values(snn.Sum(full, 0)), values(snn.Sum(faint, 0))
	pixels := values(digit, nil)
	sum := func(x []float64) (total float64) {
		for _, v := range x {
			total += v
		}
		return total
	}
	spiking, always := count(counts, positive), count(counts, func(n float64) bool { return n == 100 })

	var all []float64 // pixels of 6,000 pictures
	for b, err := range loader.Batches() {
		all = append(all, values(snn.Must(b, err).Data, nil)...)
		b.Drop()
	}
	notBlack := count(all, positive)
	grey := count(all, func(x float64) bool { return x >= 0.1 && x <= 0.9 }) / notBlack

	// The step of the first spike, from black on.
	at := func(opts ...snn.LatencyOption) []float64 {
		x := ts.MustOfSlice([]float32{0, 0.104, 0.106, 0.4, 0.41})
		return values(snn.FirstSpikes(must(snn.Latency(x, append(opts, steps)...))))
	}
	logarithmic := at(snn.Tau(5))
	if logarithmic[1] == 0 || logarithmic[2] != 0 {
		t.Errorf("values of 0.104 and 0.106 fire at steps %v and %v, the text says that those above 0.105 fire at step 0", logarithmic[1], logarithmic[2])
	}
	if slow := at(snn.Tau(20), snn.Bypass(true)); slow[3] == 0 || slow[4] != 0 {
		t.Errorf("with Tau 20 values of 0.40 and 0.41 fire at steps %v and %v, the text says that those above 0.41 fire at step 0", slow[3], slow[4])
	}
	early := count(all, func(x float64) bool { return x > 0.105 }) / notBlack
	latency := values(snn.Sum(must(snn.Latency(digit, steps, snn.Linear(true), snn.Normalize(true), snn.Clip(true))), 0))
	linear, both, last := at(snn.Tau(5), snn.Linear(true))[0], at(snn.Linear(true), snn.Normalize(true))[0], at(snn.Tau(5), snn.Normalize(true))[0]

	delta := must(snn.Delta(must(snn.Stack([]*ts.Tensor{digit, digit}, 0)), snn.Threshold(0.1), snn.Padding(true)))
	if n := snn.Must(snn.Item(must(snn.Sum(delta)))); n != 0 {
		t.Errorf("a picture that stays gives %v spikes, the text says that it costs nothing", n)
	}

	checkFacts(t, "tutorial_1_spike_encoding", []fact{
		{fmt.Sprintf("of the %.0f pixels that spike at all, %.0f do so at each of the 100 steps", spiking, always),
			fmt.Sprintf("픽셀 %.0f개 가운데 %.0f개는", spiking, always)},
		{fmt.Sprintf("%s spikes instead of %s", thousands(sum(faintCounts)), thousands(sum(counts))),
			fmt.Sprintf("%s개에서 %s개로", thousands(sum(counts)), thousands(sum(faintCounts)))},
		{fmt.Sprintf("%.0f %% of all pixels that are not black lie between 0.1 and 0.9", 100*grey), fmt.Sprintf("검지 않은 픽셀의 %.0f%%는", 100*grey)},
		{fmt.Sprintf("value %.2f: %.0f spikes in 100 steps at gain 1, and %.0f at gain 0.25", pixels[210], counts[210], faintCounts[210]),
			fmt.Sprintf("픽셀 값은 %.2f입니다. 100단계 동안 이득 1에서는 %.0f번, 이득 0.25에서는 %.0f번", pixels[210], counts[210], faintCounts[210])},
		{fmt.Sprintf("above 0.105 fires at step 0, and that is %.0f %% of the pixels", 100*early), fmt.Sprintf("검지 않은 픽셀의 %.0f%%가 그렇다", 100*early)},
		{fmt.Sprintf("they fire at %.0f (logarithmic, `Tau` 5), at %.0f (linear) or at %.0f (linear, normalized); only logarithmic and normalized gives %.0f", logarithmic[0], linear, both, last),
			fmt.Sprintf("로그(`Tau` 5)에서는 %.0f, 선형에서는 %.0f, 선형에 정규화를 더하면 %.0f단계에 발화하고, 로그에 정규화를 더한 경우에만 마지막인 %.0f단계", logarithmic[0], linear, both, last)},
		{fmt.Sprintf("%.0f spikes, spread over time", sum(latency)), fmt.Sprintf("스파이크는 %.0f개이고", sum(latency))},
	})
}

// The threshold and the number of spikes that the notebook on own data names are the best ones.
func TestOwnDataNumbers(t *testing.T) {
	must := snn.Must[*ts.Tensor]
	signal := must(snn.Index(must(tensorfile.ReadNpy(filepath.Join(dir, "data", "ecg.npy"))), ":1080"))
	x := snn.Must(snn.Values(signal))
	best, threshold, spikes := math.Inf(1), 0.0, 0.0
	for v := 0.05; v < 0.5; v += 0.025 {
		s := must(snn.StepForward(signal, snn.Threshold(v)))
		squares := 0.0
		for i, y := range snn.Must(snn.Values(must(snn.DecodeDelta(s, snn.Threshold(v))))) {
			squares += (x[i] - x[0] - y) * (x[i] - x[0] - y)
		}
		if squares < best {
			best, threshold = squares, v
			spikes = count(snn.Must(snn.Values(s)), func(x float64) bool { return x != 0 })
		}
	}
	checkFacts(t, "encoding_your_own_data", []fact{
		{fmt.Sprintf("threshold is near %.2f mV, with %.0f spikes for %d values", threshold, spikes, len(x)),
			fmt.Sprintf("임계값은 %.2f mV 근처이며, 값 %d개에 스파이크 %.0f개가", threshold, len(x), spikes)},
	})
}

// bill is what a code costs and what is left of the values: spikes for each value, and the root mean square error.
type bill struct{ spikes, err float64 }

// bills are those of the codes of the notebook on own data, with its options.
func bills(t *testing.T, x *ts.Tensor, steps int) map[string]bill {
	t.Helper()
	must, n, interval := snn.Must[*ts.Tensor], snn.NumSteps(steps), snn.MaxInterval((steps-1)/4)
	values := snn.Must(snn.Values(x))
	list := map[string]bill{}
	add := func(name string, spikes, decoded *ts.Tensor) {
		squares := 0.0
		for i, y := range snn.Must(snn.Values(decoded)) {
			squares += (values[i] - y) * (values[i] - y)
		}
		fired := count(snn.Must(snn.Values(spikes)), positive)
		list[name] = bill{fired / float64(len(values)), math.Sqrt(squares / float64(len(values)))}
	}
	rate := must(snn.Rate(x, n, snn.Seed(42)))
	add("rate", rate, must(snn.DecodeRate(rate)))
	poisson := must(snn.PoissonIntervals(x, n, snn.MaxRate(1000), snn.Seed(42)))
	add("Poisson intervals", poisson, must(snn.DecodePoisson(poisson, snn.MaxRate(1000))))
	latency := must(snn.Latency(x, n, snn.Linear(true), snn.Normalize(true)))
	add("latency", latency, must(snn.DecodeLatency(latency, snn.Linear(true), snn.Normalize(true))))
	first := must(snn.TimeToFirstSpike(x, n))
	add("time to first spike", first, must(snn.DecodeTimeToFirstSpike(first)))
	order := must(snn.RankOrder(x, n))
	add("rank order", order, must(snn.DecodeRankOrder(order)))
	phase := must(snn.Phase(x, n, snn.Period(steps)))
	add("phase", phase, must(snn.DecodePhase(phase, snn.Period(steps))))
	weighted := must(snn.WeightedPhase(x, n))
	add("weighted phase", weighted, must(snn.DecodeWeightedPhase(weighted)))
	burst := must(snn.Burst(x, n, interval))
	add("burst", burst, must(snn.DecodeBurst(burst, interval)))
	population := must(snn.Population(x, n))
	add("population", population, must(snn.DecodePopulation(population)))
	return list
}

// What the notebook on own data says of its table is so, and with the number of steps that it has the reader try, too.
func TestOwnDataTable(t *testing.T) {
	signal := snn.Must(snn.Values(snn.Must(snn.Index(snn.Must(tensorfile.ReadNpy(filepath.Join(dir, "data", "ecg.npy"))), ":1080"))))
	low, high := signal[0], signal[0]
	for _, x := range signal {
		low, high = min(low, x), max(high, x)
	}
	unit := make([]float32, len(signal))
	for i, x := range signal {
		unit[i] = float32((x - low) / (high - low))
	}
	for _, steps := range []int{64, 16} {
		list := bills(t, ts.MustOfSlice(unit), steps)
		for name, b := range list {
			if name != "weighted phase" && (b.spikes >= list["weighted phase"].spikes || b.err <= list["weighted phase"].err) {
				t.Errorf("%d steps: %s has %.2f spikes a value and an error of %.4f; weighted phase, which pays most and is nearly exact, %.2f and %.4f",
					steps, name, b.spikes, b.err, list["weighted phase"].spikes, list["weighted phase"].err)
			}
		}
		for _, name := range []string{"latency", "phase"} {
			if list[name].spikes != 1 || list[name].err > 1/float64(steps) {
				t.Errorf("%d steps: %s has %.2f spikes a value and an error of %.4f, want one spike, as exact as the steps are fine", steps, name, list[name].spikes, list[name].err)
			}
		}
		for _, name := range []string{"rate", "Poisson intervals"} {
			if list[name].spikes < 3 || list[name].err < 4*list["latency"].err {
				t.Errorf("%d steps: %s has %.2f spikes a value and an error of %.4f, want many spikes and noise", steps, name, list[name].spikes, list[name].err)
			}
		}
	}
}
