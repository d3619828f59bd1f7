package outside

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// shape holds the keys that a contract names and the JSON type of each.
type shape map[string]string

// kindOf names the JSON type of a value read with numbers as written.
func kindOf(v any) string {
	switch n := v.(type) {
	case nil:
		return "null"
	case bool:
		return "bool"
	case string:
		return "text"
	case json.Number:
		if strings.ContainsAny(n.String(), ".eE") {
			return "decimal"
		}
		return "whole"
	case []any:
		return "list"
	}
	return "object"
}

// words puts values beside each other.
func words(values ...any) string { return strings.TrimSpace(fmt.Sprintln(values...)) }

// hold checks an object; only means that no other key may stand there.
func (want shape) hold(t testing.TB, what string, got map[string]any, only bool) {
	t.Helper()
	for _, key := range slices.Sorted(maps.Keys(want)) {
		value, ok := got[key]
		if kind := kindOf(value); !ok || !slices.Contains(strings.Split(want[key], "|"), kind) {
			t.Errorf("%s: %q is %v (%s), should be %s", what, key, value, kind, want[key])
		}
	}
	for key := range got {
		if _, ok := want[key]; only && !ok {
			t.Errorf("%s: %q stands in no contract", what, key)
		}
	}
}

func objects(t testing.TB, what string, v any) []map[string]any {
	t.Helper()
	list, ok := v.([]any)
	if !ok {
		t.Fatalf("%s is %T, not a list", what, v)
	}
	all := make([]map[string]any, len(list))
	for i, item := range list {
		if all[i], ok = item.(map[string]any); !ok {
			t.Fatalf("%s holds %v", what, item)
		}
	}
	return all
}

var (
	importShape = shape{
		"import": "text", "preset": "text", "receipts": "whole", "lines": "whole", "clients_new": "whole", "clients_matched": "whole", "updated": "whole",
		"unchanged": "whole", "skipped": "whole", "rejected": "list", "warnings": "list", "control_totals": "list",
	}
	rejectedShape = shape{"file": "text", "row": "whole", "column": "text", "value": "text", "reason": "text"}
	inspectShape  = shape{
		"file": "text", "encoding": "text", "delimiter": "text", "header_row": "whole", "columns": "list", "data_rows": "whole", "dropped": "list",
		"sections": "list", "preset": "text", "mapping": "object", "questions": "list",
	}
	metricsShape = shape{"from": "text", "to": "text", "currency": "text", "definition_version": "whole", "rows": "list"}
	rowShape     = shape{"key": "text", "label": "text", "figures": "object"}
	rateShape    = shape{"n": "whole", "of": "whole", "low": "decimal|whole|null", "high": "decimal|whole|null"}
	moneyShape   = shape{"sum": "whole", "n": "whole", "low": "whole|null", "high": "whole|null"}
	unitsShape   = shape{"sum": "decimal|whole", "n": "whole", "low": "decimal|whole|null", "high": "decimal|whole|null"}
	ratioShape   = shape{"n": "whole", "of": "whole"}
)

// figureShapes are the figures that sales and clients can answer; nil stands
// for a bare whole number.
var figureShapes = map[string]shape{
	"net_sales": nil, "sales_count": nil, "service_tickets": nil, "average_sale": moneyShape, "units_per_transaction": unitsShape,
	"qualifying_sales": nil, "secondary_sales_rate": rateShape, "secondary_revenue_per_qualifying_sale": moneyShape, "care_plan_rate": rateShape,
	"return_rate": ratioShape, "identified_rate": rateShape, "repeat_client_rate": rateShape, "repeat_household_rate": rateShape, "clients_brought": nil,
}

// awkward is an export with one of everything that an import reports.
const awkward = "Receipt #,Date,Salesperson,SKU,Description,Department,Qty,Price,Total\n" +
	"1001,2025-03-03,AB,W1,Watch,Watches,1,1000.00,1000.00\n" +
	"1001,2025-03-03,AB,S1,Strap,Watch Straps,1,80.00,80.00\n" +
	"1002,2025-03-04,CD,R1,Ring,Rings,1,12x,12x\n" +
	"1003,2025-02-30,CD,R1,Ring,Rings,1,500.00,500.00\n" +
	"1004,2025-03-05,CD,R1,Ring,Rings,1,500.00,500.00\n" +
	"Grand Total,,,,,,,,9999.00\n"

func TestImportJSON(t *testing.T) {
	t.Parallel()
	s := Open(t)
	s.Put("awkward.csv", []byte(awkward))
	s.Put("week.csv", Till{Seed: 3, Receipts: 60, From: season}.Export())
	s.Put("next.csv", Till{Seed: 4, Receipts: 60, From: season.AddDate(0, 0, 10), First: 60001}.Export())
	var dry, one, again map[string]any
	s.Read(&dry, "import", "awkward.csv", "--dry-run")
	importShape.hold(t, "dry run", dry, false)
	if n := s.Value("SELECT (SELECT count(*) FROM receipts) + (SELECT count(*) FROM imports) + (SELECT count(*) FROM staff)"); n != "0" {
		t.Errorf("a dry run left %s records", n)
	}
	s.Read(&one, "import", "awkward.csv")
	importShape.hold(t, "import", one, false)
	for _, key := range []string{"receipts", "lines", "clients_new", "preset"} {
		if one[key] != dry[key] {
			t.Errorf("%s: the dry run promised %v, the import did %v", key, dry[key], one[key])
		}
	}
	holdAwkward(t, one)
	s.Read(&again, "import", "awkward.csv")
	if words(again["receipts"], again["lines"], again["clients_new"], again["updated"], again["unchanged"]) != "0 0 0 0 2" {
		t.Errorf("the same file again: %v", again)
	}
	var several []map[string]any
	s.Read(&several, "import", "week.csv", "next.csv")
	if len(several) != 2 || several[0]["file"] != "week.csv" || several[1]["file"] != "next.csv" {
		t.Fatalf("two files: %v", several)
	}
	for _, got := range several {
		importShape.hold(t, "one of two imports", got, false)
	}
}

// holdAwkward: what the import of the awkward file says of its rows.
func holdAwkward(t *testing.T, one map[string]any) {
	t.Helper()
	if words(one["receipts"], one["lines"]) != "2 3" {
		t.Errorf("receipts and lines: %v %v", one["receipts"], one["lines"])
	}
	rejected := objects(t, "rejected", one["rejected"])
	if len(rejected) != 2 {
		t.Fatalf("rejected: %v", rejected)
	}
	for i, want := range []string{"awkward.csv 4 12x", "awkward.csv 5 2025-02-30"} {
		rejectedShape.hold(t, "rejected row", rejected[i], true)
		if got := words(rejected[i]["file"], rejected[i]["row"], rejected[i]["value"]); got != want {
			t.Errorf("rejected %q, want %q", got, want)
		}
	}
	if totals := objects(t, "control_totals", one["control_totals"]); len(totals) != 1 || words(totals[0]["row"]) != "7" {
		t.Errorf("control totals: %v", totals)
	}
}

// A file that leaves questions open is not imported; the answers open it.
func TestQuestionsAndAnswers(t *testing.T) {
	t.Parallel()
	s := Open(t)
	s.Put("dates.csv", []byte("Receipt #,Date,Salesperson,Description,Department,Qty,Price\n1,03/04/2025,AB,Ring,Rings,1,500.00\n2,05/06/2025,AB,Ring,Rings,1,600.00\n"))
	asked := s.Run("import", "dates.csv", "--json").Expect(1, "", "")
	var one map[string]any
	asked.JSON(&one)
	questions := objects(t, "questions", one["questions"])
	if len(questions) != 1 {
		t.Fatalf("questions: %v", questions)
	}
	id, _ := questions[0]["id"].(string)
	choices, _ := questions[0]["choices"].([]any)
	if id == "" || len(choices) < 2 {
		t.Fatalf("question: %v", questions[0])
	}
	if n := s.Value("SELECT count(*) FROM receipts"); n != "0" {
		t.Errorf("%s receipts came in before the answer", n)
	}
	if text := s.Run("import", "dates.csv").Expect(1, "--map", "").Out; !strings.Contains(text, id) {
		t.Errorf("the questions for people do not name %q:\n%s", id, text)
	}
	dates := map[string]bool{}
	for _, choice := range choices {
		s := s.For(t)
		s.Dir = filepath.Join(s.Work, fmt.Sprint("answered-", len(dates)))
		answer, err := json.Marshal(map[string]any{"answers": map[string]any{id: choice}})
		if err != nil {
			t.Fatal(err)
		}
		s.Put("answers.json", answer)
		s.Must("import", "dates.csv", "--map", "answers.json")
		dates[s.Value("SELECT group_concat(date) FROM (SELECT date FROM receipts ORDER BY number)")] = true
		s.Put("next.csv", []byte("Receipt #,Date,Salesperson,Description,Department,Qty,Price\n3,07/08/2025,AB,Ring,Rings,1,700.00\n"))
		s.Must("import", "next.csv") // the answer was remembered with the header
	}
	if !dates["2025-03-04,2025-05-06"] || !dates["2025-04-03,2025-06-05"] {
		t.Errorf("the answers gave %v", dates)
	}
}

func TestInspectJSON(t *testing.T) {
	t.Parallel()
	s := Open(t)
	text := "Receipt #;Date;Seller;Item;Price\n1;2025-03-03;Zoë Brühl;Ring;500,00\n\n2;2025-03-04;Renée Núñez;Ring;250,50\nReceipt #;Date;Seller;Item;Price\nTotal;;;;750,50\n"
	names := []string{"import", "--inspect"}
	for _, e := range encodings {
		names = append(names, s.Put(e.name+".csv", e.write(text)))
	}
	var all []map[string]any
	s.Read(&all, names...)
	if len(all) != len(encodings) {
		t.Fatalf("%d files, %d answers", len(encodings), len(all))
	}
	for i, e := range encodings {
		got := all[i]
		inspectShape.hold(t, e.name, got, false)
		if words(got["file"], got["encoding"], got["delimiter"], got["header_row"], got["data_rows"]) != words(e.name+".csv", e.name, ";", 1, 2) {
			t.Errorf("%s reads as %v", e.name, got)
		}
		if drops := fmt.Sprint(got["dropped"]); drops != "[map[row:3 why:blank] map[row:5 why:repeated header] map[row:6 why:subtotal]]" &&
			drops != "[map[row:3 why:blank] map[row:5 why:repeated header] map[row:6 why:footer]]" {
			t.Errorf("%s: dropped %s", e.name, drops)
		}
		holdColumns(t, e.name, objects(t, "columns", got["columns"]))
	}
	s.Read(&all, "import", "--inspect", "utf-8.csv")
	if len(all) != 1 {
		t.Errorf("one file: %d answers", len(all))
	}
	if _, err := os.Stat(filepath.Join(s.Dir, "data.db")); err == nil && s.Value("SELECT count(*) FROM imports") != "0" {
		t.Error("looking at a file left an import")
	}
}

// holdColumns: the columns of the file of TestInspectJSON, each of its kind.
func holdColumns(t *testing.T, what string, columns []map[string]any) {
	t.Helper()
	var all []string
	for _, c := range columns {
		shape{"name": "text", "kind": "text"}.hold(t, what+" column", c, false)
		text := fmt.Sprint(c["name"], "=", c["kind"])
		if c["kind"] == "money" {
			text += fmt.Sprint("=", c["sum"])
		}
		all = append(all, text)
	}
	if got := strings.Join(all, ", "); got != "Receipt #=code, Date=date, Seller=text, Item=text, Price=money=750.50" {
		t.Errorf("%s: columns %s", what, got)
	}
}

func TestImportsAndUndoJSON(t *testing.T) {
	t.Parallel()
	s := Open(t)
	s.Put("week.csv", Till{Seed: 3, Receipts: 60, From: season}.Export())
	s.Put("next.csv", Till{Seed: 4, Receipts: 60, From: season.AddDate(0, 0, 10), First: 60001}.Export())
	var one, two, list, undone map[string]any
	s.Read(&one, "import", "week.csv")
	before, figures := s.Book(), s.Figures("2025-03-01", "2025-12-31")
	s.Read(&two, "import", "next.csv")
	s.Read(&list, "imports")
	all := objects(t, "imports", list["imports"])
	if len(all) != 2 || all[0]["id"] != two["import"] || all[1]["id"] != one["import"] || all[0]["state"] != "applied" {
		t.Fatalf("imports: %v", all)
	}
	id := fmt.Sprint(two["import"])
	s.Read(&undone, "imports", "undo", id)
	if fmt.Sprint(undone["receipts"]) != fmt.Sprint(two["receipts"]) {
		t.Errorf("undo took back %v, the import brought %v", undone, two["receipts"])
	}
	s.Same(s.Book(), before, "after undo")
	if s.Figures("2025-03-01", "2025-12-31") != figures {
		t.Error("the figures after undo are not those before the import")
	}
	s.Run("imports", "undo", id).Expect(1, "", "")
	s.Read(&list, "imports")
	if all := objects(t, "imports", list["imports"]); len(all) != 2 || all[0]["state"] != "undone" {
		t.Errorf("imports after undo: %v", all)
	}
}

func TestVersionHealthDoctorJSON(t *testing.T) {
	t.Parallel()
	s := Open(t)
	var version, health, doctor map[string]any
	s.Read(&version, "version")
	shape{"version": "text", "commit": "text", "pocketbase": "text", "go": "text"}.hold(t, "version", version, true)
	if version["pocketbase"] != "0.39.11" {
		t.Errorf("version: %v", version)
	}
	s.Run("health", "--json").Expect(1, "", "").JSON(&health)
	shape{"ok": "bool", "running": "bool", "problem": "text"}.hold(t, "health", health, true)
	if _, err := os.Stat(s.Dir); err == nil {
		t.Error("version or health made a data folder")
	}
	s.Read(&doctor, "doctor")
	shape{"state": "text", "items": "list"}.hold(t, "doctor", doctor, true)
	items := objects(t, "items", doctor["items"])
	for _, item := range items {
		shape{"name": "text", "state": "text", "found": "text"}.hold(t, "doctor item", item, false)
		if !slices.Contains([]any{"ok", "warning", "broken"}, item["state"]) {
			t.Errorf("doctor item: %v", item)
		}
	}
	if len(items) < 8 {
		t.Errorf("doctor looked at %d things", len(items))
	}
	v := s.Serve()
	s.Read(&health, "health")
	if health["ok"] != true || health["running"] != true || health["url"] != v.URL {
		t.Errorf("health beside a service: %v", health)
	}
}
