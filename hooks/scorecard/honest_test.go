package scorecard

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"touchstone/hooks/figures"
	"touchstone/hooks/internal/civil"
	"touchstone/hooks/internal/sheet"
	"touchstone/hooks/internal/store"
)

var chicago = func() *time.Location {
	loc, err := time.LoadLocation("America/Chicago")
	if err != nil {
		return time.UTC
	}
	return loc
}()

func plainStore() store.Store {
	return store.Store{ID: storeID, Code: "MAIN", Name: "Orrin & Vale", Currency: "USD", Zone: chicago, WeekStart: time.Monday, Floor: 5, Paper: "letter"}
}

// anyNumbers makes up numbers that a book could hold, small ones more often.
func anyNumbers(r *rand.Rand) Numbers {
	most := []int{0, 2, 6, 20, 120, 3000}[r.IntN(6)]
	n := Numbers{Version: 1, Currency: []string{"USD", "CHF", "JPY"}[r.IntN(3)], Floor: []int64{2, 5, 5, 20}[r.IntN(4)]}
	n.Period, n.Before, n.Week = anySet(r, most), anySet(r, []int{0, most, most}[r.IntN(3)]), anySet(r, most/10+1)
	n.New = n.Before.sales() == 0 && n.Period.sales() > 0 && r.IntN(2) == 0
	if n.New && r.IntN(2) == 0 {
		n.Week = n.Period
	}
	for i := range n.ByWeek {
		n.ByWeek[i] = anyRate(r, most/10+1)
	}
	return n
}

func anyRate(r *rand.Rand, most int) Rate {
	of := r.IntN(most + 1)
	return Rate{N: int64([]int{0, of, r.IntN(of + 1), r.IntN(of + 1)}[r.IntN(4)]), Of: int64(of)}
}

func anySet(r *rand.Rand, most int) Set {
	sales := r.IntN(most + 1)
	var s Set
	var sale, units figures.Moments
	for range sales {
		sale.Add(1000 + r.Int64N(900000))
		units.Add(1000 * (1 + r.Int64N(3)))
	}
	s.Sale, s.Units, s.Net = mean(sale), mean(units), sale.Sum-r.Int64N(3)*50000
	s.AddOn = anyRate(r, sales)
	s.Watches = anyRate(r, int(s.AddOn.Of))
	s.Jewelry = anyRate(r, int(s.AddOn.Of-s.Watches.Of))
	s.CarePlans, s.Repeat, s.Identified = anyRate(r, sales), anyRate(r, sales), anyRate(r, sales)
	s.CarePlans.Of = max(s.AddOn.Of, s.CarePlans.N)
	s.Identified.Of = int64(sales)
	return s
}

// edition makes one of made-up people for a week.
func anyEdition(r *rand.Rand, first civil.Date, people int) *Edition {
	e := &Edition{store: plainStore(), at: spanOf(first), now: first.AddDays(7).Midnight(chicago).Add(8 * time.Hour)}
	e.team = &card{Code: "MAIN", Numbers: anyNumbers(r)}
	for i := range people {
		e.cards = append(e.cards, card{Staff: fmt.Sprint("id", i), Code: fmt.Sprint("P", i), Name: fmt.Sprint("Person ", i), Numbers: anyNumbers(r)})
	}
	return e
}

// texts lists every string of a document with the path of its field.
func texts(v reflect.Value, path string, put func(path, text string)) {
	switch v.Kind() {
	case reflect.String:
		put(path, v.String())
	case reflect.Pointer:
		if !v.IsNil() {
			texts(v.Elem(), path, put)
		}
	case reflect.Slice:
		for i := range v.Len() {
			texts(v.Index(i), path, put)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range v.NumField() {
			texts(v.Field(i), path+"."+v.Type().Field(i).Name, put)
		}
	}
}

var (
	slots     = regexp.MustCompile(`[{}]|%!|  |^ | $| [.,;:]|\bno of\b|\bnone of one\b|\b1 sales\b|\bone sales\b|\bone of one sales\b|\bone of one\b|\b0 of [a-z]|(14|19|2\d|[3-9]\d) sales, both|NaN|Inf|[!]`)
	sentences = regexp.MustCompile(`\.(Headline|Well\.Text|Try\.Text|Bright\.Text|Focus\.Text|Empty|Note\b.*)$`)
)

func TestEveryTextIsWhole(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for i := range 250 {
		doc := anyEdition(r, week46.AddDays(7*i), 4).Document()
		texts(reflect.ValueOf(doc), "", func(path, text string) {
			if bad := slots.FindString(text); bad != "" {
				t.Errorf("%s: %q holds %q", path, text, bad)
			}
			if !sentences.MatchString(path) || text == "" || strings.HasSuffix(path, "Chart.Note") {
				return
			}
			if !strings.HasSuffix(text, ".") || strings.ToUpper(text[:1]) != text[:1] || text[0] >= '0' && text[0] <= '9' {
				t.Errorf("%s: %q is not a sentence", path, text)
			}
		})
	}
}

var (
	rated  = regexp.MustCompile(`%|\bpoints?\b`)
	better = regexp.MustCompile(`(?i)\b(up by|down by|more (watch|jewelry|clients|sales)|went (up|down)|(up|down) from|are down)\b`)
)

// lie is something that METRICS, "Honest figures", forbids.
type lie struct {
	what string
	said bool
}

func first(lies ...lie) error {
	for _, l := range lies {
		if l.said {
			return errors.New(l.what)
		}
	}
	return nil
}

func marked(row sheet.Row) bool {
	return row.Streak.Has || row.Interval+row.Change+row.Value != "" || rated.MatchString(row.Words)
}

func honestRow(row sheet.Row, floor int64, m measure) error {
	if m.isMean() {
		few := m.mean.N < figures.MoneyFrom
		return first(
			lie{"a mean under the floor", m.mean.N < floor && marked(row)},
			lie{"the week is more than counts", rated.MatchString(row.Week)},
			lie{"an interval from few", few && row.Interval != ""},
			lie{"a change from few", (few || m.was.N < figures.MoneyFrom) && row.Change != ""},
		)
	}
	return first(
		lie{"the same people on both sides are judged", m.key == repeats && better.MatchString(row.Change)},
		lie{"a rate under the floor", m.period.Of < floor && marked(row)},
		lie{"the week is more than counts", rated.MatchString(row.Week)},
		lie{"a ring from few", row.Streak.HasRef && m.before.Of < floor},
		lie{"a change from few", better.MatchString(row.Change) && m.before.Of < floor},
	)
}

// honestChange allows up and down only where the interval leaves out zero.
func honestChange(row sheet.Row, m measure) error {
	_, i, _ := figures.Newcombe(m.before.N, m.before.Of, m.period.N, m.period.Of, 0.90)
	if m.isMean() {
		_, i, _, _ = figures.Welch(m.was.moments(), m.mean.moments(), 0.90)
	}
	return first(lie{fmt.Sprintf("the interval %+v holds zero", i), better.MatchString(row.Change) && i.Has(0)})
}

func TestRowsAreHonest(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	said := 0
	for range 500 {
		e := anyEdition(r, week46, 1)
		p := e.page(e.cards[0], e.now)
		rows, measures := p.rows(), p.measures()
		for i, m := range measures {
			if err := errors.Join(honestRow(rows[i], p.Numbers.Floor, m), honestChange(rows[i], m)); err != nil {
				t.Errorf("%v: %+v of %+v", err, rows[i], m)
			}
			if better.MatchString(rows[i].Change) {
				said++
			}
		}
	}
	if said < 30 {
		t.Errorf("only %d rows told of a change; the test sees too little", said)
	}
}

// The sentences follow the same floor: under it neither box holds a number that
// is judged, and neither speaks of more or less without a row that does.
func TestBoxesAreHonest(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 500 {
		e := anyEdition(r, week46, 1)
		for _, c := range []card{e.cards[0], *e.team} {
			if err := honestBoxes(e.page(c, e.now)); err != nil {
				t.Errorf("%v: %+v", err, c.Numbers.Period)
			}
		}
	}
}

func honestBoxes(p *page) error {
	well, try := p.well(), p.try()
	moves := map[figures.Verdict]bool{}
	for _, m := range p.measures() {
		moves[m.change.Verdict] = true
	}
	few := p.Numbers.Period.sales() < p.Numbers.Floor
	return first(
		lie{"few sales are judged: " + well.Text + try.Text, few && rated.MatchString(well.Text+try.Text)},
		lie{"few sales went well", few && strings.Contains(well.Title, "well")},
		lie{"praise for noise: " + well.Text, !moves[figures.Up] && better.MatchString(well.Text)},
		lie{"blame for noise: " + try.Text, !moves[figures.Down] && better.MatchString(try.Text)},
	)
}

// With the same numbers every week, no two weeks running say the same.
func TestNoCardRepeatsLastWeeksSentences(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for range 100 {
		numbers := anyNumbers(r)
		for _, staff := range []string{"id", everyone} {
			var last [3]string
			for w := range 30 {
				first := week46.AddDays(7 * w)
				e := &Edition{store: plainStore(), at: spanOf(first), now: first.AddDays(8).Midnight(chicago)}
				p := e.page(card{Staff: staff, Code: "CR", Name: "Camille", Numbers: numbers}, e.now)
				now := [3]string{p.headline(), p.well().Text, p.try().Text}
				for i := range now {
					if now[i] != "" && now[i] == last[i] {
						t.Fatalf("week %d says again %q", w, now[i])
					}
				}
				last = now
			}
		}
	}
}

func TestSameNumbersSamePage(t *testing.T) {
	e := anyEdition(rand.New(rand.NewPCG(1, 2)), week46, 60)
	a, err := json.Marshal(e.Document())
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if b, _ := json.Marshal(e.Document()); string(b) != string(a) {
			t.Fatal("the same edition gave two documents")
		}
	}
}

// Kept numbers come back whole, so that a reprint says the same.
func TestNumbersComeBackWhole(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	for range 200 {
		n := anyNumbers(r)
		b, err := json.Marshal(n)
		if err != nil {
			t.Fatal(err)
		}
		var back Numbers
		if err := json.Unmarshal(b, &back); err != nil || back != n {
			t.Fatalf("%s came back as %+v, %v", b, back, err)
		}
	}
}
