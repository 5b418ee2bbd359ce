package dataset

import (
	"bufio"
	"compress/gzip"
	"errors"
	"io"
)

// gunzip unpacks a file of one or more gzip members, of which zero bytes may follow, as tapes and some downloads pad files. (gzip.Reader
// takes them for a damaged header.)
type gunzip struct {
	r    *bufio.Reader
	z    *gzip.Reader
	done bool
}

func newGunzip(r *bufio.Reader) (*gunzip, error) {
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, err
	}
	z.Multistream(false)
	return &gunzip{r: r, z: z}, nil
}

func (g *gunzip) Read(p []byte) (int, error) {
	for !g.done {
		n, err := g.z.Read(p)
		if n > 0 || !errors.Is(err, io.EOF) {
			if errors.Is(err, io.EOF) {
				err = nil // met again, without bytes
			}
			return n, err
		}
		if err := g.next(); err != nil {
			return 0, err
		}
	}
	return 0, io.EOF
}

// next begins the member that follows, if there is one.
func (g *gunzip) next() error {
	for {
		b, err := g.r.ReadByte()
		switch {
		case errors.Is(err, io.EOF):
			g.done = true
			return nil
		case err != nil:
			return err
		case b == 0:
			continue
		}
		if err := g.r.UnreadByte(); err != nil {
			return err
		}
		if err := g.z.Reset(g.r); err != nil {
			return err
		}
		g.z.Multistream(false)
		return nil
	}
}
