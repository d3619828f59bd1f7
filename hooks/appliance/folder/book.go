package folder

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"touchstone/hooks/internal/fault"
)

// Book is the state of data.db before anybody opens it.
type Book struct {
	Exists bool
	Size   int64
	WAL    int64 // bytes that a process which died left to be taken up
}

const keepCopy = "Copy the whole folder to a safe place first, then bring back the last good copy of data.db."

// Look judges the files of the book without opening them as a database, and
// refuses where opening would lay an empty book over what is left of one.
func Look(dir string) (Book, error) {
	var b Book
	size, err := sizeOf(filepath.Join(dir, "data.db"))
	if err != nil {
		return b, err
	}
	wal, err := sizeOf(filepath.Join(dir, "data.db-wal"))
	if err != nil {
		return b, err
	}
	b = Book{Exists: size > 0, Size: max(size, 0), WAL: max(wal, 0)}
	if size > 0 {
		return b, header(filepath.Join(dir, "data.db"))
	}
	if wal > 0 {
		return b, fault.New(fault.Conflict, "The book in %s is empty, yet work that was never written into it lies beside it (data.db-wal). %s", dir, keepCopy)
	}
	aux, err := sizeOf(filepath.Join(dir, "auxiliary.db"))
	if err != nil {
		return b, err
	}
	if size < 0 && aux > 0 {
		return b, fault.New(fault.Conflict, "The book (data.db) is missing from %s, though the folder was in use. Nothing was made in its place. %s", dir, keepCopy)
	}
	return b, nil
}

// header checks the first bytes of a SQLite file.
func header(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return fault.Wrap(fault.Forbidden, err, "The book %s cannot be read. Check which user may open it.", name)
	}
	defer f.Close()
	head := make([]byte, 16)
	if _, err := io.ReadFull(f, head); err != nil || !bytes.Equal(head, []byte("SQLite format 3\x00")) {
		return fault.New(fault.Conflict, "%s is damaged or is not a book at all. Nothing was written to it. %s", name, keepCopy)
	}
	return nil
}

// sizeOf is the size of a file in bytes, -1 where there is none.
func sizeOf(name string) (int64, error) {
	info, err := os.Stat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return -1, nil
	}
	if err != nil {
		return 0, fmt.Errorf("looking at %s: %w", name, err)
	}
	return info.Size(), nil
}
