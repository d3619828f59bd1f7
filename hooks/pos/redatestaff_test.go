package pos

import (
	"context"
	"database/sql"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/figures"
	"touchstone/hooks/internal/fault"
	"touchstone/hooks/internal/testapp"
)

// person is a member of staff by code.
func (s *shop) person(code string) *core.Record {
	s.tb.Helper()
	r, err := s.app.FindFirstRecordByFilter("staff", "code = {:code}", map[string]any{"code": code})
	if err != nil {
		s.tb.Fatalf("nobody is %s: %v", code, err)
	}
	return r
}

// two is a file in which 101 and 102 sold, one of the sales together.
var two = head + sale("1", "2025-11-20", "", "R-1", "Ring", "Rings", 10000, "101") + sale("2", "2025-11-20", "", "R-2", "Ring", "Rings", 20000, "102") +
	sale("3", "2025-11-21", "", "R-3", "Ring", "Rings", 30000, "101/102") + sale("4", "2025-11-21", "", "R-4", "Ring", "Rings", 40000, "103")

// shopOfTwo has Dana under 101 and 102, and Omar under 103.
func shopOfTwo(t *testing.T) *shop {
	s := newShop(t)
	s.room.followStaff(s.app)
	s.take("two.csv", two)
	if _, err := testapp.SQL(t, s.app).Exec(`
		UPDATE shares SET staff = (SELECT id FROM staff WHERE code = '101') WHERE staff = (SELECT id FROM staff WHERE code = '102');
		DELETE FROM staff WHERE code = '102';
		UPDATE staff SET name = 'Dana Whitlock', pos_codes = '["101","102"]' WHERE code = '101';
		UPDATE staff SET name = 'Omar Castell' WHERE code = '103'`); err != nil {
		t.Fatal(err)
	}
	ctx, db := context.Background(), testapp.SQL(t, s.app)
	receipts := s.rows(`SELECT id FROM receipts`)
	if err := inTx(ctx, db, func(tx *sql.Tx) error {
		_, err := figures.Reassess(ctx, tx, receipts)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := figures.SettleDirty(ctx, db); err != nil {
		t.Fatal(err)
	}
	return s
}

// TestACodeMovesToAnotherPerson: with what was sold under it, and with nothing
// else; the next file means the new owner.
func TestACodeMovesToAnotherPerson(t *testing.T) {
	s := shopOfTwo(t)
	if got := s.counted("associate", "101", "net_sales"); got != "60000" {
		t.Fatalf("Dana's net sales are %s before", got)
	}
	omar := s.person("103")
	omar.Set("pos_codes", []string{"103", "102"})
	if err := s.app.Save(omar); err != nil {
		t.Fatal(err)
	}
	s.redate()
	if got := s.person("101").GetString("pos_codes"); got != `["101"]` {
		t.Errorf("Dana has the codes %s", got)
	}
	for code, want := range map[string]string{"101": "25000", "103": "75000"} {
		if got := s.counted("associate", code, "net_sales"); got != want {
			t.Errorf("the net sales of %s are %s, want %s", code, got, want)
		}
	}
	if got := s.one(`SELECT count(*) FROM figures_dirty`); got != "0" {
		t.Errorf("%s entries wait still", got)
	}
	res := s.take("next.csv", head+sale("5", "2025-11-22", "", "R-1", "Ring", "Rings", 1000, "102"))
	if got := s.counted("associate", "103", "net_sales"); got != "76000" || len(res.StaffNew) != 0 {
		t.Errorf("after the next file Omar has %s; new: %v", got, res.StaffNew)
	}
	again := s.take("again.csv", two+"\n")
	if again.Receipts+again.Updated != 0 {
		t.Errorf("importing again: %+v", again)
	}
}

// TestACodeMovesByTwoSaves: first taken off one, then given to another.
func TestACodeMovesByTwoSaves(t *testing.T) {
	s := shopOfTwo(t)
	dana, omar := s.person("101"), s.person("103")
	dana.Set("pos_codes", []string{"101"})
	omar.Set("pos_codes", []string{"103", "102"})
	for _, r := range []*core.Record{dana, omar} {
		if err := s.app.Save(r); err != nil {
			t.Fatal(err)
		}
		s.redate()
	}
	if got := s.counted("associate", "103", "net_sales"); got != "75000" {
		t.Errorf("Omar's net sales are %s", got)
	}
}

// TestAMovedCodeInAnOlderVersion: a correction over it is taken back, and what
// comes up is the new owner's too.
func TestAMovedCodeInAnOlderVersion(t *testing.T) {
	s := shopOfTwo(t)
	mended := s.take("mended.csv", strings.ReplaceAll(two, "200.00", "222.00"))
	if mended.Updated != 1 {
		t.Fatalf("the second file: %+v", mended)
	}
	omar := s.person("103")
	omar.Set("pos_codes", []string{"103", "102"})
	if err := s.app.Save(omar); err != nil {
		t.Fatal(err)
	}
	s.redate()
	if got := s.counted("associate", "103", "net_sales"); got != "77200" {
		t.Errorf("Omar's net sales are %s", got)
	}
	s.undo(mended.Import)
	if got := s.counted("associate", "103", "net_sales"); got != "75000" {
		t.Errorf("with the correction taken back Omar's net sales are %s", got)
	}
}

// TestWhatWasGivenByHandStays: a share that a person gave to somebody else is
// not the code's any more.
func TestWhatWasGivenByHandStays(t *testing.T) {
	s := shopOfTwo(t)
	if _, err := testapp.SQL(t, s.app).Exec(`UPDATE shares SET staff = (SELECT id FROM staff WHERE code = '103')
		WHERE line = (SELECT l.id FROM lines l JOIN receipts r ON r.id = l.receipt WHERE r.number = '2')`); err != nil {
		t.Fatal(err)
	}
	ines := core.NewRecord(s.person("101").Collection())
	for k, v := range map[string]any{"name": "Ines Vale", "code": "IV", "pos_codes": []string{"102"}, "role": "associate", "store": s.person("101").GetString("store"), "active": true, "password": "plum window kettle"} {
		ines.Set(k, v)
	}
	if err := s.app.Save(ines); err != nil {
		t.Fatal(err)
	}
	s.redate()
	if got := s.one(`SELECT r.number || ' ' || p.code FROM shares s JOIN lines l ON l.id = s.line JOIN receipts r ON r.id = l.receipt JOIN staff p ON p.id = s.staff
		WHERE r.number IN ('2', '3') ORDER BY r.number, s.position`); got != "2 103\n3 101\n3 IV" {
		t.Errorf("the shares are\n%s", got)
	}
}

// TestACodeOfScorecardsIsNotTaken: its owner would have none.
func TestACodeOfScorecardsIsNotTaken(t *testing.T) {
	s := shopOfTwo(t)
	omar := s.person("103")
	omar.Set("pos_codes", []string{"103", "101"})
	err := s.app.Save(omar)
	if fault.KindOf(err) != fault.Conflict || !strings.Contains(err.Error(), "101 is the code of Dana Whitlock") {
		t.Errorf("taking it ended with %v", err)
	}
	if got := s.one(`SELECT pos_codes FROM staff WHERE code = '101'`); got != `["101","102"]` {
		t.Errorf("Dana has the codes %s", got)
	}
}

// TestSettingsThatCannotBe are refused, whoever saves them.
func TestSettingsThatCannotBe(t *testing.T) {
	s := newShop(t)
	s.room.followStore(s.app)
	for name, values := range map[string]map[string]any{
		"no such zone":               {"time_zone": "Europe/Atlantis"},
		"the PC's zone, unnamed":     {"time_zone": "Local"},
		"evening before noon":        {"noon": 800, "evening": 700},
		"the day ends after noon":    {"day_cutover": 800},
		"the evening after midnight": {"evening": 1500},
		"before the day":             {"day_cutover": -10},
	} {
		r, err := s.app.FindFirstRecordByFilter("stores", "code = 'MAIN'")
		if err != nil {
			t.Fatal(err)
		}
		for k, v := range values {
			r.Set(k, v)
		}
		if err := s.app.Save(r); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
