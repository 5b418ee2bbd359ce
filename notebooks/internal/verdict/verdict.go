// Package verdict says whether an answer to an exercise is right, in the language of the notebook: what the packages below
// notebooks/check share.
package verdict

import "fmt"

// NoAnswer is what an exercise says that is not answered yet.
const NoAnswer = "there is no answer so far."

// Right prints a line "Right: ...", and returns true.
func Right(format string, args ...any) bool {
	fmt.Printf(translate("Right: ")+translate(format)+"\n", args...)
	return true
}

// NotYet prints a line "Not yet: ...", and returns false.
func NotYet(format string, args ...any) bool {
	fmt.Printf(translate("Not yet: ")+translate(format)+"\n", args...)
	return false
}

// A Question returns the letter of the right answer.
type Question func() (string, error)

// Key is a question whose answer is a convention, and cannot be computed.
func Key(letter string) Question { return func() (string, error) { return letter, nil } }

// Quiz prints which answers, "a", "b" or "c" and one for each question, are right, and reports whether all are. "" is no answer.
func Quiz(answers []string, questions ...Question) bool {
	all := true
	for i, question := range questions {
		answer := ""
		if i < len(answers) {
			answer = answers[i]
		}
		want, err := question()
		fmt.Printf("%d. ", i+1)
		switch {
		case err != nil:
			all = NotYet("%v", err)
		case answer == "":
			all = NotYet(NoAnswer)
		case answer != want:
			all = NotYet("%q is not it. Try it out in a cell of your own.", answer)
		default:
			Right("%q.", answer)
		}
	}
	if len(answers) > len(questions) {
		all = NotYet("there are %d questions only.", len(questions))
	}
	return all
}
