package table

import "touchstone/hooks/internal/civil"

const samplesKept = 5

// columnStats is what the cells of one column have in common.
type columnStats struct {
	name                                nameKind
	filled, none                        int // cells with text; cells that stand for nothing
	nums, whole, cents, fractions       int
	zeros, long, percent                int
	points, commas, eitherPt, eitherCm  int // proofs of a decimal mark, and cells that read two ways
	symbols                             []string
	sums                                [2]acc // with "." and with "," as decimal mark
	dates, nulls, pairs, serials        int
	compact, unix, timed, midnight      int
	monthFirst, dayFirst, dotted, early int
	either                              int // dates that read two ways
	eitherDate                          string
	monthProof, dayProof                proof   // the first of each
	row                                 *int    // at which the reader is; nil in a column made of banners
	span                                [2]span // first and last date read MDY and read DMY
	year04                              int
	clocks                              int
	damaged, dotZeros, dated            int
	samples                             []string
	last                                string
	lastNum                             number
	lastNumOK                           bool
	lastDate                            dateCell
	lastDateOK                          bool
	example                             string // an amount that reads two ways
}

// proof is a date that can be read in one order only, and where it stands.
type proof struct {
	date string
	row  int
}

func (p *proof) first(c *columnStats, s string) {
	if p.date == "" && c.row != nil {
		*p = proof{s, *c.row}
	}
}

type span struct{ from, to civil.Date }

func (s *span) add(d civil.Date) {
	if s.from.IsZero() || d.Before(s.from) {
		s.from = d
	}
	if s.to.IsZero() || s.to.Before(d) {
		s.to = d
	}
}

// cell counts one cell.
func (c *columnStats) cell(s string) {
	s = trim(s)
	if s == "" {
		return
	}
	c.filled++
	if s != c.last || c.filled == 1 {
		c.look(s)
	}
	if c.name == nameCode {
		c.code(s)
		return
	}
	if noAmount(s) {
		c.none++
		return
	}
	if c.lastNumOK {
		c.num(s, c.lastNum)
	}
	if c.lastDateOK {
		c.date(s, c.lastDate)
	} else if !c.lastNumOK && len(s) <= 20 && digit(s[0]) {
		if _, _, _, _, err := ParseClock(s); err == nil {
			c.clocks++
		}
	}
}

// look reads a value; equal neighbours are read once.
func (c *columnStats) look(s string) {
	c.last = s
	c.keep(s)
	c.lastNumOK, c.lastDateOK = false, false
	if c.name == nameCode || !hasDigit(s) {
		return
	}
	bare := unguard(s, true)
	c.lastNum, c.lastNumOK = scanNumber(bare)
	if digit(bare[0]) || letter(bare[0]) {
		c.lastDate, c.lastDateOK = scanDate(bare)
	}
}

func hasDigit(s string) bool {
	for i := range len(s) {
		if digit(s[i]) {
			return len(s) <= 64
		}
	}
	return false
}

func (c *columnStats) keep(s string) {
	if len(c.samples) >= samplesKept {
		return
	}
	for _, have := range c.samples {
		if have == s {
			return
		}
	}
	if len(s) > 200 {
		s = s[:200]
	}
	c.samples = append(c.samples, s)
}

func (c *columnStats) code(s string) {
	s = unguard(s, true)
	switch {
	case DamagedCode(s):
		c.damaged++
	case dotZero(s):
		c.dotZeros++
	case datedCode(s):
		c.dated++
	}
}

func (c *columnStats) num(s string, n number) {
	c.nums++
	c.count(n)
	if n.symbol != "" {
		c.symbol(n.symbol)
	}
	if n.sep != 0 {
		c.example = s
	}
	c.sums[0].add(n.by("."))
	c.sums[1].add(n.by(","))
	if DamagedCode(s) {
		c.damaged++
	}
}

func (c *columnStats) count(n number) {
	c.shape(n)
	switch n.mark {
	case '.':
		c.points++
	case ',':
		c.commas++
	}
	c.zeros += one(n.zero)
	c.long += one(n.val.Scale == 0 && (n.digits >= 12 || (n.plus && n.digits >= 10)))
	c.percent += one(n.percent)
}

func (c *columnStats) shape(n number) {
	switch {
	case n.sep == '.':
		c.eitherPt++
	case n.sep == ',':
		c.eitherCm++
	case n.val.Scale == 0:
		c.whole++
	case n.val.Scale == 2:
		c.cents++
	default:
		c.fractions++
	}
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func (c *columnStats) symbol(sign string) {
	for _, have := range c.symbols {
		if have == sign {
			return
		}
	}
	if len(c.symbols) < samplesKept {
		c.symbols = append(c.symbols, sign)
	}
}

func (c *columnStats) date(s string, d dateCell) {
	switch d.form {
	case formNull:
		c.nulls++
	case formNumber:
		if d.number >= 1e9 {
			c.unix++
		} else {
			c.serials++
		}
	case formPair:
		c.pairs++
		c.order(d, s)
	case formFixed:
		if d.number != 0 {
			c.compact++
		} else {
			c.dates++
		}
		c.fixed(d)
	case formTriple:
		c.dates++
		c.order(d, s)
	}
	if d.clock.has {
		c.timed++
		if d.clock.h == 0 && d.clock.m == 0 && d.clock.s == 0 {
			c.midnight++
		}
	}
}

func (c *columnStats) fixed(d dateCell) {
	if date, ok := (DateStyle{}).resolve(d); ok {
		c.noteYear(date.Year)
		c.span[0].add(date)
		c.span[1].add(date)
	}
}

func (c *columnStats) noteYear(y int) {
	if y == 1904 {
		c.year04++
	}
	if y > 0 && y <= 1900 {
		c.early++
	}
}

// order collects what proves the order of day and month.
func (c *columnStats) order(d dateCell, s string) {
	switch {
	case d.a > 12 && d.a <= 31 && d.b <= 12:
		c.dayProof.first(c, s)
		c.dayFirst++
	case d.b > 12 && d.a <= 12:
		c.monthProof.first(c, s)
		c.monthFirst++
	case d.dotted:
		c.dotted++
	case d.a != d.b:
		c.either++
		c.eitherDate = s
	}
	if d.form == formPair {
		return
	}
	for i, o := range [2]string{"MDY", "DMY"} {
		if date, ok := (DateStyle{Order: o}).resolve(d); ok {
			c.span[i].add(date)
			if i == 0 {
				c.noteYear(date.Year)
			}
		}
	}
}
