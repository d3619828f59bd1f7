package table

import "fmt"

// ErrorKind says why a file cannot be read at all.
type ErrorKind string

// The reasons for which Open refuses a file.
const (
	ErrEmpty      ErrorKind = "empty"
	ErrTooLarge   ErrorKind = "too large"
	ErrCellSize   ErrorKind = "cell too large"
	ErrColumns    ErrorKind = "too many columns"
	ErrLines      ErrorKind = "too many lines without data"
	ErrXLSX       ErrorKind = "xlsx or zip"
	ErrXLS        ErrorKind = "old xls"
	ErrHTML       ErrorKind = "html"
	ErrXML        ErrorKind = "spreadsheetml"
	ErrPDF        ErrorKind = "pdf"
	ErrImage      ErrorKind = "image"
	ErrJSON       ErrorKind = "json"
	ErrBinary     ErrorKind = "binary"
	ErrFixedWidth ErrorKind = "fixed width"
	ErrNoHeader   ErrorKind = "no header"
	ErrDisk       ErrorKind = "reading"
)

// Error is a file that cannot be read: what it is, where, and what to do.
type Error struct {
	Kind ErrorKind
	File string
	Row  int    // physical record from 1, 0 where the whole file is meant
	Say  string // one plain sentence for people
	Err  error  // the cause, nil for most
}

// Error writes the sentence with the file and row in front.
func (e *Error) Error() string {
	where := fmt.Sprintf("reading %s", e.File)
	if e.Row > 0 {
		where += fmt.Sprintf(" row %d", e.Row)
	}
	if e.Err != nil {
		return fmt.Sprintf("%s: %s: %v", where, e.Say, e.Err)
	}
	return where + ": " + e.Say
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }
