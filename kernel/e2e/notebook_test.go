package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
)

// cell is a code cell of a notebook's file.
type cell struct {
	result
	number int // among the code cells, from 1
	source string
	waits  bool // it has not been run to its end
}

// report describes a cell that failed.
func (c cell) report() string {
	return fmt.Sprintf("code cell %d\n%s\nfails:\n%s", c.number, c.source, c.text())
}

// lines are a text that a notebook's file holds whole or as a list of lines.
type lines string

func (l *lines) UnmarshalJSON(text []byte) error {
	var list []string
	if err := json.Unmarshal(text, &list); err == nil {
		*l = lines(strings.Join(list, ""))
		return nil
	}
	return json.Unmarshal(text, (*string)(l))
}

// readNotebook reads the code cells of a notebook's file.
func readNotebook(t testing.TB, file string) (cells []cell) {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var notebook struct {
		Cells []struct {
			Type    string `json:"cell_type"`
			Source  lines  `json:"source"`
			Count   *int   `json:"execution_count"`
			Outputs []struct {
				Type      string           `json:"output_type"`
				Name      string           `json:"name"`
				Text      lines            `json:"text"`
				Data      map[string]lines `json:"data"`
				Ename     string           `json:"ename"`
				Evalue    string           `json:"evalue"`
				Traceback []string         `json:"traceback"`
			} `json:"outputs"`
		} `json:"cells"`
	}
	if err := json.Unmarshal(content, &notebook); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	for _, c := range notebook.Cells {
		if c.Type != "code" {
			continue
		}
		r := result{status: "ok"}
		for _, o := range c.Outputs {
			if o.Type == "error" {
				r.status = "error"
			}
			data := map[string]any{}
			for kind, text := range o.Data {
				data[kind] = string(text)
			}
			r.outputs = append(r.outputs, output{o.Type, o.Name, string(o.Text), data, o.Ename, o.Evalue, o.Traceback})
		}
		cells = append(cells, cell{result: r, number: len(cells) + 1, source: string(c.Source), waits: c.Count == nil})
	}
	return cells
}

// notRun is a notebook's file without outputs and counts: in the repository they are there, from an earlier run.
func notRun(t testing.TB, file string) []byte {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var notebook map[string]any
	if err := json.Unmarshal(content, &notebook); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	for _, c := range notebook["cells"].([]any) {
		if c := c.(map[string]any); c["cell_type"] == "code" {
			c["outputs"], c["execution_count"] = []any{}, nil
		}
	}
	if content, err = json.Marshal(notebook); err != nil {
		t.Fatal(err)
	}
	return content
}

// writeNotebook writes a notebook for the kernel, with these code cells.
func writeNotebook(t testing.TB, file string, sources ...string) {
	t.Helper()
	var cells []any
	for i, s := range sources {
		cells = append(cells, map[string]any{"id": fmt.Sprint("cell-", i), "cell_type": "code", "source": s, "metadata": map[string]any{},
			"outputs": []any{}, "execution_count": nil})
	}
	text, err := json.Marshal(map[string]any{"nbformat": 4, "nbformat_minor": 5, "cells": cells, "metadata": map[string]any{
		"kernelspec": map[string]string{"name": "gosnn", "display_name": "Go (SNN)", "language": "go"}}})
	if err == nil {
		err = os.WriteFile(file, text, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}
