// Package notebooks is the folder of the lectures.
//
//	source/     what the notebooks are made of, in English and Korean
//	lecture/    makes notebooks, pages, slides and a book of the sources, and checks them
//	check/      says whether an exercise is solved
//	snn/ ...    the packages for cells: functions that stop the cell instead of returning an error
//	data/       a signal and a picture
//
// The notebooks themselves lie here, for the instructor in instructor/, in Korean in ko/.
package notebooks

//go:generate go run ./internal/cellgen
