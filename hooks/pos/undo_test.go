package pos

import (
	"context"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/fault"
)

// corrected is a copy of some rows in which a few cells were mended, as a shop
// mends its sales before it exports them again.
func corrected(r *rand.Rand, rows [][]string, changes int) [][]string {
	at := map[string]int{}
	for i, name := range rows[0] {
		at[name] = i
	}
	out := copyRows(rows)
	for range changes {
		row := out[1+r.Intn(len(out)-1)]
		number := row[at["Sale #"]]
		switch r.Intn(5) {
		case 0:
			row[at["Description"]] += " *"
		case 1:
			row[at["Item #"]] += "-A"
		case 2:
			row[at["Salesperson"]], row[at["Split %"]] = fmt.Sprintf("N%d", r.Intn(4)), ""
		case 3:
			row[at["Brand"]] = "Meridian"
		case 4: // the whole receipt goes to somebody else
			key, name := fmt.Sprintf("9%d", r.Intn(3)), [...]string{"Iris Vantongeren", "Pau Merrick", "Odile Straker"}[r.Intn(3)]
			for _, other := range rowsWith(out, at["Sale #"], number) {
				other[at["Customer #"]], other[at["Customer Name"]], other[at["Phone"]], other[at["Email"]] = key, name, "", ""
			}
		}
	}
	return out
}

func copyRows(rows [][]string) [][]string {
	out := make([][]string, len(rows))
	for i := range rows {
		out[i] = slices.Clone(rows[i])
	}
	return out
}

func rowsWith(rows [][]string, column int, value string) [][]string {
	var found [][]string
	for _, r := range rows {
		if r[column] == value {
			found = append(found, r)
		}
	}
	return found
}

// TestUndoInAnyOrder: after any imports and undos the book is the one that only
// ever read the files that remain, in their order.
func TestUndoInAnyOrder(t *testing.T) {
	for seed := int64(1); seed <= 6; seed++ {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			r := rand.New(rand.NewSource(seed))
			rows := export(t, seed)
			rows = rows[:min(len(rows), 160)]
			s := newShop(t)
			type imported struct{ id, body string }
			var left []imported
			check := func(what string) {
				t.Helper()
				only := newShop(t)
				for i, f := range left {
					only.take(fmt.Sprintf("only %d.csv", i), f.body)
				}
				differ(t, what, s.state(), only.state())
			}
			parts := overlapping(r, rows)
			for step := range 9 {
				if len(left) > 1 && r.Intn(5) < 2 {
					i := r.Intn(len(left))
					s.undo(left[i].id)
					left = slices.Delete(left, i, i+1)
					check(fmt.Sprintf("step %d, undo of %d", step, i))
					continue
				}
				part := corrected(r, parts[r.Intn(len(parts))], r.Intn(6))
				body := write(t, part, ',')
				res := s.take(fmt.Sprintf("file %d.csv", step), body)
				if !slices.ContainsFunc(left, func(f imported) bool { return f.id == res.Import }) {
					left = append(left, imported{res.Import, body})
				}
			}
			for len(left) > 0 {
				i := r.Intn(len(left))
				s.undo(left[i].id)
				left = slices.Delete(left, i, i+1)
				check(fmt.Sprintf("at the end, undo of %d", i))
			}
			for _, table := range []string{"receipts", "lines", "shares", "clients", "client_keys", "contact_points", "households", "duplicates", "staff",
				"import_rows", "import_changes", "import_seen", "mappings", "figures_dirty"} {
				if n := s.one(`SELECT count(*) FROM ` + table); n != "0" {
					t.Errorf("%s keeps %s rows", table, n)
				}
			}
		})
	}
}

// TestUndoKeepsWhatPeopleEdited: a receipt, a client, a member of staff and a
// contact point that people changed stay and are listed.
func TestUndoKeepsWhatPeopleEdited(t *testing.T) {
	s := newShop(t)
	res := s.take("week.csv", head+goodRows)
	s.edit("receipts", "number = '1003'", "note", "gift for her sister")
	s.edit("clients", "name = 'Dana Whitlock'", "notes", "likes opals")
	s.edit("contact_points", "raw = '555-555-0102'", "label", "work")
	s.edit("staff", "code = 'CD'", "name", "Carmen Delgado")
	out := s.undo(res.Import)
	kept := map[string]string{}
	for _, k := range out.Kept {
		if k.Record == "" || k.Reason == "" {
			t.Errorf("kept without record or reason: %+v", k)
		}
		kept[k.Collection] += k.Label + ";"
	}
	equal(t, "kept", kept["receipts"]+kept["contact_points"]+kept["staff"], "1003;555-555-0102;Carmen Delgado;")
	mustContain(t, kept["clients"], "Dana Whitlock;", "Omar Castell;")
	equal(t, "receipts left", s.one(`SELECT group_concat(number) FROM receipts`), "1003")
	equal(t, "the client's notes", s.one(`SELECT notes FROM clients WHERE name = 'Dana Whitlock'`), "likes opals")
	// Read again, the edited receipt stays as the person left it.
	again := s.take("week.csv", head+strings.ReplaceAll(goodRows, "300.00", "310.00"))
	mustContain(t, strings.Join(again.Warnings, "\n"), "edited here by a person")
	equal(t, "receipts and clients made again", fmt.Sprint(again.Receipts, again.ClientsNew), "2 0")
	equal(t, "the note", s.one(`SELECT note FROM receipts WHERE number = '1003'`), "gift for her sister")
}

// edit changes a record as a person does.
func (s *shop) edit(collection, where, field string, value any) {
	s.tb.Helper()
	r, err := s.app.FindFirstRecordByFilter(collection, where)
	if err != nil {
		s.tb.Fatal(err)
	}
	r.Set(field, value)
	r.Set("rev", r.GetInt("rev")+1)
	if err := s.app.Save(r); err != nil {
		s.tb.Fatal(err)
	}
}

func TestUndoTwice(t *testing.T) {
	s := newShop(t)
	res := s.take("week.csv", head+goodRows)
	s.undo(res.Import)
	for _, id := range []string{res.Import, "nothing"} {
		if _, err := s.room.Undo(context.Background(), s.app, id, s.now); err == nil || fault.KindOf(err) == fault.Internal {
			t.Errorf("undo of %s: %v", id, err)
		}
	}
	if want := []string{"import " + res.Import, "undo " + res.Import}; !slices.Equal(s.audits(), want) {
		t.Errorf("audited %v", s.audits())
	}
}

// TestCorrection: a file changed since corrects the receipt, keeps its record
// and what it said before, and nothing else.
func TestCorrection(t *testing.T) {
	s := newShop(t)
	s.take("week.csv", head+goodRows)
	before := s.state()
	id := s.one(`SELECT id FROM receipts WHERE number = '1001'`)
	res := s.take("week.csv", head+strings.ReplaceAll(goodRows, "1200.00", "1100.00"))
	if res.Updated != 1 || res.Unchanged != 2 || res.Receipts != 0 {
		t.Fatalf("got %+v", res)
	}
	if got := s.one(`SELECT id, net FROM receipts WHERE number = '1001'`); got != id+"|110000" {
		t.Fatalf("the receipt is %s", got)
	}
	if got := s.one(`SELECT json_extract(before, '$.lines[0].net') FROM import_changes WHERE record = ?`, id); got != "120000" {
		t.Fatalf("its trace says %q", got)
	}
	s.undo(res.Import)
	differ(t, "after taking the correction back", s.state(), before)
}

// TestReturnBeforeItsSale: the link is made when both are there, whichever came
// first, and goes with either.
func TestReturnBeforeItsSale(t *testing.T) {
	back := head + "1010,2025-11-20,11:00,Return,1001,C1,Dana Whitlock,,,R-1,Diamond ring,Rings,-1,1200.00,-1200.00,AB\n"
	linked := func(s *shop) string {
		return s.one(`SELECT l.returned, r.qualifying FROM lines l JOIN receipts r ON r.id = l.receipt WHERE r.number = '1001'`)
	}
	s := newShop(t)
	ret := s.take("return.csv", back)
	alone := s.state()
	sold := s.take("week.csv", head+goodRows)
	got := linked(s)
	if !strings.HasPrefix(got, "1000|") {
		t.Fatalf("not linked: %s", got)
	}
	s.undo(sold.Import)
	differ(t, "without the sale", s.state(), alone)
	s.take("week.csv", head+goodRows)
	s.undo(ret.Import)
	if now := linked(s); !strings.HasPrefix(now, "0|") {
		t.Fatalf("still linked: %s", now)
	}
	only := newShop(t)
	only.take("week.csv", head+goodRows)
	differ(t, "without the return", s.state(), only.state())
	if n := s.one(`SELECT count(*) FROM figures_dirty`); n != "0" {
		t.Fatalf("%s entries wait", n)
	}
}

// TestUndoKeepsTheStoresRules: a receipt that goes back to what an earlier file
// said has the roles that the store's rules give today.
func TestUndoKeepsTheStoresRules(t *testing.T) {
	s := newShop(t)
	body := head + sale("1", "2025-11-20", "", "O-1", "Thing", "Oddments", 10000, "AB")
	s.take("week.csv", body)
	mended := s.take("mended.csv", strings.ReplaceAll(body, "100.00", "90.00"))
	rules, err := s.app.FindCollectionByNameOrId("category_rules")
	if err != nil {
		t.Fatal(err)
	}
	store := s.one(`SELECT id FROM stores`)
	r := core.NewRecord(rules)
	for k, v := range map[string]any{"store": store, "match": "category", "phrase": "oddments", "role": "accessory", "rev": 1} {
		r.Set(k, v)
	}
	if err := s.app.Save(r); err != nil {
		t.Fatal(err)
	}
	if err := s.room.Reclassify(context.Background(), s.app, store); err != nil {
		t.Fatal(err)
	}
	s.undo(mended.Import)
	equal(t, "role and net", s.one(`SELECT role, net FROM lines`), "accessory|10000")
	equal(t, "sales", s.counted("", "all", "sales_count"), "1")
}
