package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"
)

// served is how many questions of each kind go over HTTP: asking them all would
// take an hour and tell no more.
const served = 20

// counter is somebody signed in to the big book.
type counter struct {
	url, cookie string
}

// askServed measures the same questions over HTTP, a merge, and the questions
// once more to painted rows.
func (b *bench) askServed(ctx context.Context, dir string, all []questions) (err error) {
	s, err := serve(ctx, b.program, dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.stop()) }()
	c := &counter{url: s.url}
	if err := c.signIn(ctx); err != nil {
		return err
	}
	few := make([]questions, len(all))
	for i, q := range all {
		few[i] = questions{q.kind, q.asked[:served]}
	}
	took, err := askAll(few, func(q string) error {
		return c.ask(ctx, "/api/search", map[string]any{"q": q, "limit": 20}, nil)
	})
	if err != nil {
		return err
	}
	b.tellTypeahead("typeahead over HTTP", took, few, 25)
	if err := b.measureMerge(ctx, c); err != nil {
		return err
	}
	if err := b.askPainted(ctx, c, all); err != nil {
		return err
	}
	return b.fixed(ctx)
}

func (c *counter) signIn(ctx context.Context) error {
	res, err := c.send(ctx, "/api/session", map[string]string{"name": bookOwner, "password": bookPassword})
	if err != nil {
		return fmt.Errorf("signing in: %w", err)
	}
	defer res.Body.Close()
	for _, cookie := range res.Cookies() {
		if cookie.Name == "touchstone" {
			c.cookie = cookie.Value
			return nil
		}
	}
	return fmt.Errorf("signing in: the service answered %s", res.Status)
}

func (c *counter) send(ctx context.Context, path string, body any) (*http.Response, error) {
	raw, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url+path, bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Idempotency-Key", "bench-"+strconv.FormatInt(time.Now().UnixNano(), 36))
	if c.cookie != "" {
		req.AddCookie(&http.Cookie{Name: "touchstone", Value: c.cookie})
	}
	return http.DefaultClient.Do(req)
}

// ask posts and reads the answer to its end, which is part of the time.
func (c *counter) ask(ctx context.Context, path string, body, into any) error {
	res, err := c.send(ctx, path, body)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("asking %s: the service answered %s: %.200s", path, res.Status, raw)
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(raw, into)
}

// measureMerge brings two records of one person with 2,000 receipts together,
// and takes it back for the next round.
func (b *bench) measureMerge(ctx context.Context, c *counter) error {
	var there, back []float64
	for range times {
		var made struct {
			Merge string         `json:"merge"`
			Moves map[string]int `json:"moves"`
		}
		began := time.Now()
		if err := c.ask(ctx, "/api/merges", map[string]any{"keep": bookKept, "drop": bookDropped}, &made); err != nil {
			return err
		}
		there = append(there, ms(time.Since(began)))
		if made.Moves["receipts"] != bookReceipts/2 {
			return fmt.Errorf("merging: %d receipts of %d moved", made.Moves["receipts"], bookReceipts/2)
		}
		began = time.Now()
		if err := c.ask(ctx, "/api/merges/"+made.Merge+"/undo", map[string]any{}, nil); err != nil {
			return err
		}
		back = append(back, ms(time.Since(began)))
	}
	b.atMost(fmt.Sprintf("merge of two clients with %d receipts, over HTTP", bookReceipts), median(there), "ms", 300)
	b.beside("the same merge taken back", median(back), "ms")
	return nil
}
