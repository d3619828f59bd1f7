package pos

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/pos/category"
)

// coverage is what the category rules of a store made of its book. Net is in
// minor units of the store's currency; receipts that were void or a quote do
// not count.
type coverage struct {
	Lines   int                 `json:"lines"`   // of the book
	Rules   []caught            `json:"rules"`   // the store's own and those that caught something; most lines first
	Unknown []unknownDepartment `json:"unknown"` // most lines without a role first
}

// caught is how much one rule caught.
type caught struct {
	Rule        string `json:"rule"` // its phrase
	Role        string `json:"role"`
	ProductLine string `json:"product_line"`
	Own         bool   `json:"own"`
	Lines       int    `json:"lines"`
	Net         int64  `json:"net"`
}

// unknownDepartment is a department that no rule knows by its name. Open are
// the lines of it whose description says nothing either: they have no role.
type unknownDepartment struct {
	Category string   `json:"category"` // as the file has it; empty for lines without one
	Lines    int      `json:"lines"`
	Open     int      `json:"open"`
	Net      int64    `json:"net"`
	Examples []string `json:"examples"` // descriptions, three at most
	Phrase   string   `json:"phrase"`   // with which a rule would catch it; empty where none can
}

// cell is the lines of a department that one rule decided alike.
type cell struct {
	category string
	caught
}

func (r Room) coverage(ctx context.Context, app core.App, store string) (coverage, error) {
	c := coverage{Rules: []caught{}, Unknown: []unknownDepartment{}}
	db, err := reader(app)
	if err != nil {
		return c, err
	}
	rules, err := r.rules(ctx, db, store)
	if err != nil {
		return c, err
	}
	own, err := ownRules(ctx, db, store)
	if err != nil {
		return c, err
	}
	cells, err := readCells(ctx, db, store)
	if err != nil {
		return c, err
	}
	for _, cell := range cells {
		c.Lines += cell.Lines
	}
	c.Rules = sumRules(cells, own)
	c.Unknown = unknownOf(cells, rules)
	for i := range c.Unknown {
		if c.Unknown[i].Examples, err = examplesOf(ctx, db, store, c.Unknown[i]); err != nil {
			return c, err
		}
	}
	return c, nil
}

// ownRules are the store's own rules, nothing caught yet.
func ownRules(ctx context.Context, db *sql.DB, store string) ([]caught, error) {
	return list(ctx, db, func(rows *sql.Rows) (c caught, err error) {
		c.Own = true
		return c, rows.Scan(&c.Rule, &c.Role, &c.ProductLine)
	}, `SELECT phrase, role, product_line FROM category_rules WHERE store = ? ORDER BY created, id`, store)
}

func readCells(ctx context.Context, db *sql.DB, store string) ([]cell, error) {
	return list(ctx, db, func(rows *sql.Rows) (c cell, err error) {
		return c, rows.Scan(&c.category, &c.Rule, &c.Role, &c.ProductLine, &c.Lines, &c.Net)
	}, `SELECT l.category, l.rule, l.role, l.product_line, count(*), sum(l.net)
		FROM lines l JOIN receipts r ON r.id = l.receipt
		WHERE r.store = ? AND r.kind NOT IN ('void', 'quote')
		GROUP BY l.category, l.rule, l.role, l.product_line ORDER BY l.category`, store)
}

func list[T any](ctx context.Context, db *sql.DB, scan func(*sql.Rows) (T, error), query string, args ...any) ([]T, error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("reading what the category rules caught: %w", err)
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("reading what the category rules caught: %w", err)
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// sumRules adds up what each rule caught. A shipped rule of the same phrase and
// meaning as an own one is counted as the own one, which comes first.
func sumRules(cells []cell, own []caught) []caught {
	all := slices.Clone(own)
	if all == nil {
		all = []caught{}
	}
	for _, c := range cells {
		if c.Rule == "" {
			continue
		}
		i := slices.IndexFunc(all, func(k caught) bool {
			return k.Rule == c.Rule && k.Role == c.Role && k.ProductLine == c.ProductLine
		})
		if i < 0 {
			i = len(all)
			all = append(all, caught{Rule: c.Rule, Role: c.Role, ProductLine: c.ProductLine})
		}
		all[i].Lines += c.Lines
		all[i].Net += c.Net
	}
	slices.SortStableFunc(all, func(a, b caught) int { return b.Lines - a.Lines })
	return all
}

// unknownOf lists the departments that no rule knows by their name. Lines
// without a department are among them only where their description does not
// help either.
func unknownOf(cells []cell, rules *category.Rules) []unknownDepartment {
	all := []unknownDepartment{}
	for _, c := range cells {
		if rules.Classify(c.category, "").Known {
			continue
		}
		i := len(all) - 1 // cells come by department
		if i < 0 || all[i].Category != c.category {
			i++
			all = append(all, unknownDepartment{Category: c.category, Phrase: phraseFor(rules, c.category)})
		}
		all[i].Lines += c.Lines
		all[i].Net += c.Net
		if c.Role == "unknown" {
			all[i].Open += c.Lines
		}
	}
	all = slices.DeleteFunc(all, func(u unknownDepartment) bool { return strings.TrimSpace(u.Category) == "" && u.Open == 0 })
	slices.SortStableFunc(all, func(a, b unknownDepartment) int {
		return cmp.Or(b.Open-a.Open, b.Lines-a.Lines, strings.Compare(a.Category, b.Category))
	})
	return all
}

// phraseFor is a phrase with which a rule catches a department: its whole name,
// else its longest part, since a phrase never reaches across a comma or slash.
func phraseFor(rules *category.Rules, department string) string {
	parts := strings.FieldsFunc(department, func(r rune) bool { return strings.ContainsRune(",;:/|()[]<>+\\\n•·–—", r) })
	slices.SortStableFunc(parts, func(a, b string) int { return len(b) - len(a) })
	for _, phrase := range append([]string{department}, parts...) {
		rule := category.Rule{Match: category.Category, Phrase: strings.Join(strings.Fields(phrase), " "), Role: category.Other}
		if len(rule.Phrase) <= 200 && rule.Check() == nil && rules.With([]category.Rule{rule}).Classify(department, "").Own {
			return rule.Phrase
		}
	}
	return ""
}

// examplesOf reads what is sold in a department: of the lines without a role
// where there are any, the most frequent first.
func examplesOf(ctx context.Context, db *sql.DB, store string, u unknownDepartment) ([]string, error) {
	examples, err := list(ctx, db, func(rows *sql.Rows) (text string, err error) {
		return text, rows.Scan(&text)
	}, `SELECT substr(l.description, 1, 120) FROM lines l JOIN receipts r ON r.id = l.receipt
		WHERE r.store = ? AND r.kind NOT IN ('void', 'quote') AND l.category = ? AND l.description != '' AND (? = 0 OR l.role = 'unknown')
		GROUP BY l.description ORDER BY count(*) DESC, l.description LIMIT 3`, store, u.Category, u.Open)
	if examples == nil {
		examples = []string{}
	}
	return examples, err
}
