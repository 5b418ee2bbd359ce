package source

import (
	"bytes"
	"errors"
	"io"
	"os"
)

// buildID reads the build ID that the Go linker writes near the start of a program. The standard library has
// no function for it, and cmd/buildid is not a part of every installation.
func buildID(exe string) (string, error) {
	f, err := os.Open(exe)
	if err != nil {
		return "", err
	}
	defer f.Close()
	head := make([]byte, 64<<10)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return "", err
	}
	return findBuildID(head[:n])
}

// findBuildID looks for an ELF note of owner "Go" and type 4, or else for the quoted string that other formats hold.
func findBuildID(head []byte) (string, error) {
	note := []byte("\x04\x00\x00\x00Go\x00\x00") // its type and owner; before it the sizes of owner and text
	for at := 0; ; {
		i := bytes.Index(head[at:], note)
		if i < 0 {
			break
		}
		start := at + i + len(note)
		if sizes := at + i - 8; sizes >= 0 {
			size := int(head[sizes+4]) | int(head[sizes+5])<<8
			if head[sizes] == 4 && size > 0 && start+size <= len(head) {
				return string(head[start : start+size]), nil
			}
		}
		at = start
	}
	if _, rest, ok := bytes.Cut(head, []byte("\xff Go build ID: \"")); ok {
		if id, _, ok := bytes.Cut(rest, []byte("\"\n \xff")); ok { // letters and digits, so that the quotes are all there is to take off
			return string(id), nil
		}
	}
	return "", errors.New("source: no build ID found")
}
