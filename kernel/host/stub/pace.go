package main

import (
	"errors"
	"io"
	"os"
	"time"
)

const (
	rate  = 8 << 20   // bytes a second of one stream
	burst = 256 << 10 // that pass at once
	piece = 32 << 10  // the most that GoNB reads at once
	few   = 5 * time.Millisecond
)

// pace copies what a program prints, at most rate bytes a second. GoNB reads as fast as it can, and makes a message of each
// read: a program that prints faster than messages are taken would fill its memory. Small pieces are joined once there were
// many of them.
func pace(w io.Writer, r *stream) {
	buf := make([]byte, piece)
	due := time.Now() // when all that was written so far is allowed
	for sent := 0; ; {
		n, err := r.Read(buf)
		if sent > burst && err == nil {
			_ = r.file.SetReadDeadline(time.Now().Add(few))
			for n < piece && err == nil {
				var more int
				more, err = r.Read(buf[n:])
				n += more
			}
			_ = r.file.SetReadDeadline(time.Time{})
			if errors.Is(err, os.ErrDeadlineExceeded) {
				err = nil
			}
		}
		if n > 0 {
			if _, err := w.Write(buf[:n]); err != nil {
				return
			}
			sent += n
			now := time.Now()
			if earliest := now.Add(-burst * time.Second / rate); due.Before(earliest) {
				due = earliest
			}
			due = due.Add(time.Duration(n) * time.Second / rate)
			time.Sleep(due.Sub(now))
		}
		if err != nil {
			return
		}
	}
}
