package pos

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/verb"
	"touchstone/hooks/pos/mapping"
)

func (r Room) importVerb() verb.Verb {
	return verb.Verb{
		Name: "import", Args: "FILE...", Short: "Read POS exports into the book.",
		Long: `A file whose meaning is certain is applied at once. Where it is not, the command
ends with the questions and how to answer them. Importing a file again changes
nothing. --inspect shows how a file reads before any meaning is given to it.`,
		Flags: []verb.Flag{
			{Name: "preset", Usage: "read as one system's export: " + fmt.Sprint(mapping.Presets())},
			{Name: "map", Usage: "a JSON file with answers: {\"columns\": {\"Header\": \"field\"}, \"answers\": {\"question id\": \"answer\"}}", In: true},
			{Name: "store", Usage: "the code of the store that the file belongs to"},
			{Name: "dry-run", Usage: "show what would happen, write nothing", Bool: true},
			{Name: "inspect", Usage: "show how the file reads, write nothing", Bool: true},
		},
		FileArgs: true, MinArgs: 1, MaxArgs: -1,
		Run: func(ctx context.Context, app core.App, call *verb.Call) error {
			if call.Bool("inspect") {
				return r.inspect(ctx, app, call)
			}
			return r.importFiles(ctx, app, call)
		},
	}
}

// importFiles reads the files in the order given. All are looked at before the
// first is applied, so that a question about the second leaves nothing half done.
func (r Room) importFiles(ctx context.Context, app core.App, call *verb.Call) error {
	wish, err := readWish(call)
	if err != nil {
		return err
	}
	dry := call.Bool("dry-run")
	results := []*Result{}
	if len(call.Args) > 1 && !dry {
		if done, err := r.lookAll(ctx, app, call, wish); done || err != nil {
			return err
		}
	}
	for _, name := range call.Args {
		res, err := r.importOne(ctx, app, call, Wanted{Name: filepath.Base(name), Store: call.Flag("store"), Wish: wish, Dry: dry, Alone: call.Alone}, name)
		if err != nil {
			return partly(call, results, err)
		}
		results = append(results, res)
		if len(res.Questions) > 0 {
			break
		}
	}
	return report(call, results, dry)
}

// partly reports what was applied before a later file failed.
func partly(call *verb.Call, results []*Result, err error) error {
	if len(results) == 0 {
		return err
	}
	return errors.Join(report(call, results, false), err)
}

// lookAll asks the questions of all files before any is applied.
func (r Room) lookAll(ctx context.Context, app core.App, call *verb.Call, wish mapping.Wish) (asked bool, err error) {
	for _, name := range call.Args {
		src, err := call.Files.Open(name)
		if err != nil {
			return false, err
		}
		w := Wanted{Name: filepath.Base(name), Store: call.Flag("store"), Wish: wish, Dry: true}
		run, err := r.open(ctx, app, src, w, call.Now)
		if err == nil {
			err = run.check(ctx, r, w)
		}
		src.Close()
		if err != nil {
			return false, err
		}
		if len(run.result.Questions) > 0 {
			return true, report(call, []*Result{run.result}, false)
		}
	}
	return false, nil
}

func (r Room) importOne(ctx context.Context, app core.App, call *verb.Call, w Wanted, name string) (*Result, error) {
	src, err := call.Files.Open(name)
	if err != nil {
		return nil, err
	}
	defer src.Close()
	return r.Import(ctx, app, src, w, call.Now)
}

// readWish reads --preset and --map.
func readWish(call *verb.Call) (mapping.Wish, error) {
	wish := mapping.Wish{Preset: call.Flag("preset")}
	if known := mapping.Presets(); wish.Preset != "" && !slices.Contains(known, wish.Preset) {
		return wish, verb.Usage("There is no preset %s. These are known: %s.", wish.Preset, strings.Join(known, ", "))
	}
	name := call.Flag("map")
	if name == "" {
		return wish, nil
	}
	src, err := call.Files.Open(name)
	if err != nil {
		return wish, err
	}
	defer src.Close()
	raw, err := io.ReadAll(io.LimitReader(io.NewSectionReader(src, 0, src.Size()), 1<<20))
	if err != nil {
		return wish, fmt.Errorf("reading %s: %w", name, err)
	}
	if err := json.Unmarshal(raw, &wish); err != nil {
		return wish, verb.Usage("reading %s: it is not the JSON of a mapping: %v", name, err)
	}
	for id, answer := range wish.Answers { // a column question is answered with the column's name
		if field, ok := strings.CutPrefix(id, "column:"); ok {
			if wish.Columns == nil {
				wish.Columns = map[string]mapping.Field{}
			}
			wish.Columns[answer] = mapping.Field(field)
			delete(wish.Answers, id)
		}
	}
	if flag := call.Flag("preset"); flag != "" {
		wish.Preset = flag
	}
	return wish, nil
}

func importsVerb() verb.Verb {
	return verb.Verb{
		Name: "imports", Short: "List what was imported, the newest first.", Reads: true,
		Run: func(ctx context.Context, app core.App, call *verb.Call) error {
			list, err := listImports(ctx, app)
			if err != nil {
				return err
			}
			if call.JSON {
				return writeJSON(call.Stdout, map[string]any{"imports": list})
			}
			if len(list) == 0 {
				fmt.Fprintln(call.Stdout, "Nothing was imported yet. Begin with: touchstone import FILE")
				return nil
			}
			for _, i := range list {
				fmt.Fprintf(call.Stdout, "%s  %-9s %s  %s, %s, %s to %s\n", i.ID, i.State, i.File,
					count(i.Receipts, "receipt", "receipts"), count(i.Lines, "line", "lines"), i.First, i.Last)
			}
			fmt.Fprintln(call.Stdout, "Take one back with: touchstone imports undo ID")
			return nil
		},
	}
}

func (r Room) undoVerb() verb.Verb {
	return verb.Verb{
		Name: "imports undo", Args: "ID", Short: "Take one import back.", MinArgs: 1, MaxArgs: 1,
		Run: func(ctx context.Context, app core.App, call *verb.Call) error {
			out, err := r.Undo(ctx, app, call.Args[0], call.Now)
			if err != nil {
				return err
			}
			if call.JSON {
				return writeJSON(call.Stdout, out)
			}
			fmt.Fprintf(call.Stdout, "%s was taken back: %s and %s left the book.\n", out.File,
				count(out.Receipts, "receipt", "receipts"), count(out.Clients, "client", "clients"))
			if out.Restored > 0 {
				fmt.Fprintf(call.Stdout, "%s went back to what another file says.\n", count(out.Restored, "receipt", "receipts"))
			}
			if out.Others > 0 {
				fmt.Fprintf(call.Stdout, "Another file holds %s too; they stay.\n", count(out.Others, "receipt", "receipts"))
			}
			for _, k := range out.Kept {
				fmt.Fprintf(call.Stdout, "Kept %s %s: %s.\n", k.Collection, k.Label, k.Reason)
			}
			return nil
		},
	}
}

// Listed is one import of the list.
type Listed struct {
	ID        string `json:"id"`
	File      string `json:"file"`
	State     string `json:"state"`
	Preset    string `json:"preset"`
	Store     string `json:"store"`
	Receipts  int    `json:"receipts"`
	Lines     int    `json:"lines"`
	Updated   int    `json:"updated"`
	Unchanged int    `json:"unchanged"`
	Rejected  int    `json:"rejected"`
	First     string `json:"first_date"`
	Last      string `json:"last_date"`
	AppliedAt string `json:"applied_at"`
	UndoneAt  string `json:"undone_at"`
}

func listImports(ctx context.Context, app core.App) ([]Listed, error) {
	db, err := reader(app)
	if err != nil {
		return nil, err
	}
	rows, err := db.QueryContext(ctx, `
		SELECT i.id, i.file, i.state, i.preset, coalesce(s.code, ''), i.receipts, i.lines, i.updated_receipts, i.unchanged, i.rejected,
		       i.first_date, i.last_date, i.applied_at, i.undone_at
		FROM imports i LEFT JOIN stores s ON s.id = i.store ORDER BY i.rowid DESC`)
	if err != nil {
		return nil, fmt.Errorf("reading imports: %w", err)
	}
	defer rows.Close()
	list := []Listed{}
	for rows.Next() {
		var i Listed
		if err := rows.Scan(&i.ID, &i.File, &i.State, &i.Preset, &i.Store, &i.Receipts, &i.Lines, &i.Updated, &i.Unchanged, &i.Rejected,
			&i.First, &i.Last, &i.AppliedAt, &i.UndoneAt); err != nil {
			return nil, fmt.Errorf("reading imports: %w", err)
		}
		list = append(list, i)
	}
	return list, rows.Err()
}

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
