package pos

import (
	"strings"
	"testing"

	"touchstone/hooks/internal/fault"
)

// FuzzImport: whatever the bytes, an import is there as a whole or leaves no
// trace, what it did can be taken back without one, and a refusal has words.
func FuzzImport(f *testing.F) {
	f.Add(head+goodRows, "")
	f.Add(head+opened+paidOff+final, "")
	f.Add(head+goodRows+"1004,2025-11-20,11:00,Return,1001,C1,Dana Whitlock,,,R-1,Diamond ring,Rings,-1,1200.00,-1200.00,AB\n", "MAIN")
	f.Add("Sale #,Date,Store,SKU,Description,Department,Qty,Ext Price,Salesperson\n1,2025-11-17,Uptown,R-1,Ring,Rings,1,100.00,AB/CD\n2,2025-11-17,East,R-1,Ring,Rings,1,100.00,\n", "Uptown")
	f.Add("Ticket;Datum;Betrag\n1;1.2.2025;1.000,00\n", "")
	f.Add("Sale #,Date,Ext Price\n1,1900-01-01,5\n1,2025-01-01,1e99\n=1,2025-01-01,-0.005\n", "")
	f.Add("\ufeffSale #\tDate\tExt Price\tSalesperson\tSplit %\n\"1\t2025-01-01\t5\tAB/CD\t60/40\n", "")
	f.Add(strings.Repeat(sale("7", "2025-11-18", "5;A & B Lane;000", "1.23E+11", "=x", "?", 1, "A/B/C"), 3), "")
	s := newShop(f)
	s.take("base.csv", head+sale("1", "2025-11-01", "C1;Dana Whitlock;555-555-0101", "R-1", "Ring", "Rings", 1000, "AB"))
	trace := func() string {
		return s.one(`SELECT (SELECT count(*) FROM imports WHERE state != 'undone'), (SELECT count(*) FROM import_rows), (SELECT count(*) FROM receipts), (SELECT count(*) FROM lines),
			(SELECT count(*) FROM shares), (SELECT count(*) FROM clients), (SELECT count(*) FROM client_keys), (SELECT count(*) FROM contact_points), (SELECT count(*) FROM households),
			(SELECT count(*) FROM staff), (SELECT count(*) FROM stores), (SELECT count(*) FROM duplicates), (SELECT count(*) FROM mappings),
			(SELECT count(*) FROM import_changes), (SELECT count(*) FROM import_seen), (SELECT count(*) FROM figures_dirty), (SELECT group_concat(hash) FROM receipts)`)
	}
	clean := trace()
	f.Fuzz(func(t *testing.T, body, store string) {
		s.tb = t
		if len(body) > 20_000 {
			t.Skip()
		}
		res, err := s.try(Wanted{Name: "fuzz.csv", Store: store}, body)
		if err != nil && fault.KindOf(err) == fault.Internal {
			t.Fatalf("no words for it: %v", err)
		}
		if err == nil && len(res.Questions) == 0 && s.one(`SELECT file FROM imports WHERE id = ?`, res.Import) == "fuzz.csv" {
			s.holds(res)
			s.comesAgain(Wanted{Name: "again.csv", Store: store}, body+"\n", res)
			s.undo(res.Import)
		}
		if got := trace(); got != clean {
			t.Fatalf("it left a trace:\n%s\n%s", got, clean)
		}
	})
}

// holds looks at an applied import from inside.
func (s *shop) holds(res *Result) {
	s.tb.Helper()
	equal(s.tb, "state", s.one(`SELECT state FROM imports WHERE id = ?`, res.Import), "applied")
	equal(s.tb, "lines whose shares do not add up", s.one(`
		SELECT count(*) FROM lines l WHERE 10000 != (SELECT sum(basis_points) FROM shares WHERE line = l.id) OR net != (SELECT sum(amount) FROM shares WHERE line = l.id)`), "0")
}

// comesAgain reads a file a second time; it must make nothing.
func (s *shop) comesAgain(w Wanted, body string, first *Result) {
	s.tb.Helper()
	again, err := s.try(w, body)
	if err != nil || len(again.Questions) > 0 || again.Import == first.Import {
		return
	}
	equal(s.tb, "receipts of the second time", again.Receipts, 0)
	s.undo(again.Import)
}
