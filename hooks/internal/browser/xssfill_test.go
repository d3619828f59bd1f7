package browser

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"touchstone/hooks/internal/outside"
)

// payloads are texts that run, break out of where they stand, or turn what
// stands beside them around, wherever a screen takes text for more than text.
// Each sets window.ran.
var payloads = []string{
	`"'></textarea></title></style><script>window.ran=1</script>`,
	`"'><img src=x onerror=window.ran=1>`,
	`<svg onload=window.ran=1>`,
	`javascript:window.ran=1//`,
	`" onfocus=window.ran=1 autofocus tabindex=1 x="`,
	`' onmouseover=window.ran=1 style='position:fixed;inset:0`,
	"${window.ran=1}{{constructor.constructor('window.ran=1')()}}`+(window.ran=1)+`",
	`=HYPERLINK("javascript:window.ran=1";"x")<iframe srcdoc="<script>parent.ran=1</script>">`,
	"\u202e<img src=x onerror=window.ran=1>\u2066\u200f",
	`--><a href="javascript:window.ran=1"><math><mi xlink:href="javascript:window.ran=1">`,
}

// short are for fields without room for the others, the longest first.
var short = []string{`'"><svg onload=ran=1>`, `<svg onload=ran=1>`, `<b>`}

// marked is a payload behind a word that says which field it stands in, within
// the field's length; the word is empty where there is no room for one.
func marked(word, payload string, most int) (text, mark string) {
	fits := func(s string) bool { return most == 0 || len([]rune(s)) <= most }
	if text = word + payload; fits(text) {
		return text, word
	}
	for _, s := range short {
		if fits(word + s) {
			return word + s, word
		}
		if fits(s) {
			return s, ""
		}
	}
	return "", ""
}

// schemaField is a field of a collection as PocketBase describes it.
type schemaField struct {
	Name, Type, Pattern, CollectionID string
	Max                               int
	Required, System                  bool
	Values                            []string
}

type schema struct {
	ID, Name, Type string
	System         bool
	Fields         []schemaField
}

// fill is a store whose every text field that can be written holds payloads.
type fill struct {
	*House
	token  string
	names  map[string]string   // collection by id
	world  map[string][]string // records of a collection
	texts  map[string]string   // what stands where, by its word
	open   map[string]bool     // fields that take any text
	filled map[string]bool     // those that took a payload
	held   map[string]bool     // fields that refused every payload
	asked  int
}

// sealedTables are written by the program alone: no request can put a text
// there. A test of access holds them so.
var sealedTables = []string{"audit", "audit_values", "idempotency", "sessions"}

// plainly is what a field of a strict form takes in the place of a payload, or
// of the number 1.
var plainly = map[string]any{
	"stores.time_zone": "America/New_York", "stores.currency": "USD", "stores.country": "US", "milestones.year": 1990, "category_rules.role": "primary",
	"imports.state": "applied", "imports.mapping": map[string]any{}, "imports.format": map[string]any{},
}

// days of the last week that is over, so that the figures show what is filled.
func lastWednesday() time.Time {
	now := time.Now()
	return now.AddDate(0, 0, -int((now.Weekday()+6)%7)-5)
}

func (f *fill) call(method, path string, body any, rev int, into any) outside.Answer {
	f.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		f.Fatal(err)
	}
	f.asked++
	header := map[string]string{"Idempotency-Key": fmt.Sprintf("fill-%d", f.asked)}
	if rev > 0 {
		header["If-Match"] = fmt.Sprintf(`"%d"`, rev)
	}
	r := outside.Request{Method: method, Path: path, Token: f.token, Header: header}
	if body != nil {
		r.Body = string(raw)
	}
	got := f.Call(r)
	if into != nil && got.Status == http.StatusOK {
		if err := json.Unmarshal([]byte(got.Body), into); err != nil {
			f.Fatal(err)
		}
	}
	return got
}

// fillStore writes payloads wherever a request can write a text: one record a
// payload in every collection of the schema.
func fillStore(h *House) *fill {
	h.Helper()
	f := &fill{House: h, token: workshop(h.Service), names: map[string]string{}, world: map[string][]string{}, texts: map[string]string{},
		open: map[string]bool{}, filled: map[string]bool{}, held: map[string]bool{}}
	var list struct{ Items []schema }
	f.call(http.MethodGet, "/api/collections?perPage=200", nil, 0, &list)
	todo := slices.DeleteFunc(list.Items, func(c schema) bool {
		f.names[c.ID] = c.Name
		return c.System || c.Type == "view" || slices.Contains(sealedTables, c.Name)
	})
	for len(todo) > 0 {
		before := len(todo)
		todo = slices.DeleteFunc(todo, func(c schema) bool {
			if !f.ready(c) {
				return false
			}
			f.collection(c)
			return true
		})
		if len(todo) == before {
			h.Fatalf("no record can be made of %v: their links have nowhere to point", todo)
		}
	}
	return f
}

// ready says whether what a collection must link to is there.
func (f *fill) ready(c schema) bool {
	for _, field := range c.Fields {
		to := f.names[field.CollectionID]
		if field.Type == "relation" && to != c.Name && f.world[to] == nil {
			return false
		}
	}
	return true
}

func (f *fill) collection(c schema) {
	f.Helper()
	f.world[c.Name] = []string{}
	if c.Name == "stores" { // everybody's sign-in is of this one
		var there struct{ Items []map[string]any }
		f.call(http.MethodGet, "/api/collections/stores/records", nil, 0, &there)
		f.world[c.Name] = append(f.world[c.Name], there.Items[0]["id"].(string))
		f.record(c, there.Items[0], 1)
	}
	for i := range payloads {
		if c.Name != "stores" {
			f.record(c, nil, i)
		}
	}
}

// record makes one record, or changes the one that is there. A field that the
// program refuses gets what it takes, and is noted.
func (f *fill) record(c schema, there map[string]any, n int) {
	f.Helper()
	body, words := map[string]any{}, map[string]string{}
	for _, field := range c.Fields {
		if value, word, ok := f.value(c, field, n); ok {
			if word != "" {
				f.open[c.Name+"."+field.Name] = true
			}
			body[field.Name] = value
			if word != "" {
				words[field.Name] = word
			}
		}
	}
	if there != nil {
		maps.DeleteFunc(body, func(name string, _ any) bool { return words[name] == "" })
	}
	if c.Type == "auth" {
		body["passwordConfirm"] = Password
	}
	for range 12 {
		var made struct{ ID string }
		method, path, rev := http.MethodPost, "/api/collections/"+c.Name+"/records", 0
		if there != nil {
			method, path, rev = http.MethodPatch, path+"/"+there["id"].(string), int(there["rev"].(float64))
		}
		got := f.call(method, path, body, rev, &made)
		if got.Status == http.StatusOK {
			f.keep(c, made.ID, body, words)
			return
		}
		var why struct {
			Data map[string]any
		}
		if err := json.Unmarshal([]byte(got.Body), &why); err != nil || got.Status != http.StatusBadRequest && got.Status != http.StatusForbidden {
			f.Fatalf("filling %s: %d %s\n%v", c.Name, got.Status, got.Body, body)
		}
		if len(why.Data) == 0 { // the whole record is refused, with a sentence
			return
		}
		for name := range why.Data {
			if words[name] == "" && body[name] == nil {
				f.Fatalf("filling %s: %s\n%v", c.Name, got.Body, body)
			}
			f.held[c.Name+"."+name] = true
			delete(words, name)
			delete(body, name)
		}
	}
	f.Fatalf("filling %s in vain: %v", c.Name, body)
}

func (f *fill) keep(c schema, id string, body map[string]any, words map[string]string) {
	if !slices.Contains(f.world[c.Name], id) {
		f.world[c.Name] = append(f.world[c.Name], id)
	}
	for name, word := range words {
		f.filled[c.Name+"."+name] = true
		if text, ok := body[name].(string); ok && word != "-" {
			f.texts[word] = text
		}
	}
}

// value is what the n-th record holds in a field. The word is that of a
// payload, "-" for one without room for a word.
func (f *fill) value(c schema, field schemaField, n int) (value any, word string, ok bool) {
	day := lastWednesday()
	word = fmt.Sprintf("Q%sZ", strings.ReplaceAll(fmt.Sprintf("%s%s%d", c.Name, field.Name, n), "_", ""))
	payload := payloads[(n+len(field.Name))%len(payloads)]
	if plain := plainly[c.Name+"."+field.Name]; plain != nil {
		return plain, "", true
	}
	switch field.Type {
	case "text", "editor", "url":
		return f.text(field, word, payload, day)
	case "email":
		return fmt.Sprintf("%s@example.org", strings.ToLower(word)), "", c.Type == "auth"
	case "json": // lists of texts; the others are the program's own notes
		text, _ := marked(word, payload, 0)
		return []any{text}, "-", slices.Contains([]string{"pos_codes", "cells"}, field.Name)
	case "number":
		return 1, "", field.Name != "rev"
	case "bool":
		return true, "", true
	case "select":
		return field.Values[n%len(field.Values)], "", true
	case "password":
		return Password, "", true
	case "relation":
		all := f.world[f.names[field.CollectionID]]
		if len(all) == 0 {
			return "", "", false
		}
		return all[(n+len(field.Name))%len(all)], "", true
	}
	return nil, "", false
}

func (f *fill) text(field schemaField, word, payload string, day time.Time) (any, string, bool) {
	switch {
	case field.System || field.Name == "id":
		return nil, "", false
	case strings.Contains(field.Pattern, "T "): // an instant
		return day.UTC().Format(time.RFC3339), "", true
	case strings.Contains(field.Pattern, `\d{4}`): // a day
		return day.Format(time.DateOnly), "", true
	case field.Pattern != "":
		return nil, "", false
	}
	text, mark := marked(word, payload, field.Max)
	if mark == "" {
		mark = "-"
	}
	return text, mark, text != ""
}

// covers fails where a field of the schema that takes any text holds none of
// the payloads, though it did not refuse them.
func (f *fill) covers() {
	f.Helper()
	for field := range f.open {
		if !f.filled[field] && !f.held[field] {
			f.Errorf("no payload came into %s: make its record pass in plainly, or say why no text can be written there", field)
		}
	}
	if len(f.filled) < 80 {
		f.Errorf("only %d fields were filled: %v", len(f.filled), f.filled)
	}
}
