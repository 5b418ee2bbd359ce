//go:build gosnn_linker

package main

import "internal/abi"

// findTable is the runtime's table by which it finds the function of an address: for each 4 kB of code the index of its first
// function, and for each sixteenth of them how many functions later the search begins.
func findTable(funcs []*symbol, t *functab) []byte {
	const parts, bucketSize = 16, 4 + 16
	const part = abi.FuncTabBucketSize / parts
	n := (t.maxPC-t.minPC)/abi.FuncTabBucketSize + 1
	b := make([]byte, n*bucketSize)
	at := 0 // the last function that begins at or before an address
	for i := range n * parts {
		pc := t.minPC + i*part
		for at+1 < len(funcs) && funcs[at+1].addr <= pc {
			at++
		}
		bucket := b[i/parts*bucketSize:]
		if i%parts == 0 {
			le.PutUint32(bucket, uint32(at))
		}
		later := at - int(le.Uint32(bucket))
		if later > 255 {
			refuse("too many functions in %d bytes", abi.FuncTabBucketSize)
		}
		bucket[4+i%parts] = byte(later)
	}
	return b
}
