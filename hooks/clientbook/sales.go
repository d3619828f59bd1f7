package clientbook

import (
	"fmt"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/civil"
)

// Value is what a client brought, in minor units of the currency (METRICS,
// client_value): net of merchandise, returns and refunds taken off.
type Value struct {
	Currency string `json:"currency"`
	Months12 int64  `json:"months12"`
	Months24 int64  `json:"months24"`
	All      int64  `json:"all"`
}

// Purchase is one receipt with its lines and where it was read.
type Purchase struct {
	ID        string `db:"id" json:"id"`
	Number    string `db:"number" json:"number"`
	Kind      string `db:"kind" json:"kind"`
	Date      string `db:"date" json:"date"`
	Clock     int    `db:"clock" json:"clock"` // minutes after midnight, -1 unknown
	Net       int64  `db:"net" json:"net"`
	Total     int64  `db:"total" json:"total"`
	Tax       int64  `db:"tax" json:"tax"`
	Refunded  int64  `db:"refunded" json:"refunded"`
	Original  string `db:"original_number" json:"original_number"` // of a return
	Associate string `db:"associate" json:"associate"`             // name
	Note      string `db:"note" json:"note"`                       // of the register
	Source    string `db:"source" json:"source"`
	Import    string `db:"import" json:"import"`
	File      string `db:"file" json:"file"`
	Row       int    `db:"row" json:"row"`
	Lines     []Line `db:"-" json:"lines"`
}

// Line is one piece or service of a receipt. Quantities are thousandths.
type Line struct {
	ID          string  `db:"id" json:"id"`
	Receipt     string  `db:"receipt" json:"-"`
	Position    int     `db:"position" json:"position"`
	SKU         string  `db:"sku" json:"sku"`
	Description string  `db:"description" json:"description"`
	Category    string  `db:"category" json:"category"`
	Role        string  `db:"role" json:"role"`
	ProductLine string  `db:"product_line" json:"product_line"`
	Brand       string  `db:"brand" json:"brand"`
	Metal       string  `db:"metal" json:"metal"`
	Stone       string  `db:"stone" json:"stone"`
	Serial      string  `db:"serial" json:"serial"`
	Quantity    int64   `db:"quantity" json:"quantity"`
	UnitPrice   int64   `db:"unit_price" json:"unit_price"`
	Net         int64   `db:"net" json:"net"`
	Returned    int64   `db:"returned" json:"returned"`
	Row         string  `db:"row" json:"row"`
	Shares      []Share `db:"-" json:"shares"`
}

// Share is one associate's part of a line.
type Share struct {
	Line        string `db:"line" json:"-"`
	Staff       string `db:"staff" json:"staff"`
	Name        string `db:"name" json:"name"` // empty: nobody
	BasisPoints int    `db:"basis_points" json:"basis_points"`
	Amount      int64  `db:"amount" json:"amount"`
}

// Receipts are asked for with client != '' beside the client, for the index of
// receipts by client leaves out walk-ins, and is used only where the query does.

// purchasesShown is how many receipts, the newest first, a card holds.
const purchasesShown = 200

func (c *Card) loadSales(app core.App, now time.Time) error {
	if err := c.loadValue(app, now); err != nil {
		return err
	}
	c.Purchases = []Purchase{}
	err := app.DB().NewQuery(`
		SELECT r.id, r.number, r.kind, r.date, r.clock, r.net, r.total, r.tax, r.refunded, r.original_number, r.note, r.source, r.import, r."row",
			coalesce(s.name, '') AS associate, coalesce(i.file, '') AS file
		FROM receipts r LEFT JOIN staff s ON s.id = r.counts_for AND r.counts_for != '' LEFT JOIN imports i ON i.id = r.import AND r.import != ''
		WHERE r.client = {:id} AND r.client != '' ORDER BY r.date DESC, r.clock DESC, r.number DESC, r.id DESC LIMIT {:most}`).
		Bind(dbx.Params{"id": c.ID, "most": purchasesShown}).All(&c.Purchases)
	if err != nil {
		return err
	}
	return c.loadLines(app)
}

func (c *Card) loadLines(app core.App) error {
	at := map[string]*Purchase{}
	ids := make([]string, len(c.Purchases))
	for i := range c.Purchases {
		p := &c.Purchases[i]
		p.Lines = []Line{}
		at[p.ID], ids[i] = p, p.ID
	}
	var lines []Line
	err := app.DB().NewQuery(`
		SELECT id, receipt, position, sku, description, category, role, product_line, brand, metal, stone, serial, quantity, unit_price, net, returned, "row"
		FROM lines WHERE receipt IN (SELECT value FROM json_each({:ids})) ORDER BY receipt, position`).Bind(dbx.Params{"ids": list(ids)}).All(&lines)
	if err != nil {
		return err
	}
	shares := []Share{}
	err = app.DB().NewQuery(`
		SELECT h.line, h.staff, coalesce(s.name, '') AS name, h.basis_points, h.amount
		FROM lines l JOIN shares h ON h.line = l.id LEFT JOIN staff s ON s.id = h.staff AND h.staff != ''
		WHERE l.receipt IN (SELECT value FROM json_each({:ids})) ORDER BY h.line, h.position`).Bind(dbx.Params{"ids": list(ids)}).All(&shares)
	if err != nil {
		return err
	}
	of := map[string][]Share{}
	for _, s := range shares {
		of[s.Line] = append(of[s.Line], s)
	}
	for _, l := range lines {
		if l.Shares = of[l.ID]; l.Shares == nil {
			l.Shares = []Share{}
		}
		p := at[l.Receipt]
		p.Lines = append(p.Lines, l)
	}
	return nil
}

// loadValue adds up what the client brought. A refund without lines is taken
// off on its own date, or the sale's where it has none.
func (c *Card) loadValue(app core.App, now time.Time) error {
	today, err := c.today(app, now)
	if err != nil {
		return err
	}
	back := func(months int) string { return today.AddMonths(-months).String() }
	return app.DB().NewQuery(`
		SELECT count(*),
			coalesce(sum(iif(counts AND date > {:y1} AND date <= {:now}, net, 0) - iif(counts AND gone > {:y1} AND gone <= {:now}, refunded, 0)), 0),
			coalesce(sum(iif(counts AND date > {:y2} AND date <= {:now}, net, 0) - iif(counts AND gone > {:y2} AND gone <= {:now}, refunded, 0)), 0),
			coalesce(sum(iif(counts, net - refunded, 0)), 0)
		FROM (SELECT date, net, refunded, iif(refunded_on != '', refunded_on, date) AS gone, kind IN ('sale', 'return', 'exchange') AS counts
			FROM receipts WHERE client = {:id} AND client != '')`).
		Bind(dbx.Params{"id": c.ID, "now": today.String(), "y1": back(12), "y2": back(24)}).
		Row(&c.Receipts, &c.Value.Months12, &c.Value.Months24, &c.Value.All)
}

// today is the store's business date; it learns the currency on the way.
func (c *Card) today(app core.App, now time.Time) (civil.Date, error) {
	var zone string
	var cutover int
	err := app.DB().NewQuery(`SELECT currency, time_zone, day_cutover FROM stores WHERE id = {:id}`).Bind(dbx.Params{"id": c.Store}).
		Row(&c.Value.Currency, &zone, &cutover)
	if err != nil {
		return civil.Date{}, fmt.Errorf("reading the store: %w", err)
	}
	place, err := time.LoadLocation(zone)
	if err != nil {
		return civil.Date{}, fmt.Errorf("reading the store's time zone %q: %w", zone, err)
	}
	return civil.Business(now, place, cutover), nil
}

// instant is how the book writes a moment.
func instant(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
