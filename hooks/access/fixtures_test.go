package access

import (
	"strconv"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/testapp"
)

// maker makes the values of one record of store A; n is used once.
type maker func(s *shop, n string) map[string]any

// fixture returns values for a record of a row.
func (s *shop) fixture(r *right) map[string]any {
	s.serial++
	if r.fixture == nil {
		return map[string]any{}
	}
	return r.fixture(s, strconv.Itoa(s.serial))
}

// standing returns a record of the row to act on: one of the chain's own, the
// store itself (a fresh one only to be deleted), else a fresh one.
func (s *shop) standing(r *right, action string) *core.Record {
	s.t.Helper()
	if r.collection == "stores" && action != "delete" {
		return s.fresh(s.stores["A"])
	}
	if !isSealed(r.collection) {
		return s.save(r.collection, s.fixture(r))
	}
	if _, err := testapp.SQL(s.t, s.app).Exec(`INSERT OR IGNORE INTO idempotency ("key", scope, status, answer) VALUES ('fixture', 's', 200, '{}')`); err != nil {
		s.t.Fatal(err)
	}
	found, err := s.app.FindFirstRecordByFilter(r.collection, "id != ''")
	if err != nil {
		s.t.Fatalf("%s: %v", r.collection, err)
	}
	return found
}

func (s *shop) fresh(r *core.Record) *core.Record {
	s.t.Helper()
	found, err := s.app.FindRecordById(r.Collection(), r.Id)
	if err != nil {
		s.t.Fatal(err)
	}
	return found
}

// fill sets "field=value" as it says and gives "field" a value of its own.
func fill(values map[string]any, n string, names []string) map[string]any {
	for _, name := range names {
		field, value, fixed := strings.Cut(name, "=")
		if !fixed {
			value = "f" + n
		}
		values[field] = value
	}
	return values
}

func aStore(_ *shop, n string) map[string]any {
	return map[string]any{"code": "S" + n, "time_zone": "UTC"}
}

func aPerson(s *shop, n string) map[string]any {
	return map[string]any{"store": s.stores["A"].Id, "name": "Person " + n, "code": "P" + n, "role": "associate", "active": true,
		"email": "p" + n + "@shop.test", "password": "touch-and-stone", "passwordConfirm": "touch-and-stone"}
}

func inStore(names ...string) maker {
	return func(s *shop, n string) map[string]any {
		return fill(map[string]any{"store": s.stores["A"].Id}, n, names)
	}
}

func ofClient(names ...string) maker {
	return func(s *shop, n string) map[string]any {
		return fill(map[string]any{"client": s.client("c" + n).Id}, n, names)
	}
}

func ofTwo(names ...string) maker {
	return func(s *shop, n string) map[string]any {
		return fill(map[string]any{"client": s.client("c" + n).Id, "other": s.client("o" + n).Id}, n, names)
	}
}

func ofImport(s *shop, n string) map[string]any {
	return map[string]any{"import": s.save("imports", inStore("file")(s, n)).Id, "cells": "a,b"}
}

func ofReceipt(s *shop, n string) map[string]any {
	return map[string]any{"receipt": s.save("receipts", inStore("source", "number")(s, n)).Id, "description": "Ring"}
}

func ofLine(s *shop, n string) map[string]any {
	return map[string]any{"line": s.save("lines", ofReceipt(s, n)).Id, "basis_points": 10000}
}

// card is a scorecard of the team ("") or of one of the people.
func card(who string) maker {
	return func(s *shop, n string) map[string]any {
		values := map[string]any{"store": s.stores["A"].Id, "week": strings.Repeat("0", max(0, 4-len(n))) + n + "-W10"} // one card a person and week
		if p := s.people[who]; p != nil {
			values["staff"] = p.Id
		}
		return values
	}
}
