package plots

import (
	"fmt"
	"strings"
	"testing"

	"gosnn/plots/internal/live"
)

// TestRuleNames: the name of a line stands where no data is, as long as there is such a place, and at the same place in both forms.
func TestRuleNames(t *testing.T) {
	low, high, last := make([]float32, 100), make([]float32, 100), make([]float32, 100)
	for i := range low {
		low[i], high[i] = 0.1*float32(i%2), 0.9+0.1*float32(i%2)
		if i > 60 {
			last[i] = float32(i % 2)
		}
	}
	both := append(append([]float32{}, low...), high...)
	for name, c := range map[string]struct {
		y    []float32
		opts []LineOption
		want string
	}{
		"data below":        {low, []LineOption{HLine(0.11, "threshold"), YLim(0, 1)}, "insideEndTop"},
		"data above":        {high, []LineOption{HLine(0.88, "threshold"), YLim(0, 1)}, "insideEndBottom"},
		"data at the end":   {last, []LineOption{HLine(0.5, "threshold")}, "insideStartTop"},
		"data at the right": {both[50:150], []LineOption{HLine(0.95, "threshold")}, "insideStartTop"},
		"upright":           {low, []LineOption{VLine(50, "onset"), YLim(0, 1)}, "insideEndTop"},
		"at the left edge":  {low, []LineOption{VLine(0, "onset"), XLim(0, 99), YLim(0, 1)}, "insideEndBottom"},
		"two at one value":  {low, []LineOption{HLine(0.5, "one"), HLine(0.5, "another"), YLim(0, 1)}, "insideEndTop,insideEndBottom"},
		"of a long name":    {low, []LineOption{HLine(0.5, strings.Repeat("name ", 100)), YLim(0, 1)}, "insideEndTop"},
	} {
		t.Run(name, func(t *testing.T) {
			f := must[*Figure](t)(Line(nil, tensorOf(t, c.y, int64(len(c.y))), c.opts...))
			l, err := layPanels("", f.panels, 1, f.size, f.legend)
			if err != nil {
				t.Fatal(err)
			}
			data := string(must[[]byte](t)(f.JSON()))
			var places []string
			for _, r := range l.panels[0].rules {
				place := live.PlaceOf(r)
				places = append(places, place)
				if !strings.Contains(data, fmt.Sprintf(`"position":%q`, place)) {
					t.Errorf("the page does not have the name at %s", place)
				}
			}
			if got := strings.Join(places, ","); got != c.want {
				t.Errorf("at %s, want %s", got, c.want)
			}
		})
	}
}
