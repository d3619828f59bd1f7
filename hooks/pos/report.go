package pos

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/money"
	"touchstone/hooks/internal/verb"
	"touchstone/hooks/pos/mapping"
	"touchstone/hooks/pos/table"
	"touchstone/hooks/pos/ticket"
)

var errQuestions = errors.New("the file leaves questions open")

// report prints the outcome: one JSON object for one file, an array for
// several, or sentences. Open questions end the command with exit code 1.
func report(call *verb.Call, results []*Result, dry bool) error {
	if err := printResults(call, results, dry); err != nil {
		return err
	}
	for _, res := range results {
		if len(res.Questions) > 0 {
			return &verb.Silent{Err: errQuestions}
		}
	}
	return nil
}

func printResults(call *verb.Call, results []*Result, dry bool) error {
	if call.JSON {
		if len(call.Args) == 1 && len(results) == 1 {
			return writeJSON(call.Stdout, results[0])
		}
		return writeJSON(call.Stdout, results)
	}
	for _, res := range results {
		if len(res.Questions) > 0 {
			printQuestions(call.Stdout, res)
			continue
		}
		printResult(call.Stdout, res, dry)
	}
	return nil
}

func printResult(w io.Writer, res *Result, dry bool) {
	fmt.Fprintf(w, "%s: %s\n", res.File, outcome(res, dry))
	if res.Updated+res.Unchanged > 0 {
		fmt.Fprintf(w, "  %s corrected, %d already there and unchanged.\n", count(res.Updated, "receipt", "receipts"), res.Unchanged)
	}
	if res.ClientsNew+res.ClientsMatched > 0 {
		fmt.Fprintf(w, "  %s, %s.\n", count(res.ClientsNew, "new client", "new clients"), count(res.ClientsMatched, "known one", "known ones"))
	}
	for _, l := range res.LeftOut {
		fmt.Fprintf(w, "  %s left out: %s.\n", count(l.Count, "row", "rows"), l.Why)
	}
	for _, l := range res.Uncounted {
		fmt.Fprintf(w, "  %s kept and in no figure: %s.\n", count(l.Count, "receipt", "receipts"), strings.ReplaceAll(l.Why, "_", " "))
	}
	for _, t := range res.ControlTotals {
		if t.Agrees {
			fmt.Fprintf(w, "  Row %d, %s: the file's total %s agrees.\n", t.Row, t.Column, t.Stated)
		}
	}
	printRejected(w, res.Rejected)
	for _, warning := range res.Warnings {
		fmt.Fprintln(w, "  "+warning)
	}
	if !dry && res.Receipts+res.Updated > 0 {
		fmt.Fprintf(w, "  Take it back with: touchstone imports undo %s\n", res.Import)
	}
}

// printRejected lists the first rows that could not be read.
func printRejected(w io.Writer, rows []ticket.Reject) {
	const shown = 10
	for _, r := range rows[:min(len(rows), shown)] {
		fmt.Fprintf(w, "  Row %d%s: %s\n", r.Row, inColumn(r.Column), r.Reason)
	}
	if more := len(rows) - shown; more > 0 {
		fmt.Fprintf(w, "  and %s that could not be read.\n", count(more, "more row", "more rows"))
	}
}

// outcome says in one sentence what came, or would come, into the book.
func outcome(res *Result, dry bool) string {
	came, note := "are in the book", ""
	if dry {
		came, note = "would come into the book", " (nothing was written)"
	} else if res.Receipts == 1 {
		came = "is in the book"
	}
	if res.Receipts == 0 {
		return "no new receipt" + note + "."
	}
	days := res.First
	if res.Last != res.First {
		days += " to " + res.Last
	}
	return fmt.Sprintf("%s with %s %s, %s net, %s%s.", count(res.Receipts, "receipt", "receipts"), count(res.Lines, "line", "lines"), came,
		money.Format(res.Net, res.Currency, false), days, note)
}

// count writes a number with its noun.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func printQuestions(w io.Writer, res *Result) {
	open := "one question"
	if len(res.Questions) > 1 {
		open = fmt.Sprintf("%d questions", len(res.Questions))
	}
	fmt.Fprintf(w, "%s was not imported: the file leaves %s open.\n", res.File, open)
	for _, q := range res.Questions {
		fmt.Fprintf(w, "\n  %s\n", q.Text)
		if len(q.Choices) > 0 {
			fmt.Fprintf(w, "    answers: %s\n", strings.Join(q.Choices, " | "))
		}
		fmt.Fprintf(w, "    write in the answers: %q: \"...\"\n", q.ID)
	}
	fmt.Fprintf(w, "\nPut the answers into a file and import again with --map FILE:\n  {\"answers\": {%q: \"...\"}}\n", res.Questions[0].ID)
}

// inspected is one file of `import --inspect --json`.
type inspected struct {
	table.Inspection
	Preset    string             `json:"preset"`
	Mapping   map[string]string  `json:"mapping"`
	Questions []mapping.Question `json:"questions"`
}

// inspect shows how files read: bytes, header, columns, and what they would
// mean.
func (r Room) inspect(ctx context.Context, app core.App, call *verb.Call) error {
	wish, err := readWish(call)
	if err != nil {
		return err
	}
	all := []inspected{}
	for _, name := range call.Args {
		in, err := r.inspectOne(call, wish, name)
		if err != nil {
			return err
		}
		all = append(all, in)
	}
	if call.JSON {
		return writeJSON(call.Stdout, all)
	}
	for _, in := range all {
		printInspection(call.Stdout, in)
	}
	return nil
}

func (r Room) inspectOne(call *verb.Call, wish mapping.Wish, name string) (inspected, error) {
	src, err := call.Files.Open(name)
	if err != nil {
		return inspected{}, err
	}
	defer src.Close()
	f, err := openTable(src, filepath.Base(name), wish)
	if err != nil {
		return inspected{}, err
	}
	if err := wish.Check(f); err != nil {
		return inspected{}, err
	}
	m, questions, err := mapping.Resolve(f, wish)
	if err != nil {
		return inspected{}, err
	}
	in := inspected{Inspection: f.Inspect().(table.Inspection), Preset: m.Preset, Mapping: map[string]string{}, Questions: []mapping.Question{}}
	in.Questions = append(in.Questions, questions...)
	for column, field := range m.Columns {
		in.Mapping[column] = string(field)
	}
	return in, nil
}

func printInspection(w io.Writer, in inspected) {
	fmt.Fprintf(w, "%s: %s, parted by %q, header in row %d, %d rows, read as %s\n", in.File, in.Encoding, in.Delimiter, in.HeaderRow, in.DataRows, in.Preset)
	for _, c := range in.Columns {
		sum := ""
		if c.Sum != "" {
			sum = "sum " + c.Sum
		}
		fmt.Fprintf(w, "  %-28s %-7s %-24s %s\n", c.Name, c.Kind, in.Mapping[c.Name], sum)
	}
	for _, d := range in.Dropped {
		fmt.Fprintf(w, "  row %d left out: %s\n", d.Row, d.Why)
	}
	for _, q := range in.Questions {
		fmt.Fprintf(w, "  question %s: %s\n", q.ID, q.Text)
	}
}
