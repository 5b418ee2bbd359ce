package plots

// Which figure takes which options.

// RasterOption is an option of [Raster].
type RasterOption interface {
	Option
	raster()
}

func (Color) raster()          {}
func (OffColor) raster()       {}
func (Marker) raster()         {}
func (MarkerSize) raster()     {}
func (XLimits) raster()        {}
func (HorizontalRule) raster() {}
func (UprightRule) raster()    {}
func (XTickStep) raster()      {}
func (YTickStep) raster()      {}
func (XLabel) raster()         {}
func (YLabel) raster()         {}
func (YLimits) raster()        {}
func (HideXTicks) raster()     {}
func (HideYTicks) raster()     {}
func (Title) raster()          {}
func (FigureSize) raster()     {}
func (Alt) raster()            {}

// RasterWithImageOption is an option of [RasterWithImage].
type RasterWithImageOption interface {
	Option
	rasterWithImage()
}

func (Color) rasterWithImage()          {}
func (OffColor) rasterWithImage()       {}
func (Marker) rasterWithImage()         {}
func (MarkerSize) rasterWithImage()     {}
func (XLimits) rasterWithImage()        {}
func (HorizontalRule) rasterWithImage() {}
func (UprightRule) rasterWithImage()    {}
func (XTickStep) rasterWithImage()      {}
func (YTickStep) rasterWithImage()      {}
func (XLabel) rasterWithImage()         {}
func (YLabel) rasterWithImage()         {}
func (YLimits) rasterWithImage()        {}
func (HideXTicks) rasterWithImage()     {}
func (HideYTicks) rasterWithImage()     {}
func (ColorMap) rasterWithImage()       {}
func (ColorLimits) rasterWithImage()    {}
func (Title) rasterWithImage()          {}
func (FigureSize) rasterWithImage()     {}
func (Alt) rasterWithImage()            {}

// LineOption is an option of [Line].
type LineOption interface {
	Option
	line()
}

func (NameList) line()       {}
func (Color) line()          {}
func (XLimits) line()        {}
func (LogX) line()           {}
func (LogY) line()           {}
func (HorizontalRule) line() {}
func (UprightRule) line()    {}
func (XTickStep) line()      {}
func (YTickStep) line()      {}
func (XLabel) line()         {}
func (YLabel) line()         {}
func (YLimits) line()        {}
func (HideXTicks) line()     {}
func (HideYTicks) line()     {}
func (Title) line()          {}
func (FigureSize) line()     {}
func (Alt) line()            {}

// TracesOption is an option of [Traces].
type TracesOption interface {
	Option
	traces()
}

func (SpikeTensor) traces()    {}
func (NameList) traces()       {}
func (Columns) traces()        {}
func (Color) traces()          {}
func (XLimits) traces()        {}
func (LogY) traces()           {}
func (HorizontalRule) traces() {}
func (UprightRule) traces()    {}
func (XTickStep) traces()      {}
func (YTickStep) traces()      {}
func (XLabel) traces()         {}
func (YLabel) traces()         {}
func (YLimits) traces()        {}
func (HideXTicks) traces()     {}
func (HideYTicks) traces()     {}
func (Title) traces()          {}
func (FigureSize) traces()     {}
func (Alt) traces()            {}

// HistogramOption is an option of [Histogram].
type HistogramOption interface {
	Option
	histogram()
}

func (Bins) histogram()           {}
func (Color) histogram()          {}
func (OffColor) histogram()       {}
func (HorizontalRule) histogram() {}
func (XLabel) histogram()         {}
func (YLabel) histogram()         {}
func (YLimits) histogram()        {}
func (HideXTicks) histogram()     {}
func (HideYTicks) histogram()     {}
func (Title) histogram()          {}
func (FigureSize) histogram()     {}
func (Alt) histogram()            {}

// SpikeCountOption is an option of [SpikeCount].
type SpikeCountOption interface {
	Option
	spikeCount()
}

func (NameList) spikeCount()       {}
func (Horizontal) spikeCount()     {}
func (Animate) spikeCount()        {}
func (Interval) spikeCount()       {}
func (FPS) spikeCount()            {}
func (Once) spikeCount()           {}
func (Color) spikeCount()          {}
func (OffColor) spikeCount()       {}
func (HorizontalRule) spikeCount() {}
func (XLabel) spikeCount()         {}
func (YLabel) spikeCount()         {}
func (YLimits) spikeCount()        {}
func (HideXTicks) spikeCount()     {}
func (HideYTicks) spikeCount()     {}
func (Title) spikeCount()          {}
func (FigureSize) spikeCount()     {}
func (Alt) spikeCount()            {}

// ImageOption is an option of [Image].
type ImageOption interface {
	Option
	image()
}

func (ColorMap) image()    {}
func (ColorLimits) image() {}
func (Title) image()       {}
func (FigureSize) image()  {}
func (Alt) image()         {}

// ImageGridOption is an option of [ImageGrid].
type ImageGridOption interface {
	Option
	imageGrid()
}

func (NameList) imageGrid()    {}
func (Columns) imageGrid()     {}
func (ColorMap) imageGrid()    {}
func (ColorLimits) imageGrid() {}
func (Title) imageGrid()       {}
func (FigureSize) imageGrid()  {}
func (Alt) imageGrid()         {}

// AnimatorOption is an option of [Animator].
type AnimatorOption interface {
	Option
	animator()
}

func (Interval) animator()    {}
func (FPS) animator()         {}
func (Once) animator()        {}
func (RunningMean) animator() {}
func (OffColor) animator()    {}
func (ColorMap) animator()    {}
func (Title) animator()       {}
func (FigureSize) animator()  {}
func (Alt) animator()         {}

// GridOption is an option of [Grid].
type GridOption interface {
	Option
	grid()
}

func (Columns) grid() {}
func (Title) grid()   {}
func (Alt) grid()     {}

// SweepOption is an option of [Sweep].
type SweepOption interface {
	Option
	sweep()
}

func (Columns) sweep() {}
func (Title) sweep()   {}
func (Alt) sweep()     {}

// ConfusionOption is an option of [Confusion].
type ConfusionOption interface {
	Option
	confusion()
}

func (NameList) confusion()   {}
func (ColorMap) confusion()   {}
func (XLabel) confusion()     {}
func (YLabel) confusion()     {}
func (Title) confusion()      {}
func (FigureSize) confusion() {}
func (Alt) confusion()        {}

// StackOption is an option of [Stack].
type StackOption interface {
	Option
	stack()
}

func (PartList) stack()   {}
func (XLabel) stack()     {}
func (Title) stack()      {}
func (FigureSize) stack() {}
func (Alt) stack()        {}
