package table

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
)

// pieces are what broken exports are made of.
var pieces = []string{",", ",", ",", "\n", "\n", "\r\n", "\r", "\"", "\"\"", "a", "Ring", "1", "25.00", "12/31/2024", "Total", "Subtotal", "Page 1 of 2",
	"Associate: Dana", "Records: 4", "Ticket,Item,Total\n", "Ticket,Item,Total\n", "1,Ring,5.00\n", "2,\"a\nb\",6.00\n", ";", "\t", " ", "=\"1\"", "'", "\x00", "\xe9", "-", "---\n", "EMPLOYEE\n"}

func TestNothingIsLostInRandomExports(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var data []byte
	defer func() {
		if t.Failed() {
			t.Logf("the export was %q", data)
		}
	}()
	for range 5_000 {
		var b strings.Builder
		if rng.IntN(2) == 0 {
			b.WriteString("Ticket,Item,Total\n1,Ring,5.00\n")
		}
		for range rng.IntN(40) {
			b.WriteString(pieces[rng.IntN(len(pieces))])
		}
		data = []byte(b.String())
		f, err := Open("random.csv", bytes.NewReader(data), int64(len(data)), Options{})
		if err != nil {
			continue
		}
		checkNothingLost(t, f)
	}
}
