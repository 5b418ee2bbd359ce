package colors

import "testing"

// TestPalette: names and #rrggbb are colors, anything else is none, and CSS reads back the same.
func TestPalette(t *testing.T) {
	for _, s := range Palette {
		if c, ok := Parse(s.Name); !ok || c != s.RGB {
			t.Errorf("%s is %v, %v", s.Name, c, ok)
		}
		if c, ok := Parse(CSS(s.RGB)); !ok || c != s.RGB {
			t.Errorf("%s read back is %v, %v", CSS(s.RGB), c, ok)
		}
	}
	for _, bad := range []string{"", "red", "#12345", "#1234567", "#12345g", "#+12345", "rgb(0,0,0)"} {
		if c, ok := Parse(bad); ok {
			t.Errorf("%q is the color %v", bad, c)
		}
	}
}

// TestColorMaps: every map grows lighter with the value.
func TestColorMaps(t *testing.T) {
	for _, name := range MapNames() {
		last := -1.0
		for i := range 101 {
			c := At(name, float64(i)/100)
			if light := 0.2126*float64(c.R) + 0.7152*float64(c.G) + 0.0722*float64(c.B); light <= last {
				t.Errorf("%s at %d%%: %v is no lighter than before", name, i, c)
			} else {
				last = light
			}
		}
	}
}
