package pos

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/fault"
)

const twoCodes = "Sale #,Date,Type,Original Sale #,Department,Description,Qty,Amount,Salesperson,Split %\r\n" +
	"1,11/17/2025,Sale,,Rings,Gold ring,1,1000.00,KL,\r\n" +
	"1,11/17/2025,Sale,,Watch Straps,Strap,1,80.00,KL/CR,60/40\r\n" +
	"2,11/18/2025,Sale,,Necklaces,Pendant,1,300.00,CR,\r\n" +
	"3,11/18/2025,Sale,,Rings,Silver ring,1,150.00,KL/MO,30/70\r\n" +
	"4,11/19/2025,Return,1,Rings,Gold ring,-1,-1000.00,KL,\r\n"

// works adds somebody of the staff, as settings do.
func (s *shop) works(name, code string, codes ...string) string {
	s.tb.Helper()
	c, err := s.app.FindCollectionByNameOrId("staff")
	if err != nil {
		s.tb.Fatal(err)
	}
	r := core.NewRecord(c)
	r.Load(map[string]any{"store": s.one(`SELECT id FROM stores`), "name": name, "code": code, "pos_codes": codes, "role": "associate", "active": true, "rev": 1,
		"password": "touch-and-stone", "email": strings.ToLower(code) + "@shop.test"})
	if err := s.app.Save(r); err != nil {
		s.tb.Fatal(err)
	}
	return r.Id
}

func (s *shop) idOf(code string) string {
	s.tb.Helper()
	return s.one(`SELECT id FROM staff WHERE code = ?`, code)
}

func (s *shop) joins(code, person string) (*Joined, error) {
	return s.room.join(context.Background(), s.app, s.idOf(code), person, s.now())
}

// A code that is said to be somebody leaves the book as it would stand had
// everybody known it before the file came: figures, undo and a longer export too.
func TestACodeIsSomebody(t *testing.T) {
	told, late := newShop(t), newShop(t)
	told.works("Camille Rourke", "CR", "KL")
	camille := late.works("Camille Rourke", "CR")
	first, second := told.take("a.csv", twoCodes), late.take("a.csv", twoCodes)
	before := late.figures()
	out, err := late.joins("KL", camille)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "what is said", fmt.Sprint(*out), "{"+camille+" KL Camille Rourke 3}")
	if late.figures() == before {
		t.Error("the figures did not follow")
	}
	equal(t, "the book", late.state(), told.state())
	equal(t, "staff", late.one(`SELECT group_concat(code, ' ') FROM (SELECT code FROM staff ORDER BY code)`), "CR MO")
	if n := len(late.audits()); n != 2 {
		t.Errorf("%d entries in the audit chain: %v", n, late.audits())
	}
	more := twoCodes + "5,11/20/2025,Sale,,Rings,Gold ring,1,500.00,KL,\r\n"
	for _, s := range []*shop{told, late} {
		res := s.take("b.csv", more)
		equal(t, "a longer export", fmt.Sprint(res.Receipts, res.Updated, res.StaffNew), "1 0 []")
	}
	equal(t, "the longer book", late.state(), told.state())
	told.undo(first.Import)
	late.undo(second.Import)
	equal(t, "the book after taking the first back", late.state(), told.state())
}

// What a corrected receipt was before knows the person too, and comes back as theirs.
func TestACodeOfACorrectedReceipt(t *testing.T) {
	told, late := newShop(t), newShop(t)
	told.works("Camille Rourke", "CR", "KL")
	camille := late.works("Camille Rourke", "CR")
	mended := strings.ReplaceAll(strings.ReplaceAll(twoCodes, "1000.00,KL", "900.00,MO"), "300.00,CR", "310.00,CR")
	for _, s := range []*shop{told, late} {
		s.take("a.csv", twoCodes)
		res := s.take("b.csv", mended)
		if s == late {
			if _, err := s.joins("KL", camille); err != nil {
				t.Fatal(err)
			}
		}
		s.undo(res.Import)
	}
	equal(t, "the book", late.state(), told.state())
}

// What is not only a code of the POS stays a person.
func TestACodeThatIsNobodyElse(t *testing.T) {
	s := newShop(t)
	camille := s.works("Camille Rourke", "CR")
	s.take("a.csv", twoCodes)
	for name, c := range map[string]struct {
		code, person string
		kind         fault.Kind
	}{
		"herself":         {s.idOf("KL"), s.idOf("KL"), fault.NotFound},
		"nobody":          {s.idOf("KL"), "s00000000000000", fault.NotFound},
		"a person":        {camille, s.idOf("KL"), fault.Conflict},
		"gone themselves": {"s00000000000000", camille, fault.NotFound},
	} {
		if _, err := s.room.join(context.Background(), s.app, c.code, c.person, s.now()); fault.KindOf(err) != c.kind {
			t.Errorf("%s: %v, want %v", name, err, c.kind)
		}
	}
}

// Somebody whose card was issued stays on it, as one who left.
func TestACodeWithACardStays(t *testing.T) {
	s := newShop(t)
	camille := s.works("Camille Rourke", "CR")
	s.take("a.csv", twoCodes)
	cards, err := s.app.FindCollectionByNameOrId("scorecards")
	if err != nil {
		t.Fatal(err)
	}
	card := core.NewRecord(cards)
	card.Load(map[string]any{"store": s.one(`SELECT id FROM stores`), "staff": s.idOf("KL"), "week": "2025-W47"})
	if err := s.app.Save(card); err != nil {
		t.Fatal(err)
	}
	if _, err := s.joins("KL", camille); err != nil {
		t.Fatal(err)
	}
	equal(t, "KL", s.one(`SELECT active || coalesce(pos_codes, '') FROM staff WHERE code = 'KL'`), "0[]")
	res := s.take("b.csv", "Sale #,Date,Department,Qty,Amount,Salesperson\r\n9,11/21/2025,Rings,1,70.00,KL\r\n")
	equal(t, "new codes", fmt.Sprint(res.StaffNew), "[]")
	equal(t, "whose it is", s.one(`SELECT p.code FROM shares s JOIN staff p ON p.id = s.staff JOIN lines l ON l.id = s.line WHERE l.net = 7000`), "CR")
}

// Cut off in the middle, it is done whole where it is asked for again.
func TestJoiningIsResumed(t *testing.T) {
	whole, cut := newShop(t), newShop(t)
	whole.works("Camille Rourke", "CR", "KL")
	camille := cut.works("Camille Rourke", "CR")
	whole.take("a.csv", twoCodes)
	cut.take("a.csv", twoCodes)
	for stops := range 3 {
		left := stops
		ctx := context.WithValue(context.Background(), interruption{}, func() error {
			if left--; left < 0 {
				return context.Canceled
			}
			return nil
		})
		_, err := cut.room.join(ctx, cut.app, cut.idOf("KL"), camille, cut.now())
		if done := cut.idOf("KL") == ""; done != (err == nil) {
			t.Fatalf("after %d steps: %v, done %v", stops, err, done)
		}
		if err == nil {
			break
		}
	}
	if cut.idOf("KL") != "" {
		if _, err := cut.joins("KL", camille); err != nil {
			t.Fatal(err)
		}
	}
	equal(t, "the book", cut.state(), whole.state())
}

// A preview says what each new code and department would bring.
func TestPreviewOfNews(t *testing.T) {
	s := newShop(t)
	s.works("Camille Rourke", "CR")
	run := s.foresees("news.csv", strings.ReplaceAll(twoCodes, "Necklaces,Pendant", "Zibbles,Fine zibble"))
	equal(t, "staff", fmt.Sprint(run.Staff), "[{KL  4 9300 2} {MO  1 10500 5}]")
	equal(t, "departments", fmt.Sprint(run.Departments), "[{Zibbles 1 1 30000 [Fine zibble] Zibbles}]")
	for _, w := range run.Result.Warnings { // said in places of their own
		if strings.Contains(w, "KL") || strings.Contains(w, "Zibbles") {
			t.Errorf("it is said twice: %s", w)
		}
	}
}

// foresees is what the preview of a file says.
func (s *shop) foresees(name, body string) *foreseen {
	s.tb.Helper()
	c := &counter{room: s.room, app: s.app, now: s.now, jobs: map[string]*job{}}
	u := upload{ID: "u00000000000001", Name: name, By: "p", Size: int64(len(body))}
	if err := os.MkdirAll(c.folder(), 0o700); err != nil {
		s.tb.Fatal(err)
	}
	if err := os.WriteFile(c.path(u.ID), []byte(body), 0o600); err != nil {
		s.tb.Fatal(err)
	}
	out, err := c.foresee(context.Background(), u, caller{role: "owner"}, ask{})
	if err != nil {
		s.tb.Fatal(err)
	}
	return out
}
