package pos

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tests"

	"touchstone/hooks/pos/category"
)

const zibbles = "Sale #,Date,Department,Description,Qty,Amount,Salesperson\r\n" +
	"1,11/20/2026,Zibbles,Fine zibble,1,100.00,AB\r\n" +
	"2,11/20/2026,Zibbles,Fine zibble,1,50.00,AB\r\n" +
	"3,11/20/2026,Zibbles,Gold ring,1,300.00,AB\r\n" +
	"4,11/20/2026,\"Quox, Nims/Wep\",Nim,1,10.00,AB\r\n" +
	"5,11/20/2026,Watch Straps,Strap,1,20.00,AB\r\n"

// rule adds a rule of the store's own, as the record API saves it.
func (s *shop) rule(match, phrase, role, productLine string) {
	s.tb.Helper()
	c, err := s.app.FindCollectionByNameOrId("category_rules")
	if err != nil {
		s.tb.Fatal(err)
	}
	r := core.NewRecord(c)
	r.Load(map[string]any{"store": s.one(`SELECT id FROM stores`), "match": match, "phrase": phrase, "role": role, "product_line": productLine})
	if err := s.app.Save(r); err != nil {
		s.tb.Fatal(err)
	}
	if err := s.room.Reclassify(context.Background(), s.app, s.one(`SELECT id FROM stores`)); err != nil {
		s.tb.Fatal(err)
	}
}

func (s *shop) covered() coverage {
	s.tb.Helper()
	c, err := s.room.coverage(context.Background(), s.app, s.one(`SELECT id FROM stores`))
	if err != nil {
		s.tb.Fatal(err)
	}
	return c
}

func TestCoverageCountsWhatRulesCaught(t *testing.T) {
	s := newShop(t)
	if c := s.covered(); c.Lines != 0 || len(c.Rules)+len(c.Unknown) != 0 {
		t.Errorf("an empty book is covered by %+v", c)
	}
	s.take("zibbles.csv", zibbles)
	c := s.covered()
	equal(t, "lines", c.Lines, 5)
	if len(c.Unknown) != 2 {
		t.Fatalf("unknown: %+v", c.Unknown)
	}
	equal(t, "the first", fmt.Sprint(c.Unknown[0]), "{Zibbles 3 2 45000 [Fine zibble] Zibbles}")
	equal(t, "the second", fmt.Sprint(c.Unknown[1]), "{Quox, Nims/Wep 1 1 1000 [Nim] Nims}")
	lines, net := 0, int64(0)
	for _, r := range c.Rules {
		lines, net = lines+r.Lines, net+r.Net
		if r.Own {
			t.Errorf("%+v is the store's own", r)
		}
	}
	if lines != 2 || net != 32000 {
		t.Errorf("the shipped rules caught %d lines of %d: %+v", lines, net, c.Rules)
	}

	s.rule("category", c.Unknown[0].Phrase, "primary", "jewelry")
	s.rule("category", c.Unknown[1].Phrase, "service", "")
	s.rule("any", "never sold", "other", "")
	c = s.covered()
	if len(c.Unknown) != 0 {
		t.Errorf("still unknown: %+v", c.Unknown)
	}
	equal(t, "the rule that caught most", c.Rules[0], caught{"Zibbles", "primary", "jewelry", true, 3, 45000})
	equal(t, "the rule that caught nothing", c.Rules[len(c.Rules)-1], caught{"never sold", "other", "", true, 0, 0})
}

func TestTryingARule(t *testing.T) {
	s := newShop(t)
	s.take("zibbles.csv", zibbles)
	s.rule("category", "zibble", "accessory", "")
	for _, c := range []struct {
		category, description string
		want                  tried
	}{
		{"Zibbles", "", tried{true, "accessory", "", "zibble", "category", true, 3, 45000}},
		{"Quox", "Wembles", tried{Role: "unknown"}},
		{"", "", tried{Role: "unknown"}},
	} {
		got, err := s.room.try(context.Background(), s.app, s.one(`SELECT id FROM stores`), c.category, c.description)
		if err != nil || got != c.want {
			t.Errorf("%q, %q: %+v %v, want %+v", c.category, c.description, got, err, c.want)
		}
	}
	got, err := s.room.try(context.Background(), s.app, s.one(`SELECT id FROM stores`), "", "Watch strap")
	if err != nil || !got.Known || got.Own || got.By != category.Description || got.Lines != 1 {
		t.Errorf("a shipped rule: %+v %v", got, err)
	}
}

// A phrase that is offered has to catch its department, whatever is written in
// it.
func FuzzPhraseFor(f *testing.F) {
	for _, s := range []string{"Zibbles", "Quox, Nims/Wep", "a - b", "1201", "", "///", "one two three four five six seven eight nine ten", "Größe/É"} {
		f.Add(s)
	}
	rules, err := category.Load([]byte(`{"rules": [{"role": "service", "phrases": ["repair"]}]}`))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, department string) {
		phrase := phraseFor(rules, department)
		if phrase == "" {
			return
		}
		rule := category.Rule{Match: category.Category, Phrase: phrase, Role: category.Other}
		if v := rules.With([]category.Rule{rule}).Classify(department, ""); !v.Own {
			t.Errorf("%q does not catch %q", phrase, department)
		}
	})
}

// A rule that would never be asked is refused in words.
func TestARuleIsWhole(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		want int
		say  string
	}{
		"no product line": {`{"match":"category","phrase":"zibbles","role":"primary"}`, 400, "either a watch or jewelry"},
		"one too many":    {`{"match":"category","phrase":"zibbles","role":"service","product_line":"watch"}`, 400, "Only a main piece"},
		"no words":        {`{"match":"category","phrase":"--","role":"service"}`, 400, "one to eight words"},
		"no place":        {`{"phrase":"zibbles","role":"service"}`, 400, "where it looks"},
		"whole":           {`{"match":"category","phrase":"zibbles","role":"service"}`, 200, `"phrase":"zibbles"`},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			s.room.bindRules(s.app)
			store := s.one(`SELECT id FROM stores`)
			root, err := s.app.FindCollectionByNameOrId(core.CollectionNameSuperusers)
			if err != nil {
				t.Fatal(err)
			}
			r := core.NewRecord(root)
			r.SetEmail("root@shop.test")
			r.SetPassword("a long password")
			if err := s.app.Save(r); err != nil {
				t.Fatal(err)
			}
			token, err := r.NewAuthToken()
			if err != nil {
				t.Fatal(err)
			}
			scenario := tests.ApiScenario{
				Method: http.MethodPost, URL: "/api/collections/category_rules/records",
				Body:    strings.NewReader(strings.Replace(c.body, "{", `{"store":"`+store+`",`, 1)),
				Headers: map[string]string{"Authorization": token}, ExpectedStatus: c.want, ExpectedContent: []string{c.say},
				TestAppFactory: func(testing.TB) *tests.TestApp { return s.app }, DisableTestAppCleanup: true,
			}
			scenario.Test(t)
		})
	}
}
