// Package lecture makes notebooks, pages, slides and a book out of one Markdown source.
//
// A source is Markdown that reads well on GitHub. What stands in a fence is a cell:
//
//	```go            a cell
//	```go answer     a cell that the student fills in; the instructor's edition has the solution in its place
//	```go solution   the solution: folded away for the student, a cell for the instructor
//	<!-- instructor  a note, up to a line "-->", that only the instructor's edition shows
//
// A drawing is an SVG file beside the sources, on a line of its own: ![what it shows](drawings/NAME.svg). It is put into the notebook, with the
// words of its data-ko attributes in Korean editions.
//
// All else is prose, one cell for each heading and each stretch between two code cells. A hint is a <details> element in it.
//
// A translation has prose alone, and an empty ```go fence for each code cell: [Source.Translate] puts the original's
// code there, so that the two cannot differ. A file NAME.ko.tsv beside it has the comments and strings of the code that a Korean edition
// says in Korean: the code's own, a tab, and the translation.
//
// A script NAME.py beside it has the calls of snnTorch's own tutorial. A line "# %% ID" begins the cell that the book folds away below the Go
// cell of that id. BenchmarkTutorial runs the script, so that both are compared by what the reader sees.
//
// Command gosnn-lecture writes the files and has Jupyter run the notebooks; see `make help`.
package lecture
