package migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// imports, receipts, lines and shares. Money is whole minor units of the
// store's currency; quantities are thousandths, so that sums stay exact.
func init() {
	m.Register(func(app core.App) error {
		found, err := find(app, "stores", "staff", "clients")
		if err != nil {
			return err
		}
		stores, staff, clients := found[0], found[1], found[2]
		imports, err := makeImports(app, stores, staff)
		if err != nil {
			return err
		}
		receipts, err := makeReceipts(app, stores, staff, clients)
		if err != nil {
			return err
		}
		lines, err := makeLines(app, receipts)
		if err != nil {
			return err
		}
		if err := makeShares(app, lines, staff); err != nil {
			return err
		}
		return makeImportRows(app, imports)
	}, func(app core.App) error { return drop(app, "imports", "receipts", "lines", "shares", "import_rows") })
}

func makeImports(app core.App, stores, staff *core.Collection) (*core.Collection, error) {
	c := core.NewBaseCollection("imports")
	c.Fields.Add(
		link("store", stores, true), link("staff", staff, false),
		&core.TextField{Name: "file", Max: 400, Presentable: true}, text("sha256", 64), whole("size"),
		text("source", 40), text("preset", 60), text("fingerprint", 64), object("mapping"), object("format"),
		choice("state", "staging", "checked", "applying", "applied", "undoing", "undone", "failed"),
		whole("receipts"), whole("lines"), whole("updated_receipts"), whole("unchanged"),
		whole("clients_new"), whole("clients_matched"), whole("skipped"), whole("rejected"),
		day("first_date"), day("last_date"), object("result"), instant("applied_at"), instant("undone_at"), text("error", 2000),
	)
	c.Fields.Add(stamps()...)
	c.AddIndex("idx_imports_sha", false, "sha256", "")
	c.ListRule, c.ViewRule = sameStore(isManager, "store"), sameStore(isManager, "store")
	return c, app.Save(c)
}

func makeReceipts(app core.App, stores, staff, clients *core.Collection) (*core.Collection, error) {
	c := core.NewBaseCollection("receipts")
	c.Fields.Add(
		link("store", stores, true), required(text("source", 40)),
		required(&core.TextField{Name: "number", Max: 80, Presentable: true}), whole("epoch"), // epoch: days since 1970 of its date, so that of two receipts of one number a return means the last before it
		choice("kind", "sale", "return", "exchange", "other", "void", "quote", "deposit", "layaway_payment", "repair_intake", "buy_in"),
		text("stated_kind", 20),
		day("date"), instant("sold_at"), whole("clock"), // clock: minutes after midnight, -1 unknown
		choice("shift", "morning", "afternoon", "evening", "unknown"),
		link("client", clients, false), text("household", 15), // household: the client's, or the client's own id
		link("counts_for", staff, false), choice("product_line", "watch", "jewelry", "none"), text("brand", 120),
		text("original_number", 80), text("original", 15),
		whole("discount"), whole("tax"), whole("tip"), whole("total"),
		whole("net"), whole("net_sold"), whole("net_returned"), // over merchandise lines; sold > 0, returned < 0
		flag("is_sale"), flag("is_service"), flag("qualifying"), flag("secondary"), flag("care_plan"), flag("repeat"), flag("repeat_same"), flag("repeat_household"),
		whole("units"), whole("secondary_net"),
		whole("refunded"), day("refunded_on"), flag("return_lines_unknown"),
		text("customer", 200), text("note", 2000), text("import", 15), whole("row"), text("hash", 32),
	)
	edited(c)
	c.AddIndex("idx_receipts_number", false, "number", "")
	c.AddIndex("idx_receipts_date", false, "date", "")
	c.AddIndex("idx_receipts_client", false, "client", "client != ''")
	c.AddIndex("idx_receipts_original", false, "original_number", "original_number != ''")
	c.AddIndex("idx_receipts_import", false, "import", "")
	c.ListRule, c.ViewRule = sameStore(signedIn, "store"), sameStore(signedIn, "store")
	return c, app.Save(c)
}

func makeLines(app core.App, receipts *core.Collection) (*core.Collection, error) {
	c := core.NewBaseCollection("lines")
	c.Fields.Add(
		owned("receipt", receipts), whole("position"), text("sku", 120), &core.TextField{Name: "description", Max: 65000, Presentable: true},
		text("category", 200), choice("role", "primary", "accessory", "care_plan", "service", "other", "unknown"),
		choice("product_line", "watch", "jewelry"), text("rule", 200), text("brand", 120),
		text("metal", 60), text("stone", 60), text("carat", 40), text("serial", 80), text("certificate", 80),
		whole("quantity"), whole("unit_price"), whole("discount"), whole("receipt_discount"), whole("net"), whole("tax"),
		whole("returned"), text("returns", 15), text("row", 20),
	)
	c.AddIndex("idx_lines_receipt", false, "receipt, position", "")
	c.ListRule, c.ViewRule = sameStore(signedIn, "receipt.store"), sameStore(signedIn, "receipt.store")
	return c, app.Save(c)
}

func makeShares(app core.App, lines, staff *core.Collection) error {
	c := core.NewBaseCollection("shares")
	c.Fields.Add(owned("line", lines), link("staff", staff, false), whole("position"), whole("basis_points"), whole("amount"))
	c.AddIndex("idx_shares_line", false, "line", "")
	c.ListRule, c.ViewRule = sameStore(signedIn, "line.receipt.store"), sameStore(signedIn, "line.receipt.store")
	return app.Save(c)
}

func makeImportRows(app core.App, imports *core.Collection) error {
	c := core.NewBaseCollection("import_rows")
	// rows: how many of the file lie in the record, from row on; see hooks/pos/packs.go
	c.Fields.Add(owned("import", imports), whole("row"), whole("rows"), text("cells", 4<<20), choice("state", "kept", "rejected", "skipped"), text("column", 200), text("reason", 500))
	c.AddIndex("idx_import_rows_import", false, "import, row", "")
	c.ListRule, c.ViewRule = sameStore(isManager, "import.store"), sameStore(isManager, "import.store")
	return app.Save(c)
}
