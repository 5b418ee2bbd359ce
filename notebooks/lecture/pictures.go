package lecture

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"image"
	"image/gif"
	"path/filepath"
	"regexp"
	"strings"

	"gosnn/snn/atomicfile"
)

// pictures are figures of the lectures that the README shows: the picture's file, and the lecture and cell that it is of.
var pictures = []struct{ file, lecture, cell string }{
	{"rate.gif", "tutorial_1_spike_encoding", "2-2-1-animation-8"},
	{"raster.png", "tutorial_1_spike_encoding", "2-2-2-raster-plots-2"},
	{"tutorial_1.png", "tutorial_1_spike_encoding", "2-3-1-raster-plot-15"},
	{"tutorial_2.png", "tutorial_2_lif_neuron", "3-4-lapicque-firing-4"},
	{"tutorial_3.png", "tutorial_3_feedforward_snn", "3-a-feedforward-spiking-neural-network-8"},
	{"tutorial_4.png", "tutorial_4_advanced_neurons", "1-2-synaptic-neuron-model-in-snntorch-4"},
	{"tutorial_5.png", "tutorial_5_training", "8-2-test-set-accuracy-4"},
	{"tutorial_6.png", "tutorial_6_cnn", "4-3-filters-and-the-spikes-that-reach-them-4"},
	{"own_data.png", "encoding_your_own_data", "4-all-codes-on-a-picture-4"},
}

// animationWidth is how wide an animation is at most, of whole pixels of the figure's: pages of others would smooth small ones.
const animationWidth = 280

// WritePictures writes the pictures of the README, figures of the notebooks in dir, into a folder.
func WritePictures(dir, folder string) error {
	for _, p := range pictures {
		n, err := ReadNotebook(filepath.Join(dir, p.lecture+".ipynb"))
		if err != nil {
			return err
		}
		picture, err := n.picture(p.cell, strings.HasSuffix(p.file, ".gif"))
		if err != nil {
			return fmt.Errorf("%s of %s: %w", p.file, p.lecture, err)
		}
		if err := atomicfile.Write(filepath.Join(folder, p.file), picture, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// animation finds the moving picture of a figure: the one that an <img> shows.
var animation = regexp.MustCompile(` src="data:image/gif;base64,([^"]+)"`)

// picture returns what a cell shows: a still picture as PNG, or its animation as GIF.
func (n *Notebook) picture(id string, moves bool) ([]byte, error) {
	for _, c := range n.Cells {
		for _, o := range c.Outputs {
			data, _ := o["data"].(map[string]any)
			still := strings.ReplaceAll(joined(data["image/png"]), "\n", "")
			if c.ID != id || still == "" {
				continue
			}
			if !moves {
				return base64.StdEncoding.DecodeString(still)
			}
			m := animation.FindStringSubmatch(joined(data["text/html"]))
			if m == nil {
				return nil, fmt.Errorf("cell %s shows no animation", id)
			}
			small, err := base64.StdEncoding.DecodeString(m[1])
			if err != nil {
				return nil, err
			}
			return enlarge(small)
		}
	}
	return nil, fmt.Errorf("no cell %s that shows a figure", id)
}

// enlarge makes each pixel of an animation larger.
func enlarge(small []byte) ([]byte, error) {
	g, err := gif.DecodeAll(bytes.NewReader(small))
	if err != nil {
		return nil, err
	}
	if len(g.Image) == 0 || g.Config.Width == 0 {
		return nil, errors.New("an animation without pictures")
	}
	larger := max(1, animationWidth/g.Config.Width)
	for i, frame := range g.Image {
		r := frame.Rect
		big := image.NewPaletted(image.Rect(r.Min.X*larger, r.Min.Y*larger, r.Max.X*larger, r.Max.Y*larger), frame.Palette)
		for y := range big.Rect.Dy() {
			for x := range big.Rect.Dx() {
				big.Pix[y*big.Stride+x] = frame.Pix[y/larger*frame.Stride+x/larger]
			}
		}
		g.Image[i] = big
	}
	g.Config.Width, g.Config.Height = g.Config.Width*larger, g.Config.Height*larger
	var b bytes.Buffer
	err = gif.EncodeAll(&b, g)
	return b.Bytes(), err
}
