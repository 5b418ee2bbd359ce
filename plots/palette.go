package plots

import "gosnn/plots/internal/colors"

// Swatch is a color with its name.
type Swatch = colors.Swatch

// Palette is the set of colors that color-blind readers, too, can distinguish, in the order in which figures use it for
// lines: M. Okabe and K. Ito, Color Universal Design (2008). "black" stands for the color of the theme's text.
var Palette = colors.Palette
