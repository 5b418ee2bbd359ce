// Package colors has the colors of figures: the palette of lines, the color maps of values, and how colors are written.
package colors
