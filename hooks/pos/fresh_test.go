package pos

import (
	"context"
	"testing"

	"touchstone/hooks/figures"
)

// What a first file's receipts are written with is what settling them once more
// from the book finds: links, facts, standings and every roll-up, byte by byte.
func TestAFirstFileIsWrittenAsItSettles(t *testing.T) {
	// an exchange of pieces that came back in two steps, more than was sold, a
	// return of a return, of nothing in the book, of a number used twice, and of
	// what two people sold
	const odd = "Sale #,Date,Time,Salesperson,Original Sale #,Customer ID,Customer,Item #,Description,Department,Qty,Price,Amount\r\n" +
		"100,2025-01-05,10:00,TG,,C1,Ann Orr,W1,Steel watch,Watches,2,500.00,1000.00\r\n" +
		"101,2025-01-06,10:00,TG,100,C1,Ann Orr,W1,Steel watch,Watches,-1,500.00,-500.00\r\n" +
		"101,2025-01-06,10:00,TG,100,C1,Ann Orr,R9,Gold ring,Rings,1,700.00,700.00\r\n" +
		"102,2025-01-07,10:00,MB,100,C1,Ann Orr,W1,Steel watch,Watches,-2,500.00,-1000.00\r\n" +
		"103,2025-01-08,10:00,MB,101,C1,Ann Orr,R9,Gold ring,Rings,-1,700.00,-700.00\r\n" +
		"104,2025-01-08,11:00,MB,999,,,R1,Silver ring,Rings,-1,80.00,-80.00\r\n" +
		"200,2024-03-01,10:00,TG/MB,,C2,Bo Lund,W2,Dress watch,Watches,1,900.00,900.00\r\n" +
		"200,2024-03-01,10:00,TG/MB,,C2,Bo Lund,S1,Leather strap,Straps,1,90.00,90.00\r\n" +
		"202,2024-03-05,10:00,TG,200,C2,Bo Lund,S1,Leather strap,Straps,-1,90.00,-90.00\r\n" +
		"200,2025-02-01,10:00,TG,,C3,Cy Moss,W2,Dress watch,Watches,1,900.00,900.00\r\n" +
		"201,2025-02-03,10:00,TG,200,C3,Cy Moss,W2,Dress watch,Watches,-1,900.00,-900.00\r\n"
	// a layaway, what came back of it, and what came back of that
	layaway := head + opened + paidOff + final +
		"530,2025-11-10,11:00,Return,520,C1,Dana Whitlock,,,R-1,Diamond ring,Rings,-1,1200.00,-1200.00,CD\n" +
		"530,2025-11-10,11:00,Return,520,C1,Dana Whitlock,,,R-2,Opal ring,Rings,1,300.00,300.00,CD\n" +
		"531,2025-11-12,11:00,Return,530,C1,Dana Whitlock,,,R-2,Opal ring,Rings,-1,300.00,-300.00,CD\n" +
		"540,2025-11-14,11:00,Sale,,C1,Dana Whitlock,,,R-3,Pearl ring,Rings,1,250.00,250.00,CD\n"
	for name, body := range map[string]string{"odd": odd, "layaway": layaway, "large": write(t, large(t), ','), "returns first": write(t, returnsFirst(t), ',')} {
		for _, alone := range []bool{true, false} {
			s := newShop(t)
			s.takeAs(Wanted{Name: "first.csv", Alone: alone}, body)
			before := s.derived()
			if s.one(`SELECT count(*) FROM lines WHERE returned > 0`) == "0" || s.one(`SELECT count(*) FROM receipts WHERE original != ''`) == "0" {
				t.Errorf("%s: nothing was linked", name)
			}
			s.settleAgain()
			differ(t, name, s.derived(), before)
		}
	}
}

// derived is all that the figures work out of a book and keep.
func (s *shop) derived() string {
	all := ""
	for _, q := range []string{
		`SELECT r.number, r.date, o.number, o.date, ` + columnsOf("r", append(figures.FactColumns(), standingColumns...)) + `
			FROM receipts r LEFT JOIN receipts o ON o.id = r.original ORDER BY r.id`,
		`SELECT l.receipt, l.position, l.returned, o.receipt, o.position FROM lines l LEFT JOIN lines o ON o.id = l.returns ORDER BY l.id`,
		`SELECT store, dimension, grain, start, hex(body) FROM figures_rollups ORDER BY 1, 2, 3, 4`,
		`SELECT kind, key FROM figures_dirty ORDER BY 1, 2`,
	} {
		for _, row := range s.rows(q) {
			all += row + "\n"
		}
	}
	return all
}

func columnsOf(table string, columns []string) string {
	all := ""
	for i, c := range columns {
		if i > 0 {
			all += ", "
		}
		all += table + "." + c
	}
	return all
}

// settleAgain takes off what the figures keep and works it out once more.
func (s *shop) settleAgain() {
	s.tb.Helper()
	db, err := writer(s.app)
	if err != nil {
		s.tb.Fatal(err)
	}
	for _, q := range []string{
		`UPDATE receipts SET qualifying = 0, secondary = 0, product_line = 'none' WHERE original != '' OR id IN (SELECT original FROM receipts)`,
		`UPDATE lines SET returned = 0, returns = ''`, `UPDATE receipts SET original = ''`} {
		if _, err := db.Exec(q); err != nil {
			s.tb.Fatal(err)
		}
	}
	tx, err := db.Begin()
	if err == nil {
		err = figures.MarkAll(context.Background(), tx)
	}
	if err == nil {
		err = tx.Commit()
	}
	if err == nil {
		_, err = figures.SettleDirty(context.Background(), db)
	}
	if err != nil {
		s.tb.Fatal(err)
	}
}
