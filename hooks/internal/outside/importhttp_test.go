package outside

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// tablet is somebody who imports over the network, as the app does.
type tablet struct {
	*Service
	me     map[string]string // the cookie
	serial int
}

// importing serves a shop and signs its first owner in.
func importing(t *testing.T) *tablet {
	t.Helper()
	v := Open(t).Serve()
	_, me := firstOwner(t, v)
	return &tablet{Service: v, me: me}
}

// ask makes a request that has to give a status and reads its answer.
func (b *tablet) ask(status int, method, path, body string) map[string]any {
	b.Helper()
	b.serial++
	head := map[string]string{"Idempotency-Key": "ask-" + strconv.Itoa(b.serial) + path}
	for k, v := range b.me {
		head[k] = v
	}
	got := b.Call(Request{Method: method, Path: path, Body: body, Header: head})
	if got.Status != status {
		b.Fatalf("%s %s: %d, want %d: %s", method, path, got.Status, status, cut(got.Body))
	}
	out := map[string]any{"raw": got.Body}
	_ = json.Unmarshal([]byte(got.Body), &out) // a file is no JSON
	return out
}

// hand sends a file of any length without holding it.
func (b *tablet) hand(ctx context.Context, name string, body io.Reader) (int, map[string]any, error) {
	b.Helper()
	from, to := io.Pipe()
	form := multipart.NewWriter(to)
	go func() {
		part, err := form.CreateFormFile("file", name)
		if err == nil {
			_, err = io.Copy(part, body)
		}
		if err == nil {
			err = form.Close()
		}
		_ = to.CloseWithError(err)
	}()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, b.URL+"/api/imports/files", from)
	if err != nil {
		b.Fatal(err)
	}
	req.Header.Set("Content-Type", form.FormDataContentType())
	req.Header.Set("Idempotency-Key", "hand-"+name)
	for k, v := range b.me {
		req.Header.Set(k, v)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	out := map[string]any{"raw": string(raw)}
	_ = json.Unmarshal(raw, &out)
	return res.StatusCode, out, err
}

// give hands in a file that has to be taken and returns its upload.
func (b *tablet) give(name string, body []byte) string {
	b.Helper()
	status, out, err := b.hand(b.Context(), name, bytes.NewReader(body))
	if err != nil || status != http.StatusOK {
		b.Fatalf("handing %s in: %d %v %v", name, status, err, out["raw"])
	}
	return words(out["upload"])
}

// begin asks for an import and returns by which id it can be watched.
func (b *tablet) begin(upload string) string {
	b.Helper()
	return words(b.ask(http.StatusAccepted, "POST", "/api/imports", fmt.Sprintf(`{"upload":%q,"wish":{}}`, upload))["import"])
}

// state is how far an import is.
func (b *tablet) state(id string) (state string, done int, one map[string]any) {
	b.Helper()
	one = b.ask(http.StatusOK, "GET", "/api/imports/"+id, "")
	far, _ := one["progress"].(map[string]any)
	n, _ := far["done"].(float64)
	return words(one["state"]), int(n), one
}

// asking is how long one waits between two questions: whoever asks faster is
// refused.
const asking = 60 * time.Millisecond

// until asks again and again until something holds.
func (b *tablet) until(holds func() bool) {
	b.Helper()
	for began := time.Now(); !holds(); time.Sleep(asking) {
		if time.Since(began) > time.Minute {
			b.Fatalf("it did not happen within a minute\n%s", b.Said())
		}
	}
}

// ended waits until an import is in the book.
func (b *tablet) ended(id string) map[string]any {
	b.Helper()
	for began := time.Now(); time.Since(began) < time.Minute; time.Sleep(asking) {
		switch state, _, one := b.state(id); state {
		case "applied":
			return one
		case "failed":
			b.Fatalf("the import failed: %s", one["raw"])
		}
	}
	b.Fatalf("the import did not end within a minute\n%s", b.Said())
	return nil
}

// uploads are the files that wait on the server.
func (b *tablet) uploads() []string {
	b.Helper()
	all, err := os.ReadDir(filepath.Join(b.Dir, "uploads"))
	if err != nil && !os.IsNotExist(err) {
		b.Fatal(err)
	}
	names := []string{}
	for _, f := range all {
		names = append(names, f.Name())
	}
	return names
}

// TestImportRejectedRowsAgain goes the whole circle: rows kept aside, the file
// of them corrected as a spreadsheet saves it, and imported; the book is then
// what a file without a mistake would have made of it.
func TestImportRejectedRowsAgain(t *testing.T) {
	t.Parallel()
	right := Till{Seed: 5, Receipts: 60, From: season}.Export()
	want := served(t, right)
	b := importing(t)
	wrong, mended := spoil(t, right)
	first := b.ended(b.begin(b.give("sales.csv", wrong)))
	if n := len(first["result"].(map[string]any)["rejected"].([]any)); n != len(mended) {
		t.Fatalf("%d rows were kept aside, want %d: %s", n, len(mended), first["raw"])
	}
	got := b.ask(http.StatusOK, "GET", "/api/imports/"+words(first["id"])+"/rejected.csv", "")
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(words(got["raw"]), "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatalf("the file of rejected rows: %v\n%s", err, got["raw"])
	}
	for _, row := range rows {
		for i, cell := range row {
			if good, ok := mended[cell]; ok {
				row[i] = good
				delete(mended, cell)
			}
		}
	}
	if len(mended) > 0 {
		t.Fatalf("the file lacks what was rejected for %v:\n%s", mended, got["raw"])
	}
	var file bytes.Buffer
	w := csv.NewWriter(&file)
	_ = w.WriteAll(rows)                                           // a buffer takes everything
	file.WriteString(strings.Repeat(",", len(rows[0])-1) + "\r\n") // as a spreadsheet leaves an emptied row
	b.ended(b.begin(b.give("sales rejected.csv", file.Bytes())))
	again := b.ended(b.begin(b.give("sales rejected again.csv", append(file.Bytes(), '\n'))))
	if words(again["receipts"]) != "0" {
		t.Errorf("corrected twice, it brings %v receipts more", again["receipts"])
	}
	stop(t, b.Service)
	b.Same(withoutPlace(b.Book()), withoutPlace(want.book), "the corrected book")
	if b.Figures("2025-03-01", "2027-12-31") != want.figures {
		t.Error("the figures differ")
	}
}

var place = regexp.MustCompile(` row=\d+ `)

// withoutPlace is the sales of a book wherever in their files they stand.
func withoutPlace(book []string) []string {
	all := receiptsOf(book)
	for i, r := range all {
		all[i] = place.ReplaceAllString(r, " ")
	}
	slices.Sort(all)
	return all
}

// served is what an import over the network leaves that nobody interrupts.
func served(t *testing.T, file []byte) whole {
	t.Helper()
	b := importing(t)
	b.ended(b.begin(b.give("sales.csv", file)))
	stop(t, b.Service)
	return whole{file: file, book: b.Book(), figures: b.Figures("2025-03-01", "2027-12-31")}
}

// spoil makes cells of some rows unreadable and says what each was.
func spoil(t *testing.T, file []byte) (wrong []byte, mended map[string]string) {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(file)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	date, amount := slices.Index(rows[0], "Sale Date"), slices.Index(rows[0], "Ext. Price")
	mended = map[string]string{}
	for i, at := range map[int]int{7: amount, 21: date, 40: amount, 66: amount} {
		bad := fmt.Sprintf("unreadable %d", i)
		mended[bad] = rows[i][at]
		rows[i][at] = bad
	}
	var out bytes.Buffer
	_ = csv.NewWriter(&out).WriteAll(rows)
	return out.Bytes(), mended
}

// TestImportOutlivesItsServer kills the server in the middle of an import that
// was begun over the network: the next one finishes it, and whoever watches
// finds it under the same address.
func TestImportOutlivesItsServer(t *testing.T) {
	t.Parallel()
	w := served(t, Till{Seed: 1, Receipts: 2600, From: season}.Export())
	for _, at := range []string{"staging", "applying"} {
		b := importing(t)
		id := b.begin(b.give("sales.csv", w.file))
		reached := ""
		b.until(func() bool {
			state, done, _ := b.state(id)
			reached = state
			return state == "applied" || state == at && (done > 0 || at == "staging")
		})
		b.Kill()
		if reached == "applied" {
			t.Logf("it was applied before it could be killed while %s", at)
		}
		b.Service = b.Serve()
		list := b.ask(http.StatusOK, "GET", "/api/imports", "")["imports"].([]any)
		switch {
		case len(list) == 1: // it had begun
			if one := b.ended(id); words(one["id"]) != id || words(one["by"]) != "Ida Fenn" {
				t.Errorf("killed while %s: %s", at, one["raw"])
			}
		default: // it was only being read: nothing is left of it, the file waits
			b.ask(http.StatusNotFound, "GET", "/api/imports/"+id, "")
			if len(b.uploads()) != 2 {
				t.Errorf("killed while %s: the uploads are %v", at, b.uploads())
			}
		}
		stop(t, b.Service)
		b.Put("sales.csv", w.file)
		w.again(t, b.Shop, "killed while "+at)
	}
}

// TestImportGoesOnAlone: the connection of whoever began it is gone at once.
func TestImportGoesOnAlone(t *testing.T) {
	t.Parallel()
	b := importing(t)
	upload := b.give("sales.csv", Till{Seed: 8, Receipts: 900, From: season}.Export())
	ctx, cancel := context.WithCancel(t.Context())
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, b.URL+"/api/imports", strings.NewReader(fmt.Sprintf(`{"upload":%q,"wish":{}}`, upload)))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Idempotency-Key", "alone")
	req.Header.Set("Cookie", b.me["Cookie"])
	gone := make(chan struct{})
	go func() {
		if res, err := http.DefaultClient.Do(req); err == nil {
			_ = res.Body.Close()
		}
		close(gone)
	}()
	b.until(func() bool {
		return len(b.ask(http.StatusOK, "GET", "/api/imports", "")["imports"].([]any)) > 0
	})
	cancel()
	<-gone
	if one := b.ended(upload); words(one["receipts"]) != "900" {
		t.Errorf("it brought %v receipts, want 900", one["receipts"])
	}
}

// TestImportsByTwoPeople: two files at the same moment both come in whole, and
// the second is said to wait.
func TestImportsByTwoPeople(t *testing.T) {
	t.Parallel()
	b := importing(t)
	other := *b
	first := b.give("one.csv", Till{Seed: 3, Receipts: 2600, From: season}.Export())
	second := b.give("two.csv", Till{Seed: 4, Receipts: 500, From: season, First: 90001}.Export())
	began, ids := b.begin(first), make(chan string, 1)
	go func() { ids <- other.begin(second) }()
	waited := false
	b.until(func() bool {
		it := b.Call(Request{Path: "/api/imports/" + second, Header: b.me}).Body
		far, _, _ := b.state(began)
		waited = waited || far != "applied" && strings.Contains(it, `"state":"waiting"`)
		return far == "applied"
	})
	if !waited {
		t.Error("nobody was told to wait")
	}
	b.ended(<-ids)
	stop(t, b.Service)
	if n := b.Value("SELECT count(*) || ' ' || count(DISTINCT number) FROM receipts"); n != "3100 3100" {
		t.Errorf("the book has %s receipts, want 3100 of as many numbers", n)
	}
	if n := b.Value("SELECT count(*) FROM clients c JOIN clients o ON o.name = c.name AND o.id > c.id"); n != "0" {
		t.Errorf("%s clients are there twice", n)
	}
}

// TestImportUploadCut: half a file leaves nothing behind, and the next try works.
func TestImportUploadCut(t *testing.T) {
	t.Parallel()
	b := importing(t)
	file := Till{Seed: 6, Receipts: 400, From: season}.Export()
	conn, err := net.Dial("tcp", strings.TrimPrefix(b.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(conn, "POST /api/imports/files HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\nIdempotency-Key: cut\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: %d\r\n\r\n"+
		"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n", strings.TrimPrefix(b.URL, "http://"), b.me["Cookie"], len(file)+200)
	_, _ = conn.Write(file[:len(file)/2])
	await(t, func() bool { return len(b.uploads()) > 0 })
	_ = conn.Close()
	await(t, func() bool { return len(b.uploads()) == 0 })
	b.ended(b.begin(b.give("a.csv", file)))
	if left := b.uploads(); len(left) > 0 {
		t.Errorf("the uploads are %v", left)
	}
}

// TestImportTakenBackAfterMerge: clients of an import were made one with others
// since. What the file brought goes; who stays is said, by name and with the
// reason, and the merges can still be taken back.
func TestImportTakenBackAfterMerge(t *testing.T) {
	t.Parallel()
	b := importing(t)
	const head = "Receipt #,Date,Salesperson,Customer #,Customer,Phone,Description,Department,Qty,Unit Price,Net\n"
	b.ended(b.begin(b.give("one.csv", []byte(head+"1,2026-03-14,AB,C-1,Ida Falk,212-555-0181,Gold ring,Rings,1,500.00,500.00\n"+
		"2,2026-03-14,AB,C-2,Marla Quint,212-555-0184,Gold ring,Rings,1,510.00,510.00\n"))))
	later := b.ended(b.begin(b.give("two.csv", []byte(head+"3,2026-03-15,AB,C-3,Ida Falck,212-555-0182,Pendant,Necklaces,1,300.00,300.00\n"+
		"4,2026-03-15,AB,C-4,Jon Mark,212-555-0183,Pendant,Necklaces,1,310.00,310.00\n5,2026-03-15,AB,C-5,Maria Quint,212-555-0185,Pendant,Necklaces,1,320.00,320.00\n"))))
	for _, pair := range [][2]string{{"Ida Falk", "Ida Falck"}, {"Maria Quint", "Marla Quint"}} {
		b.ask(http.StatusOK, "POST", "/api/merges", fmt.Sprintf(`{"keep":%q,"drop":%q}`, b.client(pair[0]), b.client(pair[1])))
	}
	out := b.ask(http.StatusOK, "POST", "/api/imports/"+words(later["id"])+"/undo", "")
	if got := words(out["receipts"], out["clients"]); got != "3 1" {
		t.Errorf("receipts and clients that went: %s, want 3 1", got)
	}
	reasons := map[string]string{}
	for _, k := range out["kept"].([]any) {
		one := k.(map[string]any)
		reasons[words(one["collection"], one["label"])] = words(one["reason"])
	}
	if len(reasons) != 2 || !strings.HasPrefix(reasons["merges Ida Falck"], "Made one with Ida Falk after the import") || !strings.HasPrefix(reasons["clients Maria Quint"], "Took up Marla Quint after the import") {
		t.Errorf("it is said: %v", reasons)
	}
	stop(t, b.Service)
	const whose = "SELECT group_concat(number || ' ' || name, ', ') FROM (SELECT r.number, c.name FROM receipts r JOIN clients c ON c.id = r.client ORDER BY r.number)"
	if got := b.Value(whose); got != "1 Ida Falk, 2 Maria Quint" {
		t.Errorf("the book has the sales %s", got)
	}
	merges := strings.Fields(b.Value("SELECT group_concat(id, ' ') FROM merges"))
	b.Service = b.Serve()
	for _, m := range merges {
		b.ask(http.StatusOK, "POST", "/api/merges/"+m+"/undo", "")
	}
	stop(t, b.Service)
	if got := b.Value(whose); got != "1 Ida Falk, 2 Marla Quint" {
		t.Errorf("with the merges taken back the book has the sales %s", got)
	}
}

// client finds somebody by their whole name, once the search knows them.
func (b *tablet) client(name string) (id string) {
	b.Helper()
	for began := time.Now(); time.Since(began) < 20*time.Second && id == ""; time.Sleep(50 * time.Millisecond) {
		found, _ := b.ask(http.StatusOK, "POST", "/api/search", fmt.Sprintf(`{"q":%q,"limit":5}`, name))["clients"].([]any)
		for _, c := range found {
			if one := c.(map[string]any); one["name"] == name {
				id = words(one["id"])
			}
		}
	}
	if id == "" {
		b.Fatalf("nobody is found by %q", name)
	}
	return id
}
