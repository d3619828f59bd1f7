package paper

import (
	"errors"

	"touchstone/hooks/internal/sheet"
)

// associate lays out one person's card: always one page, in the order of a look:
// who, how it stands, the line, the figures, what to keep, what to try.
func (t *typesetter) associate(a *sheet.Associate) ([]leaf, error) {
	l := &layout{t: t}
	name := l.person(a.Name, a.Instead)
	if name == "" {
		return nil, errors.New("an associate's card has no name; give the name or the code of the person")
	}
	l.page = name
	blocks := []block{l.top(a.Head), l.signed(l.name(name))}
	if printable(a.Headline) != "" {
		blocks = append(blocks, l.say(a.Headline))
	}
	for _, b := range []block{l.chart(a.Chart), l.table(a.Columns, a.Rows), l.boxes(a.Well, a.Try)} {
		if b.draw != nil {
			blocks = append(blocks, b)
		}
	}
	page := l.stack(blocks, l.foot(a.Foot, true, ""))
	return []leaf{page}, l.err
}
