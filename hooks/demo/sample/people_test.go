package sample

import (
	"strings"
	"testing"

	"touchstone/hooks/internal/civil"
)

func TestNameListsHaveNoDuplicates(t *testing.T) {
	for what, list := range map[string][]string{"given": givenNames, "family": familyNames, "wide given": wideGiven, "wide family": wideFamily, "area codes": areaCodes} {
		seen := map[string]bool{}
		for _, n := range list {
			if seen[n] || strings.TrimSpace(n) != n || n == "" {
				t.Errorf("%s name %q stands there twice or is untidy", what, n)
			}
			seen[n] = true
		}
	}
}

func TestEveryClientHasOneCardAndAnOwnName(t *testing.T) {
	staff := map[string]bool{}
	for _, p := range Staff() {
		given, family, _ := strings.Cut(p.Name, " ")
		staff[family+", "+given] = true
	}
	for _, s := range todays {
		cards, names := map[string]row{}, map[string]string{}
		wide := false
		for _, rows := range receipts(t, Files(day(t, s), seed, Default())) {
			r := rows[0]
			if r.number == "" {
				continue
			}
			if c, known := cards[r.number]; known && (c.name != r.name || c.phone != r.phone || c.email != r.email) {
				t.Errorf("%s: card %s is %q and %q", s, r.number, c.name, r.name)
			}
			if n, known := names[r.name]; known && n != r.number {
				t.Errorf("%s: %q has the cards %s and %s", s, r.name, n, r.number)
			}
			if staff[r.name] {
				t.Errorf("%s: %q serves and buys", s, r.name)
			}
			cards[r.number], names[r.name] = r, r.number
			wide = wide || strings.ContainsAny(r.name, "Łłčćřőūžęğ")
		}
		if !wide {
			t.Errorf("%s: nobody has a letter beyond Windows-1252", s)
		}
	}
}

// leading returns who a receipt counts for and whether it has an add-on; ok is
// false for what is no sale of a main piece.
func leading(rows []row, role map[string]string) (seller string, addOn, ok bool) {
	best := int64(0)
	if rows[0].kind != kindSale {
		return "", false, false
	}
	for _, r := range rows {
		switch role[r.dept] {
		case "primary":
			if r.ext > best {
				best, seller = r.ext, strings.Split(r.sellers, "/")[0]
			}
		case "accessory", "care_plan", "service":
			addOn = addOn || r.ext > 0
		}
	}
	return seller, addOn, best > 0
}

type tally struct{ with, of int }

func (c tally) permille() int { return c.with * 1000 / max(1, c.of) }

func addOns(files map[int][]row, from, to civil.Date) map[string]tally {
	role, got := roles(), map[string]tally{}
	for _, rows := range files {
		d := rows[0].date
		seller, addOn, ok := leading(rows, role)
		if !ok || d.Before(from) || !d.Before(to) {
			continue
		}
		c := got[seller]
		c.of++
		if addOn {
			c.with++
		}
		got[seller] = c
	}
	return got
}

func TestAssociatesDifferInAddOns(t *testing.T) {
	for _, s := range todays {
		today := day(t, s)
		all := receipts(t, Files(today, seed, Default()))
		got := addOns(all, today.AddMonths(-14), today.AddDays(-improvedDays))
		for code, want := range map[string]int{"RA": 440, "TG": 285, "MK": 600, "DS": 355} {
			if c := got[code]; c.of < 150 || c.permille() < want-90 || c.permille() > want+90 {
				t.Errorf("%s: %s sells an add-on in %d of %d sales, want about %d in a thousand", s, code, c.with, c.of, want)
			}
		}
	}
}

// One store's ten weeks are too few sales to see a mild change for certain, so
// the stores of all todays are taken together.
func TestOneAssociateImproves(t *testing.T) {
	before, after := tally{}, tally{}
	for _, s := range todays {
		today := day(t, s)
		all := receipts(t, Files(today, seed, Default()))
		turn := today.AddDays(-improvedDays)
		b, a := addOns(all, today.AddMonths(-14), turn)["DS"], addOns(all, turn, today)["DS"]
		before = tally{before.with + b.with, before.of + b.of}
		after = tally{after.with + a.with, after.of + a.of}
	}
	if gain := after.permille() - before.permille(); gain < 70 || gain > 200 {
		t.Errorf("from %d to %d in a thousand, want a mild improvement", before.permille(), after.permille())
	}
}

func TestNewestStartedFiveWeeksAgo(t *testing.T) {
	for _, s := range todays {
		today := day(t, s)
		lines := 0
		for no, rows := range receipts(t, Files(today, seed, Default())) {
			for _, r := range rows {
				if !strings.Contains(r.sellers, "JB") {
					continue
				}
				lines++
				if r.date.Before(today.AddDays(-newestDays)) {
					t.Errorf("%s: receipt %d of %s is credited before the first day", s, no, r.date)
				}
			}
		}
		if lines < 8 || lines > 200 {
			t.Errorf("%s: the newest associate has %d lines, want few", s, lines)
		}
	}
}

func TestStoreAndStaffAreComplete(t *testing.T) {
	s := Store()
	if s.Code != "MAIN" || s.Name == "" || !strings.Contains(s.Street, "Main Street") || s.City == "" || !strings.Contains(s.Phone, "555-01") {
		t.Errorf("store %+v", s)
	}
	if got := len(Staff()); got != 5 {
		t.Errorf("%d people, want 5", got)
	}
}

// Everybody of the book comes at least once, also where the days were quieter
// than planned.
func TestEverybodyComes(t *testing.T) {
	t.Parallel()
	for i := range 8 {
		today := day(t, "2026-11-22").AddDays(i * 47)
		for _, s := range []uint64{seed, 11} {
			g := newGenerator(today, s, Default())
			for d := g.from; d.Before(g.today); d = d.AddDays(1) {
				g.day(d)
			}
			if left := len(g.people.narrow) + len(g.people.wide); left > 0 {
				t.Errorf("%s, seed %d: %d clients never came", today, s, left)
			}
		}
	}
}
