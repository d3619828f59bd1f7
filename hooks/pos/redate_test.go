package pos

import (
	"context"
	"errors"
	"fmt"
	"math/rand"
	"strings"
	"testing"

	"touchstone/hooks/internal/testapp"
)

// set changes the store's settings as its screen does, without what follows.
func (s *shop) set(values map[string]any) {
	s.tb.Helper()
	r, err := s.app.FindFirstRecordByFilter("stores", "code = 'MAIN'")
	if err != nil {
		s.tb.Fatal(err)
	}
	was := settingsOf(r)
	for k, v := range values {
		r.Set(k, v)
	}
	if err := s.app.Save(r); err != nil {
		s.tb.Fatal(err)
	}
	if err := note(s.app, rereading{Store: r.Id, Was: &was}); err != nil {
		s.tb.Fatal(err)
	}
}

func (s *shop) redate() {
	s.tb.Helper()
	if err := s.room.Redate(context.Background(), s.app); err != nil {
		s.tb.Fatalf("dating anew: %v", err)
	}
}

// at writes one row of a file with a time of day.
func at(no, day, clock, sku string, cents int64) string {
	return strings.Replace(sale(no, day, "", sku, "Ring "+sku, "Rings", cents, "AB"), ",10:15,", ","+clock+",", 1)
}

// wall is a file whose times are those of the clock on the wall, one of them
// after midnight, one in the hour that a spring night skips.
var wall = head + at("1", "2025-03-08", "23:40", "R-1", 10000) + at("2", "2025-03-09", "00:50", "R-2", 20000) + at("3", "2025-03-09", "02:30", "R-3", 30000) +
	at("4", "2025-03-09", "11:30", "R-4", 40000) + at("5", "2025-03-09", "16:45", "R-5", 50000) + at("6", "2025-03-10", "17:00", "R-6", 60000)

// zoned is a file that gives instants: with an offset.
var zoned = strings.NewReplacer(",Time", ",Register", ",10:15,", ",,").Replace(head +
	sale("z1", "2025-03-08T23:40:00-06:00", "", "R-1", "Ring", "Rings", 10000, "AB") +
	sale("z2", "2025-03-09T06:20:00Z", "", "R-2", "Ring", "Rings", 20000, "AB") +
	sale("z3", "2025-03-09T18:00:00Z", "", "R-3", "Ring", "Rings", 30000, "AB") +
	sale("z4", "2025-03-10T08:30:00+02:00", "", "R-4", "Ring", "Rings", 40000, "CD"))

// numberless has no receipt numbers: the made-up ones hold the date.
var numberless = "Date,Department,Description,Qty,Amount,Salesperson\n" +
	"2025-03-09 00:20,Rings,Band,1,100.00,AB\n2025-03-09 00:20,Rings,Band,1,100.00,AB\n2025-03-10 13:00,Rings,Solitaire,1,900.00,CD\n"

var redatings = map[string]map[string]any{
	"zone":            {"time_zone": "Pacific/Auckland"},
	"zone westward":   {"time_zone": "America/Los_Angeles"},
	"cutover":         {"day_cutover": 180},
	"parts":           {"noon": 690, "evening": 1005},
	"all":             {"time_zone": "Europe/Athens", "day_cutover": 120, "noon": 660, "evening": 960},
	"to the same":     {"time_zone": "America/Chicago"},
	"cutover to west": {"time_zone": "Asia/Tokyo", "day_cutover": 300},
}

// takePlain imports a file that may be without receipt numbers.
func (s *shop) takePlain(name, body string) *Result {
	s.tb.Helper()
	w := Wanted{Name: name}
	if strings.HasPrefix(body, "Date,") {
		w.Wish = answers("receipt_number", "none")
	}
	return s.takeAs(w, body)
}

// TestReceiptsFollowTheSettings: after the settings of a store changed, its book
// is the one that the same files make under them from the beginning; importing
// them again creates nothing, and taking them back leaves the same.
func TestReceiptsFollowTheSettings(t *testing.T) {
	files := map[string][]string{
		"wall": {wall}, "zoned": {zoned}, "numberless": {numberless}, "together": {wall, zoned, numberless},
		"corrected": {wall, strings.Replace(wall, "R-4,Ring R-4,Rings,1,400.00,400.00", "R-4,Ring R-4,Rings,1,450.00,450.00", 1) + at("7", "2025-03-11", "00:10", "R-7", 70000)},
	}
	for what, values := range redatings {
		for kind, bodies := range files {
			t.Run(what+" "+kind, func(t *testing.T) {
				s, fresh := newShop(t), newShop(t)
				fresh.set(values)
				fresh.redate()
				var imports, freshImports []string
				for i, body := range bodies {
					name := fmt.Sprintf("%d.csv", i)
					imports = append(imports, s.takePlain(name, body).Import)
					freshImports = append(freshImports, fresh.takePlain(name, body).Import)
				}
				s.set(values)
				s.redate()
				if got, want := s.state(), fresh.state(); got != want {
					t.Fatalf("the book:\n%s", diff(want, got))
				}
				if got, want := s.rows(`SELECT first_date, last_date, format -> '$.edges' FROM imports ORDER BY rowid`), fresh.rows(`SELECT first_date, last_date, format -> '$.edges' FROM imports ORDER BY rowid`); strings.Join(got, "\n") != strings.Join(want, "\n") {
					t.Errorf("the imports reach from and to %v, want %v", got, want)
				}
				last := len(bodies) - 1
				again := s.takePlain("again.csv", bodies[last]+"\n") // not the same bytes
				if again.Receipts+again.Lines+again.Updated != 0 {
					t.Errorf("importing again: %+v", again)
				}
				s.undo(again.Import)
				s.undo(imports[last])
				fresh.undo(freshImports[last])
				if got, want := s.state(), fresh.state(); got != want {
					t.Errorf("after taking the last file back:\n%s", diff(want, got))
				}
			})
		}
	}
}

// diff shows the lines that only one of two texts has.
func diff(want, got string) string {
	var out strings.Builder
	in := func(text string) map[string]bool {
		all := map[string]bool{}
		for _, l := range strings.Split(text, "\n") {
			all[l] = true
		}
		return all
	}
	w, g := in(want), in(got)
	for _, l := range strings.Split(want, "\n") {
		if !g[l] {
			fmt.Fprintln(&out, "-", l)
		}
	}
	for _, l := range strings.Split(got, "\n") {
		if !w[l] {
			fmt.Fprintln(&out, "+", l)
		}
	}
	return out.String()
}

// TestRedatingAnExport: the same for a whole sample export with splits, returns,
// layaways and clients, and when it is cut off at every commit.
func TestRedatingAnExport(t *testing.T) {
	rows := export(t, 3)
	mended := corrected(rand.New(rand.NewSource(5)), append([][]string{rows[0]}, rows[len(rows)/2:]...), 20)
	values := map[string]any{"time_zone": "Asia/Tokyo", "day_cutover": 660, "noon": 780}
	ready, fresh := newShop(t), newShop(t)
	fresh.set(values)
	fresh.redate()
	for _, s := range []*shop{ready, fresh} {
		s.take("first.csv", write(t, rows, ','))
		s.take("second.csv", write(t, mended, ','))
	}
	ready.set(values)
	want := fresh.state()
	for n := 1; ; n++ {
		s := ready.clone()
		ctx, reached := until(n)
		err := s.room.Redate(ctx, s.app)
		if err == nil {
			if n < 4 {
				t.Fatalf("only %d commits were interrupted", n-1)
			}
			if got := s.state(); got != want {
				t.Errorf("the book:\n%s", diff(want, got))
			}
			break
		}
		if !errors.Is(err, errCrash) || reached() < n {
			t.Fatalf("commit %d: %v", n, err)
		}
		s.redate()
		if got := s.state(); got != want {
			t.Fatalf("cut off at commit %d, the book:\n%s", n, diff(want, got))
		}
	}
}

// TestWhatPeopleChangedKeepsItsDate: a receipt whose date a person put right
// keeps it; one of which something else was changed follows.
func TestWhatPeopleChangedKeepsItsDate(t *testing.T) {
	s := newShop(t)
	s.take("wall.csv", wall)
	edit := func(number, field, value string) {
		if _, err := testapp.SQL(t, s.app).Exec(`UPDATE receipts SET `+field+` = ?, rev = 2 WHERE number = ?`, value, number); err != nil {
			t.Fatal(err)
		}
	}
	edit("2", "date", "2025-02-02")
	edit("3", "note", "a note of ours")
	s.set(map[string]any{"day_cutover": 180})
	s.redate()
	if got := s.one(`SELECT number, date, note FROM receipts WHERE number IN ('2', '3') ORDER BY number`); got != "2|2025-02-02|\n3|2025-03-08|a note of ours" {
		t.Errorf("the receipts are %s", got)
	}
}

// TestSettingsChangedTwice: what was changed again before anything followed ends
// where the last change says.
func TestSettingsChangedTwice(t *testing.T) {
	s := newShop(t)
	s.take("wall.csv", wall)
	s.take("zoned.csv", zoned)
	before := s.state()
	s.set(map[string]any{"time_zone": "Asia/Tokyo", "day_cutover": 300})
	ctx, _ := until(2)
	if err := s.room.Redate(ctx, s.app); !errors.Is(err, errCrash) {
		t.Fatalf("it was not cut off: %v", err)
	}
	s.set(map[string]any{"time_zone": "America/Chicago", "day_cutover": 0})
	s.redate()
	if got := s.state(); got != before {
		t.Errorf("the book:\n%s", diff(before, got))
	}
}

// TestTheSettingsScreenStartsIt: saving the store is enough.
func TestTheSettingsScreenStartsIt(t *testing.T) {
	s := newShop(t)
	s.take("wall.csv", wall)
	s.room.followStore(s.app)
	r, err := s.app.FindFirstRecordByFilter("stores", "code = 'MAIN'")
	if err != nil {
		t.Fatal(err)
	}
	r.Set("day_cutover", 180)
	if err := s.app.Save(r); err != nil {
		t.Fatal(err)
	}
	s.redate() // waits for the one that runs, if it began, and does what it left
	if got := s.one(`SELECT date FROM receipts WHERE number = '2'`); got != "2025-03-08" {
		t.Errorf("the receipt after midnight is of %s", got)
	}
	if got := s.one(`SELECT count(*) FROM figures_dirty`); got != "0" {
		t.Errorf("%s entries wait still", got)
	}
}

// TestRedatingWhatAnotherFileStandsFor: receipts that a second file holds too,
// in other rows, after the first was taken back.
func TestRedatingWhatAnotherFileStandsFor(t *testing.T) {
	rows := strings.SplitAfter(strings.TrimPrefix(wall, head), "\n")
	turned := head + at("9", "2025-03-09", "00:05", "R-9", 90000)
	for i := len(rows) - 1; i >= 0; i-- {
		turned += rows[i]
	}
	values := map[string]any{"time_zone": "Asia/Tokyo", "day_cutover": 180}
	s, fresh := newShop(t), newShop(t)
	first := s.take("first.csv", wall)
	s.take("turned.csv", turned)
	s.undo(first.Import)
	s.set(values)
	s.redate()
	fresh.set(values)
	fresh.redate()
	fresh.take("turned.csv", turned)
	if got, want := s.state(), fresh.state(); got != want {
		t.Errorf("the book:\n%s", diff(want, got))
	}
}

// TestAStoreOfItsOwn: only receipts of the store whose settings changed follow.
func TestAStoreOfItsOwn(t *testing.T) {
	s := newShop(t)
	if _, err := testapp.SQL(t, s.app).Exec(`INSERT INTO stores (id, code, name, time_zone, country, rev) VALUES ('s00000000000002', 'NORTH', 'North', 'America/Chicago', 'US', 1)`); err != nil {
		t.Fatal(err)
	}
	s.takeAs(Wanted{Name: "main.csv", Store: "MAIN"}, wall)
	s.takeAs(Wanted{Name: "north.csv", Store: "NORTH"}, wall)
	s.set(map[string]any{"day_cutover": 180, "noon": 660})
	s.redate()
	if got := s.one(`SELECT group_concat(code || ' ' || date || ' ' || shift, ', ') FROM (SELECT s.code, r.date, r.shift FROM receipts r JOIN stores s ON s.id = r.store WHERE r.number IN ('2', '4') ORDER BY 1, r.number)`); got !=
		"MAIN 2025-03-08 evening, MAIN 2025-03-09 afternoon, NORTH 2025-03-09 morning, NORTH 2025-03-09 morning" {
		t.Errorf("the receipts are %s", got)
	}
}
