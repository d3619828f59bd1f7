// Package sheet is the plain data of a printed page: what stands where, in
// words and figures that are already finished.
//
// The scorecard room fills it, the paper room prints it, and neither knows the
// other. Every string arrives ready in the reader's language, rounded and worded;
// every fraction is 0 to 1. Whoever prints a sheet computes no figure and sorts
// nothing: people stand in the order they are given, which is by name, never by rank.
package sheet

import "time"

// Paper sizes a Document may ask for.
const (
	Letter = "letter" // 215.9 x 279.4 mm
	A4     = "a4"     // 210 x 297 mm
)

// Document is one file for the printer: as many pages as people, and the team.
type Document struct {
	Paper     string    // Letter or A4
	Title     string    // stands in the window's title and the file's properties
	Language  string    // BCP 47 tag, such as "en" or "en-US", for reading aloud
	PrintedAt time.Time // the file's own dates, in the store's time zone; nothing else tells the time
	Sign      Sign      `json:",omitzero"` // stands for the store on each page
	Pages     []Page
}

// Sign is what a store shows of itself: its logo, and the letters that stand
// in its place where there is none or it cannot be printed.
type Sign struct {
	Picture []byte // a PNG, JPEG or WebP as the owner gave it
	Letters string // at most three
}

// Page is one person's card or the team's; exactly one of the two is set.
type Page struct {
	Associate *Associate
	Team      *Team
}

// Head is what both kinds of page begin with.
type Head struct {
	Store    string // "Orrin & Vale"
	Week     string // "week 46"; stands behind the store's name after a comma
	Dates    string // "November 9 to 15, 2026"
	Headline string // one sentence made of counts; empty leaves no gap
}

// Foot is the small print both kinds of page end with.
type Foot struct {
	Formulas   []string // one paragraph each, the figures' definitions in short
	Definition string   // "Definitions 1."
	Printed    string   // "Printed Monday, November 16, 2026, 8:05 am."
	Audit      string   // "Audit 9f2c 41d7 e08a", the head of the audit chain
}

// Box is a heading with a few lines of prose. Without text it is not printed.
type Box struct {
	Title string // "What went well"
	Text  string
}

// Associate is one person's card. It is always exactly one page.
type Associate struct {
	Head
	Name    string // as the person writes it
	Instead string // printed where Name has letters no font here holds, such as the staff code
	Chart   Chart
	Columns Columns
	Rows    []Row // none: no table
	Well    Box
	Try     Box
	Foot    Foot
}

// Columns are the words over an associate's table, left to right. The first
// column, the labels, has no word over it.
type Columns struct {
	Period string // "13 weeks", over the figure and its interval
	N      string // "n"
	Week   string // "This week"
	Change string // "Change"
}

// Row is one figure of an associate. The trailing 13 weeks lead.
type Row struct {
	Label    string // "Add-on rate, watches"
	Value    string // "52%"; empty when below the floor
	Interval string // "(46 to 58)"; empty when none is shown
	Words    string // below the floor, in place of figure and mark: "2 of 3 watch sales had an add-on"
	Streak   Streak // drawn only beside a Value
	N        string // "20 of 39"
	Week     string // the week as counts: "6 of 11"
	Change   string // "Up by 32 points (13 to 48)", "No change larger than 9 points"; empty when nothing can be said
}

// Streak is a rate drawn on a line from 0 to 1.
type Streak struct {
	Value, Low, High, Ref float64
	Has                   bool // Value stands; without it nothing is drawn
	HasInterval           bool // Low and High stand
	HasRef                bool // Ref, the compared period, stands as a ring
}

// Chart is a rate week by week, oldest first.
type Chart struct {
	Title   string  // "Add-on rate, your last 13 weeks"
	Note    string  // the period's counts, right of the title: "78 of 151 sales"
	Points  []Point // 13, or none
	Mean    float64 // the period's own rate, dotted
	HasMean bool
	MeanEnd string // label of the dotted line at its right end: "52%"
	End     string // label of the last point: "9 of 15"
	Empty   string // in place of the line when no point has a rate
}

// Point is one week of a chart.
type Point struct {
	Label       string  // "week 34" for the first, "35" for the others; as many are printed as fit
	Rate        float64 // valid when Has
	Low, High   float64 // valid when HasInterval
	Has         bool
	HasInterval bool
	Few         bool // below the floor: the line breaks and a ring stands under the axis
}

// Team is everyone's page. A long table goes on over further pages.
type Team struct {
	Head
	Title     string // "The team"
	Continued string // title of further pages: "The team, continued"
	Chart     Chart
	Columns   TeamColumns
	Everyone  *TeamRow // the store's own figures, above the people
	Rows      []TeamRow
	Note      string // under the table: "By name, never by rank."
	Bright    Box
	Focus     Box
	Foot      Foot
}

// TeamColumns are the words over the team's table, left to right. The first
// column, the names, has no word over it.
type TeamColumns struct {
	Rate  string   // "Add-on rate, 13 weeks"
	N     string   // "n"
	Cells []string // at most five further columns, right-aligned: "This week", "Average sale", "Units", "Sales"
}

// TeamRow is one person in the team's table.
type TeamRow struct {
	Name     string
	Instead  string // as in Associate
	Value    string
	Interval string
	Words    string // as in Row
	Streak   Streak
	N        string
	Cells    []string // as many as TeamColumns.Cells; an empty one stays white
}
