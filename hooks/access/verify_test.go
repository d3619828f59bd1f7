package access

import (
	"database/sql"
	"errors"
	"regexp"
	"strings"
	"testing"

	"touchstone/hooks/internal/database"
	"touchstone/hooks/internal/testapp"
)

func TestVerifyNamesTheFirstBadEntry(t *testing.T) {
	for _, k := range []struct {
		name   string
		attack []string
		seq    int64
		why    string
	}{
		{"changed field", []string{`UPDATE audit SET who = 'nobody' WHERE seq = 5`}, 5, "its fields were changed"},
		{"changed field names", []string{`UPDATE audit SET fields = '["x"]' WHERE seq = 5`}, 5, "its fields were changed"},
		{"unreadable field names", []string{`UPDATE audit SET fields = 'x' WHERE seq = 5`}, 5, "its fields were changed"},
		{"changed time", []string{`UPDATE audit SET at = '2020-01-01T00:00:00.000Z' WHERE seq = 4`}, 4, "its fields were changed"},
		{"removed row", []string{`DELETE FROM audit WHERE seq = 5`}, 5, "missing"},
		{"removed first row", []string{`DELETE FROM audit WHERE seq = 1`}, 1, "missing"},
		{"removed and renumbered", []string{`DELETE FROM audit WHERE seq = 5`, `UPDATE audit SET seq = -(seq-1) WHERE seq > 5`, `UPDATE audit SET seq = -seq WHERE seq < 0`}, 5, "does not follow"},
		{"swapped rows", []string{`UPDATE audit SET seq = -5 WHERE seq = 5`, `UPDATE audit SET seq = 5 WHERE seq = 6`, `UPDATE audit SET seq = 6 WHERE seq = -5`}, 5, "does not follow"},
		{"forged hash", []string{`UPDATE audit SET hash = upper(hash) WHERE seq = 6`}, 6, "its fields were changed"},
		{"changed value", []string{`UPDATE audit_values SET "after" = '{"name":"Mallory"}' WHERE seq = 7`}, 7, "its values were changed"},
		{"swapped values", []string{`UPDATE audit_values SET seq = -6 WHERE seq = 6`, `UPDATE audit_values SET seq = 6 WHERE seq = 7`, `UPDATE audit_values SET seq = 7 WHERE seq = -6`}, 6, "its values were changed"},
		{"removed values", []string{`DELETE FROM audit_values WHERE seq = 7`}, 7, "its values are gone"},
		{"removed key", []string{`DELETE FROM audit_keys`}, 1, "without their key"},
		{"cut off at the end", []string{`DELETE FROM audit WHERE seq >= (SELECT max(seq) FROM audit)`}, -1, "its values are not"},
	} {
		t.Run(k.name, func(t *testing.T) {
			s := open(t)
			last := s.holds().Seq
			db := testapp.SQL(t, s.app)
			tamper(t, db, k.attack)
			if k.seq < 0 {
				k.seq = last
			}
			_, err := Verify(t.Context(), db)
			var broken *BrokenError
			if !errors.As(err, &broken) || broken.Seq != k.seq || !strings.Contains(broken.Why, k.why) {
				t.Errorf("got %v, want entry %d: %s", err, k.seq, k.why)
			}
		})
	}
}

// tamper runs statements against the chain: what the triggers guard must fail
// first, then goes through without them.
func tamper(t *testing.T, db *sql.DB, attack []string) {
	t.Helper()
	if strings.Contains(attack[0], " audit ") {
		if _, err := db.Exec(attack[0]); err == nil {
			t.Fatal("the triggers let it pass")
		}
	}
	for _, q := range append([]string{`DROP TRIGGER audit_no_update`, `DROP TRIGGER audit_no_delete`}, attack...) {
		if _, err := db.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
}

func TestVerifyWhileOthersAppend(t *testing.T) {
	app := testapp.New(t)
	reader, err := database.Pool(app.ConcurrentDB())
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range 200 {
			if err := Append(app, Entry{At: morning, Actor: program, Action: "x", After: i}); err != nil {
				t.Error(err)
			}
		}
	}()
	for running := true; running; {
		select {
		case <-done:
			running = false
		default:
		}
		if _, err := Verify(t.Context(), reader); err != nil {
			t.Fatal(err)
		}
	}
}

func TestHead(t *testing.T) {
	app := testapp.New(t)
	db := testapp.SQL(t, app)
	h, err := Verify(t.Context(), db)
	if err != nil || h.Seq != 0 || h.Short() != "" {
		t.Errorf("empty chain: %v, %v", h, err)
	}
	if err := Append(app, Entry{At: morning, Actor: Actor{Who: "AB"}, Action: "import", Collection: "imports", Record: "i"}); err != nil {
		t.Fatal(err)
	}
	read, err := ReadHead(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	if h, err = Verify(t.Context(), db); err != nil || h != read || h.Seq != 1 {
		t.Errorf("verified %v (%v), read %v", h, err, read)
	}
	if !regexp.MustCompile(`^[0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4}$`).MatchString(h.Short()) {
		t.Errorf("short form %q", h.Short())
	}
}
