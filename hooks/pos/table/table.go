// Package table turns the bytes of a POS export into records and typed columns,
// before anybody knows what a column means: encoding, delimiter, header row,
// report furniture (titles, banners, subtotals, page marks), amounts and dates
// decided over whole columns, and questions where the file proves nothing. It
// reads a file twice as a stream and keeps only small statistics in memory.
package table

import (
	"io"
	"path/filepath"

	"touchstone/hooks/internal/money"
)

// Options carry what a person answered and what the caller knows.
type Options struct {
	DateOrder   map[string]string // column name -> MDY, DMY or YMD
	DecimalMark map[string]string // column name -> "." or ","
	Known       func(folded string) bool
	Section     int // which section's rows to read, from 1; 0 = the one with most rows
}

// Kind is what a column's cells are.
type Kind string

// The kinds of a column.
const (
	Text   Kind = "text"
	Money  Kind = "money"
	Number Kind = "number"
	Date   Kind = "date"
	Code   Kind = "code"
)

// Column is one column of the table, decided over all its cells.
type Column struct {
	Name     string        // trimmed, as printed; a second one of the same name gets " #2"
	Folded   string        // Fold of the printed name
	Kind     Kind          // decided by the cells, for codes by the header too
	Virtual  bool          // filled from group banners ("Associate: 101 - ...")
	Sum      money.Decimal // of money and number columns, over rows without a problem
	SumLost  bool          // the sum does not fit in 18 digits
	Filled   int           // cells that are not blank
	Unread   int           // filled cells of a money, number or date column that cannot be read
	Samples  []string      // the first few distinct values
	Money    MoneyStyle    // how to read the cells of a money or number column
	Date     DateStyle     // how to read the cells of a date column
	Damaged  int           // codes that a spreadsheet rounded (1.23457E+11)
	Clock    bool          // a text column that holds times of day: use ParseClock
	dotZero  bool          // a code column whose every cell ends in .0
	position int           // cell index in a record, -1 for virtual columns
}

// Why a record is no row of data.
const (
	Blank    = "blank"
	Repeated = "repeated header"
	Banner   = "banner"
	Subtotal = "subtotal"
	Footer   = "footer"
	Page     = "page"
	Apart    = "section" // it belongs to another table of the same file
)

// Dropped is a record that is no row of data, and why.
type Dropped struct {
	Row int
	Why string
}

// Record is a line above the header, kept as it stands.
type Record struct {
	Row   int
	Cells []string
}

// Section is one of several tables in a file.
type Section struct {
	Name      string   `json:"name"`
	Row       int      `json:"row"` // of its title, or of its header where it has none
	HeaderRow int      `json:"header_row"`
	DataRows  int      `json:"data_rows"`
	Columns   []string `json:"columns"`
}

// ControlTotal compares a total that the file states with the sum of its rows.
type ControlTotal struct {
	Row            int
	Label, Column  string
	Stated, Summed string
	Agrees         bool
}

// Question is something the file does not prove and a person must say.
type Question struct {
	Kind    string   `json:"kind"` // date_order, decimal_mark, header
	Column  string   `json:"column,omitempty"`
	Ask     string   `json:"ask"`
	Options []Option `json:"options,omitempty"`
}

// Option is one answer to a question and what it would mean.
type Option struct {
	Answer string `json:"answer"`
	Means  string `json:"means"`
}

// File is a table that was looked at once; Rows reads it again.
type File struct {
	Name, SHA256, Encoding, Delimiter string
	HeaderRow                         int // physical record from 1; 0 = none
	Columns                           []Column
	Preamble                          []Record
	DataRows                          int
	Problems                          int // data rows with a Problem
	Dropped                           []Dropped
	Sections                          []Section
	Totals                            []ControlTotal
	Questions                         []Question
	Warnings                          []string

	in     source
	delim  byte
	head   []string // the header's cells as they stand
	width  int      // cells a row has
	modal  int      // cells the records of the file usually have
	skip   int      // leading records that are neither header nor data (sep=;)
	opt    Options
	groups groups
	lax    bool // most rows leave out blank cells at their end
	from   int  // the first and the last record of the table that is read;
	to     int  // 0 = to the end of the file
	read   int  // which of Sections it is, from 0
}

// Row is one row of data.
type Row struct {
	Number  int      // physical record, from 1
	Byte    int64    // where it starts in the file
	Cells   []string // in the order of File.Columns, padded; spreadsheet guards undone
	Problem string   // why the row cannot be trusted ("" = sound); its cells are given all the same
}

// Open looks through a file once: it decides encoding, delimiter, header and
// columns and finds what is no data. Memory stays small and constant whatever
// the file's size. An *Error says why a file cannot be read and what to do. A
// file with a header and nothing else is no error.
func Open(name string, src io.ReaderAt, size int64, opt Options) (*File, error) {
	name = filepath.Base(name)
	f, err := open(name, src, size, opt)
	if e, ok := err.(*Error); ok && e.File == "" {
		e.File = name
	}
	return f, err
}

func open(name string, src io.ReaderAt, size int64, opt Options) (*File, error) {
	if size > maxBytes {
		return nil, &Error{Kind: ErrTooLarge, Say: "the file is larger than 200 MB; export a shorter span of dates"}
	}
	scan, err := scanBytes(src, size)
	if err != nil {
		return nil, &Error{Kind: ErrDisk, Say: "the file cannot be read", Err: err}
	}
	if err := scan.refuse(); err != nil {
		return nil, err
	}
	f := &File{Name: name, SHA256: scan.sha, opt: opt}
	f.Encoding, f.in.start = scan.encoding()
	f.in.src, f.in.end, f.in.enc = src, scan.textEnd(f.Encoding), f.Encoding
	f.noteBytes(scan)
	if err := f.dialect(); err != nil {
		return nil, err
	}
	return f, f.analyse()
}

func (f *File) warn(text string) { f.Warnings = append(f.Warnings, text) }

func (f *File) noteBytes(scan *byteScan) {
	if scan.mojibake > 0 && (f.Encoding == "utf-8" || f.Encoding == "utf-8-bom") {
		f.warn("some accented letters were already broken when this file was written; export it again as UTF-8 if you can")
	}
	if f.Encoding == "utf-8-bom" && scan.badUTF8 {
		f.warn("some characters of this file are damaged and show as \ufffd")
	}
	if f.in.end < scan.size {
		f.warn("the filler at the end of the file was left out")
	}
}
