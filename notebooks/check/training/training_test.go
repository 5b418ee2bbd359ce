package training_test

import (
	"math"
	"testing"

	"gosnn/notebooks/check/training"
)

func TestAnswers(t *testing.T) {
	for _, c := range []struct {
		name        string
		got, accept bool
	}{
		{"Training1", training.Training1(57.6), true},
		{"Training1, empty", training.Training1(0), false},
		{"Training1, of one step", training.Training1(2.3), false},
		{"Training1, NaN", training.Training1(math.Inf(1)), false},
		{"Training2", training.Training2(1), true},
		{"Training2, empty", training.Training2(0), false},
		{"Training2, half", training.Training2(0.5), false},
		{"Convolution1", training.Convolution1(29826), true},
		{"Convolution1, empty", training.Convolution1(0), false},
		{"Convolution1, weights alone", training.Convolution1(29740), false},
		{"Convolution2", training.Convolution2(1 / 12.25), true},
		{"Convolution2, empty", training.Convolution2(0), false},
		{"Convolution2, not squared", training.Convolution2(1 / 3.5), false},
		{"TrainingQuiz", training.TrainingQuiz("a", "b", "b", "a", "b"), true},
		{"TrainingQuiz, empty", training.TrainingQuiz(), false},
		{"TrainingQuiz, one wrong", training.TrainingQuiz("a", "b", "b", "c", "b"), false},
		{"ConvolutionQuiz", training.ConvolutionQuiz("b", "b", "b", "a"), true},
		{"ConvolutionQuiz, one wrong", training.ConvolutionQuiz("b", "b", "a", "a"), false},
	} {
		if c.got != c.accept {
			t.Errorf("%s: accepted is %v, want %v", c.name, c.got, c.accept)
		}
	}
}
