package pos

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/subscriptions"

	"touchstone/hooks/internal/fault"
	"touchstone/hooks/pos/mapping"
)

// job is one upload on its way into the book. Its fields belong to the
// counter's lock.
type job struct {
	upload    upload
	store     string // record id of the store, as far as it is known
	imported  string // the import's record id, empty until it begins
	receipts  int    // how many the file holds
	rows      int
	err       error
	over      bool
	questions []mapping.Question
	place     int // in the order of the asking

	begun chan struct{} // closed when imported is known, or over; of one that takes back, when it is over

	back   bool // it takes the import back
	undone *Undone
}

// answerWithin is how long a request waits for its import to get a record of
// its own; one that has to wait for another is known by its upload until then.
const answerWithin = 1500 * time.Millisecond

// begin starts an import that goes on without the browser. The same upload is
// imported once, however often it is asked for.
func (c *counter) begin(e *core.RequestEvent, who caller) error {
	var a ask
	if err := e.BindBody(&a); err != nil {
		return errUnreadable()
	}
	a = a.settled()
	j, err := c.job(e.Request.Context(), a, who)
	if err != nil {
		return err
	}
	j.await(e.Request.Context())
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case j.err != nil && j.imported == "":
		delete(c.jobs, a.Upload) // corrected, it may be tried again
		return kindly(j.err, j.upload.Name)
	case len(j.questions) > 0:
		delete(c.jobs, a.Upload)
		return &fault.Error{Kind: fault.Conflict, Message: "The file leaves questions open. Answer them first.", Data: plainly(j.questions)}
	}
	id := j.imported
	if id == "" {
		id = a.Upload
	}
	return e.JSON(http.StatusAccepted, map[string]any{"import": id})
}

// job finds the running import of an upload, or starts it.
func (c *counter) job(ctx context.Context, a ask, who caller) (*job, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if j := c.jobs[a.Upload]; j != nil && j.upload.By == who.id {
		return j, nil
	}
	u, err := c.find(a.Upload, who)
	if err != nil {
		return nil, err
	}
	shop, err := who.shop(ctx, c.app, a.Store)
	if err != nil {
		return nil, err
	}
	j := &job{upload: u, store: who.store, begun: make(chan struct{})}
	c.asked++
	j.place = c.asked
	c.jobs[u.ID] = j
	w := Wanted{Name: u.Name, Store: shop, Wish: a.Wish, Began: c.began(j), Built: func(n int) {
		c.mu.Lock()
		defer c.mu.Unlock()
		j.receipts = n
	}}
	c.work.Go(func() { c.run(context.WithValue(c.ctx, actorKey{}, who.code), j, w) })
	return j, nil
}

// began notes an import's record, and in it who handed the file in.
func (c *counter) began(j *job) func(string) {
	return func(id string) {
		if err := c.sign(id, j.upload); err != nil {
			c.app.Logger().Error("noting who imports a file", "import", id, "error", err)
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		j.imported = id
		close(j.begun)
	}
}

func (c *counter) sign(id string, u upload) error {
	db, err := writer(c.app)
	if err != nil {
		return err
	}
	return inTx(c.ctx, db, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(c.ctx, `UPDATE imports SET staff = ?, size = ? WHERE id = ?`, u.By, u.Size, id)
		return err
	})
}

// run carries an import out and tells how far it is.
func (c *counter) run(ctx context.Context, j *job, w Wanted) {
	told, stop := context.WithCancel(ctx)
	c.work.Go(func() { c.tell(told, j) })
	defer stop()
	res, err := c.bring(ctx, j.upload, w)
	if err != nil {
		c.app.Logger().Error("importing a file", "upload", j.upload.ID, "error", fault.KindOf(err).Status())
	}
	c.mu.Lock()
	j.err, j.over = err, true
	if res != nil {
		j.questions = res.Questions
		if j.imported == "" {
			j.imported = res.Import // these very bytes were in the book
		}
	}
	select {
	case <-j.begun:
	default:
		close(j.begun)
	}
	open := len(j.questions) > 0
	c.mu.Unlock()
	if err == nil && !open {
		c.drop(j.upload.ID)
	}
	c.publish(ctx, j)
}

func (c *counter) bring(ctx context.Context, u upload, w Wanted) (*Result, error) {
	src, err := c.open(u)
	if err != nil {
		return nil, err
	}
	defer src.Close()
	return c.room.Import(ctx, c.app, src, w, c.now)
}

// busy says whether an upload is being imported.
func (c *counter) busy(id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	j := c.jobs[id]
	return j != nil && !j.over
}

// progress is what everybody who watches an import is told.
type progress struct {
	State string `json:"state"` // waiting, then the states of an import; failed
	Done  int    `json:"done"`
	Of    int    `json:"of"` // 0: not known yet
}

// tellEvery is how often those who watch hear of an import.
const tellEvery = 400 * time.Millisecond

func (c *counter) tell(ctx context.Context, j *job) {
	tick := time.NewTicker(tellEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			c.publish(ctx, j)
		}
	}
}

// publish sends how far an import is to those who watch it and may see it.
func (c *counter) publish(ctx context.Context, j *job) {
	c.mu.Lock()
	u, id, over := j.upload, j.imported, j.over
	c.mu.Unlock()
	list := over && c.watched(everyImport)
	if !list && !c.watched(u.ID) && !c.watched(id) {
		return
	}
	p, home := c.far(ctx, j)
	for _, topic := range []string{u.ID, id} {
		if topic != "" {
			c.send(topic, home, p)
		}
	}
	if list {
		c.send(everyImport, home, p)
	}
}

// everyImport is what the list of imports watches: it hears of each that ends.
const everyImport = "all"

func (c *counter) watched(id string) bool {
	for _, client := range c.app.SubscriptionsBroker().Clients() {
		if id != "" && client.HasSubscription("imports/"+id) {
			return true
		}
	}
	return false
}

// send tells the streams of the store's managers and of the owners.
func (c *counter) send(id, home string, p progress) {
	raw, err := json.Marshal(p)
	if err != nil {
		return
	}
	topic := "imports/" + id
	for _, client := range c.app.SubscriptionsBroker().Clients() {
		if client.HasSubscription(topic) && mayWatch(client, home) {
			client.Send(subscriptions.Message{Name: topic, Data: raw})
		}
	}
}

func mayWatch(client subscriptions.Client, home string) bool {
	auth, ok := client.Get(apis.RealtimeClientAuthKey).(*core.Record)
	if !ok || auth == nil || auth.Collection().Name != "staff" || !auth.GetBool("active") {
		return false
	}
	role := auth.GetString("role")
	return role == "owner" || role == "manager" && auth.GetString("store") == home
}

// behind says whether an import that was asked for earlier is not over yet.
func (c *counter) behind(j *job) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, other := range c.jobs {
		if !other.over && other.place < j.place {
			return true
		}
	}
	return false
}

// far says how far a job is, and of which store it is.
func (c *counter) far(ctx context.Context, j *job) (progress, string) {
	c.mu.Lock()
	id, over, failed, receipts, home := j.imported, j.over, j.err != nil, j.receipts, j.store
	c.mu.Unlock()
	if failed {
		return progress{State: "failed"}, home
	}
	if id == "" && c.behind(j) {
		return progress{State: "waiting"}, home
	}
	if id == "" {
		return progress{State: "staging"}, home // its form is being read
	}
	p, home, err := c.count(ctx, id)
	if err != nil || j.back && !over && p.State == "applied" {
		return progress{State: "waiting"}, home
	}
	if j.back {
		return p, home
	}
	if p.State != "applied" || !over {
		p.Of = max(receipts, p.Done)
	}
	if receipts == 0 && !over {
		p.Of = 0
	}
	return p, home
}

// count asks the book how much of an import is done: rows while it is read,
// receipts while it is applied or taken back.
func (c *counter) count(ctx context.Context, id string) (progress, string, error) {
	var p progress
	var home string
	var held int
	db, err := reader(c.app)
	if err != nil {
		return p, home, err
	}
	err = db.QueryRowContext(ctx, `
		SELECT i.state, i.store, CASE WHEN i.state IN ('staging', 'checked') THEN (SELECT coalesce(sum(r.rows), 0) FROM import_rows r WHERE r.import = i.id)
			ELSE (SELECT count(*) FROM receipts r WHERE r.import = i.id) + (SELECT count(*) FROM import_seen s WHERE s.import = i.id) END,
			i.receipts + i.updated_receipts + i.unchanged
		FROM imports i WHERE i.id = ?`, id).Scan(&p.State, &home, &p.Done, &held)
	if err != nil {
		return p, home, fmt.Errorf("reading how far an import is: %w", err)
	}
	switch p.State {
	case "applied", "undone":
		p.Of = p.Done
	case "undoing":
		p.Of = held
		p.Done = max(0, held-p.Done)
	}
	return p, home, nil
}

// await waits until a job has begun to be answered for, as long as somebody who
// asked should wait.
func (j *job) await(ctx context.Context) {
	wait := time.NewTimer(answerWithin)
	defer wait.Stop()
	select {
	case <-j.begun:
	case <-wait.C:
	case <-ctx.Done():
	}
}
