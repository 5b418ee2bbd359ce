package e2e

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// exported is each format that nbconvert writes with pictures beside it, with the pattern of a picture in it. PDF is by way of LaTeX.
var exported = map[string]struct{ suffix, picture string }{
	"markdown": {".md", `(?m)^!\[png\]\((.*)\)$`},
	"rst":      {".rst", `(?m)^\.\. image:: (.*)$`},
	"asciidoc": {".asciidoc", `(?m)^!\[png\]\((.*)\)`},
	"latex":    {".tex", `\\adjustimage\{.*\}\{(.*)\}`},
}

// TestExport has nbconvert, and the server of JupyterLab for "Save and Export Notebook As", write the tutorial's figures in other formats: each is
// its picture.
func TestExport(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	figures := writeCode(t, filepath.Join(home(t).Root, "notebooks", "tutorial_1_spike_encoding.ipynb"), filepath.Join(dir, "code.ipynb"))
	base, query, _ := strings.Cut(serveLab(t, dir), "/lab")
	for _, format := range slices.Sorted(maps.Keys(exported)) {
		t.Run(format, func(t *testing.T) {
			f := exported[format]
			out := t.TempDir()
			cmd := home(t).Command("jupyter", "nbconvert", "--to", format, "--output-dir", out, filepath.Join(dir, "code.ipynb"))
			cmd.Env = append(cmd.Env, "JUPYTER_CONFIG_DIR="+out)
			if said, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("nbconvert: %v\n%s", err, said)
			}
			wantPictures(t, os.DirFS(out), "code"+f.suffix, f.picture, figures)

			answer, err := http.Get(base + "/nbconvert/" + format + "/code.ipynb" + query)
			if err != nil {
				t.Fatal(err)
			}
			defer answer.Body.Close()
			body, err := io.ReadAll(answer.Body)
			if err != nil {
				t.Fatal(err)
			}
			archive, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
			if err != nil {
				t.Fatalf("%s: %v\n%.500s", answer.Status, err, body)
			}
			wantPictures(t, archive, "code"+f.suffix, f.picture, figures)
		})
	}
}

// TestHangul: a notebook with Hangul becomes LaTeX with a font for it, and another one does not; where there is a XeTeX, it finds the font.
func TestHangul(t *testing.T) {
	t.Parallel()
	for comment, want := range map[string]bool{"// 스파이크": true, "// spikes": false} {
		dir := t.TempDir()
		notebook, err := json.Marshal(map[string]any{"nbformat": 4, "nbformat_minor": 5, "metadata": map[string]any{}, "cells": []any{map[string]any{
			"cell_type": "code", "id": "a", "metadata": map[string]any{}, "outputs": []any{}, "execution_count": nil, "source": comment}}})
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "code.ipynb"), notebook, 0o644); err != nil {
			t.Fatal(err)
		}
		cmd := home(t).Command("jupyter", "nbconvert", "--to", "latex", filepath.Join(dir, "code.ipynb"))
		cmd.Env = append(cmd.Env, "JUPYTER_CONFIG_DIR="+dir)
		if said, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("nbconvert: %v\n%s", err, said)
		}
		text, err := os.ReadFile(filepath.Join(dir, "code.tex"))
		if err != nil {
			t.Fatal(err)
		}
		if has := bytes.Contains(text, []byte(`\setmainhangulfont`)); has != want {
			t.Errorf("%s: a font for Hangul: %v, want %v", comment, has, want)
		}
		xelatex, err := exec.LookPath("xelatex")
		if err != nil || !want {
			continue
		}
		tex := exec.Command(xelatex, "-interaction=nonstopmode", "code.tex")
		tex.Dir, tex.Env = dir, append(os.Environ(), "TTFONTS="+home(t).Dir+":")
		said, err := tex.CombinedOutput()
		if err != nil {
			t.Fatalf("xelatex: %v\n%s", err, said)
		}
		log, err := os.ReadFile(filepath.Join(dir, "code.log"))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(log, []byte("Missing character")) || !bytes.Contains(log, []byte("NanumGothic")) {
			t.Errorf("the page lacks letters:\n%s", log)
		}
	}
}

// writeCode writes a notebook's code cells to another file, with their outputs, and returns the number of figures. Of text cells nbconvert
// writes some formats with pandoc, which is not part of the home.
func writeCode(t *testing.T, from, to string) (figures int) {
	t.Helper()
	content, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	var notebook map[string]any
	if err := json.Unmarshal(content, &notebook); err != nil {
		t.Fatal(err)
	}
	notebook["cells"] = slices.DeleteFunc(notebook["cells"].([]any), func(c any) bool { return c.(map[string]any)["cell_type"] != "code" })
	if content, err = json.Marshal(notebook); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, content, 0o644); err != nil {
		t.Fatal(err)
	}
	if figures = bytes.Count(content, []byte(`"image/png"`)); figures < 10 {
		t.Fatalf("%s has %d figures", from, figures)
	}
	return figures
}

// wantPictures wants a number of pictures in a document, each in a file of its own, and no script.
func wantPictures(t *testing.T, folder fs.FS, document, picture string, want int) {
	t.Helper()
	text, err := fs.ReadFile(folder, document)
	if err != nil {
		t.Fatal(err)
	}
	pictures := regexp.MustCompile(picture).FindAllSubmatch(text, -1)
	if len(pictures) != want || bytes.Contains(text, []byte("<script")) {
		t.Errorf("%s has %d pictures, want %d and no script:\n%.2000s", document, len(pictures), want, text)
	}
	for _, p := range pictures {
		if content, err := fs.ReadFile(folder, string(p[1])); err != nil || !bytes.HasPrefix(content, []byte("\x89PNG")) {
			t.Errorf("%s names %s: %v", document, p[1], err)
		}
	}
}
