package mapping

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sort"
	"strings"

	"touchstone/hooks/pos/table"
)

// Wish is what people decided before: a preset by name, columns by header, and
// answers by question id. Columns given here are certain.
type Wish struct {
	Preset  string            `json:"preset,omitempty"`
	Columns map[string]Field  `json:"columns,omitempty"`
	Answers map[string]string `json:"answers,omitempty"`
}

// Check refuses fields that do not exist and headers that the file lacks.
func (w Wish) Check(f *table.File) error {
	have := map[string]bool{}
	for _, c := range f.Columns {
		have[c.Name] = true
	}
	for name, field := range w.Columns {
		if !known(field) {
			return fmt.Errorf("reading the mapping: there is no field %q; the fields are %v", field, All())
		}
		if !have[name] {
			return fmt.Errorf("reading the mapping: %s has no column %q", f.Name, name)
		}
	}
	return nil
}

// Resolve decides the meaning of every column of a file. What it cannot decide
// comes back as questions; with none, the mapping is certain.
func Resolve(f *table.File, wish Wish) (Mapping, []Question, error) {
	m, err := choose(f, wish.Preset)
	if err != nil {
		return m, nil, err
	}
	for id, answer := range wish.Answers {
		m.Answers[id] = answer
	}
	for name, field := range wish.Columns {
		m.insist(name, field)
	}
	s, err := newSurvey(f, m.column(f, Number))
	if err != nil {
		return m, nil, err
	}
	if m.Preset == Generic {
		m.settle(s)
		for name, field := range wish.Columns { // people's word stands over the arithmetic
			m.insist(name, field)
		}
	} else {
		m.discountMinus(s)
	}
	questions := append(m.missing(f), m.whole(s)...)
	return m, append(questions, fileQuestions(f, m)...), nil
}

// insist sets a person's choice and takes the field from any other column.
func (m Mapping) insist(name string, field Field) {
	for other, f := range m.Columns {
		if f == field && other != name && !several[field] {
			delete(m.Columns, other)
		}
	}
	if field == "" {
		delete(m.Columns, name)
		return
	}
	m.Columns[name] = field
}

// missing asks for what no import can do without.
func (m Mapping) missing(f *table.File) []Question {
	var asked []Question
	if !m.has(Number) && m.Preset == Generic && m.Answers["receipt_number"] != "none" {
		asked = append(asked, m.ask(f, Number, "Which column holds "+label[Number]+"? It shows which lines were sold together."))
	}
	if !m.has(Date) {
		asked = append(asked, m.ask(f, Date, "Which column holds "+label[Date]+"?"))
	}
	if !m.has(Net) && !m.has(Extended) && !m.has(UnitPrice) && !m.has(Gross) {
		asked = append(asked, m.ask(f, Net, "Which column holds "+label[Net]+" before tax, or "+label[UnitPrice]+"?"))
	}
	return asked
}

// ask makes a question whose choices are the columns without a field.
func (m Mapping) ask(f *table.File, field Field, text string) Question {
	q := Question{ID: "column:" + string(field), Text: text}
	for _, c := range f.Columns {
		if m.Columns[c.Name] == "" {
			q.Choices = append(q.Choices, c.Name)
		}
	}
	return q
}

// fileQuestions passes on what the reader could not decide about a column,
// where the column matters.
func fileQuestions(f *table.File, m Mapping) []Question {
	var asked []Question
	for _, q := range f.Questions {
		id := q.Kind
		if q.Column != "" {
			id += ":" + q.Column
		}
		if m.Answers[id] != "" || (q.Column != "" && !m.needs(q.Column)) {
			continue
		}
		out := Question{ID: id, Column: q.Column, Text: q.Ask}
		for _, o := range q.Options {
			out.Choices = append(out.Choices, o.Answer)
			out.Text += fmt.Sprintf(" %s: %s.", o.Answer, o.Means)
		}
		asked = append(asked, out)
	}
	return asked
}

// needs reports whether a column is used for more than keeping it.
func (m Mapping) needs(column string) bool {
	switch m.Columns[column] {
	case "", Note, CardData, Carat, Metal, Stone:
		return false
	}
	return true
}

// ReasonColumn is the header under which a file of rejected rows says why they
// were; it is no part of the file they came from.
const ReasonColumn = "Why Touchstone kept this row aside"

// Fingerprint names a header: the same columns in any order have the same one.
func Fingerprint(f *table.File) string {
	var names []string
	for _, c := range f.Columns {
		if c.Name == ReasonColumn {
			continue
		}
		names = append(names, Fold(c.Name))
	}
	sort.Strings(names)
	sum := sha256.Sum256([]byte(strings.Join(names, "\x00")))
	return hex.EncodeToString(sum[:16])
}

// Options turns answers about dates and decimal marks into the reader's own.
func Options(answers map[string]string) table.Options {
	opt := table.Options{DateOrder: map[string]string{}, DecimalMark: map[string]string{}, Known: Known}
	for id, answer := range answers {
		if column, ok := strings.CutPrefix(id, "date_order:"); ok {
			opt.DateOrder[column] = answer
		}
		if column, ok := strings.CutPrefix(id, "decimal_mark:"); ok {
			opt.DecimalMark[column] = answer
		}
	}
	return opt
}
