package tensorfile

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/sugarme/gotch"

	"gosnn/snn/tensormem"
)

// entry is where a tensor lies in a safetensors file. Format: https://github.com/huggingface/safetensors#format
type entry struct {
	name       string
	dtype      gotch.DType // of the tensor
	shape      []int64
	start, end int64  // offsets behind the header
	unsigned   int    // bytes of a number in the file, of a type that libtorch 2.1 does not have
	foreign    string // an element type that cannot be read
}

const metadataName = "__metadata__"

// safetensorsTypes are the format's names of element types.
var safetensorsTypes = map[string]gotch.DType{"BOOL": gotch.Bool, "U8": gotch.Uint8, "I8": gotch.Int8, "I16": gotch.Int16, "I32": gotch.Int,
	"I64": gotch.Int64, "F16": gotch.Half, "BF16": gotch.BFloat16, "F32": gotch.Float, "F64": gotch.Double}

// safetensorsUnsigned are those that libtorch 2.1 does not have.
var safetensorsUnsigned = map[string]string{"U16": "u2", "U32": "u4", "U64": "u8"}

func safetensorsType(d gotch.DType) (string, error) {
	for name, dtype := range safetensorsTypes {
		if dtype == d {
			return name, nil
		}
	}
	return "", fmt.Errorf("%w: %s in safetensors", ErrDType, tensormem.DTypeName(d))
}

// parseSafetensorsHeader reads the header's JSON: the tensors in the order in which they lie in the file, of which size bytes
// follow the header. It refuses what the format does: names that occur twice, holes and overlaps.
func parseSafetensorsHeader(text []byte, size int64) ([]entry, map[string]string, error) {
	if !utf8.Valid(text) {
		return nil, nil, damaged("the header is not UTF-8")
	}
	fields, err := jsonMembers(text)
	if err != nil {
		return nil, nil, err
	}
	var entries []entry
	var metadata map[string]string
	for _, f := range fields {
		if f.name == metadataName {
			if err := json.Unmarshal(f.value, &metadata); err != nil {
				return nil, nil, damaged("%s: %v", metadataName, err)
			}
			continue
		}
		e, err := parseEntry(f)
		if err != nil {
			return nil, nil, err
		}
		entries = append(entries, e)
	}
	slices.SortStableFunc(entries, func(a, b entry) int {
		if a.start != b.start {
			return int(max(-1, min(1, a.start-b.start)))
		}
		return int(max(-1, min(1, a.end-b.end)))
	})
	at := int64(0)
	for _, e := range entries {
		if e.start != at {
			return nil, nil, damaged("%s begins at %d, want %d", e.name, e.start, at)
		}
		at = e.end
	}
	if at != size {
		return nil, nil, damaged("%d bytes of elements, want %d", size, at)
	}
	return entries, metadata, nil
}

// member is one name with its value in a JSON object.
type member struct {
	name  string
	value json.RawMessage
}

// jsonMembers splits a JSON object. encoding/json alone would take the last of two members with one name, and a name whatever its case.
func jsonMembers(text []byte) ([]member, error) {
	if !bytes.HasPrefix(text, []byte("{")) {
		return nil, damaged("the header does not begin with {")
	}
	d := json.NewDecoder(bytes.NewReader(text))
	if _, err := d.Token(); err != nil {
		return nil, damaged("header: %v", err)
	}
	var list []member
	seen := map[string]bool{}
	for d.More() {
		key, err := d.Token()
		name, ok := key.(string)
		if err != nil || !ok {
			return nil, damaged("header: %v", err)
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, damaged("header: %v", err)
		}
		if seen[name] {
			return nil, damaged("the name %q occurs twice", name)
		}
		seen[name] = true
		list = append(list, member{name, value})
	}
	if _, err := d.Token(); err != nil {
		return nil, damaged("header: %v", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) { // only blanks may follow
		return nil, damaged("the header goes on behind its end")
	}
	return list, nil
}

// integers reads a list of integers. encoding/json alone would take null for 0.
func integers(text json.RawMessage) ([]int64, error) {
	var numbers []*int64
	if err := json.Unmarshal(text, &numbers); err != nil {
		return nil, err
	}
	if numbers == nil || slices.Contains(numbers, nil) {
		return nil, errors.New("null, want integers")
	}
	list := make([]int64, len(numbers))
	for i, n := range numbers {
		list[i] = *n
	}
	return list, nil
}

func parseEntry(f member) (entry, error) {
	fields, err := jsonMembers(f.value)
	if err != nil {
		return entry{}, fmt.Errorf("%s: %w", f.name, err)
	}
	e, dtypeName, offsets := entry{name: f.name}, "", []int64(nil)
	for _, m := range fields {
		var err error
		switch m.name {
		case "dtype":
			err = json.Unmarshal(m.value, &dtypeName)
		case "shape":
			e.shape, err = integers(m.value)
		case "data_offsets":
			offsets, err = integers(m.value)
		default:
			err = errors.New("not known")
		}
		if err != nil {
			return entry{}, damaged("%s: %s: %v", f.name, m.name, err)
		}
	}
	if dtypeName == "" || e.shape == nil || len(offsets) != 2 {
		return entry{}, damaged("%s: want dtype, shape and data_offsets", f.name)
	}
	e.start, e.end = offsets[0], offsets[1]
	if e.start < 0 || e.end < e.start {
		return entry{}, damaged("%s: from %d to %d", f.name, e.start, e.end)
	}
	dtype, known := safetensorsTypes[dtypeName]
	if name, ok := safetensorsUnsigned[dtypeName]; ok {
		dtype, known = unsigned[name], true
		e.unsigned = int(name[1] - '0')
	}
	if !known {
		e.foreign = dtypeName
		return e, nil
	}
	e.dtype = dtype
	want, err := tensormem.Size(e.shape, dtype)
	if err != nil {
		return entry{}, damaged("%s: %v", f.name, err)
	}
	if e.unsigned > 0 {
		want = want / int64(dtype.Size()) * int64(e.unsigned)
	}
	if e.end-e.start != want {
		return entry{}, damaged("%s: %v %v from %d to %d", f.name, dtypeName, e.shape, e.start, e.end)
	}
	return e, nil
}

// formatSafetensorsHeader writes the length and the JSON, padded so that the elements begin at a multiple of 8 bytes, and
// sets the offsets of the entries, which are given in the order in which they will be written.
func formatSafetensorsHeader(entries []entry, metadata map[string]string) ([]byte, error) {
	var b strings.Builder
	b.WriteByte('{')
	if metadata != nil {
		text, err := json.Marshal(metadata)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, "%q:%s", metadataName, text)
	}
	at := int64(0)
	for i := range entries {
		e := &entries[i]
		size, err := tensormem.Size(e.shape, e.dtype)
		if err != nil {
			return nil, err
		}
		e.start, e.end = at, at+size
		at = e.end
		dtype, err := safetensorsType(e.dtype)
		if err != nil {
			return nil, err
		}
		name, err := json.Marshal(e.name)
		if err != nil {
			return nil, err
		}
		shape, err := json.Marshal(e.shape)
		if err != nil {
			return nil, err
		}
		if b.Len() > 1 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `%s:{"dtype":%q,"shape":%s,"data_offsets":[%d,%d]}`, name, dtype, shape, e.start, e.end)
	}
	b.WriteByte('}')
	text := b.String() + strings.Repeat(" ", (8-b.Len()%8)%8)
	if len(text) > maxSafetensorsHeader {
		return nil, fmt.Errorf("%w: a header of %d bytes", ErrTensor, len(text))
	}
	return append(binary.LittleEndian.AppendUint64(nil, uint64(len(text))), text...), nil
}
