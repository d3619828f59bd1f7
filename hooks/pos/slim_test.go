package pos

import (
	"database/sql"
	"strings"
	"testing"
)

// A row comes out of the table as it went in, usual or not, and in its order.
func TestSlimmedRows(t *testing.T) {
	s := newShop(t)
	db, err := writer(s.app)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`
		CREATE TABLE slim (id TEXT, a TEXT DEFAULT '' NOT NULL, b INT DEFAULT 0 NOT NULL, c INT DEFAULT 0 NOT NULL, d INT, e INT,
			f BOOLEAN DEFAULT FALSE, g INT, store TEXT)`); err != nil {
		t.Fatal(err)
	}
	table := newSlimmed("slim", constants{{"store", "O'Neil"}}, strings.Fields("id a b c d e f g store"),
		append(constants{{"c", 1000}, {"g", 1}}, defaults("a", "b")...))
	rows := [][]any{
		{"1", "", 0, int64(1000), int64(7), int64(7), false, int64(1), "O'Neil"},
		{"2", "", 0, 1000, 5, 5, true, 0, "O'Neil"},
		{"3", "x", 0, 1000, 5, 5, true, 0, "O'Neil"},
		{"4", "", int64(0), 1000, 5, 6, true, 1, "O'Neil"},
		{"5", "", int64(3), 1000, 5, 5, true, 1, "O'Neil"},
		{"6", "", int64(0), 999, 5, 5, true, 1, "O'Neil"},
		{"7", "", 0, 1000, 0, 0, false, 0, "O'Neil"},
	}
	for range 40 { // more than one statement takes
		for _, r := range rows {
			table.add(r)
		}
	}
	equal(t, "rows", table.slim.count+table.full.count, 280)
	equal(t, "usual rows", table.slim.count, 80)
	prepared := newStatements(db)
	defer prepared.close()
	if err := table.write(prepared); err == nil {
		t.Error("rows were written outside of a transaction")
	}
	if _, err := prepared.within(t.Context(), func(*sql.Tx) error { return table.write(prepared) }); err != nil {
		t.Fatal(err)
	}
	equal(t, "rows left", table.slim.count+table.full.count, 0)
	want := strings.Repeat("1,,0,1000,7,7,0,1,O'Neil;2,,0,1000,5,5,1,0,O'Neil;3,x,0,1000,5,5,1,0,O'Neil;4,,0,1000,5,6,1,1,O'Neil;"+
		"5,,3,1000,5,5,1,1,O'Neil;6,,0,999,5,5,1,1,O'Neil;7,,0,1000,0,0,0,0,O'Neil;", 40)
	equal(t, "what was written", s.one(`SELECT group_concat(concat_ws(',', id, a, b, c, d, e, f, g, store), ';') || ';' FROM (SELECT * FROM slim ORDER BY rowid)`), want)
}
