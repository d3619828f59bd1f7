package outside

import (
	"crypto/sha256"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	_ "modernc.org/sqlite" // reads a book that no process holds
)

// Cuts are the rows of metrics.
var Cuts = []string{"", "associate", "product_line", "brand", "shift", "weekday", "store"}

// kept are the tables that make a book, each with how its records are told
// apart without their ids.
var kept = []struct{ table, name string }{
	{"stores", "code"},
	{"staff", "code"},
	{"clients", "name || coalesce((SELECT group_concat(key) FROM client_keys k WHERE k.client = t.id), '')"},
	{"households", "account_key || name"},
	{"client_keys", "source || key"},
	{"contact_points", "kind || normalized || raw"},
	{"duplicates", "reason"},
	{"receipts", "number || '@' || date || '#' || epoch"},
	{"lines", "(SELECT number || '@' || date || '#' || epoch FROM receipts WHERE id = t.receipt) || '/' || position"},
	{"shares", "(SELECT number || '@' || date || '#' || epoch || '/' || l.position FROM lines l JOIN receipts r ON r.id = l.receipt WHERE l.id = t.line) || '/' || t.position"},
	{"import_rows", "row"},
}

// moving are the columns that differ between two runs of the same work.
var moving = []string{"id", "created", "updated", "tokenKey", "password"}

var recordID = regexp.MustCompile(`\b[a-z0-9]{15}\b`)

// Book reads the book of a data folder that no process holds, one text a
// record, ordered, with names in the place of ids: two books that say the same
// are equal. A query of the caller's own may follow in the same way.
func (s *Shop) Book() []string {
	s.Helper()
	db := s.Database()
	defer db.Close()
	names := map[string]string{}
	for _, k := range kept {
		for _, row := range s.rows(db, fmt.Sprintf("SELECT t.id AS id, '%s:' || (%s) AS name FROM %s t", k.table, k.name, k.table)) {
			names[row["id"]] = row["name"]
		}
	}
	for _, row := range s.rows(db, "SELECT id, 'import:' || file AS name FROM imports") {
		names[row["id"]] = row["name"]
	}
	var book []string
	for _, k := range kept {
		for _, row := range s.rows(db, "SELECT * FROM "+k.table) {
			book = append(book, k.table+" "+record(row, names))
		}
	}
	slices.Sort(book)
	return book
}

// record is a row as text, its columns in order.
func record(row map[string]string, names map[string]string) string {
	var cells []string
	for column, value := range row {
		if slices.Contains(moving, column) {
			continue
		}
		value = recordID.ReplaceAllStringFunc(value, func(id string) string {
			if name, known := names[id]; known {
				return name
			}
			return id
		})
		cells = append(cells, column+"="+value)
	}
	slices.Sort(cells)
	return strings.Join(cells, " ")
}

// Database opens the book for looking. Nothing is written, and a write-ahead
// log that a crash left is not taken up.
func (s *Shop) Database() *sql.DB {
	s.Helper()
	if left, err := os.Stat(filepath.Join(s.Dir, "data.db-wal")); err == nil && left.Size() > 0 {
		s.Fatal("the book cannot be looked at: a process holds it, or left it unclean")
	}
	u := url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(filepath.Join(s.Dir, "data.db")), RawQuery: "mode=ro&immutable=1"}
	db, err := sql.Open("sqlite", u.String())
	if err != nil {
		s.Fatal(err)
	}
	return db
}

// Value reads one value of the book as text.
func (s *Shop) Value(query string) string {
	s.Helper()
	db := s.Database()
	defer db.Close()
	var value sql.NullString
	if err := db.QueryRowContext(s.Context(), query).Scan(&value); err != nil {
		s.Fatalf("%s: %v", query, err)
	}
	return value.String
}

func (s *Shop) rows(db *sql.DB, query string) []map[string]string {
	s.Helper()
	rows, err := db.QueryContext(s.Context(), query)
	if err != nil {
		s.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		s.Fatal(err)
	}
	var all []map[string]string
	for rows.Next() {
		cells, into := make([]sql.NullString, len(columns)), make([]any, len(columns))
		for i := range cells {
			into[i] = &cells[i]
		}
		if err := rows.Scan(into...); err != nil {
			s.Fatalf("%s: %v", query, err)
		}
		row := map[string]string{}
		for i, name := range columns {
			row[name] = cells[i].String
		}
		all = append(all, row)
	}
	if err := rows.Err(); err != nil {
		s.Fatalf("%s: %v", query, err)
	}
	return all
}

// Figures are all figures of a period in every cut, as the program says them.
func (s *Shop) Figures(from, to string) string {
	s.Helper()
	var all strings.Builder
	for _, cut := range Cuts {
		args := []string{"metrics", "--json", "--from", from, "--to", to}
		if cut != "" {
			args = append(args, "--by", cut)
		}
		all.WriteString(s.Must(args...))
	}
	return all.String()
}

// Same fails with the first records in which two books differ.
func (s *Shop) Same(got, want []string, where string) {
	s.Helper()
	if slices.Equal(got, want) {
		return
	}
	s.Errorf("%s: the book has %d records, should have %d", where, len(got), len(want))
	for _, side := range []struct {
		word    string
		in, not []string
	}{{"too much", got, want}, {"missing", want, got}} {
		told := 0
		for _, r := range side.in {
			if _, found := slices.BinarySearch(side.not, r); !found {
				if told++; told > 4 {
					break
				}
				s.Errorf("%s, %s: %s", where, side.word, cut(r))
			}
		}
	}
	s.FailNow()
}

// Digest is the hash of a file of the data folder.
func (s *Shop) Digest(name string) string {
	s.Helper()
	body, err := os.ReadFile(filepath.Join(s.Dir, name))
	if err != nil {
		s.Fatal(err)
	}
	return fmt.Sprintf("%x", sha256.Sum256(body))
}
