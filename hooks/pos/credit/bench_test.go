package credit

import "testing"

// BenchmarkParse is one row's staff cell with its split cell.
func BenchmarkParse(b *testing.B) {
	known := store("DW", "LP")
	for b.Loop() {
		Parse("DW/LP", "60/40", known)
	}
}
