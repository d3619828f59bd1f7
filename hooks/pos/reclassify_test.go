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
