package pos

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"

	"touchstone/hooks/figures"
)

const everyIndex = `SELECT group_concat(name || ' ' || coalesce(sql, ''), char(10)) FROM (SELECT * FROM sqlite_schema WHERE type = 'index' ORDER BY name)`

// A first file that ends anywhere is finished as if nothing had happened, its
// indexes included, also when somebody's work settled the figures in between.
func TestFirstFileInterruptedAtEveryCommit(t *testing.T) {
	raw := write(t, returnsFirst(t), ',')
	smooth := newShop(t)
	indexes := smooth.one(everyIndex)
	smooth.takeAs(Wanted{Name: "first.csv", Alone: true}, raw)
	equal(t, "indexes after a first file", smooth.one(everyIndex), indexes)
	want := smooth.state()
	ready := newShop(t)
	aside := 0
	for n := 1; ; n++ {
		s := ready.clone()
		ctx, _ := until(n)
		_, err := s.room.Import(ctx, s.app, bytes.NewReader([]byte(raw)), Wanted{Name: "first.csv", Alone: true}, s.now)
		if err == nil {
			break
		}
		if !errors.Is(err, errCrash) {
			t.Fatal(err)
		}
		if s.one(everyIndex) != indexes {
			aside++
		}
		if taken := s.clone(); taken.one(`SELECT count(*) FROM imports WHERE state = 'applying'`) == "1" {
			taken.undo(taken.one(`SELECT id FROM imports`))
			equal(t, fmt.Sprintf("indexes taken back after commit %d", n), taken.one(everyIndex), indexes)
		}
		settleBefore(t, s, n%2 == 0)
		if err := s.room.Resume(context.Background(), s.app, s.now); err != nil {
			t.Fatalf("resuming after commit %d: %v", n, err)
		}
		equal(t, fmt.Sprintf("indexes after commit %d", n), s.one(everyIndex), indexes)
		if s.one(`SELECT count(*) FROM imports`) == "0" { // nothing was applied: the file is read again
			s.take("first.csv", raw)
		}
		differ(t, fmt.Sprintf("interrupted at commit %d", n), s.state(), want)
	}
	if aside < 3 {
		t.Errorf("indexes were aside at %d commits only", aside)
	}
}

// settleBefore settles the figures of an interrupted import: now, or as it would
// have been before the sales were there that the returns name.
func settleBefore(t *testing.T, s *shop, now bool) {
	t.Helper()
	db, err := writer(s.app)
	if err == nil && now {
		_, err = figures.SettleDirty(context.Background(), db)
	} else if err == nil {
		_, err = db.Exec(`DELETE FROM figures_dirty WHERE kind = 'number'`)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// returnsFirst is a file of several transactions in which every return stands
// before the sale that it names.
func returnsFirst(tb testing.TB) [][]string {
	tb.Helper()
	rows := large(tb)
	original := -1
	for i, name := range rows[0] {
		if name == "Original Sale #" {
			original = i
		}
	}
	all := [][]string{rows[0]}
	for _, naming := range []bool{true, false} {
		for _, row := range rows[1:] {
			if (row[original] != "") == naming {
				all = append(all, row)
			}
		}
	}
	return all
}
