package hooks

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"touchstone/hooks/internal/testapp"
)

// someone is a person at a tablet.
type someone struct {
	w    *world
	sign func(*http.Request)
	id   string
}

func (w *world) at(who string) someone {
	w.t.Helper()
	sign := w.become(who)
	s := someone{w: w, sign: sign}
	if w.me != nil {
		s.id = w.me.Id
	}
	return s
}

// answer is what came back: the object, and its ETag.
type answer struct {
	status int
	body   map[string]any
	raw    string
	etag   string
}

// ask sends a request; headers come in pairs.
func (s someone) ask(method, path string, body any, headers ...string) answer {
	s.w.t.Helper()
	res := s.w.send(method, path, body, func(r *http.Request) {
		if s.sign != nil {
			s.sign(r)
		}
		for i := 0; i+1 < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
	})
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		s.w.t.Fatal(err)
	}
	a := answer{status: res.StatusCode, raw: string(raw), etag: res.Header.Get("ETag")}
	_ = json.Unmarshal(raw, &a.body)
	return a
}

// must asks and expects a status.
func (s someone) must(status int, method, path string, body any, headers ...string) answer {
	s.w.t.Helper()
	a := s.ask(method, path, body, headers...)
	if a.status != status {
		s.w.t.Fatalf("%s %s: status %d, want %d: %s", method, path, a.status, status, a.raw)
	}
	return a
}

func (a answer) text(keys ...string) string {
	var v any = a.body
	for _, k := range keys {
		m, ok := v.(map[string]any)
		if !ok {
			return ""
		}
		v = m[k]
	}
	switch v := v.(type) {
	case string:
		return v
	case nil:
		return ""
	}
	raw, _ := json.Marshal(v)
	return string(raw)
}

func (w *world) one(query string, args ...any) string {
	w.t.Helper()
	var s string
	if err := testapp.SQL(w.t, w.app).QueryRow(query, args...).Scan(&s); err != nil {
		w.t.Fatalf("%s: %v", query, err)
	}
	return s
}

// elsewhere makes an associate of a second store.
func (w *world) elsewhere() someone {
	w.t.Helper()
	here := w.store
	defer func() { w.store = here }()
	w.store = w.save("stores", map[string]any{"code": "FAR", "name": "Far", "time_zone": "UTC", "country": "US"})
	return w.at("associate")
}

func TestAddAndEditAClient(t *testing.T) {
	w := newWorld(t)
	ann, far := w.at("associate"), w.elsewhere()
	made := ann.must(201, "POST", "/api/clients", map[string]any{
		"name": "Avery Ashford", "name_key": "forged", "rev": 99, "import": "forged",
		"contacts":   []any{map[string]any{"kind": "phone", "raw": "(312) 555-0142", "normalized": "forged"}},
		"milestones": []any{map[string]any{"kind": "birthday", "month": 2, "day": 29}},
		"consents":   []any{map[string]any{"channel": "mail", "state": "yes"}},
	}, "Idempotency-Key", "add-1")
	id := made.text("id")
	path := "/api/clients/" + id
	if again := ann.must(201, "POST", "/api/clients", map[string]any{"name": "Somebody else"}, "Idempotency-Key", "add-2"); again.text("id") == id {
		t.Error("another key gave the same client")
	}
	if got := w.one(`SELECT name_key || '|' || import || '|' || rev || '|' || given FROM clients WHERE id = ?`, id); got != "avery ashford ||1|Avery" {
		t.Errorf("the client is %s", got)
	}
	if got := w.one(`SELECT normalized FROM contact_points WHERE client = ?`, id); got != "+13125550142" {
		t.Errorf("the number is %s", got)
	}
	if got := w.one(`SELECT staff FROM consents WHERE client = ?`, id); got != ann.id {
		t.Errorf("the consent was noted by %q", got)
	}
	card := ann.must(200, "GET", path, nil)
	if card.etag != `"1"` || card.text("contacts") == "" || card.text("value", "all") != "0" {
		t.Errorf("the card is %s (ETag %s)", card.raw, card.etag)
	}
	far.must(404, "GET", path, nil)
	far.must(404, "PATCH", path, map[string]any{"notes": "x"}, "If-Match", "1")
	ann.must(428, "PATCH", path, map[string]any{"notes": "opals"})
	ann.must(400, "PATCH", path, map[string]any{"notes": "opals"}, "If-Match", "*")
	ann.must(200, "PATCH", path, map[string]any{"notes": "opals", "name_key": "forged"}, "If-Match", `"1"`)
	lost := ann.must(412, "PATCH", path, map[string]any{"notes": "pearls"}, "If-Match", `"1"`)
	if lost.text("data", "current", "notes") != "opals" || lost.text("data", "current", "rev") != "2" {
		t.Errorf("the present record is not told: %s", lost.raw)
	}
	renamed := ann.must(200, "PATCH", path, map[string]any{"name": "Jordan Lane"}, "If-Match", `"2"`)
	if renamed.text("given") != "Jordan" || renamed.etag != `"3"` || w.one(`SELECT name_key FROM clients WHERE id = ?`, id) != "jordan lane " {
		t.Errorf("renamed: %s", renamed.raw)
	}
	ann.must(403, "PATCH", path, map[string]any{"owner": far.id}, "If-Match", "3")
	ann.must(400, "POST", "/api/clients", map[string]any{"name": "   "})
	ann.must(403, "POST", "/api/clients", map[string]any{"name": "X", "store": w.one(`SELECT id FROM stores WHERE code = 'FAR'`)})
	ann.must(400, "PATCH", path, map[string]any{"since": "yesterday"}, "If-Match", "3")
}

func TestSearchOverHTTP(t *testing.T) {
	w := newWorld(t)
	w.app.Settings().Logs.MaxDays = 5
	ann, far, owner := w.at("associate"), w.elsewhere(), w.at("owner")
	ann.must(201, "POST", "/api/clients", map[string]any{"name": "Zebulon Quist", "notes": "Keeps bees",
		"contacts": []any{map[string]any{"kind": "email", "raw": "zq@example.com"}}})
	for _, q := range []string{"zeb", "QUIST", "zebulno", "bees", "zq@ex"} {
		if got := ann.must(200, "POST", "/api/search", map[string]any{"q": q}); !strings.Contains(got.raw, "Zebulon Quist") {
			t.Errorf("%q finds %s", q, got.raw)
		}
		if got := far.must(200, "POST", "/api/search", map[string]any{"q": q}); got.text("clients") != "[]" {
			t.Errorf("somebody of another store finds %s", got.raw)
		}
		if got := owner.must(200, "POST", "/api/search", map[string]any{"q": q}); !strings.Contains(got.raw, "Zebulon Quist") {
			t.Errorf("the owner finds %s", got.raw)
		}
	}
	someone{w: w}.must(401, "POST", "/api/search", map[string]any{"q": "zeb"})
	ann.must(400, "POST", "/api/search", []int{1})
	w.app.Logger().Error("the end")
	var logs string
	if err := w.app.AuxDB().NewQuery(`SELECT coalesce(group_concat(message || data), '') FROM _logs`).Row(&logs); err != nil {
		t.Fatal(err)
	}
	for _, private := range []string{"zebul", "quist", "bees", "zq@"} {
		if strings.Contains(strings.ToLower(logs), private) {
			t.Errorf("the log knows of %s", private)
		}
	}
}

func TestPartsOfACardByTheRecordAPI(t *testing.T) {
	w := newWorld(t)
	ann, far := w.at("associate"), w.elsewhere()
	client := w.client()
	add := func(who someone, status int, collection string, values map[string]any) answer {
		t.Helper()
		values["client"] = client
		return who.must(status, "POST", "/api/collections/"+collection+"/records", values)
	}
	p := add(ann, 200, "contact_points", map[string]any{"kind": "phone", "raw": " 312.555.0142 ", "normalized": "+1"})
	if p.text("normalized") != "+13125550142" || p.text("raw") != "312.555.0142" {
		t.Errorf("the number is %s", p.raw)
	}
	change := "/api/collections/contact_points/records/" + p.text("id")
	if got := ann.must(200, "PATCH", change, map[string]any{"normalized": "+49", "label": "work"}, "If-Match", "1"); got.text("normalized") != "+13125550142" {
		t.Errorf("a key was taken from outside: %s", got.raw)
	}
	ann.must(428, "PATCH", change, map[string]any{"label": "home"})
	ann.must(412, "PATCH", change, map[string]any{"label": "home"}, "If-Match", "1")
	if got := add(ann, 200, "contact_points", map[string]any{"kind": "email", "raw": "none@none.com"}); got.text("normalized") != "" {
		t.Errorf("a placeholder got a key: %s", got.raw)
	}
	add(ann, 200, "milestones", map[string]any{"kind": "wedding", "month": 6, "day": 30, "year": 2001})
	for _, bad := range []map[string]any{{"month": 13, "day": 1}, {"month": 6, "day": 31}, {"month": 2, "day": 30}, {"month": 2, "day": 29, "year": 2023}, {"month": 1, "day": 1, "year": 20}} {
		bad["kind"] = "wedding"
		add(ann, 400, "milestones", bad)
	}
	add(ann, 200, "preferences", map[string]any{"kind": "size", "value": " 54 ", "state": "confirmed"})
	add(ann, 400, "preferences", map[string]any{"value": "54"})
	add(ann, 400, "preferences", map[string]any{"kind": "size", "value": "  "})
	other := w.client()
	add(ann, 200, "relations", map[string]any{"other": other, "kind": "sister", "from": "2001-01-01"})
	add(ann, 400, "relations", map[string]any{"other": client, "kind": "self"})
	add(ann, 400, "relations", map[string]any{"other": other, "kind": "sister", "from": "2001-01-01", "until": "1999-01-01"})
	c := add(ann, 200, "consents", map[string]any{"channel": "text", "state": "no", "staff": w.person("associate").Id})
	if c.text("staff") != ann.id || c.text("at") == "" {
		t.Errorf("the consent is %s", c.raw)
	}
	add(ann, 400, "consents", map[string]any{"channel": "text"})
	for _, collection := range []string{"contact_points", "milestones", "preferences", "consents"} {
		add(far, 400, collection, map[string]any{"kind": "email", "raw": "x@example.com", "month": 1, "day": 1, "value": "x", "channel": "mail", "state": "yes"})
	}
	card := ann.must(200, "GET", "/api/clients/"+client, nil)
	for _, part := range []string{"312.555.0142", "wedding", `"54"`, "sister", `"text"`} {
		if !strings.Contains(card.raw, part) {
			t.Errorf("the card lacks %s: %s", part, card.raw)
		}
	}
}
