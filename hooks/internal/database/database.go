// Package database opens SQLite the way a shop needs it: a sale that was
// acknowledged is on the disk, even when the power fails a moment later.
package database

import (
	"errors"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/pocketbase/dbx"
	"modernc.org/sqlite"

	"touchstone/hooks/internal/fault"
)

// Pragmas of every pooled connection. busy_timeout stands first, because
// setting WAL may have to wait for another connection.
const (
	pragmas = "?_pragma=busy_timeout(10000)" +
		"&_pragma=journal_mode(WAL)" +
		"&_pragma=journal_size_limit(200000000)" +
		"&_pragma=foreign_keys(ON)" +
		"&_pragma=temp_store(MEMORY)" +
		"&_pragma=cache_size(-32000)"
	durable = "&_pragma=synchronous(FULL)"
	relaxed = "&_pragma=synchronous(NORMAL)"
)

// Connect opens a pool on a database file. It is PocketBase's DBConnect: the
// book (data.db) survives a power cut to the last commit; the log beside it
// (auxiliary.db) may lose its last seconds and costs fewer flushes.
func Connect(path string) (*dbx.DB, error) {
	keepBlocks()
	sync := durable
	if filepath.Base(path) == "auxiliary.db" {
		sync = relaxed
	}
	return dbx.Open("sqlite", path+pragmas+sync)
}

// SQLite's primary result codes that a person can do something about.
const (
	codeBusy     = 5
	codeLocked   = 6
	codeReadOnly = 8
	codeCorrupt  = 11
	codeFull     = 13
	codeCantOpen = 14
	codeNotADB   = 26
)

// Explain turns what SQLite or the disk refused into a fault with a plain
// sentence. Every other error, a fault included, comes back as it is.
func Explain(err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*fault.Error](err); ok {
		return err
	}
	if errors.Is(err, syscall.ENOSPC) || code(err) == codeFull {
		return fault.Wrap(fault.DiskFull, err, "The disk is full. Nothing was lost; reading works. Free some space and do it again.")
	}
	switch code(err) {
	case codeCorrupt, codeNotADB:
		return fault.Wrap(fault.Internal, err, "The book (data.db) is damaged, so nothing is written to it. Copy the whole data folder to a safe place, then bring back the last good copy.")
	case codeReadOnly:
		return fault.Wrap(fault.Forbidden, err, "The data folder can only be read. Give the program the right to write there, or choose another folder with --dir.")
	case codeCantOpen:
		return fault.Wrap(fault.Forbidden, err, "The book (data.db) cannot be opened. Check that the data folder exists and that this user may read and write it.")
	case codeBusy, codeLocked:
		return fault.Wrap(fault.Conflict, err, "The book is busy with another piece of work. Wait a moment and do it again.")
	}
	return err
}

// code is the primary SQLite result code in err's chain, 0 without one. Where
// a layer between kept only the text, the text is read.
func code(err error) int {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code() & 0xff
	}
	text := err.Error()
	switch {
	case strings.Contains(text, "database or disk is full"):
		return codeFull
	case strings.Contains(text, "database disk image is malformed"):
		return codeCorrupt
	case strings.Contains(text, "file is not a database"):
		return codeNotADB
	}
	return 0
}
