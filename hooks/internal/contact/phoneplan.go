package contact

import (
	_ "embed"
	"math/bits"
	"strconv"
	"strings"
	"sync"

	"touchstone/hooks/internal/pattern"
)

// phonePlans is one numbering plan a line, parted by tabs: region, calling
// code, "main" where the code's numbers are judged by this plan, the prefix for
// calls abroad, the prefix for calls inside, what the latter becomes, possible
// lengths, lengths of numbers without area code, the pattern of a whole number.
// A test writes it from libphonenumber's metadata and holds it equal.
//
//go:embed phoneplans.tsv
var phonePlans string

// plan is how the numbers of one country are made. A few calling codes belong
// to no country (800, free calls worldwide); their region is 001.
type plan struct {
	code      string          // calling code
	abroad    pattern.Pattern // what is dialed before the calling code of another country
	inside    pattern.Pattern // what is dialed before the area code
	hasInside bool
	becomes   string          // what inside is replaced by; empty: it goes
	whole     pattern.Pattern // a number as the plan allows it, without prefixes
	possible  uint32          // bit n: a number may have n digits
	local     uint32          // the same for numbers without their area code
}

// plans are looked up by region, and by calling code for the one plan that
// judges the code's numbers (+1 is in 25 regions).
type plans struct{ regions, codes map[string]*plan }

// numbering is read when the first number needs it: most commands never do.
var numbering = sync.OnceValue(func() plans {
	all := plans{regions: map[string]*plan{}, codes: map[string]*plan{}}
	for line := range strings.Lines(phonePlans) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") || len(f) != 9 {
			continue
		}
		p := &plan{
			code: f[1], abroad: pattern.New("^(?:" + f[3] + ")"), inside: pattern.New("^(?:" + f[4] + ")"), hasInside: f[4] != "",
			becomes: f[5], possible: lengths(f[6]), local: lengths(f[7]), whole: pattern.New("^(?:" + f[8] + ")$"),
		}
		if f[0] != "001" {
			all.regions[f[0]] = p
		}
		if f[2] == "main" {
			all.codes[f[1]] = p
		}
	}
	return all
})

func lengths(list string) (set uint32) {
	for _, text := range strings.Split(list, ",") {
		if n, err := strconv.Atoi(text); err == nil && n < 32 {
			set |= 1 << n
		}
	}
	return set
}

// fit is how the count of a number's digits stands to a plan.
type fit int

const (
	fits fit = iota
	tooShort
	tooLong
	between // shorter than the longest, longer than the shortest, yet none has it
	onlyLocal
)

func (p *plan) fit(number string) fit {
	n := len(number)
	switch {
	case n < 32 && p.local&(1<<n) != 0:
		return onlyLocal
	case n < 32 && p.possible&(1<<n) != 0:
		return fits
	case n < bits.TrailingZeros32(p.possible):
		return tooShort
	case n >= bits.Len32(p.possible):
		return tooLong
	}
	return between
}

// withoutPrefix takes off what is dialed before the area code, unless that
// would spoil a number that is whole with it.
func (p *plan) withoutPrefix(number string) string {
	if number == "" || !p.hasInside {
		return number
	}
	at := p.inside.FindStringSubmatchIndex(number)
	if at == nil {
		return number
	}
	rest := number[at[1]:]
	if p.becomes != "" && at[len(at)-2] >= 0 {
		rest = p.inside.ReplaceAllString(number, p.becomes)
	}
	if p.whole.MatchString(number) && !p.whole.MatchString(rest) {
		return number
	}
	return rest
}
