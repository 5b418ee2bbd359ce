package surrogate

import (
	"errors"
	"fmt"
	"strings"
)

var names = [...]string{"heaviside", "atan", "fast_sigmoid", "sigmoid", "straight_through", "triangular", "spike_rate_escape", "sfs", "sso", "lso",
	"custom"}

// String is the kind's name.
func (k Kind) String() string {
	if k < 0 || int(k) >= len(names) {
		return fmt.Sprintf("Kind(%d)", int(k))
	}
	return names[k]
}

// String is the name and the parameters K, B and Seed: atan(2, 0, 0).
func (f Func) String() string { return fmt.Sprintf("%v(%v, %v, %d)", f.Kind, f.K, f.B, f.Seed) }

// MarshalText encodes f as its String, so that it can be stored, as by kernel.Keep. It fails for one of [Custom].
func (f Func) MarshalText() ([]byte, error) {
	if f.Slope != nil || f.Kind < 0 || f.Kind >= CustomKind {
		return nil, errors.New("surrogate: a custom slope is a Go function, which cannot be stored")
	}
	return []byte(f.String()), nil
}

// UnmarshalText reads what MarshalText wrote.
func (f *Func) UnmarshalText(text []byte) error {
	name, args, _ := strings.Cut(string(text), "(")
	for k, known := range names[:CustomKind] {
		if name == known {
			g := Func{Kind: Kind(k)}
			if _, err := fmt.Sscanf(args, "%g, %g, %d)", &g.K, &g.B, &g.Seed); err != nil || g.String() != string(text) {
				break
			}
			*f = g
			return nil
		}
	}
	return fmt.Errorf("surrogate: %q is not a surrogate gradient", text)
}
