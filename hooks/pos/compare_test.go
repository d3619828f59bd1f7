package pos

import (
	"strings"
	"testing"
)

// differ shows where two states part.
func differ(tb testing.TB, what, got, want string) {
	tb.Helper()
	if got == want {
		return
	}
	have := map[string]int{}
	for _, l := range strings.Split(want, "\n") {
		have[l]++
	}
	var more, less []string
	for _, l := range strings.Split(got, "\n") {
		if have[l]--; have[l] < 0 {
			more = append(more, "+ "+l)
		}
	}
	for _, l := range strings.Split(want, "\n") {
		if have[l] > 0 {
			have[l]--
			less = append(less, "- "+l)
		}
	}
	for i, l := range less {
		less[i] = l[:min(len(l), 400)]
	}
	for i, l := range more {
		more[i] = l[:min(len(l), 400)]
	}
	show := append(less[:min(len(less), 6)], more[:min(len(more), 6)]...)
	tb.Fatalf("%s: %d lines too many, %d missing\n%s", what, len(more), len(less), strings.Join(show, "\n"))
}

func mustContain(tb testing.TB, text string, parts ...string) {
	tb.Helper()
	for _, p := range parts {
		if !strings.Contains(text, p) {
			tb.Fatalf("%q does not say %q", text, p)
		}
	}
}

// equal compares one thing.
func equal[T comparable](tb testing.TB, what string, got, want T) {
	tb.Helper()
	if got != want {
		tb.Fatalf("%s: got %v, want %v", what, got, want)
	}
}
