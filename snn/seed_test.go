package snn

import "testing"

func TestResolveSeed(t *testing.T) {
	var used uint64
	given, _ := parseOptions("F", options{}, []Option{Seed(5), SeedUsed(&used)}, "Seed", "SeedUsed")
	if given.resolveSeed() != 5 || used != 5 {
		t.Errorf("seed 5 became %d", used)
	}
	fresh, _ := parseOptions("F", options{}, []Option{SeedUsed(&used)}, "Seed", "SeedUsed")
	first := fresh.resolveSeed()
	if first != used || first == fresh.resolveSeed() {
		t.Errorf("fresh seeds: %d, read back %d", first, used)
	}
}
