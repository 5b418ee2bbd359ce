// Package live makes what brings a figure to life in a page: the option of an ECharts chart, its data packed, and the scripts
// that unpack and show it.
package live
