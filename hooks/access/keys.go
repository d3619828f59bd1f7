package access

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// keyOf returns the key under which a subject's values are coded, making it at
// first use. The empty subject is the shop itself. The chain names a key by a
// random id, so that it still says nothing once the client is forgotten.
func keyOf(ctx context.Context, db dbx.Builder, subject string) (id string, secret []byte, err error) {
	err = db.NewQuery("SELECT [[id]], [[secret]] FROM {{audit_keys}} WHERE [[subject]] = {:s}").
		Bind(dbx.Params{"s": subject}).WithContext(ctx).Row(&id, &secret)
	if err == nil || !errors.Is(err, sql.ErrNoRows) {
		return id, secret, err
	}
	var name [16]byte
	secret = make([]byte, 32)
	_, _ = rand.Read(name[:]) // crypto/rand never fails on supported systems
	_, _ = rand.Read(secret)
	id = hex.EncodeToString(name[:])
	_, err = db.NewQuery("INSERT INTO {{audit_keys}} ([[id]], [[subject]], [[secret]]) VALUES ({:id}, {:s}, {:k})").
		Bind(dbx.Params{"id": id, "s": subject, "k": secret}).WithContext(ctx).Execute()
	return id, secret, err
}

// Forget erases what the chain and the kept answers hold of a client or
// household: values, key and answers. The chain itself stays and verifies.
func Forget(tx core.App, subject string) error {
	if subject == "" {
		return errors.New("forgetting a client: there is no id")
	}
	return tx.RunInTransaction(func(tx core.App) error {
		for _, q := range []string{
			"DELETE FROM {{audit_values}} WHERE [[client]] = {:s}",
			"DELETE FROM {{audit_keys}} WHERE [[subject]] = {:s}",
			"DELETE FROM {{idempotency}} WHERE [[client]] = {:s} OR instr([[answer]], {:s}) > 0",
		} {
			if _, err := tx.NonconcurrentDB().NewQuery(q).Bind(dbx.Params{"s": subject}).Execute(); err != nil {
				return fmt.Errorf("forgetting client %s: %w", subject, err)
			}
		}
		return nil
	})
}
