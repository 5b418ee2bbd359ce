package live

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/binary"
	"math"
)

// Packed is data in a page that the scripts unpack: deflated bytes in base64, and what they stand for.
type Packed struct {
	Form    string `json:"form"`            // "spikes", "numbers" or "doubles"
	Columns int    `json:"columns"`         // numbers of a row: y, or x and y; neurons of spikes
	Image   bool   `json:"image,omitempty"` // the rows are those of an image
	Bytes   string `json:"bytes"`
}

// PackSpikes packs the places of spikes, ascending, by the gaps between them: about a byte a spike, fewer once deflated,
// be they rare or dense.
func PackSpikes(places []int, columns int) Packed {
	gaps := make([]byte, 0, 2*len(places))
	last := 0
	for _, p := range places {
		gaps = binary.AppendUvarint(gaps, uint64(p-last))
		last = p
	}
	return Packed{Form: "spikes", Columns: columns, Bytes: Pack(gaps)}
}

// PackNumbers packs rows of numbers, as float32 where this loses nothing. NaN is a gap in a line.
func PackNumbers(values []float64, columns int) Packed {
	form := "numbers"
	for _, v := range values {
		if v == v && float64(float32(v)) != v {
			form = "doubles"
			break
		}
	}
	b := make([]byte, 0, 8*len(values))
	for _, v := range values {
		if form == "doubles" {
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
		} else {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(float32(v)))
		}
	}
	return Packed{Form: form, Columns: columns, Bytes: Pack(b)}
}

// Pack deflates b and writes it as base64.
func Pack(b []byte) string {
	level := flate.DefaultCompression
	if len(b) > 1<<18 { // where a better level takes longer than the page gains by it
		level = flate.BestSpeed
	}
	var deflated bytes.Buffer
	w, _ := flate.NewWriter(&deflated, level) // fails for an unknown level only
	w.Write(b)                                // a bytes.Buffer takes all
	w.Close()
	return base64.StdEncoding.EncodeToString(deflated.Bytes())
}
