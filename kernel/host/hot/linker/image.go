//go:build gosnn_linker

package main

import (
	"os"
	"strings"
)

// imageMagic is how an image begins. The zygote, which maps it, knows the form: see zygote.c.
const imageMagic = "GOSNNHOT"

// write writes the image: a page that says what to map and which words of the host to set, and the memory itself.
func (img *image) write(name string, start uint64) {
	img.patch(img.host.must("main.cell"), start)
	img.patchString("runtime.modinfo", img.buildInfo())
	img.patchString("gosnn/kernel/internal/program.path", img.as)
	const read, write, execute = 1, 2, 4
	areas := []struct {
		*area
		access uint64
	}{{&img.code, read | execute}, {&img.constants, read}, {&img.variables, read | write}, {&img.tables, read | write}}
	var head writer
	head.b = append(head.b, imageMagic...)
	head.word(uint64(len(areas)), uint64(len(img.patches)))
	offset := uint64(pageSize)
	for _, a := range areas {
		head.word(a.addr, pages(a.size), offset, pages(uint64(len(a.b))), a.access)
		offset += pages(uint64(len(a.b)))
	}
	for _, p := range img.patches {
		head.word(p.addr, p.value)
	}
	if len(head.b) > pageSize {
		refuse("the image's head is too large")
	}
	out := make([]byte, offset)
	copy(out, head.b)
	at := uint64(pageSize)
	for _, a := range areas {
		copy(out[at:], a.b)
		at += pages(uint64(len(a.b)))
	}
	must(os.WriteFile(name, out, 0o755))
}

// patchString has a string variable of the host set.
func (img *image) patchString(name, value string) {
	addr := img.host.must(name)
	img.patch(addr, img.tables.add([]byte(value), 8))
	img.patch(addr+8, uint64(len(value)))
}

// buildInfo is what debug.ReadBuildInfo parses: the host's, with the name of the cell's module.
func (img *image) buildInfo() string {
	header := img.host.memory(img.host.must("runtime.modinfo"))
	text := string(img.host.memory(le.Uint64(header))[:le.Uint64(header[8:])])
	_, rest, _ := strings.Cut(text, "path\t")
	old, _, ok := strings.Cut(rest, "\n")
	if !ok {
		refuse("the host does not say what it was built from")
	}
	if img.module == "" {
		return text
	}
	text = strings.Replace(text, "path\t"+old+"\n", "path\t"+img.module+"\n", 1)
	return strings.Replace(text, "mod\t"+old+"\t", "mod\t"+img.module+"\t", 1)
}
