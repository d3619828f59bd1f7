// Package folder owns the data folder: where it lies, which one process may
// work in it, and as which user. It opens no database.
package folder

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"touchstone/hooks/internal/fault"
)

// The files with which a folder names its owner. The lock decides; the other
// one is for reading, since a locked file cannot be read on Windows.
const (
	lockFile  = "touchstone.lock"
	ownerFile = "touchstone.owner.json"
)

// Owner is the process that works in a data folder.
type Owner struct {
	PID      int       `json:"pid"`
	Version  string    `json:"version"`
	Command  string    `json:"command"`
	Endpoint string    `json:"endpoint,omitempty"` // where a service takes commands; empty: it takes none
	URL      string    `json:"url,omitempty"`      // where a service answers browsers
	Since    time.Time `json:"since"`
}

// String names the owner for a person.
func (o Owner) String() string {
	if o.PID == 0 {
		return "another process"
	}
	return fmt.Sprintf("touchstone %s (process %d, version %s)", o.Command, o.PID, o.Version)
}

// Held says that another process owns the folder.
type Held struct {
	Dir   string
	Owner Owner
}

func (e *Held) Error() string {
	return fmt.Sprintf("the data folder %s is in use by %s", e.Dir, e.Owner)
}

// Lock is the right to work in a data folder. It ends with the process.
type Lock struct {
	dir  string
	lock *flock.Flock
}

// Default is the data folder that is used when --dir is not given: absolute. A
// program installed for the whole machine keeps its data where the machine
// keeps such data; anything else works beside where it is called.
func Default() (string, error) {
	exe, err := os.Executable()
	if err == nil {
		if dir := installed(exe); dir != "" {
			return dir, nil
		}
	}
	dir, err := filepath.Abs("pb_data")
	if err != nil {
		return "", fmt.Errorf("finding the working directory: %w", err)
	}
	return dir, nil
}

// Prepare makes the folder if only it, not its parent, is missing: a missing
// parent is more often a typing error or an unplugged disk. It reports whether
// it made one.
func Prepare(dir string) error {
	info, err := os.Stat(dir)
	switch {
	case err == nil && !info.IsDir():
		return fault.New(fault.Invalid, "%s is a file, not a folder. Name a folder with --dir.", dir)
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrNotExist):
	default:
		return fault.Wrap(fault.Forbidden, err, "The data folder %s cannot be reached. Check that this user may open it.", dir)
	}
	parent := filepath.Dir(dir)
	if _, err := os.Stat(parent); err != nil {
		return fault.Wrap(fault.NotFound, err, "The data folder %s cannot be made, because %s does not exist. Check the spelling of --dir and that its disk is there.", dir, parent)
	}
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return fault.Wrap(fault.Forbidden, err, "The data folder %s cannot be made. Give this user the right to write in %s, or choose another folder with --dir.", dir, parent)
	}
	return nil
}

// Take makes this process the owner of dir, or fails with *Held. A lock whose
// process has died is free by itself.
func Take(dir string, owner Owner) (*Lock, error) {
	l := &Lock{dir: dir, lock: flock.New(filepath.Join(dir, lockFile), flock.SetPermissions(0o600))}
	ok, err := l.lock.TryLock()
	if err != nil {
		return nil, onlyRead(dir, err)
	}
	if !ok {
		holder, _ := Read(dir)
		return nil, &Held{Dir: dir, Owner: holder}
	}
	if err := l.Announce(owner); err != nil {
		l.Release()
		return nil, err
	}
	return l, nil
}

func onlyRead(dir string, err error) error {
	return fault.Wrap(fault.Forbidden, err, "The data folder %s can only be read by this user. Give it the right to write there, or choose another folder with --dir.", dir)
}

// Announce writes who owns the folder, in one step.
func (l *Lock) Announce(owner Owner) error {
	text, err := json.MarshalIndent(owner, "", "  ")
	if err != nil {
		return fmt.Errorf("writing the owner of %s: %w", l.dir, err)
	}
	name := filepath.Join(l.dir, ownerFile)
	switch err := os.WriteFile(name+".new", append(text, '\n'), 0o600); {
	case errors.Is(err, fs.ErrPermission): // the lock of before could be read
		return onlyRead(l.dir, err)
	case err != nil:
		return fmt.Errorf("writing the owner of %s: %w", l.dir, err)
	}
	var renameErr error
	for range 20 { // Windows refuses while somebody reads it
		if renameErr = os.Rename(name+".new", name); renameErr == nil {
			return nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	return fmt.Errorf("writing the owner of %s: %w", l.dir, renameErr)
}

// Release gives the folder up.
func (l *Lock) Release() {
	_ = os.Remove(filepath.Join(l.dir, ownerFile))
	_ = l.lock.Unlock()
}

// Read says who last took dir; the zero Owner when nobody has. It does not say
// whether that process still lives.
func Read(dir string) (Owner, error) {
	var o Owner
	text, err := os.ReadFile(filepath.Join(dir, ownerFile))
	if err != nil {
		return o, fmt.Errorf("reading the owner of %s: %w", dir, err)
	}
	if err := json.Unmarshal(text, &o); err != nil {
		return Owner{}, fmt.Errorf("reading the owner of %s: %w", dir, err)
	}
	return o, nil
}

// Patience says how long Reach waits for a folder, and whom it tells.
type Patience struct {
	For  time.Duration
	Tell func(owner Owner) // called once, when the wait becomes noticeable
}

// Reach takes dir, waiting while another command works there. When a service
// owns the folder it asks serve to do the work there instead; serve reports
// false where nobody answers (yet). Exactly one of lock and served is set when
// err is nil.
func Reach(ctx context.Context, dir string, owner Owner, p Patience, serve func(Owner) (bool, error)) (lock *Lock, served bool, err error) {
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for waited := time.Duration(0); ; waited += 50 * time.Millisecond {
		lock, err := Take(dir, owner)
		held, ok := errors.AsType[*Held](err)
		if !ok {
			return lock, false, err
		}
		if held.Owner.Endpoint != "" {
			if done, err := serve(held.Owner); done || err != nil {
				return nil, done, err
			}
		}
		if waited >= p.For {
			return nil, false, held
		}
		if waited == time.Second {
			p.Tell(held.Owner)
		}
		select {
		case <-ctx.Done():
			return nil, false, ctx.Err()
		case <-tick.C:
		}
	}
}

// installed is the data folder of a program that lies where packages put it.
func installed(exe string) string {
	for _, root := range machineRoots() {
		if strings.HasPrefix(exe, root) {
			return machineData()
		}
	}
	return ""
}
