// Command gosnn-lecture makes the lecture's files out of notebooks/source.
//
//	gosnn-lecture notebooks [-run [NAME]]  write the notebooks, and the README's pictures; with -run, have Jupyter run those of the source
//	                                       NAME, or all
//	gosnn-lecture page [-run] FILE FOLDER  write a notebook as a page that needs no network; with -run, run it first
//	gosnn-lecture slides FILE FOLDER       write a notebook as slides, one page that needs no network
//	gosnn-lecture handout FOLDER           write the notebooks without solutions, not run
//	gosnn-lecture book FOLDER              write all notebooks, and the packages' reference, as a book of pages
//	gosnn-lecture reference FOLDER         write the packages' reference as pages
//
// It is run in the source tree, in the kernel's environment: gosnn-kernel run go run ./notebooks/gosnn-lecture ...
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"

	"gosnn/kernel/host/setup"
	"gosnn/notebooks/lecture"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "lecture:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return errors.New("want notebooks, handout, page, slides, book or reference")
	}
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	execute := flags.Bool("run", false, "have Jupyter run the notebooks")
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	home, err := setup.Find()
	if err != nil {
		return err
	}
	echarts := home.ECharts()
	switch n := flags.NArg(); {
	case args[0] == "notebooks" && n <= 1:
		return notebooks(ctx, *execute, flags.Arg(0))
	case args[0] == "page" && n == 2:
		return page(ctx, flags.Arg(0), flags.Arg(1), echarts, *execute)
	case args[0] == "slides" && n == 2:
		return slides(flags.Arg(0), flags.Arg(1), echarts)
	case args[0] == "handout" && n == 1:
		return lecture.WriteHandouts("notebooks", flags.Arg(0))
	case args[0] == "book" && n == 1:
		return lecture.WriteBook(flags.Arg(0), ".", echarts)
	case args[0] == "reference" && n == 1:
		return lecture.WriteReference(flags.Arg(0), ".")
	}
	return fmt.Errorf("%q: see the head of notebooks/gosnn-lecture/main.go", args)
}

func notebooks(ctx context.Context, execute bool, name string) error {
	chosen := func(source string) bool { return execute && (name == "" || name == source) }
	if err := lecture.Make(ctx, "notebooks", chosen, func(file string) { fmt.Println(file) }); err != nil {
		return err
	}
	return lecture.WritePictures("notebooks", filepath.Join("docs", "pictures"))
}

func page(ctx context.Context, file, folder, echarts string, execute bool) error {
	n, err := lecture.ReadNotebook(file)
	if err != nil {
		return err
	}
	if execute {
		if err := n.Run(ctx, filepath.Join("notebooks", "data")); err != nil {
			return err
		}
	}
	return lecture.WritePage(target(file, folder, ".html"), n, echarts)
}

func slides(file, folder, echarts string) error {
	n, err := lecture.ReadNotebook(file)
	if err != nil {
		return err
	}
	return lecture.WriteSlides(target(file, folder, ".slides.html"), n, echarts)
}

// target is the notebook's name in a folder, with another extension.
func target(file, folder, extension string) string {
	base := filepath.Base(file)
	return filepath.Join(folder, base[:len(base)-len(filepath.Ext(base))]+extension)
}
