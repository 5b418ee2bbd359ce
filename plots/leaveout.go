package plots

import "gosnn/plots/internal/still"

// What a layout leaves out where there is no room for it.

// outerOnly leaves numbers and titles to the panels at the left and at the lower edge, but for the titles of rows in one column.
func (l *layout) outerOnly(columns int) {
	for k, p := range l.panels {
		if k+columns < len(l.panels) {
			p.x.Hide, p.x.Label = true, ""
		}
		if k%columns > 0 {
			p.y.Hide = true
		}
	}
}

// dropTitles leaves out the titles above panels.
func (l *layout) dropTitles() bool {
	dropped := false
	for _, p := range l.panels {
		dropped = dropped || p.title != ""
		p.title = ""
	}
	return dropped
}

// dropX leaves out the title, or else the numbers, along the horizontal axes.
func (l *layout) dropX() bool {
	dropped := false
	for _, p := range l.panels {
		dropped = dropped || p.x.Label != ""
		p.x.Label = ""
	}
	for _, p := range l.panels {
		if !dropped && !p.x.Hide {
			dropped, p.x.Hide = true, true
		}
	}
	return dropped
}

// dropY leaves out titles, or else numbers, along the vertical axes.
func (l *layout) dropY() bool {
	dropped := false
	for _, p := range l.panels {
		dropped = dropped || p.y.Label != ""
		p.y.Label = ""
	}
	if dropped {
		return true
	}
	for _, p := range l.panels {
		dropped = dropped || !p.y.Hide
		p.y.Hide = true
	}
	return dropped
}

// drop leaves out a part of a figure.
func drop[T string | []still.LegendEntry](part *T) bool {
	if len(*part) == 0 {
		return false
	}
	var none T
	*part = none
	return true
}
