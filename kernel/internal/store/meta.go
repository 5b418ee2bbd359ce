package store

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"strconv"
	"strings"
	"time"
)

// Meta describes a kept value.
type Meta struct {
	Name    string
	Key     string        // hash of all that the value depends on, in hexadecimal digits
	Type    string        // Go's name of its type
	Decl    string        // the declaration that keeps it: "var spikeData"
	Uses    []string      `json:",omitempty"` // declarations of the notebook that it uses
	Keeps   []string      `json:",omitempty"` // kept values that it uses
	Inputs  []string      `json:",omitempty"` // what it was declared to depend on besides code
	Seed    string        `json:",omitempty"`
	Made    time.Time     // when it was computed
	Took    time.Duration // how long that took
	Tensors []Tensor      `json:",omitempty"`
	Files   []File
}

// Tensor describes a tensor of a value.
type Tensor struct {
	File  int // which of the files holds its elements; -1 if there are none
	DType int // gotch's number
	Shape []int64
	Grad  bool `json:",omitempty"` // it requires a gradient
}

// File is a part of a value.
type File struct {
	Name string
	Size int64
	CRC  uint32 // CRC-32C
}

// Bytes is the size of the value's files.
func (m *Meta) Bytes() (n int64) {
	for _, f := range m.Files {
		n += f.Size
	}
	return n
}

// metaName is the file that describes a value. usedName records the last check and, by its time, the last use.
const metaName, usedName = "meta", "checked"

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// ErrName is the error for a name that a value cannot have.
var ErrName = errors.New("want " + NameRule)

// NameRule is what a name must be.
const NameRule = "1 to 100 letters, digits, _, -, + or ., the first not a dot"

// CheckName refuses names that could not be a file's.
func CheckName(name string) error {
	for _, r := range name {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_-+.", r)) {
			return ErrName
		}
	}
	if name == "" || len(name) > 100 || name[0] == '.' {
		return ErrName
	}
	return nil
}

func checkKey(key string) error {
	if b, err := hex.DecodeString(key); err != nil || len(b) != 32 {
		return fmt.Errorf("store: key %q: want 64 hexadecimal digits", key)
	}
	return nil
}

// folderOf is the name of a value's folder.
func folderOf(name, key string) (string, error) {
	if err := CheckName(name); err != nil {
		return "", err
	}
	if err := checkKey(key); err != nil {
		return "", err
	}
	return name + "@" + key, nil
}

var errDamaged = errors.New("store: value is damaged")

// encodeMeta writes a checksum, a line break and JSON.
func encodeMeta(m *Meta) ([]byte, error) {
	data, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	return append(fmt.Appendf(nil, "%08x\n", crc32.Checksum(data, castagnoli)), data...), nil
}

func decodeMeta(data []byte) (*Meta, error) {
	sum, rest, ok := bytes.Cut(data, []byte("\n"))
	if want, err := strconv.ParseUint(string(sum), 16, 32); !ok || err != nil || uint32(want) != crc32.Checksum(rest, castagnoli) {
		return nil, errDamaged
	}
	var m Meta
	if err := json.Unmarshal(rest, &m); err != nil {
		return nil, errDamaged
	}
	for _, f := range m.Files {
		if CheckName(f.Name) != nil || f.Size < 0 {
			return nil, errDamaged
		}
	}
	for _, t := range m.Tensors {
		if t.File >= len(m.Files) {
			return nil, errDamaged
		}
	}
	return &m, nil
}
