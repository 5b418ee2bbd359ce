package snn

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// goldenCase is a call of snnTorch and what it gave, of a file in testdata.
type goldenCase struct {
	Function string
	Args     map[string]any
	Input    goldenTensor
	Output   goldenTensor
	Error    string // in place of Output, where snnTorch fails
}

type goldenTensor struct {
	Shape []int64
	Data  []float32 // null in the file, a value that is not finite, reads as 0
}

// goldenCases reads the cases of some functions.
func goldenCases(t *testing.T, file string, functions ...string) []goldenCase {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	var all, chosen []goldenCase
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		for _, f := range functions {
			if c.Function == f {
				chosen = append(chosen, c)
			}
		}
	}
	if len(chosen) == 0 {
		t.Fatalf("%s has no case of %v", file, functions)
	}
	return chosen
}

// options turns snnTorch's keyword arguments into ours. snnTorch's defaults, which are ours, are left out.
func (c goldenCase) options(t *testing.T) []Option {
	t.Helper()
	var opts []Option
	for name, value := range c.Args {
		switch v := value.(type) {
		case float64:
			if set := map[string]func(int) Option{"num_steps": NumSteps, "first_spike_time": FirstSpikeTime}[name]; set != nil {
				opts = append(opts, set(int(v)))
			} else if set := map[string]func(float64) Option{"tau": Tau, "threshold": Threshold, "on_target": OnTarget,
				"off_target": OffTarget, "correct_rate": CorrectRate, "incorrect_rate": IncorrectRate, "epsilon": Epsilon,
				"gain": Gain, "offset": Offset}[name]; set != nil {
				opts = append(opts, set(v))
			} else if name != "num_classes" && name != "rate" { // these two are arguments and no options
				t.Fatalf("golden argument %s is not known", name)
			}
		case bool:
			if name == "num_steps" { // False is Python's way to leave it out
				continue
			}
			set := map[string]func(bool) Option{"clip": Clip, "normalize": Normalize, "linear": Linear, "interpolate": Interpolate,
				"bypass": Bypass, "padding": Padding, "off_spike": OffSpike, "time_var_input": TimeVarInput}[name]
			if set == nil {
				t.Fatalf("golden argument %s is not known", name)
			}
			opts = append(opts, set(v))
		case string:
			set := map[string]func(string) Option{"code": Code, "firing_pattern": FiringPattern}[name]
			if set == nil {
				t.Fatalf("golden argument %s is not known", name)
			}
			opts = append(opts, set(v))
		}
	}
	return opts
}
