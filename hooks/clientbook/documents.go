package clientbook

import (
	"context"
	"slices"
	"strings"
)

// writeDocument writes names, contacts and notes where they changed.
func (x *indexer) writeDocument(ctx context.Context, s *statements, client string, old document, d *document) error {
	known := old.number != 0
	if known && old.store == d.store && old.name == d.name && old.contacts == d.contacts && old.notes == d.notes {
		return nil
	}
	if known {
		if err := x.unwrite(ctx, s, old); err != nil {
			return err
		}
		if _, err := s.exec(ctx, `UPDATE search_docs SET store = ?, name = ?, contacts = ?, notes = ? WHERE number = ?`,
			d.store, d.name, d.contacts, d.notes, d.number); err != nil {
			return err
		}
	} else {
		done, err := s.exec(ctx, `INSERT INTO search_docs (client, store, name, contacts, notes) VALUES (?, ?, ?, ?, ?)`,
			client, d.store, d.name, d.contacts, d.notes)
		if err != nil {
			return err
		}
		if d.number, err = done.LastInsertId(); err != nil {
			return err
		}
	}
	for _, part := range []struct{ query, text string }{
		{`INSERT INTO search_words (rowid, name) VALUES (?, ?)`, d.name},
		{`INSERT INTO search_who (rowid, text) VALUES (?, ?)`, d.name},
		{`INSERT INTO search_reach (rowid, text) VALUES (?, ?)`, d.contacts},
		{`INSERT INTO search_told (rowid, text) VALUES (?, ?)`, d.notes},
	} {
		if part.text == "" {
			continue
		}
		if _, err := s.exec(ctx, part.query, d.number, part.text); err != nil {
			return err
		}
	}
	return x.writeNames(ctx, s, d)
}

// writeNames writes the words of a name, and the pieces of words not met before.
func (x *indexer) writeNames(ctx context.Context, s *statements, d *document) error {
	for _, word := range words(d.name) {
		if _, err := s.exec(ctx, `INSERT INTO search_names (store, word, number) VALUES (?, ?, ?)`, d.store, word, d.number); err != nil {
			return err
		}
		if x.words[word] {
			continue
		}
		x.words[word] = true
		for _, g := range grams(word) {
			if _, err := s.exec(ctx, `INSERT INTO search_grams (gram, word) VALUES (?, ?) ON CONFLICT DO NOTHING`, g, word); err != nil {
				return err
			}
		}
	}
	return nil
}

// words are the different words of a folded text.
func words(folded string) []string {
	all := strings.Fields(folded)
	slices.Sort(all)
	return slices.Compact(all)
}

// unwrite takes a document's names, contacts and notes out; a word that no
// other name has goes with its last name.
func (x *indexer) unwrite(ctx context.Context, s *statements, old document) error {
	for _, q := range []string{
		`DELETE FROM search_words WHERE rowid = ?`,
		`DELETE FROM search_who WHERE rowid = ?`,
		`DELETE FROM search_reach WHERE rowid = ?`,
		`DELETE FROM search_told WHERE rowid = ?`,
		`DELETE FROM search_names WHERE number = ?`,
	} {
		if _, err := s.exec(ctx, q, old.number); err != nil {
			return err
		}
	}
	for _, word := range words(old.name) {
		var left bool
		if err := s.row(ctx, `SELECT EXISTS (SELECT 1 FROM search_names WHERE word = ?)`, []any{word}, &left); err != nil {
			return err
		}
		if left {
			continue
		}
		delete(x.words, word)
		for _, g := range grams(word) {
			if _, err := s.exec(ctx, `DELETE FROM search_grams WHERE gram = ? AND word = ?`, g, word); err != nil {
				return err
			}
		}
	}
	return nil
}

// remove takes out the document of a client who is gone.
func (x *indexer) remove(ctx context.Context, s *statements, old document) error {
	if old.number == 0 {
		return nil
	}
	if err := x.unwrite(ctx, s, old); err != nil {
		return err
	}
	if err := x.writePieces(ctx, s, document{number: old.number}); err != nil {
		return err
	}
	_, err := s.exec(ctx, `DELETE FROM search_docs WHERE number = ?`, old.number)
	return err
}

// writePieces writes what a client bought where it changed. A piece that nobody
// has any more goes.
func (x *indexer) writePieces(ctx context.Context, s *statements, d document) error {
	had := map[int64]bool{}
	err := s.each(ctx, `SELECT piece FROM search_bought WHERE number = ?`, []any{d.number}, func(scan func(...any) error) error {
		var n int64
		err := scan(&n)
		had[n] = true
		return err
	})
	if err != nil {
		return err
	}
	for _, p := range d.pieces {
		n, err := x.piece(ctx, s, p)
		if err != nil {
			return err
		}
		if had[n] {
			delete(had, n)
			continue
		}
		if _, err := s.exec(ctx, `INSERT INTO search_bought (number, piece) VALUES (?, ?)`, d.number, n); err != nil {
			return err
		}
	}
	for n := range had {
		if err := x.drop(ctx, s, d.number, n); err != nil {
			return err
		}
	}
	return nil
}

// piece gives the number of a piece, writing it the first time.
func (x *indexer) piece(ctx context.Context, s *statements, p piece) (int64, error) {
	if n := x.pieces[p.text]; n != 0 {
		return n, nil
	}
	var n int64
	err := s.row(ctx, `INSERT INTO search_pieces (text, shown) VALUES (?, ?) ON CONFLICT (text) DO NOTHING RETURNING number`, []any{p.text, p.shown}, &n)
	switch {
	case err == nil:
		if _, err := s.exec(ctx, `INSERT INTO search_parts (rowid, text) VALUES (?, ?)`, n, p.text); err != nil {
			return 0, err
		}
	case noRows(err):
		if err := s.row(ctx, `SELECT number FROM search_pieces WHERE text = ?`, []any{p.text}, &n); err != nil {
			return 0, err
		}
	default:
		return 0, err
	}
	x.pieces[p.text] = n
	return n, nil
}

// drop takes a piece off a client, and out of the search with its last buyer.
func (x *indexer) drop(ctx context.Context, s *statements, number, piece int64) error {
	if _, err := s.exec(ctx, `DELETE FROM search_bought WHERE number = ? AND piece = ?`, number, piece); err != nil {
		return err
	}
	var left bool
	if err := s.row(ctx, `SELECT EXISTS (SELECT 1 FROM search_bought WHERE piece = ?)`, []any{piece}, &left); err != nil || left {
		return err
	}
	clear(x.pieces)
	for _, q := range []string{`DELETE FROM search_parts WHERE rowid = ?`, `DELETE FROM search_pieces WHERE number = ?`} {
		if _, err := s.exec(ctx, q, piece); err != nil {
			return err
		}
	}
	return nil
}
