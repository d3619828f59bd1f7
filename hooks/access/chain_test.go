package access

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/testapp"
)

func TestEveryEditLeavesAnEntry(t *testing.T) {
	s := open(t)
	made := s.ask("associate", "POST", "/api/collections/clients/records", map[string]any{"store": s.stores["A"].Id, "name": "Ada Moreau"}).want(t, "create", 200).json(t)
	id, _ := made["id"].(string)
	at := "/api/collections/clients/records/" + id
	s.ask("manager", "PATCH", at, map[string]any{"name": "Ada Morel", "notes": "likes opals"}, "If-Match", "1").want(t, "update", 200)
	s.ask("manager", "PATCH", at, map[string]any{"name": "Ada Morel"}, "If-Match", "2").want(t, "no change", 200)
	s.ask("superuser", "DELETE", at, nil).want(t, "delete", 204)

	rows, err := testapp.SQL(t, s.app).Query(`SELECT a.action, a.who, a.staff, a.fields, v.client, v."before", v."after"
		FROM audit a JOIN audit_values v ON v.seq = a.seq WHERE a.record = ? ORDER BY a.seq`, id)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	want := [][]string{
		{"create", "c-associate", s.people["associate"].Id, `["store","name"]`, id, `{}`, `{"name":"Ada Moreau","store":"` + s.stores["A"].Id + `"}`},
		{"update", "c-manager", s.people["manager"].Id, `["name","notes"]`, id, `{"name":"Ada Moreau","notes":""}`, `{"name":"Ada Morel","notes":"likes opals"}`},
		{"delete", "data workshop", "", `["store","name","notes"]`, id, `{"name":"Ada Morel","notes":"likes opals","store":"` + s.stores["A"].Id + `"}`, `{}`},
	}
	for i := 0; rows.Next(); i++ {
		got := make([]string, 7)
		if err := rows.Scan(&got[0], &got[1], &got[2], &got[3], &got[4], &got[5], &got[6]); err != nil {
			t.Fatal(err)
		}
		if i >= len(want) || strings.Join(got, "|") != strings.Join(want[i], "|") {
			t.Errorf("entry %d: %q", i, got)
		}
	}
	if n := s.count(`SELECT count(*) FROM audit WHERE record = ?`, id); n != 3 {
		t.Errorf("%d entries, want 3", n)
	}
	s.holds()
}

func TestCascadesAreEnteredUnderTheirClient(t *testing.T) {
	s := open(t)
	c := s.client("Root")
	p := s.save("contact_points", map[string]any{"client": c.Id, "kind": "phone", "raw": "555 0100"})
	s.ask("manager", "DELETE", path(c), nil, "If-Match", "1").want(t, "delete", 204)
	if n := s.count(`SELECT count(*) FROM audit a JOIN audit_values v ON v.seq = a.seq
		WHERE a.record = ? AND a.action = 'delete' AND a.who = 'c-manager' AND v.client = ?`, p.Id, c.Id); n != 1 {
		t.Errorf("%d entries of the cascade", n)
	}
}

func TestLinesGoUnderTheClientOfTheirReceipt(t *testing.T) {
	s := open(t)
	c := s.client("Buyer")
	receipt := s.save("receipts", map[string]any{"store": s.stores["A"].Id, "source": "t", "number": "7", "client": c.Id})
	line := s.save("lines", map[string]any{"receipt": receipt.Id, "description": "Ring"})
	if n := s.count(`SELECT count(*) FROM audit WHERE record = ?`, line.Id); n != 0 {
		t.Errorf("the program's own line is in the chain %d times", n)
	}
	s.ask("superuser", "PATCH", path(line), map[string]any{"description": "Band"}).want(t, "update", 200)
	s.ask("superuser", "DELETE", path(receipt), nil).want(t, "delete", 204)
	if n := s.count(`SELECT count(*) FROM audit a JOIN audit_values v ON v.seq = a.seq WHERE a.record = ? AND v.client = ?`, line.Id, c.Id); n != 2 {
		t.Errorf("%d entries of the line under its client, want 2", n)
	}
}

func TestSecretsStayOutOfTheChain(t *testing.T) {
	s := open(t)
	p := s.people["associate"]
	s.ask("owner", "POST", "/api/staff/"+p.Id+"/password", map[string]any{"password": "quite-another-1"}).want(t, "password", 204)
	if n := s.count(`SELECT count(*) FROM audit WHERE record = ? AND fields LIKE '%"password"%' AND action = 'update'`, p.Id); n != 1 {
		t.Errorf("the change of a password is entered %d times", n)
	}
	if n := s.count(`SELECT count(*) FROM audit_values WHERE "before" LIKE '%$2a$%' OR "after" LIKE '%$2a$%' OR "after" LIKE '%tokenKey%' OR "after" LIKE '%quite-another%'`); n != 0 {
		t.Errorf("%d entries hold a secret", n)
	}
}

func TestChainSurvivesParallelWriters(t *testing.T) {
	s := open(t)
	db := testapp.SQL(t, s.app)
	base := s.count(`SELECT count(*) FROM audit`)
	c := s.client("Busy")
	race(60, func(i int) {
		var err error
		switch i % 3 {
		case 0:
			r := s.ask("associate", "POST", "/api/collections/preferences/records", map[string]any{"client": c.Id, "kind": "metal", "value": "gold " + strconv.Itoa(i)})
			if r.status != 200 {
				err = errors.New(string(r.body))
			}
		case 1:
			err = Append(s.app, Entry{At: morning, Actor: program, Action: "huddle"})
		default:
			tx, beginErr := db.BeginTx(context.Background(), nil)
			if beginErr != nil {
				t.Error(beginErr)
				return
			}
			if err = AppendSQL(context.Background(), tx, Entry{At: morning, Actor: program, Action: "import", Record: strconv.Itoa(i)}); err == nil {
				err = tx.Commit()
			}
		}
		if err != nil {
			t.Error(err)
		}
	})
	if h := s.holds(); h.Seq != int64(base+61) {
		t.Errorf("head at %d, want %d", h.Seq, base+61)
	}
}

func TestARolledBackChangeLeavesNoEntry(t *testing.T) {
	s := open(t)
	before := s.holds()
	_ = s.app.RunInTransaction(func(tx core.App) error {
		if err := Append(tx, Entry{At: morning, Actor: program, Action: "x"}); err != nil {
			t.Error(err)
		}
		return errors.New("no")
	})
	if after := s.holds(); after != before {
		t.Errorf("head moved from %v to %v", before, after)
	}
}

func TestForgettingAClientKeepsTheChain(t *testing.T) {
	s := open(t)
	c := s.client("Forget Me")
	point := s.ask("associate", "POST", "/api/collections/contact_points/records",
		map[string]any{"client": c.Id, "kind": "email", "raw": "forget@example.test"}, KeyHeader, "tap-1").want(t, "point", 200)
	if !strings.Contains(string(point.body), "forget@example.test") {
		t.Fatal(string(point.body))
	}
	if n := s.count(`SELECT count(*) FROM idempotency WHERE client = ?`, c.Id); n != 1 {
		t.Fatalf("%d kept answers", n)
	}
	head := s.holds()
	if err := Forget(s.app, c.Id); err != nil {
		t.Fatal(err)
	}
	if after := s.holds(); after != head {
		t.Errorf("head moved from %v to %v", head, after)
	}
	for _, table := range []string{`audit_values WHERE "after" LIKE '%orget%'`, `idempotency WHERE answer LIKE '%forget%'`, `audit_keys WHERE subject = '` + c.Id + `'`} {
		if n := s.count(`SELECT count(*) FROM ` + table); n != 0 {
			t.Errorf("%d left in %s", n, table)
		}
	}
	if err := Forget(s.app, ""); err == nil {
		t.Error("forgetting nobody was taken")
	}
	// Values put back by hand have no key any more.
	seq := s.count(`SELECT max(seq) FROM audit WHERE record = ?`, c.Id)
	if _, err := testapp.SQL(t, s.app).Exec(`INSERT INTO audit_values (seq, "before", "after") VALUES (?, 'null', '{}')`, seq); err != nil {
		t.Fatal(err)
	}
	if _, err := Verify(t.Context(), testapp.SQL(t, s.app)); err == nil {
		t.Error("values without a key verify")
	}
}

// What paper carries must stay comparable: the canonical form never changes.
// Both sums were made by another program.
func TestCanonicalForm(t *testing.T) {
	l := link{
		seq: 7, at: "2026-03-02T09:00:00.000Z", staff: "staff0000000001", who: "AB", device: "tablet 1",
		action: "update", collection: "clients", record: "client000000001", fields: []string{"name", "notes"},
		mac: strings.Repeat("a", 64), key: strings.Repeat("0", 32), previous: strings.Repeat("f", 64),
	}
	if got, want := l.sum(), "2741fe0d2517435a52f94ac484fa01768cb46539129a72f4bf9a1ccf0ef7370e"; got != want {
		t.Errorf("hash %s, want %s", got, want)
	}
	mac := macOf([]byte("0123456789abcdef0123456789abcdef"), 7, []byte(`{"name":"A"}`), []byte(`{"name":"B"}`))
	if want := "67947eb8bf656456fba0b1cec5658ce47a54302d0c51468daa851b603b628a50"; mac != want {
		t.Errorf("code %s, want %s", mac, want)
	}
}

func TestARunIsOneEntry(t *testing.T) {
	app := testapp.New(t)
	db := testapp.SQL(t, app)
	for range 2 {
		tx, err := db.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := AppendRun(t.Context(), tx, morning, "program", "import", "imports", "imp000000000001", map[string]int{"receipts": 12}); err != nil {
			t.Fatal(err)
		}
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
	}
	if h, err := Verify(t.Context(), db); err != nil || h.Seq != 2 || h.At != "2026-03-02T09:00:00.000Z" {
		t.Errorf("head %v, %v", h, err)
	}
}

func TestTheChainIsClosedEvenToTheWorkshop(t *testing.T) {
	s := open(t)
	s.ask("superuser", "POST", "/api/collections/audit/records", map[string]any{"seq": 999}).want(t, "create", 403)
	id := ""
	if err := testapp.SQL(t, s.app).QueryRow(`SELECT id FROM audit WHERE seq = 1`).Scan(&id); err != nil {
		t.Fatal(err)
	}
	s.ask("superuser", "PATCH", "/api/collections/audit/records/"+id, map[string]any{"who": "x"}).want(t, "update", 403)
	s.ask("superuser", "DELETE", "/api/collections/audit/records/"+id, nil).want(t, "delete", 403)
	for _, c := range []string{"audit", "audit_values", "idempotency"} {
		before := s.count(`SELECT count(*) FROM ` + c)
		r := s.ask("superuser", "DELETE", "/api/collections/"+c+"/truncate", nil)
		if after := s.count(`SELECT count(*) FROM ` + c); after != before || before > 0 && r.status < 400 {
			t.Errorf("truncating %s: status %d, %d rows of %d left", c, r.status, after, before)
		}
		s.ask("superuser", "DELETE", "/api/collections/"+c, nil).want(t, "dropping "+c, 403)
		s.ask("superuser", "PATCH", "/api/collections/"+c, map[string]any{"name": "elsewhere"}).want(t, "renaming "+c, 403)
	}
	s.holds()
}

func TestSchemaSettingsAndTruncationAreEntered(t *testing.T) {
	s := open(t)
	s.client("One")
	s.ask("superuser", "DELETE", "/api/collections/clients/truncate", nil).want(t, "truncate", 204)
	s.ask("superuser", "POST", "/api/collections", map[string]any{"name": "extra", "type": "base"}).want(t, "schema", 200)
	s.ask("superuser", "PATCH", "/api/settings", map[string]any{"meta": map[string]any{"appName": "Touchstone", "appURL": "http://localhost", "senderName": "x", "senderAddress": "x@shop.test"}}).want(t, "settings", 200)
	for _, q := range []string{`action = 'delete' AND collection = 'clients'`, `action = 'schema create' AND collection = 'extra'`, `action = 'settings update'`} {
		if n := s.count(`SELECT count(*) FROM audit WHERE who = 'data workshop' AND ` + q); n != 1 {
			t.Errorf("%d entries where %s", n, q)
		}
	}
	s.holds()
}
