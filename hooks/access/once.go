package access

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/fault"
)

// keepFor is how long the answer to a request is kept for a repeat of it.
const keepFor = 14 * 24 * time.Hour

// Work is one write in the transaction of tx. It returns the HTTP status and
// what is answered as JSON. An error or a status of 400 and above takes back
// everything it wrote.
type Work func(tx core.App) (status int, answer any, err error)

// Answer is what a caller gets: JSON in Body, nothing where Status is 204.
type Answer struct {
	Status   int
	Body     []byte
	Replayed bool // given before; nothing was done now
}

// ticket names one request and its possible repeats. The zero ticket is a
// request without a key: it is carried out each time.
type ticket struct {
	scope, key, body string
}

// Scope makes the scope of a key: who asks for what where.
func Scope(a Actor, method, path string) string {
	sum := sha256.Sum256([]byte(a.Staff + "\x00" + a.Who + "\x00" + method + "\x00" + path))
	return hex.EncodeToString(sum[:])
}

// Once carries out work at most once for a key within a scope. The answer is
// stored in the work's own transaction; a repeat with the same body hash gets
// it again, one with another is a fault of kind Differs. Answers of 400 and above are not
// remembered: what failed may be tried again under the same key. Two at once
// are serialised by the one connection through which everything writes.
func (d *Desk) Once(app core.App, scope, key, bodyHash string, work Work) (Answer, error) {
	return d.once(app, ticket{scope, key, bodyHash}, nil, work)
}

// Transact runs a request's work in a transaction whose changes enter the
// chain under the caller's name.
func (d *Desk) Transact(e *core.RequestEvent, fn func(tx core.App) error) error {
	return e.App.RunInTransaction(func(tx core.App) error {
		d.As(tx, ActorOf(e))
		return fn(tx)
	})
}

// Handle carries out the write of a room's own route: once per
// Idempotency-Key, in one transaction, in the caller's name, errors mapped.
func (d *Desk) Handle(e *core.RequestEvent, work Work) error {
	t, _ := e.Get(ticketKey).(ticket)
	actor := ActorOf(e)
	answer, err := d.once(e.App, t, &actor, work)
	if err != nil {
		return Respond(e, err)
	}
	return give(e, answer)
}

// errUndo takes a transaction back whose answer is given nonetheless.
var errUndo = errors.New("the answer is a refusal")

func (d *Desk) once(app core.App, t ticket, actor *Actor, work Work) (Answer, error) {
	var answer Answer
	err := app.RunInTransaction(func(tx core.App) error {
		var found bool
		var err error
		if answer, found, err = recall(tx, t); err != nil || found {
			return err
		}
		if actor != nil {
			d.As(tx, *actor)
		}
		status, value, err := work(tx)
		if err != nil {
			return err
		}
		if answer, err = encode(status, value); err != nil {
			return err
		}
		if status >= http.StatusBadRequest {
			return errUndo
		}
		return d.remember(tx, t, answer, d.about(tx, value))
	})
	if errors.Is(err, errUndo) {
		err = nil
	}
	return answer, err
}

// about says whom an answer speaks of, where it is a record.
func (d *Desk) about(tx core.App, value any) string {
	if r, ok := value.(*core.Record); ok && r != nil {
		return d.subject(tx, r)
	}
	return ""
}

func encode(status int, value any) (Answer, error) {
	a := Answer{Status: status}
	if status == http.StatusNoContent {
		return a, nil
	}
	body, err := json.Marshal(value)
	if err != nil {
		return a, fmt.Errorf("writing the answer: %w", err)
	}
	a.Body = body
	return a, nil
}

// recall looks up the answer that was given under a ticket.
func recall(app core.App, t ticket) (Answer, bool, error) {
	if t.key == "" {
		return Answer{}, false, nil
	}
	var a Answer
	var hash, body string
	err := app.DB().NewQuery("SELECT [[status]], [[answer]], [[body_hash]] FROM {{idempotency}} WHERE [[scope]] = {:scope} AND [[key]] = {:key}").
		Bind(dbx.Params{"scope": t.scope, "key": t.key}).Row(&a.Status, &body, &hash)
	if errors.Is(err, sql.ErrNoRows) {
		return a, false, nil
	}
	if err != nil {
		return a, false, fmt.Errorf("looking for an earlier answer: %w", err)
	}
	if hash != t.body {
		return a, false, fault.New(fault.Differs, "This Idempotency-Key was used for another request. Send each new request under a key of its own.")
	}
	a.Body, a.Replayed = []byte(body), true
	return a, true, nil
}

// remember stores an answer in the transaction of the write it belongs to.
func (d *Desk) remember(tx core.App, t ticket, a Answer, client string) error {
	if t.key == "" {
		return nil
	}
	at := d.now().UTC().Format("2006-01-02 15:04:05.000Z")
	_, err := tx.NonconcurrentDB().NewQuery(`
		INSERT INTO {{idempotency}} ([[key]], [[scope]], [[body_hash]], [[status]], [[answer]], [[client]], [[created]], [[updated]])
		VALUES ({:key}, {:scope}, {:hash}, {:status}, {:answer}, {:client}, {:at}, {:at})`).
		Bind(dbx.Params{
			"key": t.key, "scope": t.scope, "hash": t.body, "status": a.Status,
			"answer": string(a.Body), "client": client, "at": at,
		}).Execute()
	if err != nil {
		return fmt.Errorf("keeping the answer: %w", err)
	}
	return nil
}

// keepAnswer stores what a write of the record API is about to answer. The
// answer is written by the router's own means, so that it is the same in every byte.
func (d *Desk) keepAnswer(tx core.App, e *core.RecordRequestEvent, status int, client string) error {
	t, ok := e.Get(ticketKey).(ticket)
	if !ok {
		return nil
	}
	a := Answer{Status: status}
	if status != http.StatusNoContent {
		rec := httptest.NewRecorder()
		copied := new(core.RequestEvent)
		copied.Request, copied.Response = e.Request, rec
		if err := copied.JSON(status, e.Record); err != nil {
			return fmt.Errorf("writing the answer: %w", err)
		}
		a.Body = rec.Body.Bytes()
	}
	return d.remember(tx, t, a, client)
}

// ClearAnswers forgets answers that are too old to be asked for again.
func (d *Desk) ClearAnswers(app core.App) error {
	_, err := app.NonconcurrentDB().NewQuery("DELETE FROM {{idempotency}} WHERE [[created]] < {:before}").
		Bind(dbx.Params{"before": d.now().Add(-keepFor).UTC().Format("2006-01-02 15:04:05.000Z")}).Execute()
	if err != nil {
		return fmt.Errorf("clearing answers older than 14 days: %w", err)
	}
	return nil
}
