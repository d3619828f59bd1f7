package access

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/fault"
)

// How wrong passwords are slowed down, by person and by address.
const (
	freeTries  = 5              // wrong ones before the door closes
	firstClose = time.Minute    // then, and twice as long with each wrong one after
	mostClosed = time.Hour      // but no longer
	triesFade  = 24 * time.Hour // after so long without one, the count starts anew
)

// tries are the counters that one sign-in falls under.
type tries struct{ person, address, both string }

// triesOf names the counters. Names are hashed, since people type passwords
// where their name belongs.
func triesOf(person, address string) tries {
	return tries{person: "person " + digest(person), address: "address " + address, both: "both " + digest(person+"\x00"+address)}
}

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:16])
}

// guess lets one password be looked at, counted as a wrong one until look says
// that it is right. Tries of one person and of one address go one after the
// other: neither do wrong ones at once slip past the count, nor do right ones
// at once, at nine in the morning, look like many wrong ones.
func (d *Desk) guess(app core.App, t tries, look func() (right bool, err error)) (bool, error) {
	defer d.doors.enter(t.address)() // always in this order: no two wait for each other
	defer d.doors.enter(t.person)()
	if err := d.takeTry(app, t); err != nil {
		return false, err
	}
	right, err := look()
	if err != nil || !right {
		return false, err
	}
	return true, d.forgetTries(app, t)
}

// takeTry counts a try before the password is looked at, so that no restart
// gives one back. A closed door is a fault of kind TooMany.
func (d *Desk) takeTry(app core.App, t tries) error {
	return app.RunInTransaction(func(tx core.App) error {
		now := d.now()
		var closed string
		err := tx.NonconcurrentDB().NewQuery("SELECT coalesce(max([[closed]]), '') FROM {{sign_in_tries}} WHERE [[key]] IN ({:person}, {:address})").
			Bind(dbx.Params{"person": t.person, "address": t.address}).Row(&closed)
		if err != nil {
			return fmt.Errorf("reading wrong passwords: %w", err)
		}
		if closed > stamp(now) {
			return errClosed(parseStamp(closed).Sub(now))
		}
		for _, key := range []string{t.person, t.address, t.both} {
			if err := countTry(tx, key, now); err != nil {
				return fmt.Errorf("counting a wrong password: %w", err)
			}
		}
		return nil
	})
}

func countTry(tx core.App, key string, now time.Time) error {
	var wrong int
	err := tx.NonconcurrentDB().NewQuery(`
		INSERT INTO {{sign_in_tries}} ([[key]], [[wrong]], [[last]], [[closed]]) VALUES ({:key}, 1, {:now}, '')
		ON CONFLICT ([[key]]) DO UPDATE SET [[wrong]] = CASE WHEN [[last]] < {:faded} THEN 1 ELSE [[wrong]] + 1 END, [[last]] = {:now}
		RETURNING [[wrong]]`).
		Bind(dbx.Params{"key": key, "now": stamp(now), "faded": stamp(now.Add(-triesFade))}).Row(&wrong)
	if err != nil || wrong < freeTries {
		return err
	}
	_, err = tx.NonconcurrentDB().NewQuery("UPDATE {{sign_in_tries}} SET [[closed]] = {:closed} WHERE [[key]] = {:key}").
		Bind(dbx.Params{"key": key, "closed": stamp(now.Add(closedFor(wrong)))}).Execute()
	return err
}

// closedFor is how long the door is closed after so many wrong passwords.
func closedFor(wrong int) time.Duration {
	if wrong < freeTries {
		return 0
	}
	doubled := float64(firstClose) * math.Pow(2, float64(wrong-freeTries))
	return time.Duration(math.Min(doubled, float64(mostClosed)))
}

// forgetTries is what a right password does: the person's count ends, and
// with it what this person added to the count of the address; what others
// tried from there stays.
func (d *Desk) forgetTries(app core.App, t tries) error {
	return app.RunInTransaction(func(tx core.App) error {
		for _, q := range []string{
			`UPDATE {{sign_in_tries}} SET [[closed]] = '',
				[[wrong]] = max(0, [[wrong]] - coalesce((SELECT b.[[wrong]] FROM {{sign_in_tries}} b WHERE b.[[key]] = {:both}), 0))
				WHERE [[key]] = {:address}`,
			"DELETE FROM {{sign_in_tries}} WHERE [[key]] IN ({:person}, {:both})",
		} {
			_, err := tx.NonconcurrentDB().NewQuery(q).
				Bind(dbx.Params{"person": t.person, "address": t.address, "both": t.both}).Execute()
			if err != nil {
				return fmt.Errorf("forgetting wrong passwords: %w", err)
			}
		}
		return nil
	})
}

// ClearTries forgets counts that have faded.
func (d *Desk) ClearTries(app core.App) error {
	_, err := app.NonconcurrentDB().NewQuery("DELETE FROM {{sign_in_tries}} WHERE [[last]] < {:before}").
		Bind(dbx.Params{"before": stamp(d.now().Add(-triesFade))}).Execute()
	if err != nil {
		return fmt.Errorf("clearing old counts of wrong passwords: %w", err)
	}
	return nil
}

// closedError is a fault that knows when the door opens.
type closedError struct {
	fault *fault.Error
	left  time.Duration
}

func (c *closedError) Error() string { return c.fault.Message }

// Unwrap gives the fault.
func (c *closedError) Unwrap() error { return c.fault }

func errClosed(left time.Duration) error {
	return &closedError{fault.New(fault.TooMany, "Too many wrong passwords. Try again in %s.", inWords(left)), left}
}

// inWords rounds a wait up to what a person can look at a clock for.
func inWords(left time.Duration) string {
	if left < time.Minute {
		return plural(int(math.Ceil(left.Seconds())), "second")
	}
	return plural(int(math.Ceil(left.Minutes())), "minute")
}

func plural(n int, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return fmt.Sprintf("%d %ss", n, unit)
}
