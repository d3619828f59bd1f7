package scorecard

import (
	"testing"
	"time"

	"touchstone/hooks/figures"
	"touchstone/hooks/internal/civil"
)

func TestNumbersInWords(t *testing.T) {
	cases := []struct{ name, got, want string }{
		{"one", count(1), "one"},
		{"twelve", count(12), "twelve"},
		{"thirteen", count(13), "13"},
		{"thousands", count(12345), "12,345"},
		{"million", grouped(-1234567), "-1,234,567"},
		{"hundred below zero", grouped(-123), "-123"},
		{"none of", ratio(Rate{0, 4}), "none of four"},
		{"none of many", ratio(Rate{0, 40}), "none of 40"},
		{"all", ratio(Rate{6, 6}), "all six"},
		{"one of one", ratio(Rate{1, 1}), "one of one"},
		{"none of twelve", ratio(Rate{0, 12}), "none of twelve"},
		{"two of two", ratio(Rate{2, 2}), "two of two"},
		{"words", ratio(Rate{9, 12}), "nine of twelve"},
		{"both in digits", ratio(Rate{9, 15}), "9 of 15"},
		{"one sale", worded(1, "sale"), "one sale"},
		{"sales", worded(3, "sale"), "three sales"},
		{"one thing", things(1, "sale"), "1\u00a0sale"},
		{"half a percent", percent(0.125), "13%"},
		{"all of it", percent(1), "100%"},
		{"whole pieces", pieces(25000), "25"},
		{"parts", pieces(2500), "2.5"},
		{"dollars", amount(135049, "USD"), "$1,350"},
		{"half a dollar up", amount(135050, "USD"), "$1,351"},
		{"back", amount(-135050, "USD"), "-$1,351"},
		{"yen", amount(135049, "JPY"), "¥135,049"},
		{"millions", amount(12_345_678_900_00, "USD"), "$12,346\u00a0million"},
		{"mean rounds once", meanAmount(Mean{N: 200, Sum: 27009900}, "USD"), "$1,350"},
		{"without its code", bare(amount(-112651, "CHF"), "CHF"), "-1,127"},
		{"with its sign", bare(amount(112651, "USD"), "USD"), "$1,127"},
		{"without a currency", bare("1\u00a0sale", ""), "1\u00a0sale"},
	}
	for _, c := range cases {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.name, c.got, c.want)
		}
	}
}

func TestDatesInWords(t *testing.T) {
	d := func(y int, m time.Month, day int) civil.Date { return civil.Date{Year: y, Month: m, Day: day} }
	cases := []struct {
		first civil.Date
		want  string
	}{
		{d(2026, 11, 9), "November\u00a09 to 15, 2026"},
		{d(2026, 11, 30), "November\u00a030 to December\u00a06, 2026"},
		{d(2026, 12, 28), "December\u00a028, 2026 to January\u00a03, 2027"},
	}
	for _, c := range cases {
		if got := days(c.first, c.first.AddDays(6)); got != c.want {
			t.Errorf("%s: %q, want %q", c.first, got, c.want)
		}
	}
	at := time.Date(2026, 11, 16, 14, 5, 0, 0, time.UTC)
	if got, want := moment(at), "Monday, November\u00a016, 2026, 2:05\u00a0pm"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestCountsInWords(t *testing.T) {
	cases := []struct {
		key        string
		rate       Rate
		long, week string
	}{
		{watches, Rate{2, 3}, "2 of 3 watch sales had an add-on", "2 of 3 sales had an add-on"},
		{watches, Rate{0, 0}, "No watch sale", "No watch sale"},
		{jewelry, Rate{0, 2}, "None of 2 jewelry sales had an add-on", "0 of 2 sales had an add-on"},
		{jewelry, Rate{1, 1}, "1 jewelry sale, it had an add-on", "1 of 1 sale had an add-on"},
		{jewelry, Rate{0, 1}, "1 jewelry sale, it had no add-on", "0 of 1 sale had an add-on"},
		{repeats, Rate{0, 0}, "No client by name", "No client by name"},
		{repeats, Rate{5, 12}, "5 of 12 clients had bought before", "5 of 12 clients had bought before"},
		{plans, Rate{1, 4}, "1 of 4 sales had a care plan", "1 of 4 sales had a care plan"},
	}
	for _, c := range cases {
		if got := counts(c.key, c.rate); got != c.long {
			t.Errorf("%s %v: %q, want %q", c.key, c.rate, got, c.long)
		}
		if got := inWeek(c.key, c.rate); got != c.week {
			t.Errorf("%s %v in the week: %q, want %q", c.key, c.rate, got, c.week)
		}
	}
}

// Consecutive weeks move on by one turn, also across a year and before 1970.
func TestVoiceTurnsEveryWeek(t *testing.T) {
	for _, start := range []civil.Date{{Year: 2026, Month: 12, Day: 14}, {Year: 2027, Month: 3, Day: 7}, {Year: 1969, Month: 12, Day: 1}} {
		for i := range 60 {
			a, b := voiceOf(start.AddDays(7*i), "CR"), voiceOf(start.AddDays(7*i+7), "CR")
			if b.turn-a.turn != 1 || a.index(3) == b.index(3) || a.index(3) < 0 {
				t.Fatalf("week of %s: turn %d, then %d", start.AddDays(7*i), a.turn, b.turn)
			}
		}
	}
}

func TestMeansKeepAllTheirBits(t *testing.T) {
	var m figures.Moments
	for i := range 200 {
		m.Add(9_000_000_000_000 + int64(i))
	}
	if got := mean(m).moments(); got != m || m.Squares.Hi == 0 {
		t.Errorf("%+v came back as %+v", m, got)
	}
}
