package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"time"

	"github.com/pocketbase/pocketbase/core"
	_ "github.com/pocketbase/pocketbase/migrations" // PocketBase's own schema

	"touchstone/hooks/internal/bench/peer"
	"touchstone/hooks/internal/database"
	_ "touchstone/migrations" // the schema
)

// every is how often somebody saves while an import runs.
const every = 20 * time.Millisecond

// measureBeside lets a client of the service add clients to the book while the
// service imports 100,000 lines.
func measureBeside(ctx context.Context, b *bench) error {
	file, _, err := b.export(100_000)
	if err != nil {
		return err
	}
	var p50, p99, quiet []float64
	saves, failed := 0, 0
	for range times {
		seen, err := b.besideOnce(ctx, file)
		if err != nil {
			return err
		}
		p50, p99, quiet = append(p50, at(seen.busy, 0.5)), append(p99, at(seen.busy, 0.99)), append(quiet, at(seen.quiet, 0.99))
		saves, failed = saves+len(seen.busy)+seen.failed, failed+seen.failed
		b.say("  beside an import: %d saves, %d failed, p50 %.0f ms, p99 %.0f ms, longest %.0f ms", len(seen.busy), seen.failed, at(seen.busy, 0.5), at(seen.busy, 0.99), at(seen.busy, 1))
	}
	b.atMost("a save while an import runs, p99", median(p99), "ms", 150)
	b.beside("a save while an import runs, p50", median(p50), "ms")
	b.beside("a save on the idle service, p99", median(quiet), "ms")
	b.atMost("saves that failed while an import ran", 100*float64(failed)/float64(saves), "%", 0)
	return b.fixed(ctx)
}

// fixed puts the time of sqlite3's fixed query beside a time.
func (b *bench) fixed(ctx context.Context) error {
	sqlite, err := peer.FindSQLite()
	if err != nil {
		return err
	}
	var all []float64
	for range times {
		took, err := sqlite.Fixed(ctx)
		if err != nil {
			return err
		}
		all = append(all, ms(took))
	}
	b.beside("sqlite3's fixed query beside it", median(all), "ms")
	return nil
}

// waited are the times of saves in milliseconds.
type waited struct {
	busy, quiet []float64
	failed      int
}

func (b *bench) besideOnce(ctx context.Context, file string) (seen waited, err error) {
	dir := b.fresh("beside")
	defer os.RemoveAll(dir)
	desk, err := openDesk(dir)
	if err != nil {
		return seen, err
	}
	s, err := serve(ctx, b.program, dir)
	if err != nil {
		return seen, err
	}
	defer func() { err = errors.Join(err, s.stop()) }()
	desk.url = s.url
	idle, stopIdle := context.WithTimeout(ctx, 2*time.Second)
	defer stopIdle()
	if seen.quiet, seen.failed = desk.saveUntil(idle.Done()); len(seen.quiet) == 0 {
		return seen, fmt.Errorf("saving a client on the idle service: %w", desk.last)
	}
	ended := make(chan struct{})
	var imported error
	go func() {
		defer close(ended)
		_, imported = run(exec.CommandContext(ctx, b.program, "import", file, "--dir", dir, "--json"))
	}()
	var failed int
	seen.busy, failed = desk.saveUntil(ended)
	seen.failed += failed
	if imported == nil && len(seen.busy) == 0 {
		imported = fmt.Errorf("saving while the import ran: %w", desk.last)
	}
	return seen, imported
}

// desk is somebody who saves small records over HTTP.
type desk struct {
	url, store, token string

	mu    sync.Mutex
	saves int
	last  error // why the newest failed save failed
}

// openDesk makes a book and signs somebody in, before the service has it.
func openDesk(dir string) (*desk, error) {
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: dir, DBConnect: database.Connect})
	if err := app.Bootstrap(); err != nil {
		return nil, err
	}
	d, err := prepareDesk(app)
	return d, errors.Join(err, app.ResetBootstrapState())
}

func prepareDesk(app core.App) (*desk, error) {
	if err := app.RunAllMigrations(); err != nil {
		return nil, err
	}
	store, err := newRecord(app, "stores", map[string]any{"code": "MAIN", "time_zone": "America/New_York", "country": "US", "noon": 720, "evening": 1020})
	if err != nil {
		return nil, err
	}
	owner, err := newRecord(app, core.CollectionNameSuperusers, map[string]any{"email": "owner@example.com", "password": "measured-twice-cut-once"})
	if err != nil {
		return nil, err
	}
	token, err := owner.NewAuthToken()
	return &desk{store: store.Id, token: token}, err
}

func newRecord(app core.App, collection string, values map[string]any) (*core.Record, error) {
	c, err := app.FindCollectionByNameOrId(collection)
	if err != nil {
		return nil, err
	}
	r := core.NewRecord(c)
	r.Load(values)
	return r, app.Save(r)
}

// saveUntil saves a client every 20 ms, whether or not the save before has come
// back: whoever waits makes nobody else come later. It returns how long each
// good save took, in milliseconds.
func (d *desk) saveUntil(done <-chan struct{}) (took []float64, failed int) {
	var waiting sync.WaitGroup
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-done:
			waiting.Wait()
			return took, failed
		case began := <-tick.C:
			waiting.Go(func() {
				err := d.save()
				d.mu.Lock()
				defer d.mu.Unlock()
				if err != nil {
					failed, d.last = failed+1, err
					return
				}
				took = append(took, ms(time.Since(began)))
			})
		}
	}
}

// save adds one client as a form does.
func (d *desk) save() error {
	d.mu.Lock()
	d.saves++
	n := strconv.Itoa(d.saves)
	d.mu.Unlock()
	body, err := json.Marshal(map[string]any{"store": d.store, "name": "Client Number " + n, "notes": "looked at a steel watch"})
	if err != nil {
		return err
	}
	req, err := http.NewRequest(http.MethodPost, d.url+"/api/collections/clients/records", bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", d.token)
	req.Header.Set("Idempotency-Key", "bench-"+n)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(res.Body, 4<<10))
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("the service answered %s: %s", res.Status, answer)
	}
	return err
}
