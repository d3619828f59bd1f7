package hooks

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"touchstone/hooks/internal/testapp"
)

// till is an export whose header no preset knows. Row 4 cannot be read, and
// belongs to the receipt of row 3; the last description is a formula.
const till = "Bon Nr,Verkauft am,Wer,Kunde,Fon,Was,Gruppe,Menge,Betrag\n" +
	"7001,2025-11-03,AB,Ida Falk,312-555-0101,Pendant,Necklaces,1,1200.00\n" +
	"7002,2025-11-04,AB,Jon Mark,312-555-0102,Gold ring,Rings,1,800.00\n" +
	"7002,2025-11-04,AB,Jon Mark,312-555-0102,Sizing,Repair,1,eighty\n" +
	"7003,2025-11-05,CD,,,=HYPERLINK(1),Rings,1,300.00\n"

// meant is what a person says of its columns.
var meant = map[string]any{"columns": map[string]string{"Bon Nr": "receipt_number", "Verkauft am": "date", "Wer": "salesperson", "Kunde": "customer_name",
	"Fon": "customer_phone", "Was": "description", "Gruppe": "category", "Menge": "quantity", "Betrag": "net"}}

type importer struct {
	*world
	sign func(*http.Request)
}

func (w *world) importer(role string) *importer {
	w.t.Helper()
	cookie := w.signIn(w.person(role))
	return &importer{w, func(r *http.Request) { r.AddCookie(cookie) }}
}

// hand sends a file as a browser does.
func (i *importer) hand(name, body string) (int, map[string]any) {
	i.t.Helper()
	var form bytes.Buffer
	m := multipart.NewWriter(&form)
	part, err := m.CreateFormFile("file", name)
	if err != nil {
		i.t.Fatal(err)
	}
	_, _ = io.WriteString(part, body)
	m.Close()
	req, err := http.NewRequestWithContext(i.t.Context(), http.MethodPost, i.url+"/api/imports/files", &form)
	if err != nil {
		i.t.Fatal(err)
	}
	req.Header.Set("Content-Type", m.FormDataContentType())
	req.Header.Set("Idempotency-Key", "hand-"+name)
	i.sign(req)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		i.t.Fatal(err)
	}
	return i.read(res)
}

func (i *importer) ask(method, path string, body any) (int, map[string]any) {
	i.t.Helper()
	return i.read(i.send(method, path, body, i.sign))
}

func (i *importer) read(res *http.Response) (int, map[string]any) {
	i.t.Helper()
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		i.t.Fatal(err)
	}
	out := map[string]any{"raw": string(raw)}
	_ = json.Unmarshal(raw, &out)
	return res.StatusCode, out
}

// must is ask that has to give a status.
func (i *importer) must(status int, method, path string, body any) map[string]any {
	i.t.Helper()
	got, out := i.ask(method, path, body)
	if got != status {
		i.t.Fatalf("%s %s: %d, want %d: %s", method, path, got, status, out["raw"])
	}
	return out
}

// bring imports a handed file to its end and returns its id.
func (i *importer) bring(upload any, wish any) string {
	i.t.Helper()
	id, _ := i.must(202, "POST", "/api/imports", map[string]any{"upload": upload, "wish": wish})["import"].(string)
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		one := i.must(200, "GET", "/api/imports/"+id, nil)
		if one["state"] == "applied" {
			return one["id"].(string)
		}
		if one["state"] == "failed" {
			i.t.Fatalf("the import failed: %s", one["raw"])
		}
	}
	i.t.Fatal("the import did not end")
	return ""
}

// TestImportOverHTTP brings a file with an unseen header in, as the tablet
// does, corrects its rejected rows, and takes everything back.
func TestImportOverHTTP(t *testing.T) {
	w := newWorld(t)
	i := w.importer("manager")
	status, seen := i.hand(`C:\exports\till.csv`, till)
	if status != 200 || seen["file"] != "till.csv" || len(seen["rows"].([]any)) != 4 || len(seen["columns"].([]any)) != 9 {
		t.Fatalf("handing in: %d %s", status, seen["raw"])
	}
	open := i.must(200, "POST", "/api/imports/preview", map[string]any{"upload": seen["upload"], "wish": map[string]any{}})
	if len(open["questions"].([]any)) == 0 || open["result"] != nil {
		t.Errorf("an unseen header raises no question: %s", open["raw"])
	}
	i.must(409, "POST", "/api/imports", map[string]any{"upload": seen["upload"], "wish": map[string]any{}})
	out := i.must(200, "POST", "/api/imports/preview", map[string]any{"upload": seen["upload"], "wish": meant})
	if result := out["result"].(map[string]any); fmt.Sprint(result["receipts"], result["clients_new"], out["rejected"], out["walk_ins"], result["staff_new"]) != "3 2 1 1 [AB CD]" {
		t.Errorf("the preview is %s", out["raw"])
	}
	if n := w.number("SELECT count(*) FROM receipts"); n != 0 {
		t.Errorf("a preview wrote %d receipts", n)
	}
	id := i.bring(seen["upload"], meant)
	i.came()
	again := i.correct(id)
	i.must(200, "POST", "/api/imports/"+again+"/undo", nil)
	i.must(409, "POST", "/api/imports/"+again+"/undo", nil)
	kept, _ := i.must(200, "GET", "/api/imports/"+again, nil)["taken_back"].(map[string]any)
	if fmt.Sprint(kept["receipts"], kept["restored"]) != "0 1" {
		t.Errorf("of the undo is kept %v", kept)
	}
	i.must(200, "POST", "/api/imports/"+id+"/undo", nil)
	if n := w.number("SELECT (SELECT count(*) FROM receipts) + (SELECT count(*) FROM clients) + (SELECT count(*) FROM import_rows)"); n != 0 {
		t.Errorf("%d records stay after both were taken back", n)
	}
}

// came holds what the file brought.
func (i *importer) came() {
	i.t.Helper()
	w, t := i.world, i.t
	if n := w.number("SELECT count(*) FROM receipts"); n != 3 {
		t.Errorf("%d receipts came in", n)
	}
	if n := w.number("SELECT count(*) FROM imports WHERE staff != '' AND size > 0"); n != 1 {
		t.Error("the import does not say who handed it in")
	}
	left := func() int { // the file goes a moment after the import is over
		files, _ := os.ReadDir(filepath.Join(w.app.DataDir(), "uploads"))
		return len(files)
	}
	for end := time.Now().Add(10 * time.Second); left() > 0 && time.Now().Before(end); {
		time.Sleep(20 * time.Millisecond)
	}
	if n := left(); n > 0 {
		t.Errorf("%d files stay among the uploads", n)
	}
}

// correct imports the rejected rows of an import again, corrected.
func (i *importer) correct(id string) string {
	i.t.Helper()
	res := i.send("GET", "/api/imports/"+id+"/rejected.csv", nil, i.sign)
	defer res.Body.Close()
	raw, _ := io.ReadAll(res.Body)
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(raw, []byte("\ufeff")))).ReadAll()
	if err != nil || len(rows) != 3 {
		i.t.Fatalf("the rejected rows are %q (%v)", raw, err)
	}
	if rows[0][0] != "Bon Nr" || rows[2][8] != "eighty" || rows[2][9] == "" || rows[1][5] != "Gold ring" {
		i.t.Errorf("the rejected rows are %q", rows)
	}
	if name := res.Header.Get("Content-Disposition"); !strings.Contains(name, "till rejected.csv") {
		i.t.Errorf("they come as %s", name)
	}
	_, seen := i.hand("corrected.csv", strings.Replace(string(raw), "eighty", "80.00", 1))
	again := i.bring(seen["upload"], map[string]any{}) // the mapping is remembered
	if n := i.number("SELECT count(*) FROM lines"); n != 4 {
		i.t.Errorf("the book has %d lines after the correction, want 4", n)
	}
	return again
}

// Formulas are made harmless on the way out, and are what they were on the way in.
func TestRejectedRowsAreHarmless(t *testing.T) {
	w := newWorld(t)
	i := w.importer("owner")
	_, seen := i.hand("till.csv", strings.ReplaceAll(till, "Sizing", "=cmd|' /C calc'!A0"))
	id := i.bring(seen["upload"], meant)
	_, out := i.ask("GET", "/api/imports/"+id+"/rejected.csv", nil)
	for _, start := range []string{"\n=", ",=", ",\"="} {
		if strings.Contains(out["raw"].(string), start) {
			t.Errorf("a cell begins a formula: %q", out["raw"])
		}
	}
	i.correct(id)
	if n := w.number("SELECT count(*) FROM lines WHERE description LIKE '=cmd%'"); n != 1 {
		t.Error("the description is not what it was")
	}
}

// Others see nothing of an import: not the file, the record or its rows.
func TestImportsOfAnotherStore(t *testing.T) {
	w := newWorld(t)
	here := w.importer("manager")
	_, seen := here.hand("till.csv", till)
	other := w.save("stores", map[string]any{"code": "UP", "name": "Uptown", "time_zone": "UTC"})
	stranger := w.save("staff", map[string]any{"name": "Una Stone", "code": "US", "role": "manager", "store": other.Id, "active": true, "password": w.password, "email": "us@shop.test"})
	cookie := w.signIn(stranger)
	there := &importer{w, func(r *http.Request) { r.AddCookie(cookie) }}
	there.must(404, "POST", "/api/imports/preview", map[string]any{"upload": seen["upload"], "wish": meant})
	there.must(404, "POST", "/api/imports", map[string]any{"upload": seen["upload"], "wish": meant})
	_, own := there.hand("till.csv", till)
	there.must(403, "POST", "/api/imports/preview", map[string]any{"upload": own["upload"], "wish": meant, "store": "MAIN"})
	id := here.bring(seen["upload"], meant)
	there.must(404, "GET", "/api/imports/"+id, nil)
	there.must(404, "GET", "/api/imports/"+id+"/rejected.csv", nil)
	there.must(404, "POST", "/api/imports/"+id+"/undo", nil)
	if list := there.must(200, "GET", "/api/imports", nil)["imports"].([]any); len(list) != 0 {
		t.Errorf("another store lists %v", list)
	}
}

func TestUploadsThatAreNone(t *testing.T) {
	w := newWorld(t)
	i := w.importer("manager")
	for _, c := range []struct{ name, body string }{{"empty.csv", ""}, {"header.csv", "Receipt,Date,Amount\n"}, {"sheet.xlsx", "PK\x03\x04junk"}} {
		if status, out := i.hand(c.name, c.body); status != 400 || out["message"] == "" {
			t.Errorf("%s: %d %s", c.name, status, out["raw"])
		}
	}
	for _, id := range []string{"", "../../data.db", "u00000000000001", "abc"} {
		i.must(404, "POST", "/api/imports/preview", map[string]any{"upload": id})
	}
	if left, _ := os.ReadDir(filepath.Join(w.app.DataDir(), "uploads")); len(left) > 0 {
		t.Errorf("%d refused files are kept", len(left))
	}
}

func (w *world) number(query string) (n int) {
	w.t.Helper()
	if err := testapp.SQL(w.t, w.app).QueryRow(query).Scan(&n); err != nil {
		w.t.Fatal(err)
	}
	return n
}
