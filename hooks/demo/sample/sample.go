// Package sample writes the POS exports of a jeweler who does not exist: the
// files from which the sample store is made, through the same import that an
// owner's own files take. It owns no collection, reads nothing and knows no
// other room. The same arguments always give the same bytes.
//
// Names, brands, numbers and addresses are invented: telephone numbers lie in
// the 555-01xx range, addresses at example.com, example.org and example.net.
package sample

import (
	"io"
	"math/rand/v2"
	"slices"

	"touchstone/hooks/internal/civil"
)

// Size says how large a store is written. A field that is 0 takes its value
// from Default.
type Size struct {
	Months     int // up to yesterday
	Associates int // the last of them started five weeks ago
	Clients    int // people and couples with a card; each comes at least once
	Receipts   int // about so many documents, voids and quotes included
}

// Default is the sample store: 14 months, 5 associates, 900 clients.
func Default() Size { return Size{Months: 14, Associates: 5, Clients: 900, Receipts: 4000} }

// OfLines is a store for measuring: 60 associates and at least n lines.
func OfLines(n int) Size {
	s := Default()
	s.Associates, s.Receipts = 60, n*10/13+200
	s.Clients = min(s.Receipts/6+1, 30000) // beyond that the fictional numbers run out
	return s
}

func (s Size) filled() Size {
	d := Default()
	for _, f := range []struct{ have, otherwise *int }{
		{&s.Months, &d.Months}, {&s.Associates, &d.Associates}, {&s.Clients, &d.Clients}, {&s.Receipts, &d.Receipts},
	} {
		if *f.have <= 0 {
			*f.have = *f.otherwise
		}
	}
	return s
}

// firstNumber is the number of the first receipt ever written here.
const firstNumber = 104200

// generator is a store while its days go by.
type generator struct {
	rng         *rand.Rand
	size        Size
	today, from civil.Date
	wideFrom    civil.Date // since then letters beyond Windows-1252 can be kept
	crew        []associate
	people      people
	pieces      map[int]int
	due         map[civil.Date][]ticket
	rightAway   ticket // what follows the document just written
	number      int
	ticketsLeft int
	weight      int // sum of busy over all days
	jobs        int
	layaways    int
}

func newGenerator(today civil.Date, seed uint64, size Size) *generator {
	g := &generator{
		rng: rand.New(rand.NewPCG(seed, 0x6a09e667f3bcc908)), size: size.filled(), today: today,
		pieces: map[int]int{}, due: map[civil.Date][]ticket{}, number: firstNumber,
	}
	g.from = today.AddMonths(-g.size.Months)
	g.ticketsLeft = g.size.Receipts
	g.crew = crewOf(g.size, today)
	g.wideFrom = spans(g.from, today.AddDays(-1))[0].to.AddDays(1)
	for d := g.from; d.Before(today); d = d.AddDays(1) {
		g.weight += busy(d)
	}
	g.makePeople()
	g.before()
	return g
}

// day writes all documents of one day, in the order of the clock.
func (g *generator) day(d civil.Date) []receipt {
	if !openOn(d) {
		return nil
	}
	todo := g.due[d]
	delete(g.due, d)
	for range g.visitors(d) {
		todo = append(todo, nil)
	}
	g.rng.Shuffle(len(todo), func(i, j int) { todo[i], todo[j] = todo[j], todo[i] })
	minutes := make([]int, len(todo))
	open, closing := hours(d)
	for i := range minutes {
		minutes[i] = open + 4 + g.rng.IntN(closing-open-8)
	}
	slices.Sort(minutes)
	receipts := make([]receipt, 0, len(todo)+1)
	for i, t := range todo {
		var who *client
		if t == nil {
			t, who = g.ticket(), g.whoComes(d)
		}
		receipts = append(receipts, g.ring(d, minutes[i], who, t))
		if again := g.rightAway; again != nil {
			g.rightAway = nil
			receipts = append(receipts, g.ring(d, minutes[i], nil, again))
		}
	}
	return receipts
}

// ring writes one document at a time of day; a ticket agreed before knows its
// client itself.
func (g *generator) ring(d civil.Date, minute int, who *client, t ticket) receipt {
	r := receipt{no: g.number, date: d, minute: minute, who: who}
	g.number++
	g.ticketsLeft--
	r.seller = g.serve(r.who, d)
	t(g, &r)
	if r.who == nil {
		r.stranger = pick(g.rng, []string{"CASH", "CASH", "Walk-In", "Walk-In", "CASH CUSTOMER", ""})
		r.noPhone = pick(g.rng, []string{"", "", "", "000-0000"})
	}
	return r
}

// visitors is how many people come to the counter on a day, besides those who
// come for something agreed before.
func (g *generator) visitors(d civil.Date) int {
	const spontaneous = 88 // of a hundred documents; the rest follow from others
	if g.weight == 0 {
		return 0
	}
	hundredths := g.size.Receipts * busy(d) * spontaneous / g.weight
	hundredths = hundredths * (75 + g.rng.IntN(51)) / 100
	n := hundredths / 100
	if g.rng.IntN(100) < hundredths%100 {
		n++
	}
	return n
}

// File is one export as the POS leaves it in a folder.
type File struct {
	Name string
	Body []byte
}

// Files returns the store's exports, one a quarter, the last up to yesterday.
// Each begins some days before the one before ends, with the same rows, as
// exports of a shop do. The first is in Windows-1252, the others in UTF-8.
func Files(today civil.Date, seed uint64, size Size) []File {
	g := newGenerator(today, seed, size)
	var all []receipt
	for d := g.from; d.Before(today); d = d.AddDays(1) {
		all = append(all, g.day(d)...)
	}
	var files []File
	for i, s := range spans(g.from, today.AddDays(-1)) {
		files = append(files, File{Name: s.name(), Body: export(all, s, i == 0)})
	}
	return files
}

// Write streams the whole store as one UTF-8 file and returns how many lines of
// receipts it wrote; memory stays small whatever the size. The error is that of
// the writer.
func Write(w io.Writer, today civil.Date, seed uint64, size Size) (lines int, err error) {
	g := newGenerator(today, seed, size)
	out := newSheet(w)
	for d := g.from; d.Before(today); d = d.AddDays(1) {
		for _, r := range g.day(d) {
			lines += len(r.lines)
			if err := out.receipt(r); err != nil {
				return lines, err
			}
		}
	}
	return lines, out.close()
}
