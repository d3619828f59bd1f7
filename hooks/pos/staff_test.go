package pos

import (
	"testing"
)

// TestStaffWithoutSignIn: who comes from a file cannot sign in, and the owner
// can name them.
func TestStaffWithoutSignIn(t *testing.T) {
	s := newShop(t)
	s.take("week.csv", head+goodRows)
	r, err := s.app.FindFirstRecordByFilter("staff", "code = 'AB'")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{"", "*", "AB"} {
		if r.ValidatePassword(p) {
			t.Errorf("password %q opens the door", p)
		}
	}
	r.Set("name", "Anna Bell")
	if err := s.app.Save(r); err != nil {
		t.Fatalf("the owner cannot name them: %v", err)
	}
	// The POS's code and the name both find them later, whatever the owner calls them.
	r.Set("code", "ANNA")
	if err := s.app.Save(r); err != nil {
		t.Fatal(err)
	}
	res := s.take("next.csv", head+
		sale("2001", "2025-11-20", "", "R-1", "Ring", "Rings", 100, "AB")+
		sale("2002", "2025-11-20", "", "R-1", "Ring", "Rings", 100, "Anna Bell")+
		sale("2003", "2025-11-20", "", "R-1", "Ring", "Rings", 100, "ANNA"))
	if len(res.StaffNew) != 0 {
		t.Errorf("new staff %v", res.StaffNew)
	}
	if got := s.one(`SELECT count(*) FROM receipts WHERE counts_for = ? AND number LIKE '20%'`, r.Id); got != "3" {
		t.Errorf("%s of 3 sales count for her", got)
	}
}

// TestNamesBesideCodes: 101 - Dana Whitlock is code 101 of that name.
func TestNamesBesideCodes(t *testing.T) {
	s := newShop(t)
	res := s.take("week.csv", head+
		sale("1", "2025-11-20", "", "R-1", "Ring", "Rings", 10000, "101 - Dana Whitlock")+
		sale("2", "2025-11-20", "", "R-1", "Ring", "Rings", 20000, "102 - Omar Castell")+
		sale("3", "2025-11-21", "", "R-1", "Ring", "Rings", 30000, "101 - Dana Whitlock"))
	if got := s.one(`SELECT code, name, pos_codes FROM staff ORDER BY code`); got != "101|Dana Whitlock|[\"101\"]\n102|Omar Castell|[\"102\"]" {
		t.Fatalf("staff: %s; %+v", got, res)
	}
	s.take("next.csv", head+sale("4", "2025-11-22", "", "R-1", "Ring", "Rings", 40000, "101")+sale("5", "2025-11-22", "", "R-1", "Ring", "Rings", 50000, "Dana Whitlock"))
	if got := s.counted("associate", "101", "net_sales"); got != "130000" {
		t.Errorf("Dana's net sales: %s", got)
	}
	// Every active member of staff has a row, also one who sold nothing.
	r, err := s.app.FindFirstRecordByFilter("staff", "code = '102'")
	if err != nil {
		t.Fatal(err)
	}
	r.Set("code", "OC")
	if err := s.app.Save(r); err != nil {
		t.Fatal(err)
	}
	if got := s.counted("associate", "OC", "sales_count"); got != "1" {
		t.Errorf("Omar's sales: %s", got)
	}
	if _, err := s.app.DB().NewQuery(`UPDATE receipts SET counts_for = '' WHERE counts_for = {:id}`).Bind(map[string]any{"id": r.Id}).Execute(); err != nil {
		t.Fatal(err)
	}
	if got := s.counted("associate", "OC", "sales_count"); got == "no row OC" {
		t.Error("an idle member of staff has no row")
	}
}
