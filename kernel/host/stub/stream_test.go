package main

import (
	"io"
	"os"
	"testing"
)

// TestPrinted counts bytes that are read, and those that are not yet.
func TestPrinted(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	s := &stream{file: r}
	for _, step := range []struct {
		print string
		take  int
		want  int
	}{{"", 0, 0}, {"spike", 0, 5}, {"", 3, 5}, {"s and more", 0, 15}, {"", 12, 15}, {"x", 1, 16}} {
		if _, err := w.WriteString(step.print); err != nil {
			t.Fatal(err)
		}
		if step.take > 0 {
			if n, err := s.Read(make([]byte, step.take)); n != step.take || err != nil {
				t.Fatalf("took %d, %v, want %d", n, err, step.take)
			}
		}
		if got := s.printed(); got != step.want {
			t.Errorf("printed %d, want %d", got, step.want)
		}
	}
	w.Close()
	if _, err := s.Read(make([]byte, 1)); err != io.EOF {
		t.Errorf("at the end: %v", err)
	}
}
