package access

import (
	"context"
	"crypto/hmac"
	"database/sql"
	"encoding/json"
	"fmt"

	"touchstone/hooks/internal/store"
)

// Head is the last link of the chain. Seq 0 means that the chain is empty.
type Head struct {
	Seq  int64
	At   string
	Hash string // 64 hex digits
}

// Short is the head for paper: 12 hex digits in groups of four, nothing for an
// empty chain.
func (h Head) Short() string {
	if len(h.Hash) < 12 {
		return ""
	}
	return h.Hash[0:4] + " " + h.Hash[4:8] + " " + h.Hash[8:12]
}

// BrokenError names the first entry of the chain that does not hold.
type BrokenError struct {
	Seq int64
	Why string
}

func (e *BrokenError) Error() string {
	return fmt.Sprintf("the audit chain does not hold at entry %d: %s", e.Seq, e.Why)
}

// ReadHead returns the present head without checking the chain.
func ReadHead(ctx context.Context, db store.Reader) (Head, error) {
	rows, err := db.QueryContext(ctx, `SELECT seq, at, hash FROM audit ORDER BY seq DESC LIMIT 1`)
	if err != nil {
		return Head{}, fmt.Errorf("reading the head of the audit chain: %w", err)
	}
	defer rows.Close()
	var h Head
	if rows.Next() {
		if err := rows.Scan(&h.Seq, &h.At, &h.Hash); err != nil {
			return Head{}, fmt.Errorf("reading the head of the audit chain: %w", err)
		}
	}
	return h, rows.Err()
}

// Verify walks the whole chain and its values and returns the head, or a
// BrokenError for the first bad entry. A chain cut off at its end holds in
// itself: compare its head with the ones on paper. Give it the pool that reads
// (app.ConcurrentDB), or writers wait until it is done.
func Verify(ctx context.Context, db store.Reader) (Head, error) {
	head, err := verifyLinks(ctx, db)
	if err != nil {
		return head, err
	}
	return head, verifyNoStrays(ctx, db)
}

func verifyLinks(ctx context.Context, db store.Reader) (Head, error) {
	rows, err := db.QueryContext(ctx, `
		SELECT a.seq, a.at, a.staff, a.who, a.device, a.action, a.collection, a.record, a.fields,
		       a.value_mac, a.value_key, a.previous, a.hash, v."before", v."after", k.secret
		FROM audit a
		LEFT JOIN audit_values v ON v.seq = a.seq
		LEFT JOIN audit_keys k ON k.id = a.value_key
		ORDER BY a.seq`)
	if err != nil {
		return Head{}, fmt.Errorf("reading the audit chain: %w", err)
	}
	defer rows.Close()
	var head Head
	for rows.Next() {
		l, v, err := scanLink(rows)
		if err != nil {
			return head, fmt.Errorf("reading the audit chain after entry %d: %w", head.Seq, err)
		}
		if why := l.flaw(head); why != "" {
			return head, &BrokenError{Seq: min(l.seq, head.Seq+1), Why: why}
		}
		if why := v.flaw(l); why != "" {
			return head, &BrokenError{Seq: l.seq, Why: why}
		}
		head = Head{Seq: l.seq, At: l.at, Hash: l.hash}
	}
	return head, rows.Err()
}

// values is what stands beside a link.
type values struct {
	before, after sql.NullString
	secret        []byte
}

func scanLink(rows *sql.Rows) (*link, values, error) {
	var l link
	var v values
	var fields string
	if err := rows.Scan(&l.seq, &l.at, &l.staff, &l.who, &l.device, &l.action, &l.collection, &l.record, &fields,
		&l.mac, &l.key, &l.previous, &l.hash, &v.before, &v.after, &v.secret); err != nil {
		return nil, v, err
	}
	if err := json.Unmarshal([]byte(fields), &l.fields); err != nil {
		l.fields = []string{"unreadable: " + fields} // never equal to what was hashed
	}
	return &l, v, nil
}

// flaw says what is wrong with a link that should follow head.
func (l *link) flaw(head Head) string {
	switch {
	case l.seq != head.Seq+1:
		return fmt.Sprintf("the entry after %d is missing", head.Seq)
	case l.previous != head.Hash:
		return "it does not follow the entry before it"
	case l.sum() != l.hash:
		return "its fields were changed"
	}
	return ""
}

// flaw says what is wrong with the values beside a link. Values and key that
// are both gone were erased with their client.
func (v values) flaw(l *link) string {
	kept := v.before.Valid || v.after.Valid
	switch {
	case l.mac == "" && kept:
		return "it has values that were added later"
	case l.mac == "" || v.secret == nil && !kept:
		return ""
	case v.secret == nil:
		return "its values stand without their key"
	case !kept:
		return "its values are gone, but their key is not"
	}
	want := macOf(v.secret, l.seq, []byte(v.before.String), []byte(v.after.String))
	if !hmac.Equal([]byte(want), []byte(l.mac)) {
		return "its values were changed"
	}
	return ""
}

// verifyNoStrays finds values whose entry was cut off the end of the chain. It
// asks in one statement, since others may append meanwhile.
func verifyNoStrays(ctx context.Context, db store.Reader) error {
	rows, err := db.QueryContext(ctx, `
		SELECT v.seq FROM audit_values v
		WHERE NOT EXISTS (SELECT 1 FROM audit a WHERE a.seq = v.seq)
		ORDER BY v.seq LIMIT 1`)
	if err != nil {
		return fmt.Errorf("reading the values beside the audit chain: %w", err)
	}
	defer rows.Close()
	if rows.Next() {
		var seq int64
		if err := rows.Scan(&seq); err != nil {
			return fmt.Errorf("reading the values beside the audit chain: %w", err)
		}
		return &BrokenError{Seq: seq, Why: "the entry is missing, its values are not"}
	}
	return rows.Err()
}
