package access

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"strconv"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Entry is one link of the audit chain: a change of one record, or one run of
// the program such as an import.
type Entry struct {
	At time.Time
	Actor
	Action     string   // create | update | delete | import | undo ...
	Collection string   // what was changed; may be empty
	Record     string   // the record's id; may be empty
	Fields     []string // names only
	Subject    string   // the client (else household) whose values these are; "" for the shop's own
	Before     any      // values beside the chain, written as JSON; nil for none
	After      any
}

// link is an entry as it stands in the table.
type link struct {
	seq                                                int64
	at, staff, who, device, action, collection, record string
	fields                                             []string
	mac, key, previous, hash                           string
}

// Append adds an entry to the chain in the transaction of tx, or in one of its
// own where tx is not in any. Appending is serialised by the one connection
// through which everything writes.
func Append(tx core.App, entry Entry) error {
	return tx.RunInTransaction(func(tx core.App) error {
		return appendTo(context.Background(), tx.NonconcurrentDB(), entry)
	})
}

// AppendSQL is Append for work that writes without records, such as an import.
// tx must be of the app's write connection.
func AppendSQL(ctx context.Context, tx *sql.Tx, entry Entry) error {
	return appendTo(ctx, dbx.NewFromDB(nil, "sqlite").Wrap(tx), entry)
}

// AppendRun is AppendSQL in plain values, for rooms that are handed it as a
// function: one run of the program, such as an import, is one entry. values
// (its counts, say; nil for none) stand beside the chain under the shop's key:
// they must name no client.
func AppendRun(ctx context.Context, tx *sql.Tx, at time.Time, who, action, collection, record string, values any) error {
	return AppendSQL(ctx, tx, Entry{
		At: at, Actor: Actor{Who: who}, Action: action, Collection: collection, Record: record, After: values,
	})
}

func appendTo(ctx context.Context, db dbx.Builder, entry Entry) error {
	l, err := newLink(ctx, db, entry)
	if err != nil {
		return fmt.Errorf("appending to the audit chain: %w", err)
	}
	if err := keepValues(ctx, db, l, entry); err != nil {
		return fmt.Errorf("keeping the values of audit entry %d: %w", l.seq, err)
	}
	l.hash = l.sum()
	if err := l.insert(ctx, db); err != nil {
		return fmt.Errorf("writing audit entry %d: %w", l.seq, err)
	}
	return nil
}

// newLink starts the link that follows the present head.
func newLink(ctx context.Context, db dbx.Builder, entry Entry) (*link, error) {
	l := &link{
		at: entry.At.UTC().Format("2006-01-02T15:04:05.000Z"), staff: entry.Staff, who: entry.Who, device: entry.Device,
		action: entry.Action, collection: entry.Collection, record: entry.Record, fields: entry.Fields,
	}
	err := db.NewQuery("SELECT [[seq]], [[hash]] FROM {{audit}} ORDER BY [[seq]] DESC LIMIT 1").
		WithContext(ctx).Row(&l.seq, &l.previous)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("reading its head: %w", err)
	}
	l.seq++
	return l, nil
}

// keepValues writes an entry's values beside the chain and their code into it.
func keepValues(ctx context.Context, db dbx.Builder, l *link, entry Entry) error {
	if entry.Before == nil && entry.After == nil {
		return nil
	}
	before, err := json.Marshal(entry.Before)
	if err != nil {
		return err
	}
	after, err := json.Marshal(entry.After)
	if err != nil {
		return err
	}
	id, secret, err := keyOf(ctx, db, entry.Subject)
	if err != nil {
		return err
	}
	l.key, l.mac = id, macOf(secret, l.seq, before, after)
	_, err = db.NewQuery("INSERT INTO {{audit_values}} ([[seq]], [[client]], [[before]], [[after]]) VALUES ({:seq}, {:client}, {:before}, {:after})").
		Bind(dbx.Params{"seq": l.seq, "client": entry.Subject, "before": string(before), "after": string(after)}).
		WithContext(ctx).Execute()
	return err
}

func (l *link) insert(ctx context.Context, db dbx.Builder) error {
	names := l.fields
	if names == nil {
		names = []string{}
	}
	fields, err := json.Marshal(names)
	if err != nil {
		return err
	}
	_, err = db.NewQuery(`
		INSERT INTO {{audit}} ([[seq]], [[at]], [[staff]], [[who]], [[device]], [[action]], [[collection]], [[record]],
			[[fields]], [[value_mac]], [[value_key]], [[previous]], [[hash]])
		VALUES ({:seq}, {:at}, {:staff}, {:who}, {:device}, {:action}, {:collection}, {:record},
			{:fields}, {:mac}, {:key}, {:previous}, {:hash})`).
		Bind(dbx.Params{
			"seq": l.seq, "at": l.at, "staff": l.staff, "who": l.who, "device": l.device, "action": l.action,
			"collection": l.collection, "record": l.record, "fields": string(fields),
			"mac": l.mac, "key": l.key, "previous": l.previous, "hash": l.hash,
		}).WithContext(ctx).Execute()
	return err
}

// sum is SHA-256 over the link's fields in a fixed order, each behind its
// length in 8 bytes, so that no two different links can read the same.
func (l *link) sum() string {
	h := sha256.New()
	for _, s := range []string{
		"touchstone audit 1", strconv.FormatInt(l.seq, 10), l.at, l.staff, l.who, l.device, l.action,
		l.collection, l.record, strconv.Itoa(len(l.fields)),
	} {
		feed(h, []byte(s))
	}
	for _, name := range l.fields {
		feed(h, []byte(name))
	}
	for _, s := range []string{l.mac, l.key, l.previous} {
		feed(h, []byte(s))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// macOf binds values to their place in the chain under a client's key.
func macOf(secret []byte, seq int64, before, after []byte) string {
	h := hmac.New(sha256.New, secret)
	feed(h, []byte(strconv.FormatInt(seq, 10)))
	feed(h, before)
	feed(h, after)
	return hex.EncodeToString(h.Sum(nil))
}

func feed(h hash.Hash, b []byte) {
	var size [8]byte
	binary.BigEndian.PutUint64(size[:], uint64(len(b)))
	h.Write(size[:]) // a hash never fails
	h.Write(b)
}
