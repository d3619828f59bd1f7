// Package setup makes and checks the code that opens the first run and the
// Data workshop: eight characters, read from the PC's own screen, good for
// half an hour and five tries.
package setup

import (
	"context"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/fault"
)

// The bounds of a code.
const (
	length   = 8
	lifetime = 30 * time.Minute
	tries    = 5
	rounds   = 200_000 // PBKDF2-SHA256: what a thief of the file pays a guess
)

// letters leaves out what is read wrongly: 0 and O, 1, I and L, U and V.
const letters = "23456789ABCDEFGHJKMNPQRSTWXYZ"

// key is the row among PocketBase's parameters.
const key = "touchstone_setup"

// kept is what is stored of a code.
type kept struct {
	Salt    string    `json:"salt"`
	Hash    string    `json:"hash"`
	Expires time.Time `json:"expires"`
	Tries   int       `json:"tries"` // used
}

// Make makes a new code and forgets any before it.
func Make(ctx context.Context, app core.App, now time.Time) (code string, expires time.Time, err error) {
	code = draw()
	salt := rand.Text()
	sum, err := hash(code, salt)
	if err != nil {
		return "", time.Time{}, err
	}
	expires = now.Add(lifetime).UTC().Truncate(time.Second)
	value, err := json.Marshal(kept{Salt: salt, Hash: sum, Expires: expires})
	if err != nil {
		return "", time.Time{}, fmt.Errorf("keeping the setup code: %w", err)
	}
	_, err = app.DB().NewQuery(`INSERT INTO _params (id, value) VALUES ({:id}, {:value})
		ON CONFLICT (id) DO UPDATE SET value = excluded.value, updated = strftime('%Y-%m-%d %H:%M:%fZ')`).
		Bind(dbx.Params{"id": key, "value": string(value)}).WithContext(ctx).Execute()
	if err != nil {
		return "", time.Time{}, fmt.Errorf("keeping the setup code: %w", err)
	}
	return code, expires, nil
}

// draw takes letters evenly: bytes beyond the last full round are drawn again.
func draw() string {
	code := make([]byte, 0, length)
	var b [1]byte
	for len(code) < length {
		_, _ = rand.Read(b[:]) // crypto/rand never fails on supported systems
		if int(b[0]) < 256/len(letters)*len(letters) {
			code = append(code, letters[int(b[0])%len(letters)])
		}
	}
	return string(code)
}

func hash(code, salt string) (string, error) {
	sum, err := pbkdf2.Key(sha256.New, code, []byte(salt), rounds, 32)
	if err != nil {
		return "", fmt.Errorf("hashing the setup code: %w", err)
	}
	return hex.EncodeToString(sum), nil
}

// typed forgives case, spaces and dashes.
func typed(code string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(code))
}

var errNone = fault.New(fault.Forbidden, "There is no setup code that is still good. Make one on this PC: touchstone setup-code")

// Check counts a try, before it looks, so that no number of requests at once
// gets more than five, and no crash gives one back.
func Check(ctx context.Context, app core.App, code string, now time.Time) error {
	k, err := try(ctx, app)
	if err != nil {
		return err
	}
	if k.Tries > tries {
		return fault.New(fault.TooMany, "Five codes were wrong, so this one is locked. Make a new one on this PC: touchstone setup-code")
	}
	if !now.Before(k.Expires) {
		return errNone
	}
	sum, err := hash(typed(code), k.Salt)
	if err != nil {
		return err
	}
	if subtle.ConstantTimeCompare([]byte(sum), []byte(k.Hash)) == 1 {
		return nil
	}
	if left := tries - k.Tries; left > 0 {
		return fault.New(fault.Forbidden, "That is not the code. Tries left: %d.", left)
	}
	return fault.New(fault.TooMany, "That is not the code, and five were wrong, so it is locked. Make a new one on this PC: touchstone setup-code")
}

// try adds one to the tries and returns what is kept, in one statement.
func try(ctx context.Context, app core.App) (kept, error) {
	var k kept
	var value string
	err := app.NonconcurrentDB().NewQuery(`UPDATE _params SET value = json_set(value, '$.tries', json_extract(value, '$.tries') + 1)
		WHERE id = {:id} RETURNING value`).Bind(dbx.Params{"id": key}).WithContext(ctx).Row(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return k, errNone
	}
	if err != nil {
		return k, fmt.Errorf("counting a try of the setup code: %w", err)
	}
	if err := json.Unmarshal([]byte(value), &k); err != nil {
		return k, fmt.Errorf("reading the setup code: %w", err)
	}
	return k, nil
}

// forget ends a code that was used.
func forget(ctx context.Context, app core.App) error {
	if _, err := app.DB().Delete("_params", dbx.HashExp{"id": key}).WithContext(ctx).Execute(); err != nil {
		return fmt.Errorf("forgetting the setup code: %w", err)
	}
	return nil
}
