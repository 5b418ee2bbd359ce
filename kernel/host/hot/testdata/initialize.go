// Packages are initialized in order, and only those that are imported.
package main

import (
	"bytes"
	"expvar"
	"flag"
	"fmt"
	"image"
	_ "image/gif"
	"slices"

	_ "gosnn/snn"
)

var (
	a = c + b
	b = f()
	c = 1
	m = map[string]func() int{"f": f, "g": func() int { return a }}
	_ = must()
)

func f() int { c++; return c }

func must() bool { fmt.Println("must", a, b, c); return true }

func init() { fmt.Println("init", a, b, c, m["g"]()) }

func main() {
	var names []string
	flag.VisitAll(func(f *flag.Flag) { names = append(names, f.Name) })
	slices.Sort(names)
	fmt.Println(names) // packages that nobody imports would add to them
	_, format, err := image.Decode(bytes.NewReader([]byte("GIF89a")))
	fmt.Println(format, err)
	_, format, err = image.Decode(bytes.NewReader([]byte("\x89PNG\r\n\x1a\n")))
	fmt.Println(format, err)
	expvar.Do(func(kv expvar.KeyValue) { fmt.Println(kv.Key) })
}
