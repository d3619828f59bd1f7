package clientbook

import (
	"context"
	"database/sql"
	"sync"
)

// Searcher searches one book. It keeps its statements prepared: reading their
// text takes SQLite longer than answering most of them. It is safe for use by
// many at once.
type Searcher struct {
	db   *sql.DB
	mu   sync.Mutex
	kept map[string]*sql.Stmt
}

// NewSearcher searches by the connections through which an app reads.
func NewSearcher(db *sql.DB) *Searcher {
	return &Searcher{db: db, kept: map[string]*sql.Stmt{}}
}

// Close lets go of the prepared statements.
func (s *Searcher) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, stmt := range s.kept {
		stmt.Close()
	}
	clear(s.kept)
}

// query runs one of the search's own statements; there are few different ones.
func (s *Searcher) query(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	s.mu.Lock()
	stmt := s.kept[text]
	if stmt == nil {
		var err error
		if stmt, err = s.db.PrepareContext(ctx, text); err != nil {
			s.mu.Unlock()
			return nil, err
		}
		s.kept[text] = stmt
	}
	s.mu.Unlock()
	return stmt.QueryContext(ctx, args...)
}
