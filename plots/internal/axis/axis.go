// Package axis has the axes of figures: limits, and the numbers beside them. Still pictures and live charts share them.
package axis

// Axis is one axis of a plot area.
type Axis struct {
	Label  string
	Lo, Hi float64
	Hide   bool     // no ticks and numbers
	Ends   bool     // numbers at the very ends, too: they are not just where the space around the data ends
	Whole  bool     // only whole numbers mean something
	About  int      // how many numbers there is room for in a still picture; 0 is 6
	Names  []string // words at the places 0, 1, ... instead of numbers
}
