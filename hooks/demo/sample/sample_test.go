package sample

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// todays are days on which calendars go wrong, and an ordinary one.
var todays = []string{"2026-11-21", "2024-02-29", "2024-03-01", "2025-03-01", "2025-04-29", "2026-01-01", "2026-01-02", "2025-12-31", "2026-12-26", "2027-01-31", "2026-05-04"}

func TestSameArgumentsSameBytes(t *testing.T) {
	d := day(t, "2026-11-21")
	a, b := Files(d, seed, Default()), Files(d, seed, Size{})
	if len(a) != len(b) {
		t.Fatalf("%d files, then %d", len(a), len(b))
	}
	for i := range a {
		if a[i].Name != b[i].Name || !bytes.Equal(a[i].Body, b[i].Body) {
			t.Errorf("%s is not written the same twice", a[i].Name)
		}
	}
	if other := Files(d, seed+1, Default()); bytes.Equal(a[0].Body, other[0].Body) {
		t.Error("another seed writes the same store")
	}
}

func TestWriteHoldsWhatTheFilesHold(t *testing.T) {
	d := day(t, "2026-11-21")
	var one bytes.Buffer
	n, err := Write(&one, d, seed, Default())
	if err != nil {
		t.Fatal(err)
	}
	streamed := read(t, one.Bytes())
	if n != len(streamed) {
		t.Errorf("Write says %d lines and wrote %d", n, len(streamed))
	}
	want := receipts(t, Files(d, seed, Default()))
	place := map[int]int{}
	for _, r := range streamed {
		i := place[r.no]
		place[r.no]++
		if i >= len(want[r.no]) || want[r.no][i].original != r.original {
			t.Fatalf("receipt %d differs between Write and Files", r.no)
		}
	}
	if len(place) != len(want) {
		t.Errorf("%d receipts streamed, %d in the files", len(place), len(want))
	}
}

type full struct{ room int }

var errFull = errors.New("disk full")

func (f *full) Write(p []byte) (int, error) {
	if f.room -= len(p); f.room < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestWriteTellsWhenTheDiskIsFull(t *testing.T) {
	if _, err := Write(&full{50_000}, day(t, "2026-11-21"), seed, Default()); !errors.Is(err, errFull) {
		t.Errorf("Write on a full disk says %v", err)
	}
}

func TestDatesOfEveryToday(t *testing.T) {
	for _, s := range todays {
		t.Run(s, func(t *testing.T) {
			today := day(t, s)
			from, last := today.AddMonths(-14), today.AddDays(-1)
			months := map[int]bool{}
			for no, rows := range receipts(t, Files(today, seed, Default())) {
				d := rows[0].date
				if d.Before(from) || last.Before(d) {
					t.Fatalf("receipt %d of %s lies outside %s to %s", no, d, from, last)
				}
				open, closing := hours(d)
				if d.Weekday() == time.Sunday || !openOn(d) || rows[0].minute < open || rows[0].minute >= closing {
					t.Fatalf("receipt %d was rung on %s %s at minute %d, when the shop is closed", no, d.Weekday(), d, rows[0].minute)
				}
				months[d.Year*12+int(d.Month)] = true
			}
			for d := from; d.Before(today); d = d.AddDays(1) {
				if busy(d) > 0 && !months[d.Year*12+int(d.Month)] {
					t.Fatalf("nothing was sold in the month of %s", d)
				}
			}
		})
	}
}

func TestFilesOverlapRowByRow(t *testing.T) {
	for _, s := range todays {
		today := day(t, s)
		files := Files(today, seed, Default())
		if len(files) < 4 || len(files) > 6 {
			t.Errorf("%s: %d files, want about one a quarter", s, len(files))
		}
		for i, f := range files {
			if size := len(f.Body); size < 20_000 || size > 2_000_000 {
				t.Errorf("%s: %s has %d bytes", s, f.Name, size)
			}
			if !bytes.HasSuffix(f.Body, []byte("\r\n")) || bytes.Count(f.Body, []byte("\n")) != bytes.Count(f.Body, []byte("\r\n")) {
				t.Errorf("%s: %s does not end its lines with CRLF", s, f.Name)
			}
			if utf8.Valid(f.Body) != (i > 0) {
				t.Errorf("%s: encoding of %s: the first file is Windows-1252, the others UTF-8", s, f.Name)
			}
			if i > 0 {
				sameOverlap(t, read(t, files[i-1].Body), read(t, f.Body))
			}
		}
		if want := "_to_" + today.AddDays(-1).String() + ".csv"; !strings.HasSuffix(files[len(files)-1].Name, want) {
			t.Errorf("%s: the last file is %s, want it to end yesterday", s, files[len(files)-1].Name)
		}
	}
}

// sameOverlap checks that the rows of the days which both files hold are the
// same, in the same order, and that there are some.
func sameOverlap(t *testing.T, before, after []row) {
	t.Helper()
	first := after[0].no
	var tail []row
	for i, r := range before {
		if r.no >= first {
			tail = before[i:]
			break
		}
	}
	if len(tail) == 0 || len(tail) >= len(after) {
		t.Fatalf("the overlap has %d rows", len(tail))
	}
	for i, r := range tail {
		if after[i].original != r.original {
			t.Fatalf("receipt %d reads differently in the two files that hold it", r.no)
		}
	}
}

func TestNumbersRunWithTheClock(t *testing.T) {
	var one bytes.Buffer
	if _, err := Write(&one, day(t, "2026-11-21"), seed, Default()); err != nil {
		t.Fatal(err)
	}
	rows := read(t, one.Bytes())
	for i := 1; i < len(rows); i++ {
		a, b := rows[i-1], rows[i]
		if a.no == b.no && (a.date != b.date || a.minute != b.minute || a.kind != b.kind || a.number != b.number || a.orig != b.orig) {
			t.Fatalf("receipt %d says two things about itself", a.no)
		}
		if a.no != b.no && (b.no != a.no+1 || b.date.Before(a.date) || a.date == b.date && b.minute < a.minute) {
			t.Fatalf("receipt %d follows %d against the clock", b.no, a.no)
		}
	}
}

func TestLinesAddUp(t *testing.T) {
	role := roles()
	for no, rows := range receipts(t, Files(day(t, "2026-11-21"), seed, Default())) {
		for _, r := range rows {
			if r.ext != r.qty*r.price-r.disc {
				t.Errorf("receipt %d: %d x %d - %d is not %d", no, r.qty, r.price, r.disc, r.ext)
			}
			if r.qty == 0 || r.price < 0 || r.ext*r.qty < 0 || r.disc*r.qty < 0 || r.tax*r.qty < 0 {
				t.Errorf("receipt %d: signs of %q do not agree", no, r.original)
			}
			if role[r.dept] == "" {
				t.Errorf("receipt %d: department %q is not in Departments", no, r.dept)
			}
			if r.price > 18_000_00 || r.item == "" || r.desc == "" {
				t.Errorf("receipt %d: no believable line: %q", no, r.original)
			}
		}
	}
}

func TestOfLinesGivesAtLeastSoMany(t *testing.T) {
	for _, n := range []int{1_000, 20_000, 100_000} {
		var sink full
		sink.room = 1 << 40
		lines, err := Write(&sink, day(t, "2026-11-21"), seed, OfLines(n))
		if err != nil || lines < n || lines > n*5/4+600 {
			t.Errorf("OfLines(%d) wrote %d lines, %v", n, lines, err)
		}
	}
	people := OfLines(100_000).Staff()
	codes := map[string]bool{}
	for _, p := range people {
		if codes[p.Code] || p.Name == "" || strings.ContainsAny(p.Code, "/0123456789 ") {
			t.Errorf("code %q", p.Code)
		}
		codes[p.Code] = true
	}
	if len(codes) != 60 {
		t.Errorf("%d associates, want 60", len(codes))
	}
}

func TestSmallestStores(t *testing.T) {
	for _, s := range []Size{{Months: 1, Associates: 1, Clients: 1, Receipts: 1}, {Months: 1, Associates: 2, Clients: 40, Receipts: 30}, {Months: -3, Receipts: 50}} {
		for i, f := range Files(day(t, "2026-03-01"), seed, s) {
			if !bytes.HasPrefix(f.Body, []byte("Sale #,Date,Time,Type,")) {
				t.Errorf("%+v: file %d has no header", s, i)
			}
		}
	}
}
