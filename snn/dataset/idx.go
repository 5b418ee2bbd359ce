package dataset

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"

	"gosnn/snn/internal/regular"
)

// idxKind is the element type and the number of dimensions of an idx file.
type idxKind struct {
	elementType byte
	dims        int
}

var (
	idxImages  = idxKind{idxUint8, 3}
	idxLabels  = idxKind{idxUint8, 1}
	idxClasses = idxKind{idxInt32, 2} // QMNIST's labels: class, writer and so on
)

func (k idxKind) size() int {
	if k.elementType == idxInt32 {
		return 4
	}
	return 1
}

const (
	idxUint8 = 0x08
	idxInt32 = 0x0c

	// maxDeflate is the most bytes that deflate can make out of one (zlib's documentation): no honest gzip file
	// unpacks to more, so that a header that promises more is refused before anything is allocated by it.
	maxDeflate = 1032
	// maxItem is the largest image, 4096 x 4096: the most that a lying header can make us allocate.
	maxItem = 1 << 24
	// unpackRatio and unpackFree bound what a gzipped file may unpack to: 64 MiB, and 200 times its size. Photos shrink by half, MNIST by
	// a factor of five.
	unpackRatio = 200
	unpackFree  = 64 << 20
	// chunkSize is the unit of reading, about 80 images of 28 x 28.
	chunkSize = 1 << 16
)

// idxFile reads a file of bytes in the idx format of MNIST: two zero bytes, the element type, the number of dimensions,
// each size as a big-endian uint32, then the elements in C order (http://yann.lecun.com/exdb/mnist). It may be gzipped.
//
// Our own reader because GoMNIST's trusts the header, unpacks everything and takes gzip only. This one reads as far
// as it is asked to: a plain file chunk by chunk, a gzipped one from its start up to the chunk that is asked for.
// What was read stays in memory. The file is closed when all of a gzipped one was read, else by os.File's
// finalizer.
type idxFile struct {
	path  string
	kind  idxKind
	shape []int // items, then the sizes of one item
	item  int   // bytes of one item
	head  int   // bytes of the header

	mu     sync.Mutex
	file   *os.File
	gz     *gunzip        // nil for a plain file
	per    int            // items of one chunk
	chunks map[int][]byte // that were read
	read   int            // chunks of a gzipped file read so far
	err    error          // what stopped the reading of a gzipped file
}

// openIdx opens an idx file of one of some kinds and checks its header against the size of the file.
func openIdx(path string, kinds ...idxKind) (*idxFile, error) {
	file, size, err := regular.Open(path)
	if errors.Is(err, regular.Err) {
		return nil, &FileError{path, err.Error(), "a regular file", ErrFormat}
	}
	if err != nil {
		return nil, err
	}
	f := &idxFile{path: path, file: file}
	if err := f.readHeader(size, kinds); err != nil {
		file.Close()
		return nil, err
	}
	return f, nil
}

func (f *idxFile) readHeader(size int64, kinds []idxKind) (err error) {
	buffered := bufio.NewReaderSize(f.file, chunkSize)
	r := io.Reader(buffered)
	if magic, _ := buffered.Peek(2); bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		if f.gz, err = newGunzip(buffered); err != nil {
			return f.fail(ErrCorrupt, "a gzip header that does not unpack ("+err.Error()+")", "gzip")
		}
		r = f.gz
	}

	head := make([]byte, 4)
	if n, err := io.ReadFull(r, head); err != nil {
		return f.fail(ErrTruncated, fmt.Sprintf("%d bytes%s", n, unpackError(err)), "an idx header")
	} else if head[0] == '<' {
		return f.fail(ErrFormat, fmt.Sprintf("a web page (%q...)", head), "an idx file: a download may have failed")
	} else if head[0] != 0 || head[1] != 0 {
		return f.fail(ErrFormat, fmt.Sprintf("first bytes % x", head), "00 00 of an idx header")
	}
	f.kind = kinds[0]
	for _, k := range kinds {
		if k.elementType == head[2] {
			f.kind = k
		}
	}
	dims := f.kind.dims
	if head[2] != f.kind.elementType {
		return f.fail(ErrFormat, fmt.Sprintf("element type 0x%02x", head[2]), "0x08 (unsigned byte)")
	} else if int(head[3]) != dims {
		return f.fail(ErrFormat, fmt.Sprintf("%d dimensions", head[3]), fmt.Sprint(dims))
	}
	head = append(head, make([]byte, 4*dims)...)
	if n, err := io.ReadFull(r, head[4:]); err != nil {
		return f.fail(ErrTruncated, fmt.Sprintf("%d bytes%s", 4+n, unpackError(err)), fmt.Sprintf("an idx header of %d", len(head)))
	}
	f.head, f.item = len(head), f.kind.size()
	for d := range dims {
		size := int(binary.BigEndian.Uint32(head[4+4*d:]))
		if size == 0 {
			return f.fail(ErrFormat, fmt.Sprintf("size 0 in dimension %d", d), ">= 1")
		}
		if d > 0 {
			if size > maxItem/f.item {
				return f.fail(ErrFormat, fmt.Sprintf("an item of more than %d bytes", maxItem), "less")
			}
			f.item *= size
		}
		f.shape = append(f.shape, size)
	}
	return f.checkSize(size)
}

// checkSize compares what the header promises with the size of the file, and plans the chunks.
func (f *idxFile) checkSize(size int64) error {
	want := int64(f.head) + int64(f.shape[0])*int64(f.item) // below 2^32 * 2^24
	promise := fmt.Sprintf("%d (header: %d items of %d bytes)", want, f.shape[0], f.item)
	switch {
	case f.gz == nil && size < want:
		return f.fail(ErrTruncated, fmt.Sprintf("%d bytes", size), promise)
	case f.gz == nil && size > want:
		return f.fail(ErrCorrupt, fmt.Sprintf("%d bytes", size), promise)
	case f.gz != nil && size < want/maxDeflate:
		return f.fail(ErrTruncated, fmt.Sprintf("%d bytes of gzip", size), promise+" unpacked")
	case f.gz != nil && want > unpackFree+unpackRatio*size:
		return f.fail(ErrLimit, promise+" unpacked", fmt.Sprintf("at most %d from %d bytes of gzip (64 MiB and %d times its size)",
			unpackFree+unpackRatio*size, size, unpackRatio))
	}
	f.per = max(1, chunkSize/f.item)
	f.chunks = map[int][]byte{} // by number: a file with holes has far more of them than bytes on the disk
	return nil
}

// at returns the bytes of item i, 0 <= i < shape[0]. They are shared: not to be changed.
func (f *idxFile) at(i int) ([]byte, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	c := i / f.per
	if f.chunks[c] == nil {
		if err := f.readChunk(c); err != nil {
			return nil, err
		}
	}
	start := i % f.per * f.item
	return f.chunks[c][start : start+f.item : start+f.item], nil
}

func (f *idxFile) readChunk(c int) error {
	if f.gz == nil {
		buf := make([]byte, f.chunkBytes(c))
		n, err := f.file.ReadAt(buf, int64(f.head)+int64(c)*int64(f.per)*int64(f.item))
		if n < len(buf) {
			return f.fail(ErrTruncated, fmt.Sprintf("an end after item %d (%v)", c*f.per, err), f.items())
		}
		f.chunks[c] = buf
		return nil
	}
	for f.err == nil && f.read <= c {
		f.err = f.unpackChunk()
	}
	return f.err
}

// unpackChunk reads the next chunk of a gzipped file. After the last one it reads on to the end of the file,
// which also compares gzip's checksum.
func (f *idxFile) unpackChunk() error {
	buf := make([]byte, f.chunkBytes(f.read))
	n, err := io.ReadFull(f.gz, buf)
	if n < len(buf) {
		kind := ErrCorrupt
		if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
			kind = ErrTruncated
		}
		item := f.read*f.per + n/f.item
		return f.fail(kind, fmt.Sprintf("an end in item %d%s", item, unpackError(err)), f.items())
	}
	if (f.read+1)*f.per >= f.shape[0] {
		rest, err := io.Copy(io.Discard, io.LimitReader(f.gz, 1))
		if rest > 0 || err != nil {
			return f.fail(ErrCorrupt, "more data or a wrong checksum after the last item"+unpackError(err), f.items())
		}
		f.file.Close()
	}
	f.chunks[f.read] = buf
	f.read++
	return nil
}

// chunkBytes is the size of chunk c; the last one may be shorter.
func (f *idxFile) chunkBytes(c int) int {
	return min(f.per, f.shape[0]-c*f.per) * f.item
}

func (f *idxFile) items() string { return fmt.Sprintf("%d items", f.shape[0]) }

func (f *idxFile) fail(kind error, found, want string) error {
	return &FileError{f.path, found, want, kind}
}

// unpackError returns gzip's own words, unless it only met the end.
func unpackError(err error) string {
	if err == nil || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return ""
	}
	return " (" + err.Error() + ")"
}
