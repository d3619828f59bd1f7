package pos

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/fault"
)

const (
	largestFile = 200 << 20
	largestBody = 1 << 30 // read to its end, so that the browser hears why it was refused
	uploadsLast = 24 * time.Hour
	longestName = 200
)

// upload is a file that somebody handed in and nobody imported yet.
type upload struct {
	ID   string `json:"id"`
	Name string `json:"name"` // as the person knows it
	By   string `json:"by"`   // staff record id
	Size int64  `json:"size"`
}

func (c *counter) folder() string { return filepath.Join(c.app.DataDir(), "uploads") }

func (c *counter) path(id string) string { return filepath.Join(c.folder(), id) }

// handIn takes one file and shows how it reads.
func (c *counter) handIn(e *core.RequestEvent, who caller) error {
	u, err := c.receive(e, who)
	if err != nil {
		return err
	}
	seen, err := c.look(e.Request.Context(), u, who, ask{})
	if err != nil {
		c.drop(u.ID)
		return err
	}
	return e.JSON(http.StatusOK, seen)
}

// receive writes the request's file down as it comes.
func (c *counter) receive(e *core.RequestEvent, who caller) (upload, error) {
	parts, err := e.Request.MultipartReader()
	if err != nil {
		return upload{}, fault.Wrap(fault.Invalid, err, "No file came. Send it as a form with one file.")
	}
	part, err := filePart(parts)
	if err != nil {
		return upload{}, err
	}
	u := upload{ID: c.ids.Next(), Name: plainName(part.FileName()), By: who.id}
	if err := os.MkdirAll(c.folder(), 0o700); err != nil {
		return u, fmt.Errorf("keeping the file: %w", err)
	}
	if u.Size, err = pour(c.path(u.ID), part); err == nil {
		err = c.label(u)
	}
	if err != nil {
		c.drop(u.ID)
	}
	return u, err
}

// filePart finds the file among the parts of a form.
func filePart(parts *multipart.Reader) (*multipart.Part, error) {
	for {
		part, err := parts.NextPart()
		switch {
		case errors.Is(err, io.EOF):
			return nil, fault.New(fault.Invalid, "No file came. Choose one and send it again.")
		case err != nil:
			return nil, errCut(err)
		case part.FileName() != "":
			return part, nil
		}
	}
}

// pour writes a part into a file of its own.
func pour(path string, part io.Reader) (int64, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, fmt.Errorf("keeping the file: %w", err)
	}
	n, err := io.Copy(f, &reading{r: io.LimitReader(part, largestFile+1)})
	if closed := f.Close(); err == nil {
		err = closed
	}
	switch cut := (*cutError)(nil); {
	case errors.As(err, &cut):
		return n, errCut(cut.err)
	case err != nil:
		return n, fmt.Errorf("keeping the file: %w", err)
	case n > largestFile:
		_, _ = io.Copy(io.Discard, part) // whoever sends hears no answer before the end
		return n, fault.New(fault.TooLarge, "The file is larger than 200 MB. Export a shorter span of dates.")
	}
	return n, nil
}

// reading tells a connection that was cut from a disk that is full.
type reading struct{ r io.Reader }

type cutError struct{ err error }

func (c *cutError) Error() string { return c.err.Error() }
func (c *cutError) Unwrap() error { return c.err }

func (r *reading) Read(p []byte) (int, error) {
	n, err := r.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = &cutError{err}
	}
	return n, err
}

func errCut(err error) error {
	return fault.Wrap(fault.Invalid, err, "The file did not arrive whole. Nothing was kept; send it again.")
}

// label writes beside a file what it is called and whose it is.
func (c *counter) label(u upload) error {
	raw, err := json.Marshal(u)
	if err != nil {
		return err
	}
	if err := os.WriteFile(c.path(u.ID)+".json", raw, 0o600); err != nil {
		return fmt.Errorf("keeping the file's name: %w", err)
	}
	return nil
}

var uploadID = regexp.MustCompile(`^[a-z0-9]{15}$`)

// find reads the label of an upload that the caller handed in.
func (c *counter) find(id string, who caller) (upload, error) {
	var u upload
	if !uploadID.MatchString(id) {
		return u, errNoUpload()
	}
	raw, err := os.ReadFile(c.path(id) + ".json")
	if errors.Is(err, os.ErrNotExist) {
		return u, errNoUpload()
	}
	if err != nil {
		return u, fmt.Errorf("reading the file's name: %w", err)
	}
	if err := json.Unmarshal(raw, &u); err != nil || u.By != who.id {
		return u, errNoUpload()
	}
	return u, nil
}

func errNoUpload() error {
	return fault.New(fault.NotFound, "This file is not here any more: a file that was handed in is kept for a day. Choose it again.")
}

// drop removes an upload and its label.
func (c *counter) drop(id string) {
	for _, name := range []string{c.path(id), c.path(id) + ".json"} {
		if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
			c.app.Logger().Warn("removing an uploaded file", "error", err)
		}
	}
}

// clear removes what was handed in more than a day ago.
func (c *counter) clear() {
	all, err := os.ReadDir(c.folder())
	if err != nil {
		return // nothing was handed in yet
	}
	for _, entry := range all {
		info, err := entry.Info()
		id := strings.TrimSuffix(entry.Name(), ".json")
		if err == nil && c.now().Sub(info.ModTime()) > uploadsLast && !c.busy(id) {
			c.drop(id)
		}
	}
}

// handed is an uploaded file, opened.
type handed struct {
	*os.File
	size int64
}

func (h handed) Size() int64 { return h.size }

func (c *counter) open(u upload) (handed, error) {
	f, err := os.Open(c.path(u.ID))
	if errors.Is(err, os.ErrNotExist) {
		return handed{}, errNoUpload()
	}
	return handed{f, u.Size}, err
}

// plainName is the last part of a path of any system, without what no name has.
func plainName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == utf8.RuneError {
			return -1
		}
		return r
	}, name))
	if runes := []rune(name); len(runes) > longestName {
		name = string(runes[len(runes)-longestName:])
	}
	if name == "" || name == "." || name == ".." {
		return "export.csv"
	}
	return name
}
