package figures

import (
	"encoding/binary"
	"errors"
	"maps"
	"slices"
)

// packVersion is raised when the layout of a roll-up changes.
const packVersion = 1

var errPacked = errors.New("reading a roll-up: it is damaged or of another version")

// pack writes the rows of one cut: version, then a row at a time the key, the
// sums as variable-length whole numbers, and the four lists of distinct clients
// and households as rising differences.
func (t tallies) pack() []byte {
	b := []byte{packVersion}
	for _, key := range slices.Sorted(maps.Keys(t)) {
		row := t[key]
		b = binary.AppendUvarint(b, uint64(len(key)))
		b = append(b, key...)
		for _, v := range row.sums() {
			b = binary.AppendVarint(b, *v)
		}
		for _, m := range row.moments() {
			b = binary.AppendVarint(b, m.N)
			b = binary.AppendVarint(b, m.Sum)
			b = binary.AppendUvarint(b, m.Squares.Hi)
			b = binary.AppendUvarint(b, m.Squares.Lo)
		}
		for _, n := range row.lists() {
			b = binary.AppendUvarint(b, uint64(n.distinct()))
			last := uint32(0)
			for _, v := range *n {
				b = binary.AppendUvarint(b, uint64(v-last))
				last = v
			}
		}
	}
	return b
}

func (t *tally) sums() [9]*int64 {
	return [9]*int64{&t.net, &t.services, &t.identified, &t.brought, &t.qualifying, &t.secondary, &t.carePlan, &t.sold, &t.returned}
}

func (t *tally) moments() [3]*Moments { return [3]*Moments{&t.sale, &t.units, &t.addOn} }

func (t *tally) lists() [4]*numbers {
	return [4]*numbers{&t.clients, &t.repeats, &t.households, &t.householdRepeats}
}

// unpack adds the packed rows to the rows that rename gives for their keys; a
// row for which it says false is left out.
func unpack(body []byte, rename func(key string) (*tally, bool)) error {
	if len(body) == 0 || body[0] != packVersion {
		return errPacked
	}
	r := packed{rest: body[1:]}
	var spare tally
	for len(r.rest) > 0 && !r.bad {
		key := r.text()
		row, wanted := rename(key)
		if !wanted {
			spare = tally{}
			row = &spare
		}
		r.add(row)
	}
	if r.bad {
		return errPacked
	}
	return nil
}

// packed reads what pack wrote; bad stays set after the first mistake.
type packed struct {
	rest []byte
	bad  bool
}

func (r *packed) add(row *tally) {
	for _, v := range row.sums() {
		*v += r.signed()
	}
	for _, m := range row.moments() {
		m.Merge(Moments{N: r.signed(), Sum: r.signed(), Squares: Wide{Hi: r.unsigned(), Lo: r.unsigned()}})
	}
	for _, n := range row.lists() {
		count := r.unsigned()
		if count > uint64(len(r.rest)) { // each number takes at least one byte
			r.bad = true
			return
		}
		*n = slices.Grow(*n, int(count))
		last := uint32(0)
		for range count {
			last += uint32(r.unsigned())
			*n = append(*n, last)
		}
	}
}

func (r *packed) unsigned() uint64 {
	v, n := binary.Uvarint(r.rest)
	if n <= 0 {
		r.bad, r.rest = true, nil
		return 0
	}
	r.rest = r.rest[n:]
	return v
}

func (r *packed) signed() int64 {
	v, n := binary.Varint(r.rest)
	if n <= 0 {
		r.bad, r.rest = true, nil
		return 0
	}
	r.rest = r.rest[n:]
	return v
}

func (r *packed) text() string {
	n := r.unsigned()
	if n > uint64(len(r.rest)) {
		r.bad, r.rest = true, nil
		return ""
	}
	s := string(r.rest[:n])
	r.rest = r.rest[n:]
	return s
}
