// Package store holds a store's settings as plain values: what the figures,
// the reader and the paper need to know of the shop they work for.
package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Store is one shop. Minutes count from midnight.
type Store struct {
	ID, Code, Name, Address string
	Currency                string // ISO 4217; empty until the first file
	Zone                    *time.Location
	Country                 string // ISO 3166, region of phone numbers
	WeekStart               time.Weekday
	Cutover                 int      // a sale before this minute belongs to the day before
	Noon, Evening           int      // when the parts of the day change
	Parts                   Parts    // what the store calls them
	POSCodes                []string // what exports call the store, beside its code
	Floor                   int      // below this n a figure stays in words
	Paper                   string   // letter | a4
}

// Parts are what a store calls the parts of its day; empty as everybody does.
type Parts struct{ Morning, Afternoon, Evening string }

// Known reports whether a cell of an export's store column means this store.
func (s Store) Known(cell string) bool {
	same := func(name string) bool {
		return strings.EqualFold(strings.Join(strings.Fields(name), " "), strings.Join(strings.Fields(cell), " "))
	}
	return strings.TrimSpace(cell) != "" && (same(s.Code) || slices.ContainsFunc(s.POSCodes, same))
}

// Reader is what a query needs; *sql.DB and *sql.Tx both are one.
type Reader interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// Shift names the part of the day of a clock time in minutes, -1 = unknown. A
// time before the day cutover belongs to the last part (METRICS, "Time").
func (s Store) Shift(clock int) string {
	switch {
	case clock < 0:
		return "unknown"
	case clock < s.Cutover:
		return "evening"
	case clock < s.Noon:
		return "morning"
	case clock < s.Evening:
		return "afternoon"
	}
	return "evening"
}

// All reads every store, by code.
func All(ctx context.Context, db Reader) ([]Store, error) {
	rows, err := db.QueryContext(ctx, `
		SELECT id, code, name, address, currency, time_zone, country, week_start,
		       day_cutover, noon, evening, floor, paper, morning_name, afternoon_name, evening_name, pos_codes
		FROM stores ORDER BY code`)
	if err != nil {
		return nil, fmt.Errorf("reading stores: %w", err)
	}
	defer rows.Close()
	var all []Store
	for rows.Next() {
		s, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, rows.Err()
}

func scan(rows *sql.Rows) (Store, error) {
	var s Store
	var zone, week string
	var codes sql.NullString
	if err := rows.Scan(&s.ID, &s.Code, &s.Name, &s.Address, &s.Currency, &zone, &s.Country, &week,
		&s.Cutover, &s.Noon, &s.Evening, &s.Floor, &s.Paper, &s.Parts.Morning, &s.Parts.Afternoon, &s.Parts.Evening, &codes); err != nil {
		return s, fmt.Errorf("reading a store: %w", err)
	}
	_ = json.Unmarshal([]byte(codes.String), &s.POSCodes) // an empty list is written as null
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return s, fmt.Errorf("reading store %s: time zone %q is not known; choose one such as America/Chicago", s.Code, zone)
	}
	s.Zone, s.WeekStart = loc, Weekday(week)
	return s.withDefaults(), nil
}

// Timed is a store of which only is known how its days are told apart: the
// zone by name, and the minutes as the book has them.
func Timed(zone string, cutover, noon, evening int) (Store, error) {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return Store{}, fmt.Errorf("reading time zone %q: it is not known; choose one such as America/Chicago", zone)
	}
	return Store{Zone: loc, Cutover: cutover, Noon: noon, Evening: evening}.withDefaults(), nil
}

// withDefaults fills what a store never set.
func (s Store) withDefaults() Store {
	if s.Noon == 0 {
		s.Noon = 12 * 60
	}
	if s.Evening == 0 {
		s.Evening = 17 * 60
	}
	if s.Floor == 0 {
		s.Floor = 5
	}
	if s.Paper == "" {
		s.Paper = "letter"
	}
	if s.Country == "" {
		s.Country = "US"
	}
	return s
}

// ErrNone says that the book has no store yet.
var ErrNone = errors.New("there is no store yet")

// Find returns the store of a code, or the only (first) one for an empty code.
func Find(ctx context.Context, db Reader, code string) (Store, error) {
	all, err := All(ctx, db)
	if err != nil {
		return Store{}, err
	}
	if len(all) == 0 {
		return Store{}, ErrNone
	}
	if code == "" {
		return all[0], nil
	}
	for _, s := range all {
		if s.Code == code {
			return s, nil
		}
	}
	return Store{}, fmt.Errorf("finding store %q: the book has no store of that code", code)
}

// Weekday reads a day name as the schema writes it; unknown means Monday.
func Weekday(name string) time.Weekday {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if DayName(d) == name {
			return d
		}
	}
	return time.Monday
}

// DayName writes a day as the schema and the figures' keys do.
func DayName(d time.Weekday) string {
	return [...]string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}[d]
}
