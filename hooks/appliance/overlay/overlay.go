// Package overlay lets a shop replace a template without a compiler: a file of
// the same name under <data>/templates/ is read instead of the built-in one.
package overlay

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// FS reads a name from the shop's folder first, then from the built-in files.
// Folder listings show both.
type FS struct {
	Base fs.FS
	own  fs.FS
}

// New lays <data>/templates/ over base. The folder need not exist.
func New(base fs.FS, dataDir string) *FS {
	return &FS{Base: base, own: os.DirFS(filepath.Join(dataDir, "templates"))}
}

// Open opens the shop's file, else the built-in one.
func (f *FS) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	if info, err := fs.Stat(f.own, name); err == nil && !info.IsDir() {
		return f.own.Open(name)
	}
	file, err := f.Base.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return f.own.Open(name)
	}
	return file, err
}

// ReadDir lists a folder of both, each name once, in order.
func (f *FS) ReadDir(name string) ([]fs.DirEntry, error) {
	base, err := fs.ReadDir(f.Base, name)
	own, ownErr := fs.ReadDir(f.own, name)
	if err != nil && ownErr != nil {
		return nil, err
	}
	for _, e := range own {
		i := slices.IndexFunc(base, func(b fs.DirEntry) bool { return b.Name() == e.Name() })
		switch {
		case i < 0:
			base = append(base, e)
		case !e.IsDir():
			base[i] = e
		}
	}
	slices.SortFunc(base, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return base, nil
}

// Override is a file of the shop's own.
type Override struct {
	Name     string `json:"name"`
	Replaces bool   `json:"replaces"` // a built-in file of that name exists
}

// Overrides lists the shop's files.
func (f *FS) Overrides() ([]Override, error) {
	var found []Override
	err := fs.WalkDir(f.own, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) && name == "." {
				return fs.SkipAll
			}
			return err
		}
		if !d.IsDir() {
			_, err := fs.Stat(f.Base, name)
			found = append(found, Override{Name: name, Replaces: err == nil})
		}
		return nil
	})
	return found, err
}
