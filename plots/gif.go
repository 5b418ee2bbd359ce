package plots

import (
	"bytes"
	"fmt"
	"html"
	"image/color"
	"image/gif"
	"math"
	"strings"
	"time"

	"gosnn/plots/internal/live"
)

// movie is an animation as animated pictures: GIF, the only such format that the standard library writes. They are
// for files, and for readers of a page whose scripts do not run; the player needs none.
type movie struct {
	file          func() ([]byte, error) // to be written to a file
	page          func() ([]byte, error) // small, to be in a page
	first         func() ([]byte, error) // all of it in one frame, for readers who prefer reduced motion, and for paper
	width, height int                    // of page, in CSS pixels
	caption       string                 // to stand above page, in which words have no room
}

// stillHTML writes the picture for a page with its caption, enlarged to crisp pixels.
func (m *movie) stillHTML(b *strings.Builder, alt string) error {
	page, err := m.page()
	if err != nil {
		return err
	}
	first, err := m.first()
	if err != nil {
		return err
	}
	if m.caption != "" {
		fmt.Fprintf(b, `<div style="width:%dpx;max-width:100%%;text-align:center">%s</div>`, m.width, plainText(m.caption))
	}
	fmt.Fprintf(b, `<picture><source media="(prefers-reduced-motion:reduce),print" srcset="%s">`, live.DataURI("image/gif", first))
	fmt.Fprintf(b, `<img width="%d" height="%d" style="max-width:100%%;height:auto;image-rendering:pixelated" alt="%s" src="%s"></picture>`,
		m.width, m.height, html.EscapeString(alt), live.DataURI("image/gif", page))
	return nil
}

// encodeGIF writes every stride-th frame, each pixel dots x dots large, repeated endlessly. A GIF counts time in
// hundredths of a second: delays are rounded so that the whole takes the right time. Less than 2 no browser obeys.
func encodeGIF(a *frames, colors color.Palette, interval time.Duration, dots, stride int) ([]byte, error) {
	var m gif.GIF
	m.Config.ColorModel = colors // one color table for all frames
	m.Config.Width, m.Config.Height = a.width*dots, a.height*dots
	hundredths := func(step int) int { return int(math.Round(float64(step) * interval.Seconds() * 100)) }
	for t := 0; t < a.steps; t += stride {
		m.Image = append(m.Image, a.picture(t, dots, colors))
		m.Delay = append(m.Delay, max(2, hundredths(min(t+stride, a.steps))-hundredths(t)))
	}
	var b bytes.Buffer
	err := gif.EncodeAll(&b, &m)
	return b.Bytes(), err
}

// fitGIF writes a GIF of at most limit bytes: all frames, with 4 x 4 or 2 x 2 dots a pixel where these fit; or else as
// many frames as fit, but the first in any case. More dots help readers that blur small pictures when enlarging them.
func fitGIF(a *frames, colors color.Palette, interval time.Duration, limit int) ([]byte, error) {
	best, err := encodeGIF(a, colors, interval, 1, 1)
	for stride := 1; err == nil && len(best) > limit && stride < a.steps; {
		stride = max(stride+1, stride*len(best)/limit)
		best, err = encodeGIF(a, colors, interval, 1, stride)
		if len(best) <= limit {
			return best, err
		}
	}
	for dots := 2; err == nil && dots <= 4 && len(best)*2 <= limit; dots *= 2 { // four times the dots, twice the bytes at least
		larger, err := encodeGIF(a, colors, interval, dots, 1)
		if err != nil || len(larger) > limit {
			return best, err
		}
		best = larger
	}
	return best, err
}
