package tensorfile

import (
	"encoding/binary"
	"fmt"
	"math"
)

// widen spreads unsigned numbers of some bytes, which lie at the end of a tensor's memory, over all of it: uint16 as int32, uint32 and uint64
// as int64. Each is read before its place is written.
func widen(memory []byte, size int) error {
	switch size {
	case 2: // to int32
		n := len(memory) / 4
		for i := range n {
			v := binary.NativeEndian.Uint16(memory[2*n+2*i:])
			binary.NativeEndian.PutUint32(memory[4*i:], uint32(v))
		}
	case 4: // to int64
		n := len(memory) / 8
		for i := range n {
			v := binary.NativeEndian.Uint32(memory[4*n+4*i:])
			binary.NativeEndian.PutUint64(memory[8*i:], uint64(v))
		}
	default:
		for i := 0; i < len(memory); i += 8 {
			if v := binary.NativeEndian.Uint64(memory[i:]); v > math.MaxInt64 {
				return fmt.Errorf("%w: a uint64 of %d, want at most 2^63-1", ErrDType, v)
			}
		}
	}
	return nil
}
