package pos

import (
	"context"
	"net/http"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/fault"
)

// undo takes an import back, to its end even where the browser goes away. A
// small one is answered with what it did, a large one with where to watch it.
func (c *counter) undo(e *core.RequestEvent, who caller) error {
	id := e.Request.PathValue("id")
	s, err := c.one(e.Request.Context(), id, who)
	if err != nil {
		return err
	}
	if s.State == "undone" {
		return fault.New(fault.Conflict, "%s was already taken back.", s.File)
	}
	j := c.takingBack(s, who)
	j.await(e.Request.Context())
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case !j.over:
		return e.JSON(http.StatusAccepted, map[string]any{"import": id})
	case j.err != nil:
		delete(c.backs, id) // who asked is told here, and may ask again
		return j.err
	}
	return e.JSON(http.StatusOK, j.undone)
}

// takingBack finds the running undo of an import, or starts it.
func (c *counter) takingBack(s *shown, who caller) *job {
	c.mu.Lock()
	defer c.mu.Unlock()
	if j := c.backs[s.ID]; j != nil && !j.over {
		return j
	}
	j := &job{upload: upload{ID: s.ID, Name: s.File, By: who.id}, store: s.StoreID, imported: s.ID, back: true, begun: make(chan struct{})}
	if c.backs == nil {
		c.backs = map[string]*job{}
	}
	c.backs[s.ID] = j
	c.work.Go(func() { c.takeBack(context.WithValue(c.ctx, actorKey{}, who.code), j) })
	return j
}

// takeBack carries an undo out and tells how far it is.
func (c *counter) takeBack(ctx context.Context, j *job) {
	told, stop := context.WithCancel(ctx)
	defer stop()
	c.work.Go(func() { c.tell(told, j) })
	out, err := c.room.Undo(ctx, c.app, j.imported, c.now)
	if err != nil {
		c.app.Logger().Error("taking an import back", "import", j.imported, "error", fault.KindOf(err).Status())
	} else {
		out.onScreen()
	}
	c.mu.Lock()
	j.undone, j.err, j.over = out, err, true
	close(j.begun)
	c.mu.Unlock()
	c.publish(ctx, j)
}

// onScreen writes the reasons as sentences.
func (u *Undone) onScreen() {
	for i := range u.Kept {
		u.Kept[i].Reason = sentence(u.Kept[i].Reason)
	}
}
