package appliance

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"touchstone/hooks/internal/fault"
	"touchstone/hooks/internal/verb"
)

// localFiles are the files of this process's command line. Nothing but what
// stands there can be opened, also when a service asks for it.
type localFiles struct {
	in, out []string
	early   map[string]*os.File // opened before root became the folder's owner
	begun   map[string]*target  // made before that, until the verb asks for them
	back    func() error        // makes the process the caller again; nil where it always was
	writes  []*target
}

// openEarly opens what the command reads while the process still has the
// rights of whoever called it. A file that cannot be opened is told later, by
// the verb that wanted it.
func (l *localFiles) openEarly() {
	l.early = map[string]*os.File{}
	for _, name := range l.in {
		if f, err := os.Open(name); err == nil {
			l.early[name] = f
		}
	}
}

// createEarly begins what the command writes while the process still has the
// rights of whoever called it: the file is the caller's and lies in the caller's
// folder, into which the owner of the data may not come. What cannot be begun
// is told by Create.
func (l *localFiles) createEarly() {
	l.begun = map[string]*target{}
	for _, name := range l.out {
		if t, err := begin(name); err == nil {
			l.begun[name] = t
		}
	}
}

// source is a regular file; its size was taken when it was opened.
type source struct {
	*os.File
	size int64
	kept bool // opened early: stays open, since it may be opened again
}

func (s source) Size() int64 { return s.size }

func (s source) Close() error {
	if s.kept {
		return nil
	}
	return s.File.Close()
}

// Open opens a file that the command line names.
func (l *localFiles) Open(name string) (verb.Source, error) {
	if !slices.Contains(l.in, name) {
		return nil, fmt.Errorf("opening %s: the command does not name this file", name)
	}
	f, early := l.early[name]
	if !early {
		var err error
		if f, err = os.Open(name); err != nil {
			return nil, readFault(name, err)
		}
	}
	s := source{File: f, kept: early}
	info, err := f.Stat()
	if err != nil {
		_ = s.Close()
		return nil, readFault(name, err)
	}
	if info.IsDir() {
		_ = s.Close()
		return nil, fault.New(fault.Invalid, "%s is a folder. Name the file inside it.", name)
	}
	s.size = info.Size()
	return s, nil
}

func readFault(name string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fault.Wrap(fault.NotFound, err, "There is no file %s. Check the spelling of its name and folder.", name)
	case errors.Is(err, fs.ErrPermission):
		return fault.Wrap(fault.Forbidden, err, "The file %s may not be read by this user.", name)
	}
	return fault.Wrap(fault.Invalid, err, "The file %s cannot be read. If another program has it open, close it there first.", name)
}

// target is a file being written beside its name.
type target struct {
	*os.File
	name   string
	direct bool // a device or pipe: written in place
	closed bool
}

// Create opens a file that the command line names for writing.
func (l *localFiles) Create(name string) (io.WriteCloser, error) {
	if !slices.Contains(l.out, name) {
		return nil, fmt.Errorf("creating %s: the command does not name this file", name)
	}
	t, early := l.begun[name]
	if early {
		delete(l.begun, name)
	} else {
		var err error
		if t, err = begin(name); err != nil {
			return nil, err
		}
	}
	l.writes = append(l.writes, t)
	return t, nil
}

// begin opens the file beside the name.
func begin(name string) (*target, error) {
	t := &target{name: name}
	var err error
	info, statErr := os.Stat(name)
	switch {
	case statErr == nil && info.IsDir():
		return nil, fault.New(fault.Invalid, "%s is a folder. Name a file to write.", name)
	case statErr == nil && !info.Mode().IsRegular():
		t.direct = true
		t.File, err = os.OpenFile(name, os.O_WRONLY, 0)
	default:
		t.File, err = os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".part-*")
	}
	if err != nil {
		return nil, fault.Wrap(fault.Forbidden, err, "The file %s cannot be written. Check that its folder exists and that this user may write there.", name)
	}
	return t, nil
}

// Close makes the bytes safe; the name comes with finish. A report is for
// people, while a temporary file starts closed to others.
func (t *target) Close() error {
	if t.closed {
		return nil
	}
	t.closed = true
	if t.direct {
		return t.File.Close()
	}
	_ = t.File.Chmod(0o644)
	return errors.Join(t.File.Sync(), t.File.Close())
}

// finish gives the written files their names when the command went well, and
// removes them when it did not.
func (l *localFiles) finish(ok bool) error {
	var errs []error
	for _, f := range l.early {
		_ = f.Close()
	}
	if l.back != nil {
		if err := l.back(); err != nil {
			errs, ok = append(errs, fmt.Errorf("becoming the caller again: %w", err)), false
		}
	}
	for _, t := range l.begun { // that nobody asked for
		_ = t.Close()
		if !t.direct {
			_ = os.Remove(t.File.Name())
		}
	}
	for _, t := range l.writes {
		if err := t.Close(); err != nil {
			errs = append(errs, fmt.Errorf("writing %s: %w", t.name, err))
		}
		if t.direct {
			continue
		}
		if !ok || len(errs) > 0 {
			_ = os.Remove(t.File.Name())
			continue
		}
		if err := os.Rename(t.File.Name(), t.name); err != nil {
			_ = os.Remove(t.File.Name())
			errs = append(errs, fault.Wrap(fault.Forbidden, err, "The file %s cannot be replaced. If another program has it open, close it there and run the command again.", t.name))
		}
	}
	l.writes, l.begun, l.back = nil, nil, nil
	return errors.Join(errs...)
}
