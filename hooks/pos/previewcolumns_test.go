package pos

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestColumnsOfAPreview: each column shows what is in it, where its first odd
// cell stands, and whether its name or only its cells said what it is.
func TestColumnsOfAPreview(t *testing.T) {
	s := newShop(t)
	out := s.foresees("odd.csv", "Sale #,Date,Item,Department,Disc,Retail,Price,Salesperson\n"+
		"1,11/20/2025,Ring,Rings,,100.00,100.00,AB\n2,11/20/2025,Ring,Rings,,100.00,100.00,AB\n"+
		"3,11/20/2025,Chain,Necklaces,10.00,100.00,90.00,CD\n4,11/21/2025,Chain,Necklaces,20.00,200.00,180.00,CD\n5,soon,Chain,Necklaces,,100.00,100.00,CD\n")
	var said []string
	for _, c := range out.Columns {
		one := fmt.Sprint(c.Name, " ", c.Field, " ", c.Guessed, " ", strings.Join(c.Samples, ","))
		if c.First != nil {
			one += fmt.Sprint(" ", *c.First)
		}
		said = append(said, one)
	}
	for _, want := range []string{"Date date false 11/20/2025,11/21/2025,soon {6 soon}", "Disc line_discount false 10.00,20.00", "Price net true 100.00,90.00,180.00", "Salesperson salesperson false AB,CD"} {
		if !slices.Contains(said, want) {
			t.Errorf("it lacks %q: %q", want, said)
		}
	}
	for _, w := range out.Result.Warnings {
		if strings.Contains(w, "cannot be read as") {
			t.Errorf("the screen says it twice: %s", w)
		}
	}
}
