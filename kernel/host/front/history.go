package front

import (
	"encoding/json"
	"path"
	"slices"

	"gosnn/kernel/host/front/wire"
)

// past answers a history_request, from the cells of this session: there is no other. An entry is session, number and source.
func (s *session) past(m *wire.Message) []any {
	c := struct {
		Output  bool
		Access  string `json:"hist_access_type"`
		Session int
		Start   int
		Stop    *int
		N       *int
		Pattern string
		Unique  bool
	}{Pattern: "*"}
	_ = json.Unmarshal(m.Content, &c)
	numbers := []int{}
	for n := range s.history {
		numbers = append(numbers, n+1)
	}
	switch c.Access {
	case "range":
		stop := len(s.history) + 1
		if c.Stop != nil {
			stop = *c.Stop
		}
		numbers = slices.DeleteFunc(numbers, func(n int) bool { return c.Session != 0 || n < c.Start || n >= stop })
	case "search":
		numbers = slices.DeleteFunc(numbers, func(n int) bool {
			found, err := path.Match(escapeSlash(c.Pattern), escapeSlash(s.history[n-1]))
			return err != nil || !found
		})
		if c.Unique { // the last of equal ones
			seen := map[string]bool{}
			slices.Reverse(numbers)
			numbers = slices.DeleteFunc(numbers, func(n int) bool {
				again := seen[s.history[n-1]]
				seen[s.history[n-1]] = true
				return again
			})
			slices.Reverse(numbers)
		}
	}
	if c.N != nil && c.Access != "range" && *c.N >= 0 && len(numbers) > *c.N {
		numbers = numbers[len(numbers)-*c.N:]
	}
	entries := []any{}
	for _, n := range numbers {
		if c.Output {
			entries = append(entries, []any{0, n, []any{s.history[n-1], nil}})
		} else {
			entries = append(entries, []any{0, n, s.history[n-1]})
		}
	}
	return entries
}

// escapeSlash takes slashes out: a star of path.Match stops at them, that of a search does not.
func escapeSlash(s string) string {
	b := []byte(s)
	for i := range b {
		if b[i] == '/' {
			b[i] = 0
		}
	}
	return string(b)
}
