// Package still draws the still pictures of figures by gonum's plot: what gonum lacks, or does too slowly for a cell.
package still
