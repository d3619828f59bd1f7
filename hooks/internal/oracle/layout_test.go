package oracle

import (
	"strings"
	"testing"
)

// TestSignsOnPaper holds the cells that a net beside them would hide.
func TestSignsOnPaper(t *testing.T) {
	back := sold(Primary, -2, 50000).coded("R").called("Ring").off(-1000)
	sale := sold(Primary, 1, 123456).coded("R").called("Ring").off(1000)
	for _, c := range []struct {
		layout string
		line   Line
		kind   Kind
		want   string
	}{
		{"piped", back, Return, "|2.00|500.00|10.00|990.00|79.20"},
		{"piped", back, Unsaid, "|-2.00|500.00|10.00-|990.00-|79.20-"},
		{"counter", back, Return, ",-2,$500.00,($10.00),$0.00,($990.00),,,($79.20)"},
		{"counter", sale, Sale, `,1,"$1,234.56",$10.00,$0.00,"$1,224.56",,,$97.96`},
		{"invoice", sale, Sale, ";1;1.234,56 €;10,00 €;0,00 €;1.224,56 €;"},
		{"square-35", sale, Sale, `,"$1,234.56",-$10.00,"$1,224.56",$97.96,`},
		{"square-35", back, Return, `,"-$1,000.00",$10.00,-$990.00,-$79.20,`},
		{"tax-inside", sale, Sale, ",1,1234.56,10.00,90.71,1133.85"},
	} {
		b := bookOf(Receipt{Number: "1", Stated: c.kind, Clock: 600, Lines: lines(c.line)})
		for _, l := range Layouts() {
			if l.Name != c.layout {
				continue
			}
			l.encoding = "utf-8"
			_, body, ok := l.Write(l.Restrict(b))
			if !ok || !strings.Contains(string(body), c.want) {
				t.Errorf("%s: %q is not in\n%s", c.layout, c.want, body)
			}
		}
	}
}

func TestRestrictLeavesTheBookAlone(t *testing.T) {
	for _, l := range Layouts() {
		b, same := Random(5), Random(5)
		l.Restrict(b)
		if len(b.Receipts) != len(same.Receipts) {
			t.Fatalf("%s changed the book it was given", l.Name)
		}
		for i := range b.Receipts {
			if b.Receipts[i].Client != same.Receipts[i].Client || b.Receipts[i].Stated != same.Receipts[i].Stated || len(b.Receipts[i].Lines) != len(same.Receipts[i].Lines) {
				t.Fatalf("%s changed receipt %s of the book it was given", l.Name, b.Receipts[i].Number)
			}
		}
	}
}
