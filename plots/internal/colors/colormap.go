package colors

import (
	"image/color"
	"math"
	"slices"
)

// maps are colors of evenly spaced values, lowest first; between two the color is mixed. All grow lighter with the
// value, so that they keep their order in grey and for color-blind readers. viridis and plasma are by S. van der Walt and
// N. Smith (2015), as matplotlib has them; gonum's palettes lack them.
var maps = map[string][]string{
	"gray": {"#000000", "#ffffff"},
	"plasma": {"#0d0887", "#46039f", "#7201a8", "#9c179e", "#bd3786",
		"#d8576b", "#ed7953", "#fb9f3a", "#fdca26", "#f0f921"},
	"viridis": {"#440154", "#482878", "#3e4989", "#31688e", "#26828e",
		"#1f9e89", "#35b779", "#6ece58", "#b5de2b", "#fde725"},
}

// MapNames are the names of the color maps.
func MapNames() []string { return []string{"gray", "plasma", "viridis"} }

// At returns the color of v, 0 to 1, in a color map. A value beyond takes the end's color.
func At(name string, v float64) color.RGBA {
	anchors := maps[name]
	whole, part := math.Modf(min(max(v, 0), 1) * float64(len(anchors)-1))
	i := int(whole)
	return Mix(RGB(anchors[i]), RGB(anchors[min(i+1, len(anchors)-1)]), part)
}

// Mix returns the color that is part of the way, 0 to 1, from a to b.
func Mix(a, b color.RGBA, part float64) color.RGBA {
	between := func(x, y uint8) uint8 { return uint8(math.Round(float64(x) + (float64(y)-float64(x))*part)) }
	return color.RGBA{between(a.R, b.R), between(a.G, b.G), between(a.B, b.B), 0xff}
}

// Anchors returns a color map's colors as ECharts takes them.
func Anchors(name string) []string { return slices.Clone(maps[name]) }
