package plots

import (
	"bytes"
	"flag"
	"image"
	"image/gif"
	"image/png"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

var regen = flag.Bool("regen", false, "write the golden files in testdata anew")

// golden compares got with a file in testdata, pictures by what they show. go test -regen writes it anew, to be looked
// at before it is committed.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *regen {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(shown(t, name, got), shown(t, name, want)) {
		wrong := filepath.Join(t.ArtifactDir(), name)
		if err := os.WriteFile(wrong, got, 0o644); err != nil {
			t.Fatal(err)
		}
		t.Errorf("%s differs: go test -artifacts keeps what came out, -regen accepts it", file)
	}
}

// shown is what a file shows: its pixels, for it may be compressed in many ways, or else its bytes.
func shown(t *testing.T, name string, content []byte) any {
	t.Helper()
	switch filepath.Ext(name) {
	case ".gif":
		m, err := gif.DecodeAll(bytes.NewReader(content))
		if err != nil {
			t.Fatal(name, err)
		}
		return m
	case ".png":
		m, err := png.Decode(bytes.NewReader(content))
		if err != nil {
			t.Fatal(name, err)
		}
		pixels := image.NewRGBA(m.Bounds())
		for y := range m.Bounds().Dy() {
			for x := range m.Bounds().Dx() {
				pixels.Set(x, y, m.At(x, y))
			}
		}
		return pixels
	}
	return content
}
