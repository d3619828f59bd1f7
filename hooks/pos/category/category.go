// Package category decides what a sold line is to the shop: its role (a piece,
// an accessory, a care plan, a service, or nothing that is sold) and, for a
// piece, whether it is a watch or jewelry (METRICS, "Role of a line"). The rules
// are phrases that a store may change; templates/categories.json holds the usual
// departments of a jeweler. Values in, values out: it knows no database.
//
// Order of decision: the store's own rules before the shipped ones; category
// before description; more words before fewer; the rule higher in the list
// before the lower. Words are whole and count in singular and plural alike, and
// a phrase never reaches across a comma, slash, colon, bracket or spaced dash.
//
// A line that no rule knows gets the empty role and Known = false. It is not
// silently made jewelry: that would count a clock or a consignment fee as a
// qualifying sale and move every rate. The caller may (a) ask before applying,
// (b) apply and count it in no role until the owner answers, or (c) take the
// owner's one answer for all; every choice is a rule in With. A category that no
// rule knows whose description decides is answered with By = Description: the
// figures stand, and the caller counts the category as unknown.
package category

import (
	"sync"
)

// Role is what a line is to the figures.
type Role string

// The roles of METRICS. Unknown is the empty role.
const (
	Unknown   Role = ""
	Primary   Role = "primary"
	Accessory Role = "accessory"
	CarePlan  Role = "care_plan"
	Service   Role = "service"
	Other     Role = "other"
)

// The product lines of a primary line.
const (
	Watch   = "watch"
	Jewelry = "jewelry"
)

// The fields a rule may look at.
const (
	Category    = "category"
	Description = "description"
	Any         = "any"
)

// Rule gives lines whose category or description holds a phrase their role.
// ProductLine is watch or jewelry for the primary role and empty for all others.
type Rule struct {
	Match       string // category, description or any
	Phrase      string
	Role        Role
	ProductLine string
}

// Verdict is the answer for one line. Rule is the phrase that decided, as
// written; By says in which field it stood; Own that it is the store's own.
type Verdict struct {
	Role        Role
	ProductLine string
	Rule        string
	By          string
	Known       bool
	Own         bool
}

// memoLimit bounds the remembered categories; a store has tens of them, but a
// file may carry anything in that column.
const memoLimit = 4096

// Rules is a compiled set of rules, safe for use by many goroutines.
type Rules struct {
	rules  []Rule // the store's own first
	own    int    // how many of them are the store's own
	ignore []string
	trie   *trie

	ownDescription bool // an own rule may look at descriptions

	mu   sync.RWMutex
	memo map[string]match
}

// compile builds the index over own rules, shipped rules and ignored phrases.
func compile(rules []Rule, own int, ignore []string) *Rules {
	r := &Rules{rules: rules, own: own, ignore: ignore, trie: newTrie(), memo: map[string]match{}}
	for i, rule := range rules {
		words := phraseWords(rule.Phrase)
		if rule.Match != Description {
			r.trie.add(words, inCategory, i)
		}
		if rule.Match != Category {
			r.trie.add(words, inDescription, i)
			r.ownDescription = r.ownDescription || i < own
		}
	}
	for _, phrase := range ignore {
		r.trie.add(phraseWords(phrase), toIgnore, 0)
	}
	return r
}

// With returns new rules in which the store's own come first, in the order
// given; own rules set before are replaced. A rule that Check refuses is left
// out.
func (r *Rules) With(own []Rule) *Rules {
	all := make([]Rule, 0, len(own)+len(r.rules)-r.own)
	for _, rule := range own {
		if rule.Check() == nil {
			all = append(all, rule)
		}
	}
	n := len(all)
	return compile(append(all, r.rules[r.own:]...), n, r.ignore)
}

// Classify decides one line by its category (department) and description, each
// as the file has it.
func (r *Rules) Classify(category, description string) Verdict {
	byCategory := r.category(category)
	if r.isOwn(byCategory) || (byCategory.rule >= 0 && !r.ownDescription) {
		return r.verdict(byCategory, Category)
	}
	byDescription := r.find(description, inDescription)
	if r.isOwn(byDescription) || byCategory.rule < 0 {
		return r.verdict(byDescription, Description)
	}
	return r.verdict(byCategory, Category)
}

func (r *Rules) isOwn(m match) bool { return m.rule >= 0 && m.rule < r.own }

func (r *Rules) verdict(m match, by string) Verdict {
	if m.rule < 0 {
		return Verdict{}
	}
	rule := r.rules[m.rule]
	return Verdict{Role: rule.Role, ProductLine: rule.ProductLine, Rule: rule.Phrase, By: by, Known: true, Own: m.rule < r.own}
}

// category answers from memory where it can: a file of 100,000 lines has a few
// dozen categories.
func (r *Rules) category(text string) match {
	r.mu.RLock()
	m, ok := r.memo[text]
	r.mu.RUnlock()
	if ok {
		return m
	}
	m = r.find(text, inCategory)
	r.mu.Lock()
	if len(r.memo) < memoLimit && len(text) <= 256 {
		r.memo[text] = m
	}
	r.mu.Unlock()
	return m
}
