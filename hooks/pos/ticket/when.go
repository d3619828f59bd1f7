package ticket

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"touchstone/hooks/internal/civil"
	"touchstone/hooks/internal/store"
	"touchstone/hooks/pos/mapping"
	"touchstone/hooks/pos/table"
)

// moment is when a row was sold.
type moment struct {
	date    civil.Date // business date
	clock   int
	at      time.Time
	instant bool // the file gives the instant itself; else a clock on the store's wall
}

// zone is the place a file's own zone column names; nil when nobody knows it.
type zone struct{ loc *time.Location }

// when reads the row's date, time and zone and gives the store's business date.
func (b *builder) when(r table.Row) (m moment, empty bool, problem *bad) {
	cell := b.cell(r, mapping.Date)
	if cell == "" {
		return m, true, nil
	}
	w, empty, err := b.f.Columns[b.at.one[mapping.Date]].Date.Parse(cell)
	if err != nil && b.f.Columns[b.at.one[mapping.Date]].Date.Contradicts(cell) {
		return m, false, &bad{field: mapping.Date, value: cell, reason: "day and month stand the other way round than in the rest of the column; write it like the others"}
	}
	if err != nil || w.Yearless {
		return m, false, &bad{field: mapping.Date, value: cell, reason: "this is not a date that exists"}
	}
	if empty {
		return m, false, &bad{field: mapping.Date, value: cell, reason: "the system wrote an empty date here; the sale has no day to count on"}
	}
	if w.Date.Year < 1950 || w.Date.Compare(civil.Of(b.env.Now).AddDays(366)) > 0 {
		return m, false, &bad{field: mapping.Date, value: cell, reason: fmt.Sprintf("a sale in the year %d cannot be right; look at the row in your system", w.Date.Year)}
	}
	if problem := b.clockColumn(r, &w); problem != nil {
		return m, false, problem
	}
	return b.business(w, b.zoneOf(r)), false, nil
}

// clockColumn adds the time of a column of its own.
func (b *builder) clockColumn(r table.Row, w *table.When) *bad {
	cell := b.cell(r, mapping.Time)
	if cell == "" {
		return nil
	}
	h, m, s, empty, err := table.ParseClock(cell)
	if err != nil {
		full, none, err := b.f.Columns[b.at.one[mapping.Time]].Date.Parse(cell) // a full date and time stands in the time column
		if err != nil || none || !full.HasTime {
			return &bad{field: mapping.Time, value: cell, reason: "this is not a time of day"}
		}
		h, m, s = full.Hour, full.Minute, full.Second
	}
	if !empty {
		w.HasTime, w.Hour, w.Minute, w.Second = true, h, m, s
	}
	return nil
}

// business turns a date as written into the store's business date and clock.
func (b *builder) business(w table.When, loc *time.Location) moment {
	m := moment{date: w.Date, clock: -1}
	if !w.HasTime {
		return m
	}
	s := b.env.Store
	named := findZone(w.Zone)
	switch {
	case w.Offset != nil:
		loc = time.FixedZone("", *w.Offset)
	case w.Zone != "" && named != nil:
		loc = named
	}
	m.instant = loc != nil
	if loc == nil {
		loc = s.Zone
	}
	d := w.Date
	m.at = time.Date(d.Year, d.Month, d.Day, w.Hour, w.Minute, w.Second, 0, loc)
	if m.instant {
		m.date, m.clock = ofInstant(m.at, s)
	} else { // the wall clock as written, also in the hour that a spring night skips
		m.clock = w.Hour*60 + w.Minute
		m.date = ofWall(w.Date, m.clock, s)
	}
	b.timed = b.timed || w.Hour != 0 || w.Minute != 0 || w.Second != 0
	return m
}

// ofInstant is the business date and clock of an instant in a store.
func ofInstant(at time.Time, s store.Store) (civil.Date, int) {
	local := at.In(s.Zone)
	return civil.Business(at, s.Zone, s.Cutover), local.Hour()*60 + local.Minute()
}

// ofWall is the business date of a clock on a store's wall.
func ofWall(d civil.Date, clock int, s store.Store) civil.Date {
	if clock < s.Cutover {
		return d.AddDays(-1)
	}
	return d
}

// Under is when a receipt that was read for a store as it is now was sold, had
// the store been as it was: an instant stays and its date and clock follow zone
// and cutover; a clock on the wall stays and its instant follows.
func (t *Ticket) Under(now, was store.Store) (date civil.Date, clock int, at time.Time) {
	if t.Clock < 0 {
		return t.Date, t.Clock, t.SoldAt
	}
	if t.Instant {
		date, clock = ofInstant(t.SoldAt, was)
		return date, clock, t.SoldAt
	}
	d := t.Date
	if t.Clock < now.Cutover {
		d = d.AddDays(1)
	}
	at = time.Date(d.Year, d.Month, d.Day, t.Clock/60, t.Clock%60, t.SoldAt.Second(), 0, was.Zone)
	return ofWall(d, t.Clock, was), t.Clock, at
}

// zoneOf reads the row's zone column; without one, and where nobody knows the
// name, times are on the store's wall.
func (b *builder) zoneOf(r table.Row) *time.Location {
	name := b.cell(r, mapping.Zone)
	if name == "" {
		return nil
	}
	z, ok := b.zones[name]
	if !ok {
		z = &zone{loc: findZone(name)}
		if z.loc == nil {
			b.batch.Warnings = append(b.batch.Warnings, fmt.Sprintf("The time zone %q is not known; times are read as the store's own.", name))
		}
		b.zones[name] = z
	}
	return z.loc
}

// railsZones are the zone names that Square writes, and common abbreviations.
var railsZones = map[string]string{
	"Eastern Time (US & Canada)": "America/New_York", "Central Time (US & Canada)": "America/Chicago", "Mountain Time (US & Canada)": "America/Denver",
	"Pacific Time (US & Canada)": "America/Los_Angeles", "Arizona": "America/Phoenix", "Alaska": "America/Juneau", "Hawaii": "Pacific/Honolulu",
	"Indiana (East)": "America/Indiana/Indianapolis", "Atlantic Time (Canada)": "America/Halifax", "Newfoundland": "America/St_Johns", "Saskatchewan": "America/Regina",
	"London": "Europe/London", "Dublin": "Europe/Dublin", "Paris": "Europe/Paris", "Madrid": "Europe/Madrid", "Berlin": "Europe/Berlin", "Rome": "Europe/Rome",
	"Sydney": "Australia/Sydney", "Melbourne": "Australia/Melbourne", "Brisbane": "Australia/Brisbane", "Adelaide": "Australia/Adelaide", "Perth": "Australia/Perth", "Darwin": "Australia/Darwin", "Hobart": "Australia/Hobart",
	"Auckland": "Pacific/Auckland", "Tokyo": "Asia/Tokyo", "Osaka": "Asia/Tokyo",
	"AWST": "Australia/Perth", "AEST": "Australia/Brisbane", "AEDT": "Australia/Sydney", "ACST": "Australia/Darwin", "ACDT": "Australia/Adelaide",
	"EST": "America/New_York", "EDT": "America/New_York", "CST": "America/Chicago", "CDT": "America/Chicago", "MST": "America/Denver", "MDT": "America/Denver",
	"PST": "America/Los_Angeles", "PDT": "America/Los_Angeles", "AKST": "America/Juneau", "HST": "Pacific/Honolulu", "GMT": "Europe/London", "BST": "Europe/London",
	"CET": "Europe/Paris", "CEST": "Europe/Paris", "UTC": "UTC", "JST": "Asia/Tokyo",
}

func findZone(name string) *time.Location {
	if name == "" {
		return nil
	}
	if iana, ok := railsZones[name]; ok {
		name = iana
	}
	loc, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		return nil
	}
	return loc
}

// dateOnly undoes times in a file whose every time is midnight: the system
// wrote a date into a field for date and time.
func (b *builder) dateOnly() {
	if b.timed {
		return
	}
	for _, t := range b.batch.Tickets {
		if t.Clock != 0 {
			continue
		}
		if t.Clock < b.env.Store.Cutover {
			t.Date = t.Date.AddDays(1)
		}
		t.Clock, t.SoldAt = -1, time.Time{}
	}
}

func hashOf(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:16])
}
