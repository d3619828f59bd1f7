package paper

import (
	"math"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"touchstone/hooks/internal/sheet"
)

func setter(tb testing.TB) *typesetter {
	tb.Helper()
	p, err := New(os.DirFS("../../templates/fonts"))
	if err != nil {
		tb.Fatal(err)
	}
	return newTypesetter(p)
}

func TestNameSteps(t *testing.T) {
	t.Parallel()
	ts := setter(t)
	tests := []struct {
		name        string
		size, lines int
	}{
		{"Camille Rourke", 30, 1},
		{"Alexandrina Strathcairn-Delacroix", 30, 1},
		{"Alexandrina M. Strathcairn-Delacroix", 28, 1},
		{"Alexandrina Marie Strathcairn-Delacroix", 26, 1},
		{"Alexandrina Maries Strathcairn-Delacroix", 25, 1},
		{"Alexandrina Mariella von Strathcairn-Delacroix", 24, 2},
		{strings.Repeat("W", 50), 24, 3},
	}
	for _, tt := range tests {
		l := &layout{t: ts, page: tt.name}
		st, lines := l.nameLines(tt.name)
		if int(st.size) != tt.size || len(lines) != tt.lines || l.err != nil {
			t.Errorf("%s: %v pt on %d lines, want %d on %d (%v)", tt.name, st.size, len(lines), tt.size, tt.lines, l.err)
		}
		for _, line := range lines {
			if w := ts.width(st, line); w > blockWidth {
				t.Errorf("%s: a line is %.1f mm wide", tt.name, w)
			}
		}
	}
}

func TestWrap(t *testing.T) {
	t.Parallel()
	ts := setter(t)
	tests := []struct {
		text  string
		width float64
		want  string
	}{
		{"one two", 100, "one two"},
		{"", 100, ""},
		{"one two", 10, "one|two"},
		{"Anne-Marie", 12, "Anne-|Marie"},
		{"an add-on", 13, "an|add-on"},
		{"at the 6\u00A0pm hour", 14, "at the|6\u00A0pm|hour"},
		{"a - b", 100, "a - b"},
		{"Wo no", 0, "W|o|n|o"},
		{"Wo no", -5, "W|o|n|o"},
		{"WWWWWW", 12, "WWWW|WW"},
	}
	for _, tt := range tests {
		if got := strings.Join(ts.wrap(styleLabel, tt.text, tt.width), "|"); got != tt.want {
			t.Errorf("wrap(%q, %v) = %q, want %q", tt.text, tt.width, got, tt.want)
		}
	}
}

func TestBalance(t *testing.T) {
	t.Parallel()
	ts := setter(t)
	text := "Seventy-eight of your sales in thirteen weeks left with something added. This week it was nine."
	plain, even := ts.wrap(styleSay, text, 150), ts.balance(styleSay, text, 150)
	if len(plain) != len(even) || len(even) != 2 {
		t.Fatalf("%d lines became %d", len(plain), len(even))
	}
	ragged := func(lines []string) float64 {
		return math.Abs(ts.width(styleSay, lines[0]) - ts.width(styleSay, lines[1]))
	}
	if ragged(even) >= ragged(plain) {
		t.Errorf("balanced lines differ by %.1f mm, plain ones by %.1f", ragged(even), ragged(plain))
	}
	for _, line := range ts.pretty(styleProse, "Show a strap with each watch that leaves, and say the one reason why", 82) {
		if !strings.Contains(line, " ") {
			t.Errorf("%q stands alone", line)
		}
	}
}

// Breaking a text loses no letter, whatever the width.
func FuzzWrap(f *testing.F) {
	for _, s := range []string{"one two", "Anne-Marie/Jo—x", "\u00A0", "WWWWWWWWWW", "a  b", "Ελένη 張"} {
		f.Add(s, 12.0)
	}
	ts := setter(f)
	f.Fuzz(func(t *testing.T, s string, width float64) {
		if !utf8.ValidString(s) || len(s) > 300 || !(width > 0 && width < 1000) {
			return
		}
		bare := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		lines := ts.wrap(styleLabel, s, width)
		if got := bare(strings.Join(lines, "")); got != bare(s) {
			t.Errorf("wrap(%q, %v) keeps %q", s, width, got)
		}
		for _, line := range lines {
			if utf8.RuneCountInString(line) > 1 && ts.width(styleLabel, line) > width+0.001 {
				t.Errorf("wrap(%q, %v): %q is too wide", s, width, line)
			}
		}
	})
}

func TestKerned(t *testing.T) {
	t.Parallel()
	ts := setter(t)
	for _, st := range []style{styleName, styleSay, styleLabel, styleHead} {
		apart := ts.width(st, "T") + ts.width(st, "o") + st.track*st.size*mmPerPoint/1000
		if got := ts.width(st, "To"); got >= apart {
			t.Errorf("cut %d: To is %.3f mm, its letters apart %.3f", st.cut, got, apart)
		}
	}
}

// Figures stand under each other only if all ten are of one width and none is kerned.
func TestFiguresAreTabular(t *testing.T) {
	t.Parallel()
	ts := setter(t)
	for _, st := range []style{styleFigure, styleLabel, styleStrong, styleN} {
		want := ts.width(st, "00")
		for a := '0'; a <= '9'; a++ {
			for b := '0'; b <= '9'; b++ {
				if got := ts.width(st, string(a)+string(b)); math.Abs(got-want) > 1e-9 {
					t.Errorf("cut %d: %c%c is %.3f mm wide, 00 is %.3f", st.cut, a, b, got, want)
				}
			}
		}
	}
}

func TestFaceFallback(t *testing.T) {
	t.Parallel()
	ts := setter(t)
	tests := []struct {
		text string
		want cut
		lost string
	}{
		{"Camille", serifLight, ""}, {"Παπαδοπούλου", serifLight, ""}, {"Ŧeavdna", sans, ""}, {"張", serifLight, "張"},
	}
	for _, tt := range tests {
		st, lost := ts.setIn(styleName, tt.text)
		if st.cut != tt.want || string(lost) != tt.lost {
			t.Errorf("setIn(%q) = cut %d, %q; want cut %d, %q", tt.text, st.cut, string(lost), tt.want, tt.lost)
		}
	}
}

func TestPerson(t *testing.T) {
	t.Parallel()
	l := &layout{t: setter(t)}
	tests := []struct{ name, instead, want string }{
		{"Camille Rourke", "CR", "Camille Rourke"}, {"張偉", "ZW", "ZW"}, {"張偉", "", "張偉"},
	}
	for _, tt := range tests {
		if got := l.person(tt.name, tt.instead); got != tt.want {
			t.Errorf("person(%q, %q) = %q, want %q", tt.name, tt.instead, got, tt.want)
		}
	}
}

func TestApart(t *testing.T) {
	t.Parallel()
	tests := []struct{ a, b, wantA, wantB float64 }{
		{10, 20, 10, 20}, {20, 10, 20, 10}, {10, 12, 9, 13}, {12, 10, 13, 9}, {10, 10, 8, 12}, {10, 14, 10, 14},
	}
	for _, tt := range tests {
		if a, b := apart(tt.a, tt.b, 4); a != tt.wantA || b != tt.wantB {
			t.Errorf("apart(%v, %v) = %v, %v; want %v, %v", tt.a, tt.b, a, b, tt.wantA, tt.wantB)
		}
	}
}

func TestCellLines(t *testing.T) {
	t.Parallel()
	l := &layout{t: setter(t)}
	tests := []struct{ text, want string }{
		{"Up by 15 points (7 to 24)", "Up by 15 points|(7 to 24)"},
		{"Up by 32 points (13 to 48)", "Up by 32 points|(13 to 48)"},
		{"No change larger than 14 points", "No change larger|than 14 points"},
		{"Down by very many more points (7)", "Down by very|many more|points (7)"},
		{"6 of 11", "6 of 11"},
	}
	for _, tt := range tests {
		if got := strings.Join(l.cellLines(styleCell, tt.text, atChange.w), "|"); got != tt.want {
			t.Errorf("%q breaks as %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestChartWeeks(t *testing.T) {
	t.Parallel()
	l := &layout{t: setter(t)}
	tests := []struct {
		name   string
		labels []string
		want   string
	}{
		{"thirteen", strings.Split("week 34,35,36,37,38,39,40,41,42,43,44,45,46", ","), "week 34,38,42,46"},
		{"one", []string{"week 46"}, "week 46"},
		{"long ones", strings.Split("the week of January 4,b,c,d,the week of February 1,f,g,h,the week of March 1,j,k,l,the week of March 29", ","), "the week of January 4,the week of February 1,the week of March 1,the week of March 29"},
		{"too long", strings.Split("a,b,c,d,"+strings.Repeat("w", 50)+",f,g,h,"+strings.Repeat("w", 50)+",j,k,l,m", ","), "c,h,m"},
	}
	for _, tt := range tests {
		pl := &plot{t: l.t, right: 164}
		for _, s := range tt.labels {
			pl.points = append(pl.points, point(s))
		}
		l.weeks(pl)
		var got []string
		for _, s := range pl.labels {
			if s != "" {
				got = append(got, s)
			}
		}
		if strings.Join(got, ",") != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func point(label string) sheet.Point { return sheet.Point{Label: label} }
