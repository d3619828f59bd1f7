package sample

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"

	"golang.org/x/text/encoding/charmap"

	"touchstone/hooks/internal/civil"
)

var header = []string{
	"Sale #", "Date", "Time", "Type", "Orig Sale #", "Customer #", "Customer", "Phone", "Email", "Item #", "Description", "Department", "Brand",
	"Qty", "Unit Price", "Disc", "Ext Price", "Tax", "Salesperson", "Split %",
}

// span is the range of dates of one export, both ends included.
type span struct{ from, to civil.Date }

func (s span) name() string { return fmt.Sprintf("sales-detail_%s_to_%s.csv", s.from, s.to) }

const (
	overlapDays  = 3
	shortestSpan = 28
)

// spans cuts a range of dates into calendar quarters. A stump of less than four
// weeks stays with its neighbour; every span but the first begins some days
// early.
func spans(from, to civil.Date) []span {
	var list []span
	for start := from; !to.Before(start); {
		next := civil.Date{Year: start.Year, Month: (start.Month-1)/3*3 + 1, Day: 1}.AddMonths(3)
		if start.DaysUntil(next) < shortestSpan {
			next = next.AddMonths(3)
		}
		end := next.AddDays(-1)
		if end.DaysUntil(to) < shortestSpan {
			end = to
		}
		s := span{start, end}
		if len(list) > 0 {
			s.from = start.AddDays(-overlapDays)
		}
		list = append(list, s)
		start = end.AddDays(1)
	}
	if len(list) == 0 {
		list = append(list, span{from, to})
	}
	return list
}

// export writes the receipts of a span as one file.
func export(all []receipt, s span, oldPC bool) []byte {
	var body bytes.Buffer
	out := newSheet(&body)
	for _, r := range all {
		if r.date.Before(s.from) || s.to.Before(r.date) {
			continue
		}
		if out.receipt(r) != nil { // a buffer takes everything
			break
		}
	}
	if out.close() != nil || !oldPC {
		return body.Bytes()
	}
	old, err := charmap.Windows1252.NewEncoder().Bytes(body.Bytes())
	if err != nil { // a letter beyond it: the file stays readable as UTF-8
		return body.Bytes()
	}
	return old
}

// sheet writes rows as the POS does: CRLF, quotes only where needed.
type sheet struct{ csv *csv.Writer }

func newSheet(w io.Writer) *sheet {
	s := &sheet{csv.NewWriter(w)}
	s.csv.UseCRLF = true
	_ = s.csv.Write(header) // kept by the writer and told again by close
	return s
}

func (s *sheet) close() error {
	s.csv.Flush()
	return s.csv.Error()
}

func (s *sheet) receipt(r receipt) error {
	name, number, phone, email := r.stranger, "", r.noPhone, ""
	if r.who != nil {
		name, number, phone, email = r.who.name, r.who.number, r.who.phone, r.who.email
	}
	orig := ""
	if r.orig > 0 {
		orig = strconv.Itoa(r.orig)
	}
	for _, l := range r.lines {
		row := []string{
			strconv.Itoa(r.no), fmt.Sprintf("%d/%d/%d", int(r.date.Month), r.date.Day, r.date.Year), clock(r.minute), r.kind, orig,
			number, name, phone, email, l.item, l.desc, l.dept, l.brand, strconv.FormatInt(l.qty, 10),
			amount(l.price), amount(l.disc), amount(l.ext()), amount(l.tax), l.sellers, l.split,
		}
		if err := s.csv.Write(row); err != nil {
			return fmt.Errorf("writing receipt %d: %w", r.no, err)
		}
	}
	return nil
}

// clock writes minutes after midnight on the 12-hour clock: 2:05 PM.
func clock(minute int) string {
	half, hour := "AM", minute/60
	if hour >= 12 {
		half = "PM"
	}
	return fmt.Sprintf("%d:%02d %s", (hour+11)%12+1, minute%60, half)
}

// amount writes cents with a point and grouped thousands: 1,295.00.
func amount(cents int64) string {
	sign := ""
	if cents < 0 {
		sign, cents = "-", -cents
	}
	whole := strconv.FormatInt(cents/100, 10)
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	return fmt.Sprintf("%s%s.%02d", sign, whole, cents%100)
}
