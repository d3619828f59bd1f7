package pos

import (
	"context"
	"testing"

	"github.com/pocketbase/pocketbase/core"
)

// TestFiguresFollowACategoryRule: a department nobody knew counts once the
// store says what it is, without importing again.
func TestFiguresFollowACategoryRule(t *testing.T) {
	s := newShop(t)
	s.take("rules.csv", "Sale #,Date,Department,Description,Qty,Amount,Salesperson\r\n"+
		"1,11/20/2026,Zibbles,Fine zibble,1,100.00,AB\r\n"+
		"1,11/20/2026,Watch Straps,Strap,1,20.00,AB\r\n")
	if got := s.counted("", "all", "qualifying_sales"); got != "0" {
		t.Fatalf("before the rule: %s qualifying sales", got)
	}
	rules, err := s.app.FindCollectionByNameOrId("category_rules")
	if err != nil {
		t.Fatal(err)
	}
	rule := core.NewRecord(rules)
	store := s.one(`SELECT id FROM stores`)
	rule.Load(map[string]any{"store": store, "match": "category", "phrase": "zibbles", "role": "primary", "product_line": "jewelry"})
	if err := s.app.Save(rule); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time changes nothing
		if err := s.room.Reclassify(context.Background(), s.app, store); err != nil {
			t.Fatal(err)
		}
		if got := s.counted("", "all", "qualifying_sales"); got != "1" {
			t.Errorf("after the rule: %s qualifying sales, want 1", got)
		}
	}
	if got := s.one(`SELECT group_concat(role || ':' || rule, ' ') FROM (SELECT role, rule FROM lines ORDER BY position)`); got != "primary:zibbles accessory:watch straps" && got != "primary:zibbles accessory:watch strap" {
		t.Errorf("lines are %s", got)
	}
}

// TestStaffOfAnImportCanBeNamed: the record of a person whom an import met
// must be one that the owner can save, and one with which nobody signs in.
func TestStaffOfAnImportCanBeNamed(t *testing.T) {
	s := newShop(t)
	s.take("staff.csv", "Sale #,Date,Department,Qty,Amount,Salesperson\r\n1,11/20/2026,Rings,1,100.00,AB\r\n")
	person, err := s.app.FindFirstRecordByFilter("staff", "code = 'AB'")
	if err != nil {
		t.Fatal(err)
	}
	if person.ValidatePassword(noPassword) || person.ValidatePassword("") {
		t.Error("a password opens the sign-in of a person who has none")
	}
	person.Set("name", "Ada Quill")
	if err := s.app.Save(person); err != nil {
		t.Errorf("naming her: %v", err)
	}
}

// TestARuleIsFollowedAfterACrash: that lines have to get their role is noted
// with the rule, so whatever cuts the work off, it is done with the next start.
func TestARuleIsFollowedAfterACrash(t *testing.T) {
	s := newShop(t)
	s.take("odd.csv", head+sale("1", "2025-11-20", "", "Z-1", "Fine zibble", "Zibbles", 10000, "AB"))
	s.room.follow(s.app)
	one.Lock() // the work beside it waits, as if the PC had gone off right then
	rules, err := s.app.FindCollectionByNameOrId("category_rules")
	if err != nil {
		t.Fatal(err)
	}
	r := core.NewRecord(rules)
	for k, v := range map[string]any{"store": s.one(`SELECT id FROM stores`), "match": "category", "phrase": "Zibbles", "role": "accessory"} {
		r.Set(k, v)
	}
	err = s.app.Save(r)
	waits := s.one(`SELECT count(*) FROM figures_dirty WHERE kind = 'read'`)
	one.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	if waits != "1" {
		t.Errorf("%s entries say what is to be done", waits)
	}
	if err := s.room.Opened(context.Background(), s.app); err != nil {
		t.Fatal(err)
	}
	if got := s.one(`SELECT role FROM lines`) + " " + s.one(`SELECT count(*) FROM figures_dirty`); got != "accessory 0" {
		t.Errorf("the line's role, and what waits: %s", got)
	}
}
