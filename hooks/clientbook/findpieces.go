package clientbook

import "context"

// fromPieces finds who bought a piece. A client who bought several comes several
// times, so the rows are bounded widely; reading ends with the last that is needed.
func (f *finder) fromPieces(ctx context.Context, expression string) error {
	return f.take(ctx, byPiece, `SELECT d.number, b.piece FROM search_parts p CROSS JOIN search_bought b ON b.piece = p.rowid
		CROSS JOIN search_docs d ON d.number = b.number WHERE p.search_parts MATCH ?1 AND`+inScope, expression, f.scope, mostRows)
}

// pieces: all terms stand in what is known of one piece, short ones at the
// beginning of a word.
func (f *finder) pieces(ctx context.Context) error {
	var long []term
	var short []string
	for _, t := range f.query.terms {
		switch {
		case t.letter:
			return nil
		case t.long:
			long = append(long, t)
		default:
			short = append(short, t.forms[0])
		}
	}
	switch {
	case len(long) == 0:
		return nil
	case len(short) == 0:
		return f.fromPieces(ctx, match(long, ""))
	}
	return f.take(ctx, byPiece, `SELECT d.number, b.piece FROM (SELECT rowid AS piece FROM search_parts WHERE search_parts MATCH ?1 LIMIT `+mostCompared+`) p
		CROSS JOIN search_pieces t ON t.number = p.piece CROSS JOIN search_bought b ON b.piece = p.piece
		CROSS JOIN search_docs d ON d.number = b.number WHERE`+allShort("t.text", len(short))+inScope, withShort(short, match(long, ""), f.scope, mostRows)...)
}
