package lecture

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// The prose of Tutorials 2 to 6 says of the cells' outputs what these show, in both languages.
func TestCourseNumbers(t *testing.T) {
	const (
		lif      = "tutorial_2_lif_neuron"
		network  = "tutorial_3_feedforward_snn"
		synaptic = "tutorial_4_advanced_neurons"
		training = "tutorial_5_training"
		cnn      = "tutorial_6_cnn"
	)
	for _, c := range []struct{ lecture, cell, shown, english, korean string }{
		{lif, "2-2-the-passive-membrane-6", "The factor of one step: 0.80", `$1 - \Delta t/\tau = 0.8$`, `$1 - \Delta t/\tau = 0.8$`},
		{lif, "3-2-lapicque-step-input-2", "I·R: 0.500 V, after 200 steps: tensor([0.5000])", "= 0.5 V, at which as much leaks out as flows in", "= 0.5 V까지 오릅니다"},
		{lif, "3-4-lapicque-firing-4", "raster of 200 steps x 1 neuron, 1 spike", "fires once", "한 번 발화한 뒤"},
		{lif, "3-4-lapicque-firing-10", "threshold = 1.6: 1 line of 200 points, from 0 to 1.529", "= 1.53 V the neuron never fires", "1.53 V보다 크면 뉴런은 발화하지 않습니다"},
		{lif, "3-4-lapicque-firing-14", "R = 3: 1 line of 200 points, from 0 to 0.9 |", "is only 0.9 V", "0.9 V밖에 되지 않아"},
		{lif, "3-4-lapicque-firing-16", "1 line of 60 points", "Sixty neurons at once", "뉴런 60개를 한꺼번에"},
		{network, "2-leaky-neuron-model-in-snntorch-2", "12 spikes", "it takes 15 steps from one spike to the next", "다음 스파이크까지 15단계"},
		{network, "1-4-code-implementation-4", "14 spikes", "and takes 13", "13단계가 걸립니다"},
		{synaptic, "1-2-synaptic-neuron-model-in-snntorch-6", "alpha = 0: 1 line of 200 points, from 0 to 0.2 |", `$\alpha$ = 0 is `, `$\alpha$ = 0이면 `},
		{training, "7-4-one-iteration-of-training-2", "iteration 1: loss 47.8, accuracy 52.3%", "the loss on this batch is smaller, and the accuracy is higher", "손실은 작아지고 정확도는 높아집니다"},
		{training, "8-2-test-set-accuracy-2", "Test set accuracy: 93.", "more than 93 % of its answers are right", "정답률이 93%를 넘습니다"},
		{cnn, "3-1-loss-using-functional-2", "2.303", `$\ln 10$ = 2.303`, `$\ln 10$ = 2.303`},
		{cnn, "4-1-plot-test-accuracy-2", "Test set accuracy: 91.", "about nine right answers of ten", "열 장 가운데 아홉 장쯤"},
	} {
		if shown := shownBy(t, c.lecture, c.cell); !strings.Contains(shown, c.shown) {
			t.Errorf("%s: cell %s shows %q, want %q in it", c.lecture, c.cell, shown, c.shown)
		}
		checkFacts(t, c.lecture, []fact{{c.english, c.korean}})
	}

	record, err := os.ReadFile(longerTraining)
	if err != nil {
		t.Fatal(err)
	}
	longer := digits.FindAllString(string(record), -1) // batches and accuracy, after each quarter
	if len(longer) != 8 {
		t.Fatalf("%s: %q, want four lines of two numbers", longerTraining, record)
	}
	checkFacts(t, cnn, []fact{
		{fmt.Sprintf("after %s batches %s %% of the 10,000 test digits are right, and after %s, at its end, %s %%", longer[0], longer[1], longer[6], longer[7]),
			fmt.Sprintf("배치 %s개 뒤에는 테스트 숫자 10,000장 가운데 %s%%를, 한 번을 마친 %s개 뒤에는 %s%%를", longer[0], longer[1], longer[6], longer[7])},
	})

	// The table of codes: accuracy, additions, energy, energy without spikes.
	var table [][4]float64
	for line := range strings.Lines(shownBy(t, training, "9-which-code-costs-what-2")) {
		var row [4]float64
		numbers := digits.FindAllString(line, -1)
		for i := range row {
			if len(numbers) == len(row) {
				row[i], _ = strconv.ParseFloat(numbers[i], 64)
			}
		}
		if row[0] > 0 {
			table = append(table, row)
		}
	}
	if len(table) != 4 {
		t.Fatalf("the table of codes has %d rows", len(table))
	}
	current, rate, latency, delta := table[0], table[1], table[2], table[3]
	for name, ok := range map[string]bool{
		"the current saves next to nothing":                  current[2] > 0.99*current[3],
		"rate and delta are about as accurate":               max(rate[0], delta[0])-current[0] < 1 && current[0]-min(rate[0], delta[0]) < 1,
		"they need about three fifths of the energy":         about(rate[2]/current[2], 0.6) && about(delta[2]/current[2], 0.6),
		"latency needs about a twenty-fifth":                 current[2]/latency[2] > 22 && current[2]/latency[2] < 28,
		"latency pays for it with some nine points":          current[0]-latency[0] > 8 && current[0]-latency[0] < 10,
		"the energy without spikes is the same for each one": rate[3] == current[3] && latency[3] == current[3] && delta[3] == current[3],
	} {
		if !ok {
			t.Errorf("%s is not so: %v", name, table)
		}
	}
}

// about reports whether a share is that one, give or take a few hundredths.
func about(share, of float64) bool { return share > of-0.04 && share < of+0.04 }

// shownBy returns what a cell of a committed notebook prints, and its figures in words.
func shownBy(t *testing.T, lecture, id string) string {
	t.Helper()
	n, err := ReadNotebook(filepath.Join(dir, lecture+".ipynb"))
	if err != nil {
		t.Fatal(err)
	}
	var shown strings.Builder
	for _, c := range n.Cells {
		if c.ID != id {
			continue
		}
		for _, o := range c.Outputs {
			shown.WriteString(joined(o["text"]))
			if data, ok := o["data"].(map[string]any); ok {
				shown.WriteString(joined(data["text/plain"]))
			}
		}
	}
	if shown.Len() == 0 {
		t.Errorf("%s: no cell %s that shows something", lecture, id)
	}
	return shown.String()
}
