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
func (c goldenCase) options(t *testing.T) []any {
	t.Helper()
	var opts []any
	for name, value := range c.Args {
		if name == "num_classes" || name == "rate" { // arguments and no options
			continue
		}
		option := goldenOption(name, value)
		switch {
		case option != nil:
			opts = append(opts, option)
		case name == "num_steps" || value == nil: // False is Python's way to leave it out
		default:
			t.Fatalf("golden argument %s=%v is not known", name, value)
		}
	}
	return opts
}

func goldenOption(name string, value any) any {
	number, _ := value.(float64)
	flag, _ := value.(bool)
	text, _ := value.(string)
	switch name {
	case "num_steps":
		if _, ok := value.(float64); !ok {
			return nil
		}
		return NumSteps(number)
	case "first_spike_time":
		return FirstSpikeTime(number)
	case "tau":
		return Tau(number)
	case "threshold":
		return Threshold(number)
	case "on_target":
		return OnTarget(number)
	case "off_target":
		return OffTarget(number)
	case "correct_rate":
		return CorrectRate(number)
	case "incorrect_rate":
		return IncorrectRate(number)
	case "epsilon":
		return Epsilon(number)
	case "gain":
		return Gain(number)
	case "offset":
		return Offset(number)
	case "clip":
		return Clip(flag)
	case "normalize":
		return Normalize(flag)
	case "linear":
		return Linear(flag)
	case "interpolate":
		return Interpolate(flag)
	case "bypass":
		return Bypass(flag)
	case "padding":
		return Padding(flag)
	case "off_spike":
		return OffSpike(flag)
	case "time_var_input":
		return TimeVarInput(flag)
	case "code":
		return Code(text)
	case "firing_pattern":
		return FiringPattern(text)
	}
	return nil
}
