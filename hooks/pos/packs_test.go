package pos

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Rows come out of a record as they went in, in their order, and not after
// somebody had enough.
func TestPackedRows(t *testing.T) {
	rows := map[int][]string{2: {"a", "", "Łucja \"Lu\" Ø"}, 7: {}, 3: {"\x00\t\n", strings.Repeat("x", 3000)}, 40: {"last"}}
	var p pack
	for _, n := range []int{2, 7, 3, 40} {
		if p.add(n, rows[n]) {
			t.Errorf("full after row %d", n)
		}
	}
	first, count, cells := p.take()
	equal(t, "first row", first, 2)
	equal(t, "rows", count, 4)
	var order []int
	collect := func(until int) (bool, error) {
		order = nil
		return unpack(first, "kept", cells, func(number int, got []string) bool {
			order = append(order, number)
			if !slices.Equal(got, rows[number]) {
				t.Errorf("row %d is %q, was %q", number, got, rows[number])
			}
			return len(order) < until
		})
	}
	if more, err := collect(9); !more || err != nil {
		t.Errorf("all rows: more %v, %v", more, err)
	}
	equal(t, "order", fmt.Sprint(order), "[2 7 3 40]")
	if more, err := collect(2); more || err != nil {
		t.Errorf("two rows: more %v, %v", more, err)
	}
	equal(t, "order", fmt.Sprint(order), "[2 7]")
	for _, damaged := range []string{"", "{", `{"2":["a"]`, `{"two":["a"]}`, `{"2":"a"}`} {
		if _, err := unpack(2, "kept", damaged, func(int, []string) bool { return true }); err == nil {
			t.Errorf("%q was read", damaged)
		}
	}
	for n := 1; !p.add(n, []string{"cell"}); n++ {
		if n > packedRows {
			t.Fatal("never full")
		}
	}
	equal(t, "rows of a full record", p.count, packedRows)
	p.take()
	if !p.add(1, []string{strings.Repeat("long", packedBytes/4)}) {
		t.Error("a record takes more bytes than it should")
	}
}
