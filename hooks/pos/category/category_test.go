package category

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

func shipped(tb testing.TB) *Rules {
	tb.Helper()
	raw, err := os.ReadFile("../../../templates/categories.json")
	if err != nil {
		tb.Fatalf("reading the shipped rules: %v", err)
	}
	rules, err := Load(raw)
	if err != nil {
		tb.Fatalf("loading the shipped rules: %v", err)
	}
	return rules
}

func written(v Verdict) string {
	switch {
	case !v.Known:
		return "unknown"
	case v.ProductLine != "":
		return string(v.Role) + "/" + v.ProductLine
	}
	return string(v.Role)
}

type labelled struct{ category, description, want string }

func labels(tb testing.TB) []labelled {
	tb.Helper()
	raw, err := os.ReadFile("testdata/labelled.tsv")
	if err != nil {
		tb.Fatalf("reading the labelled list: %v", err)
	}
	var list []labelled
	for _, line := range strings.Split(strings.TrimRight(string(raw), "\n"), "\n")[1:] {
		cells := strings.Split(line, "\t")
		if len(cells) != 3 {
			tb.Fatalf("line %q of the labelled list has %d cells, want 3", line, len(cells))
		}
		list = append(list, labelled{cells[0], cells[1], cells[2]})
	}
	return list
}

func TestLabelledList(t *testing.T) {
	rules, list := shipped(t), labels(t)
	if len(list) < 300 {
		t.Errorf("the labelled list has %d pairs, want at least 300", len(list))
	}
	for _, l := range list {
		if v := rules.Classify(l.category, l.description); written(v) != l.want {
			t.Errorf("Classify(%q, %q) = %s by %q, want %s", l.category, l.description, written(v), v.Rule, l.want)
		}
	}
}

func TestVerdictSaysWhy(t *testing.T) {
	rules := shipped(t)
	for _, c := range []struct {
		category, description string
		want                  Verdict
	}{
		{"Watch Straps", "x", Verdict{Accessory, "", "watch strap", Category, true, false}},
		{"Zodiac", "Tie bar", Verdict{Primary, Jewelry, "tie bar", Description, true, false}},
		{"Zodiac", "Leo", Verdict{}},
	} {
		if got := rules.Classify(c.category, c.description); got != c.want {
			t.Errorf("Classify(%q, %q) = %+v, want %+v", c.category, c.description, got, c.want)
		}
	}
}

func TestOwnRulesComeFirst(t *testing.T) {
	own := []Rule{
		{Any, "Zodiac", Primary, Jewelry}, {Category, "ring", Other, ""}, {Description, "polish", Service, ""},
		{Description, "lucky strap", CarePlan, ""}, {Category, "Estate", Primary, Watch}, {Any, "", Primary, Watch}, {"title", "x", Other, ""},
	}
	base := shipped(t)
	rules := base.With(own)
	for _, c := range []struct{ category, description, want string }{
		{"Zodiac", "", "primary/jewelry"}, {"", "zodiac sign", "primary/jewelry"}, {"Engagement Rings", "", "other"},
		{"", "Engagement ring", "primary/jewelry"}, {"Watches", "Lucky Strap", "care_plan"}, {"Watches", "", "primary/watch"},
		{"Watches", "High polish", "service"}, {"Estate Jewelry", "", "primary/watch"}, {"Ring boxes", "", "other"}, {"Straps", "x", "accessory"},
	} {
		v := rules.Classify(c.category, c.description)
		if written(v) != c.want {
			t.Errorf("Classify(%q, %q) = %s by %q, want %s", c.category, c.description, written(v), v.Rule, c.want)
		}
	}
	if v := base.Classify("Zodiac", ""); v.Known {
		t.Errorf("With changed the rules it was called on: %+v", v)
	}
	if v := rules.Classify("zodiac", ""); !v.Own {
		t.Errorf("an own rule is not marked: %+v", v)
	}
	if v := rules.With(nil).Classify("Zodiac", ""); v.Known {
		t.Errorf("With(nil) kept own rules: %+v", v)
	}
}

func TestLoadSaysWhere(t *testing.T) {
	for _, c := range []struct{ file, want string }{
		{``, "line 1"}, {`[]`, "line 1"}, {`{}`, "no rules"}, {`{"rules": []}`, "no rules"},
		{"{\n\"rulez\": []}", "line 2: \"rulez\""},
		{"{\"rules\": [\n{\"role\":\"service\",\"phrases\":[\"a\"]},\n{\"role\":\"sevice\",\"phrases\":[\"b\"]}]}", "line 3: role \"sevice\""},
		{"{\"rules\": [{\"role\":\"service\",\"phrases\":[\"a\",\n\"b\",\n\"a\"]}]}", "\"a\" stands twice"},
		{"{\"rules\": [{\"role\":\"service\",\"phrases\":[\"ring\",\n\"b\",\n\"Rings\"]}]}", "line 3: phrase \"Rings\" stands twice"},
		{"{\"rules\": [{\"role\":\"primary\",\"phrases\":[\"a\"]}]}", "product line \"\""},
		{"{\"rules\": [{\"role\":\"service\",\"product_line\":\"watch\",\"phrases\":[\"a\"]}]}", "only primary"},
		{"{\"rules\": [{\"match\":\"title\",\"role\":\"service\",\"phrases\":[\"a\"]}]}", "match \"title\""},
		{"{\"rules\": [{\"role\":\"service\",\"phrases\":[]}]}", "no phrases"},
		{"{\"rules\": [{\"role\":\"service\",\"phrases\":[\"...\"]}]}", "no word"},
		{"{\"rules\": [{\"role\":\"service\",\"phrases\":[\"a b c d e f g h i\"]}]}", "9 words"},
		{"{\"rules\": [{\"role\":\"service\",\n\"phrase\":[\"a\"]}]}", "unknown field"},
		{"{\"rules\": [{\"role\":\"service\",\n\"phrases\":[\"a\"}]}", "line 2"},
		{"{\"rules\": [{\"role\":\"service\",\"phrases\":[\"a\"]}],\n\"ignore\":[\"\"]}", "line 2: the ignored phrase"},
		{"{\"rules\": [{\"role\":\"service\",\"phrases\":[\"a\"]}]}\n{}", "line 2: something follows"},
		{"{\"rules\": [{\"role\":\"service\",\"phrases\":[\"a\"]}]", "line 1"},
	} {
		_, err := Load([]byte(c.file))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("Load(%q) = %v, want it to say %q", c.file, err, c.want)
		}
	}
}

func TestSingular(t *testing.T) {
	for in, want := range map[string]string{
		"rings": "ring", "watches": "watch", "boxes": "box", "batteries": "battery", "brooches": "brooch", "necklaces": "necklace",
		"cases": "case", "glass": "glass", "glasses": "glass", "ties": "tie", "crosses": "cross", "pearls": "pearl", "gps": "gps", "jewellery": "jewelry", "cloths": "cloth",
	} {
		if got := singular(in); got != want {
			t.Errorf("singular(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzClassify(f *testing.F) {
	for _, l := range [][2]string{{"Rings", "x"}, {"Misc", "Leather watch strap 20mm"}, {"Bra\u0301celets", "’’-- &"}, {strings.Repeat("watch ", 300), "high polish"}, {"\xff\xfe", "ＲＩＮＧ"}} {
		f.Add(l[0], l[1])
	}
	rules := shipped(f).With([]Rule{{Any, "zodiac", Primary, Watch}, {Description, "high polish ring", Other, ""}})
	f.Fuzz(func(t *testing.T, category, description string) {
		v := rules.Classify(category, description)
		if v != rules.Classify(category, description) {
			t.Fatalf("two answers for %q, %q", category, description)
		}
		if v.Known != (v.Role != Unknown) || (v.Role == Primary) != (v.ProductLine != "") {
			t.Fatalf("Classify(%q, %q) contradicts itself: %+v", category, description, v)
		}
		if upper := rules.Classify(strings.ToUpper(category), strings.ToUpper(description)); isASCII(category+description) && upper != v {
			t.Fatalf("case changes %q, %q: %+v and %+v", category, description, v, upper)
		}
	})
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte(`{"comment":"x","rules":[{"role":"service","phrases":["a b"]}],"ignore":["b"]}`))
	f.Add([]byte(`{"rules":[{"match":"any","role":"primary","product_line":"watch","phrases":["é"]}]}`))
	f.Add([]byte("{\"rules\":\n[{"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		rules, err := Load(raw)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "reading category rules: ") {
				t.Fatalf("an error does not say what was read: %v", err)
			}
			return
		}
		for _, rule := range rules.rules {
			if v := rules.Classify(rule.Phrase, rule.Phrase); len(rules.ignore) == 0 && !v.Known && !strings.ContainsAny(rule.Phrase, "-.,;:/|()[]\n\\><+•·–—") {
				t.Fatalf("rule %+v does not find its own phrase", rule)
			}
		}
	})
}

// BenchmarkClassify is 100,000 lines as a file has them: few categories, many
// descriptions. The bar is 0.3 s.
func BenchmarkClassify(b *testing.B) {
	rules, list := shipped(b), labels(b)
	descriptions := make([]string, 5000)
	for i := range descriptions {
		descriptions[i] = fmt.Sprintf("%s 14K yellow gold style %d with diamonds", list[i%len(list)].description, i)
	}
	for b.Loop() {
		for i := range 100_000 {
			rules.Classify(list[i%120].category, descriptions[i%len(descriptions)])
		}
	}
}

func BenchmarkClassifyByDescription(b *testing.B) {
	rules := shipped(b)
	for b.Loop() {
		for range 100_000 {
			rules.Classify("Misc", "Ladies' 14K yellow gold halo ring, 1.01 ctw, style 4471 size 7")
		}
	}
}
