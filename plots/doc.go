// Package plots draws spikes and what belongs to them: [Raster] and [Animator] for spikes over time, [SpikeCount] and
// [Histogram] for how many there are, [Traces] for membrane potentials, [Line] for signals, [Image] and [ImageGrid] for what is
// encoded and decoded, [RasterWithImage] for both at once, and [Grid] to set any of them side by side. [Stack] sets figures over time above
// each other, [Sweep] has one for each value of a parameter, [Live] grows while a network is trained, and [Confusion] shows what it
// has learned.
//
// In a notebook cell a figure is one line:
//
//	plots.Show(plots.Raster(spikes, plots.Title("Input Layer")))
//
// # Wherever a notebook is read
//
// A figure is one display message of three forms: HTML, a PNG, and words. The HTML holds a still picture (of an animation: a
// moving one), and its script puts an interactive ECharts chart in the picture's place once it can. So a notebook that is not
// trusted, a viewer that runs no scripts, a PDF and a machine without a network show the figure all the same; the words,
// [Figure.Alt], are what a screen reader reads.
//
// A script looks for ECharts on the page, then in the kernelspec, which Jupyter serves, then at a content network, whose file
// it checks by a pinned hash. Twenty figures load it once. [Figure.Page] and [Figure.WriteFile] make a page with everything in it.
//
// Package display sends the message, below what the cell printed before.
//
// # Data and errors
//
// Figures are made of gotch tensors of any real type, on any device. A tensor stays the caller's: it is read while the figure
// is made, and not kept. What cannot be drawn is an [ArgError], before any drawing; what holds no spike is a figure that says
// "no spikes".
//
// Equal data give equal bytes, without ids or random numbers, so that running a notebook again leaves no needless difference.
//
// # Options
//
// Options are named as in matplotlib and snnTorch's spikeplot where these have one. A function takes options of a type of its own,
// such as [RasterOption], so that an option which does not apply does not compile. Colors can be distinguished by color-blind readers ([Palette]), and follow a light or a dark theme.
package plots
