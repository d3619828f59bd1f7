package credit

import (
	"fmt"
	"strings"

	"touchstone/hooks/internal/money"
	"touchstone/hooks/internal/pattern"
)

// number is a percentage in hundredths of a percent (60 % = 6000).
type number struct {
	value int64
	set   bool
}

const percentNumber = `(\d{1,3}(?:[.,]\d{1,4})?|[.,]\d{1,4})`

var (
	percentOnly  = pattern.New(`^` + percentNumber + `\s*%?$`)
	percentFirst = pattern.New(`^` + percentNumber + `\s*%\s*[-:=]?\s*(\S.*)$`)
	percentLast  = pattern.New(`^(.*?\S)\s*(?:[(\[]\s*` + percentNumber + `\s*%\s*[)\]]|[:=@-]?\s*` + percentNumber + `\s*%)$`)
	bareLast     = pattern.New(`^(.*?[\pL\d])(?:\s*[(\[]\s*(\d{1,3})\s*[)\]]|\s*[ :=@-]\s*(\d{1,3}))$|^(.*?\pL)(\d{1,3})$`)
	splitBetween = pattern.New(`\s*[/&+;|:]\s*|\s*-\s*|\s+`)
	splitComma   = pattern.New(`\s*[/&+;|:,]\s*|\s*-\s*|\s+`)
	evenly       = map[string]bool{"": true, "even": true, "evenly": true, "equal": true, "split even": true, "even split": true}
)

// parsePercent reads 60, 60%, 33.33 or 33,3.
func parsePercent(text string) (number, bool) {
	m := percentOnly.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return number{}, false
	}
	return number{value: hundredths(m[1]), set: true}, true
}

// hundredths reads digits that the patterns above have already checked, to a
// hundredth of a percent, which is one basis point.
func hundredths(digits string) int64 {
	whole, frac, _ := strings.Cut(strings.Replace(digits, ",", ".", 1), ".")
	d := money.Decimal{Scale: len(frac)}
	for _, r := range whole + frac {
		d.Coef = d.Coef*10 + int64(r-'0')
	}
	return d.Minor(2)
}

// explicitPercent takes a percentage with its sign off a part: DW(60%), DW 60%,
// 60% DW. A number without the sign (DW60) is looked at by bareNumbers, when all
// people of the cell are known.
func explicitPercent(part string) (body string, pct number) {
	if m := percentFirst.FindStringSubmatch(part); m != nil {
		return m[2], number{hundredths(m[1]), true}
	}
	if m := percentLast.FindStringSubmatch(part); m != nil {
		return m[1], number{hundredths(m[2] + m[3]), true}
	}
	return part, number{}
}

// percentages completes the people of one cell: bare numbers at the end of
// codes, then the split cell.
func (s *scanner) percentages(cell string, people []person, split string) {
	s.bareNumbers(people)
	text := strings.TrimSpace(split)
	if evenly[Key(text)] || isNothing(text) {
		return
	}
	listed, ok := splitList(text)
	if !ok {
		s.question(AskPercent, fmt.Sprintf("The split %q beside %q is not a list of percentages. How is this sale split?", text, cell))
		return
	}
	if len(listed) != len(people) {
		s.question(AskPercent, fmt.Sprintf("%q names %d and the split %q has %d. Which percentage is whose?", cell, len(people), text, len(listed)))
		return
	}
	for i, pct := range listed {
		if people[i].pct.set && people[i].pct.value != pct.value {
			s.question(AskPercent, fmt.Sprintf("%q and the split %q beside it differ. Which one counts?", cell, text))
			return
		}
		people[i].pct = pct
	}
}

// splitList reads 60/40, 60%/40%, 60,40, 33,3/66,7, 60-40.
func splitList(text string) ([]number, bool) {
	between := splitComma
	if strings.ContainsAny(text, "/&+;|:") {
		between = splitBetween
	}
	var listed []number
	for _, item := range between.Split(strings.ReplaceAll(text, " %", "%"), maxPeople+2) {
		pct, ok := parsePercent(item)
		if !ok {
			return nil, false
		}
		listed = append(listed, pct)
	}
	return listed, true
}

// bareNumbers reads DW60/LP40 as 60 and 40, but EMP1/EMP2 as two codes: every
// person must have a number, none may be a known code with it, and the numbers
// must add up to 100, or to at least half of it behind codes that are all known
// (then they are percentages that miss, which is asked).
func (s *scanner) bareNumbers(people []person) {
	bodies, values := make([]string, len(people)), make([]int64, len(people))
	var sum int64
	allKnown := len(people) > 1
	for i, p := range people {
		m := bareLast.FindStringSubmatch(p.raw)
		if m == nil || p.pct.set || p.house || s.isKnown(p.raw) {
			return
		}
		bodies[i], values[i] = strings.TrimSpace(m[1]+m[4]), hundredths(m[2]+m[3]+m[5])
		sum += values[i]
		allKnown = allKnown && s.isKnown(bodies[i])
	}
	if len(people) == 0 || !s.areParts(sum, bodies, allKnown) {
		return
	}
	for i := range people {
		people[i].code, people[i].name = codeAndName(bodies[i])
		people[i].pct = number{values[i], true}
	}
}

// areParts says whether bare numbers are percentages rather than part of codes.
func (s *scanner) areParts(sum int64, bodies []string, allKnown bool) bool {
	if len(bodies) == 1 {
		return sum == wholeShares && s.isKnown(bodies[0])
	}
	return near(sum, wholeShares, len(bodies)) || (allKnown && sum >= wholeShares/2)
}

func near(sum, whole int64, people int) bool {
	miss := sum - whole
	return miss <= int64(people)*whole/100 && -miss <= int64(people)*whole/100
}

// weights are the percentages of the people, or ones where nobody has any.
// Parts of one (0.6 and 0.4) are read as such when they add up to one.
func (s *scanner) weights(people []person) []int64 {
	weights := make([]int64, len(people))
	var sum int64
	for i, p := range people {
		weights[i] = p.pct.value
		sum += p.pct.value
	}
	switch {
	case sum == 0:
		for i := range weights {
			weights[i] = 1
		}
	case near(sum, wholeShares, len(people)), near(sum, wholeShares/100, len(people)):
	default:
		s.question(AskPercent, fmt.Sprintf("The percentages of %s add up to %s, not 100. How is this sale split?", list(people), percent(sum)))
	}
	return weights
}

func percent(value int64) string {
	text := money.Decimal{Coef: value, Scale: 2}.String()
	return strings.TrimRight(strings.TrimRight(text, "0"), ".")
}

func list(people []person) string {
	var codes []string
	for _, p := range people {
		if p.house {
			p.code = "the house"
		}
		codes = append(codes, p.code)
	}
	return strings.Join(codes, ", ")
}

// shares splits 10,000 basis points by the weights (METRICS, "Splitting an
// amount by weights"), adds what one person holds twice and drops noughts.
func shares(people []person, weights []int64) []Share {
	var out []Share
	at := map[string]int{}
	for i, bp := range money.Split(wholeShares, weights) {
		if bp == 0 {
			continue
		}
		key := Key(people[i].code)
		if j, seen := at[key]; seen {
			out[j].BasisPoints += int(bp)
			continue
		}
		at[key] = len(out)
		out = append(out, Share{Code: people[i].code, BasisPoints: int(bp)})
	}
	return out
}
