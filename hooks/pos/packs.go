package pos

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// A file's kept rows lie many to a record, so that keeping a file whole costs
// its bytes and not an entry in two indexes for every row: `cells` is then a
// JSON object from row number to cells. A row that was rejected or skipped is a
// record of its own with its reason, and `cells` its JSON array.

// packedRows is how many rows one record holds at most, packedBytes after how
// many bytes it takes no more: larger ones the driver's allocator would fetch
// from the system, and return, each by itself.
const (
	packedRows  = 200
	packedBytes = 14 << 10
)

// pack gathers kept rows that follow each other.
type pack struct {
	first, count int
	cells        []byte
}

// add takes one row in and reports whether the pack is full.
func (p *pack) add(number int, cells []string) (full bool) {
	if p.count == 0 {
		p.first, p.cells = number, append(p.cells[:0], '{')
	} else {
		p.cells = append(p.cells, ",\n"...)
	}
	p.count++
	p.cells = append(p.cells, '"')
	p.cells = strconv.AppendInt(p.cells, int64(number), 10)
	p.cells = append(p.cells, `":`...)
	p.cells = appendCells(p.cells, cells)
	return p.count >= packedRows || len(p.cells) >= packedBytes
}

// take gives what was gathered and begins anew.
func (p *pack) take() (first, count int, cells string) {
	first, count, cells = p.first, p.count, string(append(p.cells, '}'))
	p.count = 0
	return first, count, cells
}

// unpack calls yield for each row of a record in its order until it says false.
// first is the record's row number.
func unpack(first int, state, cells string, yield func(number int, cells []string) bool) (more bool, err error) {
	if state != "kept" {
		var one []string
		if err := json.Unmarshal([]byte(cells), &one); err != nil {
			return false, fmt.Errorf("reading kept row %d: %w", first, err)
		}
		return yield(first, one), nil
	}
	dec := json.NewDecoder(strings.NewReader(cells))
	if _, err := dec.Token(); err != nil {
		return false, fmt.Errorf("reading the kept rows from %d: %w", first, err)
	}
	for dec.More() {
		var one []string
		key, err := dec.Token()
		if err != nil {
			return false, fmt.Errorf("reading the kept rows from %d: %w", first, err)
		}
		name, _ := key.(string) // the keys of an object are texts
		number, err := strconv.Atoi(name)
		if err != nil {
			return false, fmt.Errorf("reading the kept rows from %d: %w", first, err)
		}
		if err := dec.Decode(&one); err != nil {
			return false, fmt.Errorf("reading kept row %d: %w", number, err)
		}
		if !yield(number, one) {
			return false, nil
		}
	}
	if _, err := dec.Token(); err != nil {
		return false, fmt.Errorf("reading the kept rows from %d: %w", first, err)
	}
	return true, nil
}
