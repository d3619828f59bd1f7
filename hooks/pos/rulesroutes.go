package pos

import (
	"context"
	"fmt"
	"net/http"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/fault"
	"touchstone/hooks/pos/category"
)

// bindRules is what settings need of the category rules: trying one out, seeing
// what they catch, and no rule in the book that would never be asked.
func (r Room) bindRules(app core.App) {
	whole := func(e *core.RecordRequestEvent) error {
		if err := ruleOf(e.Record).Check(); err != nil {
			return e.BadRequestError(ruleWords(ruleOf(e.Record)), err)
		}
		return e.Next()
	}
	app.OnRecordCreateRequest("category_rules").BindFunc(whole)
	app.OnRecordUpdateRequest("category_rules").BindFunc(whole)
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.POST("/api/rules/test", r.testRules).Bind(apis.BodyLimit(16 << 10))
		e.Router.GET("/api/rules/coverage", r.showCoverage)
		return e.Next()
	})
}

func ruleOf(r *core.Record) category.Rule {
	return category.Rule{
		Match: r.GetString("match"), Phrase: r.GetString("phrase"),
		Role: category.Role(r.GetString("role")), ProductLine: r.GetString("product_line"),
	}
}

// ruleWords says what a rule lacks to whoever wrote it.
func ruleWords(c category.Rule) string {
	switch {
	case c.Match == "":
		return "A rule says where it looks: at the department, the description or both."
	case c.Role == category.Primary && c.ProductLine == "":
		return "A main piece is either a watch or jewelry. Choose which."
	case c.Role != category.Primary && c.ProductLine != "":
		return "Only a main piece is a watch or jewelry. Leave that open for any other role."
	}
	return "A rule needs one to eight words to look for."
}

// rulesStore is the store whose rules a person looks after: their own, or as an
// owner the one that is asked for.
func rulesStore(e *core.RequestEvent) (string, error) {
	if e.Auth == nil || e.Auth.Collection().Name != "staff" || !e.Auth.GetBool("active") {
		return "", fault.New(fault.SignIn, "You are not signed in, or your sign-in has ended. Sign in and do it again.")
	}
	mine, role := e.Auth.GetString("store"), e.Auth.GetString("role")
	if role != "owner" && role != "manager" {
		return "", fault.New(fault.Forbidden, "Only managers and owners may do this.")
	}
	asked := e.Request.URL.Query().Get("store")
	if asked == "" || asked == mine {
		return mine, nil
	}
	if _, err := e.App.FindRecordById("stores", asked); err != nil || role != "owner" {
		return "", fault.Wrap(fault.NotFound, err, "There is no such store.")
	}
	return asked, nil
}

// tried is which rule decides a line, and how much it caught so far. Net is in
// minor units of the store's currency.
type tried struct {
	Known       bool   `json:"known"`
	Role        string `json:"role"`
	ProductLine string `json:"product_line"`
	Rule        string `json:"rule"` // its phrase
	By          string `json:"by"`   // category or description
	Own         bool   `json:"own"`
	Lines       int    `json:"lines"`
	Net         int64  `json:"net"`
}

// testRules says which rule decides a department and a description.
func (r Room) testRules(e *core.RequestEvent) error {
	store, err := rulesStore(e)
	if err != nil {
		return err
	}
	var ask struct {
		Category    string `json:"category"`
		Description string `json:"description"`
	}
	if err := e.BindBody(&ask); err != nil {
		return fault.Wrap(fault.Invalid, err, "The department and the description could not be read.")
	}
	t, err := r.try(e.Request.Context(), e.App, store, ask.Category, ask.Description)
	if err != nil {
		return err
	}
	return e.JSON(http.StatusOK, t)
}

func (r Room) try(ctx context.Context, app core.App, store, department, description string) (tried, error) {
	db, err := reader(app)
	if err != nil {
		return tried{}, err
	}
	rules, err := r.rules(ctx, db, store)
	if err != nil {
		return tried{}, err
	}
	v := rules.Classify(department, description)
	t := tried{Known: v.Known, Role: string(v.Role), ProductLine: v.ProductLine, Rule: v.Rule, By: v.By, Own: v.Own}
	if !v.Known {
		t.Role = "unknown"
		return t, nil
	}
	err = db.QueryRowContext(ctx, `
		SELECT count(*), coalesce(sum(l.net), 0) FROM lines l JOIN receipts r ON r.id = l.receipt
		WHERE r.store = ? AND r.kind NOT IN ('void', 'quote') AND l.rule = ? AND l.role = ? AND l.product_line = ?`,
		store, v.Rule, t.Role, v.ProductLine).Scan(&t.Lines, &t.Net)
	if err != nil {
		return tried{}, fmt.Errorf("counting what the rule caught: %w", err)
	}
	return t, nil
}

func (r Room) showCoverage(e *core.RequestEvent) error {
	store, err := rulesStore(e)
	if err != nil {
		return err
	}
	c, err := r.coverage(e.Request.Context(), e.App, store)
	if err != nil {
		return err
	}
	e.Response.Header().Set("Cache-Control", "no-store")
	return e.JSON(http.StatusOK, c)
}
