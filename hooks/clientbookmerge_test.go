package hooks

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestHistoryAndBack(t *testing.T) {
	w := newWorld(t)
	ann, bob, boss := w.at("associate"), w.at("associate"), w.at("manager")
	id := ann.must(201, "POST", "/api/clients", map[string]any{"name": "Avery Ashford", "notes": "opals"}).text("id")
	path := "/api/clients/" + id
	ann.must(200, "PATCH", path, map[string]any{"notes": "pearls", "since": "2020-01-01"}, "If-Match", "1")
	bob.must(200, "PATCH", path, map[string]any{"notes": "rubies"}, "If-Match", "2")
	changes := func(s someone) []any {
		t.Helper()
		all, _ := s.must(200, "GET", path+"/history", nil).body["changes"].([]any)
		return all
	}
	if got := len(changes(boss)); got != 3 {
		t.Errorf("a manager sees %d changes", got)
	}
	if got := len(changes(ann)); got != 2 {
		t.Errorf("an associate sees %d of their own", got)
	}
	mine, _ := changes(ann)[0].(map[string]any)
	seq, _ := json.Marshal(mine["seq"])
	back := path + "/history/" + string(seq) + "/back"
	bob.must(404, "POST", back, map[string]any{"fields": []string{"notes"}}, "If-Match", "3")
	ann.must(428, "POST", back, map[string]any{"fields": []string{"notes"}})
	ann.must(412, "POST", back, map[string]any{"fields": []string{"notes"}}, "If-Match", "2")
	ann.must(400, "POST", back, map[string]any{"fields": []string{"name"}}, "If-Match", "3")
	ann.must(400, "POST", back, map[string]any{"fields": []string{}}, "If-Match", "3")
	if got := boss.must(200, "POST", back, map[string]any{"fields": []string{"notes"}}, "If-Match", "3"); got.text("notes") != "opals" || got.text("since") != "2020-01-01" {
		t.Errorf("put back: %s", got.raw)
	}
	if got := len(changes(boss)); got != 4 {
		t.Errorf("putting back is no edit: %d changes", got)
	}
}

func TestDuplicatesOverHTTP(t *testing.T) {
	w := newWorld(t)
	ann, far := w.at("associate"), w.elsewhere()
	pair := w.save("duplicates", map[string]any{"client": w.client(), "other": w.client(), "reason": "same name", "state": "open"})
	list := ann.must(200, "GET", "/api/duplicates", nil)
	if list.text("total") != "1" || !strings.Contains(list.raw, "same name") {
		t.Errorf("possible duplicates: %s", list.raw)
	}
	if got := far.must(200, "GET", "/api/duplicates", nil); got.text("total") != "0" {
		t.Errorf("of another store: %s", got.raw)
	}
	path := "/api/collections/duplicates/records/" + pair.Id
	ann.must(400, "PATCH", path, map[string]any{"state": "same"}, "If-Match", "1")
	ann.must(200, "PATCH", path, map[string]any{"state": "different", "reason": "because", "other": w.client()}, "If-Match", "1")
	if got := w.one(`SELECT state || reason || other FROM duplicates`); got != "differentsame name"+pair.GetString("other") {
		t.Errorf("decided: %s", got)
	}
	if got := ann.must(200, "GET", "/api/duplicates", nil); got.text("total") != "0" {
		t.Errorf("decided, and asked again: %s", got.raw)
	}
}

func TestSplitAHousehold(t *testing.T) {
	w := newWorld(t)
	ann, far := w.at("associate"), w.elsewhere()
	h := w.save("households", map[string]any{"store": w.store.Id, "name": "Ashford"}).Id
	var ids []string
	for _, name := range []string{"Avery Ashford", "Jordan Ashford", "Rosalind Ashford"} {
		c := w.save("clients", map[string]any{"store": w.store.Id, "name": name, "household": h})
		ids = append(ids, c.Id)
		w.save("receipts", map[string]any{"store": w.store.Id, "source": "pos", "number": name, "kind": "sale", "date": "2026-01-01", "client": c.Id, "household": h})
	}
	path := "/api/households/" + h + "/split"
	far.must(404, "POST", path, map[string]any{"clients": ids[:1]})
	ann.must(400, "POST", path, map[string]any{"clients": ids})
	ann.must(400, "POST", path, map[string]any{"clients": []string{}})
	ann.must(400, "POST", path, map[string]any{"clients": []string{w.client()}})
	fresh := ann.must(200, "POST", path, map[string]any{"clients": ids[:2]}).text("household")
	if got := w.one(`SELECT count(*) FROM receipts WHERE household = ?`, fresh); fresh == "" || fresh == h || got != "2" {
		t.Errorf("%s receipts count for the new household %q", got, fresh)
	}
	if got := w.one(`SELECT name FROM households WHERE id = ?`, fresh); got != "Avery Ashford" {
		t.Errorf("the new household is called %s", got)
	}
	ann.must(200, "POST", "/api/households/"+fresh+"/split", map[string]any{"clients": ids[1:2]})
	if got := w.one(`SELECT c.household || r.household FROM clients c JOIN receipts r ON r.client = c.id WHERE c.id = ?`, ids[1]); got != ids[1] {
		t.Errorf("who left alone counts for %s", got)
	}
}

func TestMergeOverHTTP(t *testing.T) {
	w := newWorld(t)
	ann, boss, far := w.at("associate"), w.at("manager"), w.elsewhere()
	keep := ann.must(201, "POST", "/api/clients", map[string]any{"name": "Avery Ashford", "contacts": []any{map[string]any{"kind": "phone", "raw": "312 555 0142"}}}).text("id")
	drop := ann.must(201, "POST", "/api/clients", map[string]any{"name": "A. Ashford", "notes": "opals", "contacts": []any{map[string]any{"kind": "phone", "raw": "(312) 555-0142"}}}).text("id")
	r := w.save("receipts", map[string]any{"store": w.store.Id, "source": "pos", "number": "1", "kind": "sale", "date": "2026-01-01", "client": drop, "household": drop})
	w.save("lines", map[string]any{"receipt": r.Id, "position": 1, "description": "Ring", "role": "primary", "product_line": "jewelry", "quantity": 1000, "unit_price": 500, "net": 500, "row": "2"})
	ask := map[string]any{"keep": keep, "drop": drop, "choose": map[string]any{"name": "drop"}}
	far.must(404, "POST", "/api/merges/preview", ask)
	preview := ann.must(200, "POST", "/api/merges/preview", ask)
	if w.one(`SELECT count(*) FROM clients WHERE id IN (?, ?)`, keep, drop) != "2" {
		t.Fatal("a preview merged")
	}
	ann.must(403, "POST", "/api/merges", ask)
	merged := boss.must(200, "POST", "/api/merges", ask, "Idempotency-Key", "merge-1")
	if again := boss.must(200, "POST", "/api/merges", ask, "Idempotency-Key", "merge-1"); again.raw != merged.raw {
		t.Error("the same request, sent again, is answered in another way")
	}
	merge := merged.text("merge")
	for _, a := range []answer{preview, merged} { // what only the real one has
		delete(a.body, "merge")
		card, _ := a.body["client"].(map[string]any)
		delete(card, "merges")
		delete(card, "updated")
	}
	if p, m := preview.text(), merged.text(); p != m {
		t.Errorf("the preview shows\n%s\nand the merge makes\n%s", p, m)
	}
	ann.must(404, "GET", "/api/clients/"+drop, nil)
	card := ann.must(200, "GET", "/api/clients/"+keep, nil)
	if card.text("name") != "A. Ashford" || card.text("value", "all") != "500" || strings.Count(card.raw, `"+13125550142"`) != 1 {
		t.Errorf("the card is %s", card.raw)
	}
	if got := boss.must(200, "GET", "/api/clients/"+keep+"/history", nil); !strings.Contains(got.raw, drop) {
		t.Error("the history of who went is lost")
	}
	if got := boss.must(200, "GET", "/api/collections/merges/records/"+merge, nil); strings.Contains(got.raw, "opals") || got.text("kept") != keep {
		t.Errorf("the journal is in the open: %s", got.raw)
	}
	if got := w.one(`SELECT count(*) FROM audit_values WHERE client = '' AND (before LIKE '%opals%' OR after LIKE '%opals%')`); got != "0" {
		t.Error("the chain keeps a client's notes under the shop's key")
	}
	ann.must(403, "POST", "/api/merges/"+merge+"/undo", nil)
	apart := boss.must(200, "POST", "/api/merges/"+merge+"/undo", nil)
	if apart.text("stayed") != "[]" || apart.text("kept", "name") != "Avery Ashford" || apart.text("dropped", "value", "all") != "500" {
		t.Errorf("taken back: %s", apart.raw)
	}
	boss.must(409, "POST", "/api/merges/"+merge+"/undo", nil)
}
