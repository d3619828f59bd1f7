package table

import (
	"strconv"
	"strings"

	"touchstone/hooks/internal/money"
)

// heldTotal is a total of the file until its columns are decided.
type heldTotal struct {
	row    int
	label  string
	column int // -1: a count of records
	stated string
	num    number
	sums   [3][2]acc // since the last total, since the last of its level, over all
}

// totalLabel reads a cell as the label of a total. strict: it can hardly be a
// description; weak: it may be one ("Total Body Chain").
func totalLabel(s string) (strict, weak bool) {
	if len(s) > 80 || !mentionsTotal(s) {
		return false, false
	}
	f := strings.Fields(Fold(s))
	if len(f) == 0 {
		return false, false
	}
	switch {
	case f[0] == "subtotal" || f[0] == "subtotals" || foreignTotals[f[0]]:
		return true, true
	case isTotalWord(f[0]):
		return strings.Contains(s, ":") || plainTotal(f), true
	case len(f) > 1 && isTotalWord(f[1]):
		return totalWords[f[0]], true
	}
	last := f[len(f)-1]
	return false, isTotalWord(last) || last == "subtotal"
}

// plainTotal: "Total", "Total for Dana", "Total 101".
func plainTotal(f []string) bool {
	return len(f) == 1 || totalOf[f[1]] || (len(f) == 2 && allDigits(f[1]))
}

func isTotalWord(w string) bool { return w == "total" || w == "totals" }

// mentionsTotal is the quick look that spares every row the long one.
func mentionsTotal(s string) bool {
	if strings.Contains(s, "otal") || strings.Contains(s, "OTAL") {
		return true
	}
	if s == "" || !letter(s[0]) {
		return false
	}
	word, _, _ := strings.Cut(s, " ")
	return len(word) < 20 && foreignTotals[strings.ToLower(strings.Trim(word, ":"))]
}

var foreignTotals = words("summe|zwischensumme|gesamtsumme|gesamt|somme|suma|totale|totaal|subtotaal|sum")

var totalOf = words("for|by|of")

var totalWords = words("sub|grand|report|page|store|day|daily|week|weekly|month|monthly|overall|final|net|group|department|category|associate|running|section")

func isTotalBanner(label string) bool {
	strict, _ := totalLabel(label)
	return strict
}

// isTotal tells whether a record is a subtotal or total, and keeps it as a
// control total. It is one only when its key columns are blank and either its
// label says so beyond doubt or its figures are the running sums.
func (a *analysis) isTotal(rec *record) bool {
	if a.f.DataRows == 0 || rec.Problem != "" {
		return false
	}
	at, text := firstFilled(rec.Cells)
	strict, weak := totalLabel(text)
	if !weak && (at == 0 || !digit(lastByte(text))) {
		return false
	}
	if !weak {
		at, text = -1, ""
	}
	keys, blankKeys := a.keysBlank(rec.Cells, at, strict)
	if !blankKeys {
		return false
	}
	held, words := a.figures(rec, at, text)
	if !a.convinces(held, words, keys, strict, weak) {
		return false
	}
	a.keepTotal(held, level(at, text))
	return true
}

// convinces weighs label, blank keys and figures. Words beside the figures
// ("2 items") are allowed only under a plain label with fitting sums.
func (a *analysis) convinces(held []heldTotal, words, keys int, strict, weak bool) bool {
	switch {
	case words > 0:
		return strict && a.fit(held, true)
	case strict:
		return true
	case len(held) == 0:
		return false
	}
	return (weak && keys > 1) || a.fit(held, weak)
}

func lastByte(s string) byte {
	if s == "" {
		return 0
	}
	return s[len(s)-1]
}

func firstFilled(cells []string) (int, string) {
	for i, c := range cells {
		if c = trim(c); c != "" {
			return i, c
		}
	}
	return -1, ""
}

func level(at int, text string) string {
	word := ""
	if f := strings.Fields(Fold(text)); len(f) > 0 {
		word = f[0]
	}
	if _, weak := totalLabel(text); !weak || !totalWords[word] && !strings.HasPrefix(word, "sub") && !strings.HasPrefix(word, "total") {
		word = ""
	}
	return strconv.Itoa(at) + word
}

// keysBlank looks at the columns that rows of data fill with words, dates or
// codes: in a total they are blank, but for its label. keys counts them.
// Under a plain label only codes and dates are keys.
func (a *analysis) keysBlank(cells []string, label int, strict bool) (keys int, ok bool) {
	for i := range min(a.f.width, len(a.stats)) {
		c := &a.stats[i]
		usual := c.filled*10 >= a.f.DataRows*9
		if !usual || !c.isKey(strict) || i == label {
			continue
		}
		if i < len(cells) && trim(cells[i]) != "" {
			return keys, false
		}
		keys++
	}
	return keys, label >= 0 || keys > 0
}

// isKey tells whether a column holds words, dates or codes so far.
func (c *columnStats) isKey(strict bool) bool {
	if strict {
		return c.name == nameCode || c.dates*2 > c.filled
	}
	return c.name == nameCode || c.nums*2 < c.filled
}

// figures reads the cells beside the label and counts those that are words.
func (a *analysis) figures(rec *record, label int, text string) (held []heldTotal, words int) {
	for i, c := range rec.Cells {
		if c = trim(c); c == "" || i == label {
			continue
		}
		n, ok := scanNumber(unguard(c, true))
		if !ok && !noAmount(c) {
			words++
		}
		if !ok || i >= a.f.width || n.percent {
			continue
		}
		held = append(held, heldTotal{row: rec.Number, label: text, column: i, stated: c, num: n})
	}
	lvl := a.snap[level(label, text)]
	for k := range held {
		h := &held[k]
		now := a.stats[h.column].sums
		h.sums = [3][2]acc{now, now, now}
		for m := range 2 {
			if a.zero != nil {
				h.sums[0][m] = now[m].since(a.zero[h.column][m])
			}
			if lvl != nil {
				h.sums[1][m] = now[m].since(lvl[h.column][m])
			}
		}
	}
	return held, words
}

// fit tells whether the figures are running sums. Without a label every one of
// them must be, there must be two, and more than one row since the last total.
func (a *analysis) fit(held []heldTotal, labelled bool) bool {
	good, zero := 0, 0
	for i := range held {
		if _, ok := held[i].agree(0); ok {
			good++
			if held[i].num.val.Coef == 0 {
				zero++
			}
		} else if _, ok := held[i].agree(1); ok {
			good++
		}
	}
	if labelled {
		return good > zero && good*3 >= len(held)*2 && a.rows > 1
	}
	return good == len(held) && good-zero >= 2 && a.rows > 1
}

// agree compares with the sums of each scope under a decimal mark (0 = point,
// 1 = comma) and returns the sum that fits, else the likeliest.
func (h *heldTotal) agree(mark int) (money.Decimal, bool) {
	stated := h.num.by([2]string{".", ","}[mark])
	for _, s := range h.sums {
		if sum, ok := s[mark].total(); ok && same(sum, stated) {
			return sum, true
		}
	}
	scope := 0
	if isGrand(h.label) {
		scope = 2
	}
	sum, _ := h.sums[scope][mark].total()
	return sum, false
}

func isGrand(label string) bool {
	word, _, _ := strings.Cut(Fold(label), " ")
	return word == "grand" || word == "report" || word == "overall" || word == "final"
}

// Grand reports whether the label says that it counts the whole file.
func (t ControlTotal) Grand() bool { return isGrand(t.Label) }

func (a *analysis) keepTotal(held []heldTotal, lvl string) {
	if len(a.totals) < maxDropped {
		a.totals = append(a.totals, held...)
	}
	now := make([][2]acc, len(a.stats))
	for i := range a.stats {
		now[i] = a.stats[i].sums
	}
	a.zero = now
	if len(a.snap) < 32 || a.snap[lvl] != nil {
		a.snap[lvl] = now
	}
	a.rows = 0
}

// countTotal keeps a stated number of records.
func (a *analysis) countTotal(rec *record, text string) {
	low := strings.ToLower(text)
	if !strings.Contains(low, "record") && !strings.Contains(low, "row") {
		return
	}
	label, value, ok := bannerOf(rec.Cells)
	if n, err := strconv.Atoi(value); ok && err == nil {
		rows := a.f.DataRows
		a.totals = append(a.totals, heldTotal{row: rec.Number, label: label, column: -1, stated: value,
			num: number{val: money.Decimal{Coef: int64(n)}, alt: money.Decimal{Coef: int64(rows)}}})
	}
}

// finishTotals turns the totals of money and number columns into control totals.
func (a *analysis) finishTotals() {
	for i := range a.totals {
		h := &a.totals[i]
		t := ControlTotal{Row: h.row, Label: h.label, Stated: h.stated}
		if h.column < 0 {
			t.Summed, t.Agrees = h.num.alt.String(), h.num.alt == h.num.val
			a.f.Totals = append(a.f.Totals, t)
			continue
		}
		col := &a.f.Columns[h.column]
		if col.Kind != Money && col.Kind != Number {
			continue
		}
		sum, ok := h.agree(markIndex(col.Money.Mark))
		t.Column, t.Summed, t.Agrees = col.Name, sum.String(), ok
		a.f.Totals = append(a.f.Totals, t)
	}
}
