// Package value writes Go values to files and hashes them: whatever encoding/gob takes, and tensors, alone or in structs, slices,
// arrays, maps and behind pointers.
//
//   - [Check] reports whether the values of a type can be kept.
//   - [Encode] writes a value as files of a draft in the store, [Decode] reads it back and maps its tensors.
//   - [Hash] identifies the values that a kept value depends on.
package value

import "errors"

// ErrValue is the error for a value that files cannot hold.
var ErrValue = errors.New("value cannot be kept")
