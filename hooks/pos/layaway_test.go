package pos

import (
	"fmt"
	"strings"
	"testing"
)

const (
	opened  = "500,2025-09-01,11:00,Layaway,,C1,Dana Whitlock,,,R-1,Diamond ring,Rings,1,1200.00,1200.00,AB\n"
	paidOff = "510,2025-10-01,11:00,Layaway Payment,500,C1,Dana Whitlock,,,PAY,Layaway payment,Deposit,1,400.00,400.00,CD\n"
	final   = "520,2025-11-03,11:00,Layaway Complete,500,C1,Dana Whitlock,,,PAY,Final payment,Deposit,1,800.00,800.00,CD\n"
)

// counted gives the day, the seller and the net of every receipt in figures.
func sold(s *shop) string {
	return strings.Join(s.rows(`SELECT r.number, r.date, r.net, (SELECT code FROM staff WHERE id = r.counts_for) FROM receipts r WHERE r.is_sale ORDER BY r.date, r.number`), "\n")
}

// TestLayawayCountsWhenPickedUp: the piece counts once, on the day of its
// completion, whichever file came first, and not before.
func TestLayawayCountsWhenPickedUp(t *testing.T) {
	const want = "520|2025-11-03|120000|AB"
	for _, order := range [][]string{{opened + paidOff + final}, {opened, paidOff, final}, {final, paidOff, opened}, {final + opened}} {
		s := newShop(t)
		for i, body := range order {
			res := s.take(fmt.Sprintf("%d.csv", i), head+body)
			if w := strings.Join(res.Warnings, " "); strings.Contains(w, "came again") {
				t.Errorf("it warns: %s", w)
			}
		}
		if got := sold(s); got != want {
			t.Errorf("in %d files: %q, want %q", len(order), got, want)
		}
		if got := s.counted("", "all", "net_sales") + " " + s.counted("", "all", "qualifying_sales"); got != "120000 1" {
			t.Errorf("figures: %s", got)
		}
	}
	s := newShop(t)
	s.take("open.csv", head+opened+paidOff)
	if got := sold(s); got != "" {
		t.Errorf("an open layaway counts: %s", got)
	}
}

func TestLayawayUnderItsOwnNumber(t *testing.T) {
	s := newShop(t)
	res := s.take("all.csv", head+opened+
		"500,2025-10-01,11:00,Layaway Payment,,C1,Dana Whitlock,,,PAY,Layaway payment,Deposit,1,400.00,400.00,AB\n"+
		"500,2025-11-03,11:00,Layaway Pickup,,C1,Dana Whitlock,,,PAY,Final payment,Deposit,1,800.00,800.00,AB\n")
	if got := sold(s); got != "500|2025-11-03|120000|AB" {
		t.Errorf("got %q; %v", got, res.Warnings)
	}
}

// TestLayawayWithGoodsAtTheEnd: where the completion carries the line itself,
// it counts there and is not doubled.
func TestLayawayWithGoodsAtTheEnd(t *testing.T) {
	s := newShop(t)
	s.take("all.csv", head+opened+strings.Replace(final, "PAY,Final payment,Deposit,1,800.00,800.00", "R-1,Diamond ring,Rings,1,1200.00,1200.00", 1))
	if got := sold(s); got != "520|2025-11-03|120000|CD" {
		t.Errorf("got %q", got)
	}
}

// TestLayawayUndone: taking either file back undoes what was carried over, and
// a return of the piece finds it.
func TestLayawayUndone(t *testing.T) {
	s := newShop(t)
	a := s.take("open.csv", head+opened)
	one := s.state()
	b := s.take("final.csv", head+final)
	both := s.state()
	s.undo(b.Import)
	differ(t, "without the completion", s.state(), one)
	s.take("final again.csv", head+final)
	differ(t, "with it again", s.state(), both)
	s.undo(a.Import)
	only := newShop(t)
	only.take("final.csv", head+final)
	differ(t, "without the layaway", s.state(), only.state())
	s.take("open.csv", head+opened)
	differ(t, "with both again", s.state(), both)
	s.take("back.csv", head+"530,2025-11-10,11:00,Return,520,C1,Dana Whitlock,,,R-1,Diamond ring,Rings,-1,1200.00,-1200.00,AB\n")
	if got := s.counted("", "all", "qualifying_sales") + " " + s.counted("", "all", "net_sales"); got != "0 0" {
		t.Errorf("after the return: %s", got)
	}
	res := s.take("mended.csv", head+strings.ReplaceAll(opened, "1200.00", "1000.00"))
	if got := sold(s); res.Updated != 1 || got != "520|2025-11-03|100000|AB" {
		t.Errorf("after a correction: %q, %d corrected", got, res.Updated)
	}
}
