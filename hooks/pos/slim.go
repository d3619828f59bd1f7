package pos

import "slices"

// slimmed is a table whose rows mostly have the usual in the same columns:
// those are written by a statement that knows it, because each value that a
// statement is handed costs more than what SQLite then does with it. Rows keep
// their order.
type slimmed struct {
	full, slim *bulk
	usual      []any    // by column: what a slim row has, nil where rows differ
	same       []bool   // by column: both statements carry it
	rows       [][2]int // which statement each run of rows takes (0 slim, 1 full), and how many rows
}

func newSlimmed(table string, same constants, columns []string, usual constants) *slimmed {
	s := &slimmed{usual: make([]any, len(columns)), same: make([]bool, len(columns))}
	var all, differing []string
	known := slices.Clone(same)
	for i, c := range columns {
		if s.same[i] = same.has(c); s.same[i] {
			continue
		}
		all = append(all, c)
		at := slices.IndexFunc(usual, func(u constant) bool { return u.column == c })
		if at < 0 {
			differing = append(differing, c)
			continue
		}
		if s.usual[i] = usual[at].value; s.usual[i] != "" { // an empty text and nought are there by default
			known = append(known, usual[at])
		}
	}
	s.full, s.slim = newBulk(inserting, table, same, all...), newBulk(inserting, table, known, differing...)
	return s
}

// add appends one row; its values are in the order of the columns, those of the
// statement included.
func (s *slimmed) add(values []any) {
	kind, into := 0, s.slim
	for i, v := range values {
		if u := s.usual[i]; u != nil && !equals(v, u) {
			kind, into = 1, s.full
			break
		}
	}
	for i, v := range values {
		if !s.same[i] && (kind == 1 || s.usual[i] == nil) {
			into.args = append(into.args, v)
		}
	}
	into.count++
	if n := len(s.rows); n > 0 && s.rows[n-1][0] == kind {
		s.rows[n-1][1]++
		return
	}
	s.rows = append(s.rows, [2]int{kind, 1})
}

// equals reports whether a column has a value, written in whatever type; the
// empty text is the default of every column, nought and false included.
func equals(v, want any) bool {
	if want == "" {
		return v == "" || v == 0 || v == int64(0) || v == false
	}
	switch v := v.(type) {
	case string:
		return v == want
	case bool:
		return !v && want == 0
	case int:
		return v == want
	case int64:
		whole, ok := want.(int)
		return ok && v == int64(whole)
	}
	return false
}

// ids are the first values of all gathered rows.
func (s *slimmed) ids() []string { return append(s.slim.firsts(), s.full.firsts()...) }

// write sends all gathered rows in their order and forgets them.
func (s *slimmed) write(prepared *statements) error {
	rest := [2][]any{s.slim.args, s.full.args}
	for _, run := range s.rows {
		b := s.slim
		if run[0] == 1 {
			b = s.full
		}
		n := run[1] * b.columns
		if err := b.all(prepared, rest[run[0]][:n]); err != nil {
			return err
		}
		rest[run[0]] = rest[run[0]][n:]
	}
	s.slim.forget()
	s.full.forget()
	s.rows = s.rows[:0]
	return nil
}
