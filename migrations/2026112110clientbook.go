package migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// What finding and merging clients needs. merges is the journal of merges; its
// links are plain text, since the client who went has no record any more. The
// tables of the search are the program's own: one document a client, the words
// of names, the pieces somebody bought, and what of it is out of date.
func init() {
	m.Register(func(app core.App) error {
		found, err := find(app, "stores", "staff")
		if err != nil {
			return err
		}
		if err := app.Save(mergesCollection(found[0], found[1])); err != nil {
			return err
		}
		for _, statements := range [][]string{searchTables, searchTriggers, mergeTables, mergeTriggers, householdTriggers} {
			if err := run(app, statements...); err != nil {
				return err
			}
		}
		return run(app, `INSERT INTO search_dirty (client) SELECT id FROM clients`)
	}, func(app core.App) error {
		if err := run(app, clientbookBack...); err != nil {
			return err
		}
		return drop(app, "merges")
	})
}

func mergesCollection(stores, staff *core.Collection) *core.Collection {
	c := core.NewBaseCollection("merges")
	journal := object("journal")
	journal.Hidden, journal.MaxSize = true, 32<<20
	c.Fields.Add(link("store", stores, true), choice("state", "merged", "undone"), required(text("kept", 15)), required(text("dropped", 15)),
		object("moved"), journal, link("staff", staff, false), instant("at"), link("undone_by", staff, false), instant("undone_at"))
	c.Fields.Add(stamps()...)
	c.AddIndex("idx_merges_kept", false, "kept", "")
	c.AddIndex("idx_merges_dropped", false, "dropped", "")
	c.ListRule, c.ViewRule = sameStore(isManager, "store"), sameStore(isManager, "store")
	return c
}

// Parts of words of names stand in search_who, of contacts in search_reach, of
// notes in search_told: apart, so that a word of many notes costs a search for
// names nothing. Words of names stand in search_words. Pieces stand once each, however many clients bought one.
// The tables without content keep no second copy of any text.
var searchTables = []string{
	`CREATE TABLE search_dirty (client TEXT PRIMARY KEY) WITHOUT ROWID`,
	`CREATE TABLE search_docs (
		number   INTEGER PRIMARY KEY,
		client   TEXT NOT NULL UNIQUE,
		store    TEXT NOT NULL,
		name     TEXT NOT NULL,
		contacts TEXT NOT NULL,
		notes    TEXT NOT NULL
	)`,
	`CREATE TABLE search_names (
		store  TEXT NOT NULL,
		word   TEXT NOT NULL,
		number INTEGER NOT NULL,
		PRIMARY KEY (store, word, number)
	) WITHOUT ROWID`,
	`CREATE INDEX idx_search_names_word ON search_names (word)`,
	`CREATE INDEX idx_search_names_number ON search_names (number)`,
	`CREATE TABLE search_grams (
		gram TEXT NOT NULL,
		word TEXT NOT NULL,
		PRIMARY KEY (gram, word)
	) WITHOUT ROWID`,
	`CREATE TABLE search_pieces (
		number INTEGER PRIMARY KEY,
		text   TEXT NOT NULL UNIQUE,
		shown  TEXT NOT NULL
	)`,
	`CREATE TABLE search_bought (
		number INTEGER NOT NULL,
		piece  INTEGER NOT NULL,
		PRIMARY KEY (number, piece)
	) WITHOUT ROWID`,
	`CREATE INDEX idx_search_bought_piece ON search_bought (piece, number)`,
	`CREATE VIRTUAL TABLE search_words USING fts5(name, content='', contentless_delete=1,
		tokenize='unicode61 remove_diacritics 2', prefix='2 3')`,
	`CREATE VIRTUAL TABLE search_who USING fts5(text, content='', contentless_delete=1,
		tokenize='trigram remove_diacritics 1')`,
	`CREATE VIRTUAL TABLE search_reach USING fts5(text, content='', contentless_delete=1,
		tokenize='trigram remove_diacritics 1')`,
	`CREATE VIRTUAL TABLE search_told USING fts5(text, content='', contentless_delete=1,
		tokenize='trigram remove_diacritics 1')`,
	`CREATE VIRTUAL TABLE search_parts USING fts5(text, content='', contentless_delete=1,
		tokenize='trigram remove_diacritics 1')`,
}

// The triggers only say whose document is out of date. New receipts and lines
// have none: an import tells of many at once (clientbook.Arrived). The policy of
// the statement outside (OR FAIL) would win over OR IGNORE here, hence DO NOTHING.
var searchTriggers = []string{
	`CREATE TRIGGER search_clients_insert AFTER INSERT ON clients BEGIN
		INSERT INTO search_dirty (client) VALUES (new.id) ON CONFLICT (client) DO NOTHING; END`,
	`CREATE TRIGGER search_clients_update AFTER UPDATE OF name, notes, store ON clients BEGIN
		INSERT INTO search_dirty (client) VALUES (new.id) ON CONFLICT (client) DO NOTHING; END`,
	`CREATE TRIGGER search_clients_delete AFTER DELETE ON clients BEGIN
		INSERT INTO search_dirty (client) VALUES (old.id) ON CONFLICT (client) DO NOTHING; END`,
	`CREATE TRIGGER search_points_insert AFTER INSERT ON contact_points BEGIN
		INSERT INTO search_dirty (client) VALUES (new.client) ON CONFLICT (client) DO NOTHING; END`,
	`CREATE TRIGGER search_points_update AFTER UPDATE OF client, raw, normalized ON contact_points BEGIN
		INSERT INTO search_dirty (client) VALUES (new.client) ON CONFLICT (client) DO NOTHING;
		INSERT INTO search_dirty (client) VALUES (old.client) ON CONFLICT (client) DO NOTHING; END`,
	`CREATE TRIGGER search_points_delete AFTER DELETE ON contact_points BEGIN
		INSERT INTO search_dirty (client) VALUES (old.client) ON CONFLICT (client) DO NOTHING; END`,
	`CREATE TRIGGER search_receipts_update AFTER UPDATE OF client ON receipts WHEN new.client IS NOT old.client BEGIN
		INSERT INTO search_dirty (client) VALUES (new.client) ON CONFLICT (client) DO NOTHING;
		INSERT INTO search_dirty (client) VALUES (old.client) ON CONFLICT (client) DO NOTHING; END`,
	`CREATE TRIGGER search_receipts_delete AFTER DELETE ON receipts WHEN old.client != '' BEGIN
		INSERT INTO search_dirty (client) VALUES (old.client) ON CONFLICT (client) DO NOTHING; END`,
	`CREATE TRIGGER search_lines_update AFTER UPDATE OF receipt, description, sku, brand, serial, certificate ON lines BEGIN
		INSERT INTO search_dirty (client) SELECT client FROM receipts WHERE id IN (new.receipt, old.receipt) AND client != '' ON CONFLICT (client) DO NOTHING; END`,
	`CREATE TRIGGER search_lines_delete AFTER DELETE ON lines BEGIN
		INSERT INTO search_dirty (client) SELECT client FROM receipts WHERE id = old.receipt AND client != '' ON CONFLICT (client) DO NOTHING; END`,
}

// client_aliases says who a client that went into another one is now, and
// client_redirects which records were written for the old one since: an import
// that runs meanwhile, or one that is taken back later, knows only the old id.
var mergeTables = []string{
	`CREATE TABLE client_aliases (
		dropped TEXT PRIMARY KEY,
		kept    TEXT NOT NULL
	) WITHOUT ROWID`,
	`CREATE INDEX idx_client_aliases_kept ON client_aliases (kept)`,
	`CREATE TABLE client_redirects (
		dropped    TEXT NOT NULL,
		collection TEXT NOT NULL,
		record     TEXT NOT NULL,
		PRIMARY KEY (dropped, collection, record)
	) WITHOUT ROWID`,
}

var mergeTriggers = []string{
	follow("receipts", "UPDATE", `household = (SELECT CASE household WHEN '' THEN id ELSE household END FROM clients
		WHERE id = (SELECT kept FROM client_aliases WHERE dropped = new.client)), `),
	follow("client_keys", "INSERT", ""),
	follow("contact_points", "INSERT", ""),
	`CREATE TRIGGER merge_duplicates_insert AFTER INSERT ON duplicates
		WHEN EXISTS (SELECT 1 FROM client_aliases WHERE dropped IN (new.client, new.other)) BEGIN
		DELETE FROM duplicates WHERE id = new.id; END`,
}

// follow sends a record that is written for a client who is no more to the one
// that took their place.
func follow(table, on, also string) string {
	event := on
	if on == "UPDATE" {
		event = "UPDATE OF client"
	}
	return `CREATE TRIGGER merge_` + table + `_` + on + ` AFTER ` + event + ` ON ` + table + `
		WHEN EXISTS (SELECT 1 FROM client_aliases WHERE dropped = new.client) BEGIN
		INSERT INTO client_redirects (dropped, collection, record) VALUES (new.client, '` + table + `', new.id) ON CONFLICT DO NOTHING;
		UPDATE ` + table + ` SET ` + also + `client = (SELECT kept FROM client_aliases WHERE dropped = new.client) WHERE id = new.id;
		END`
}

// A receipt that changes hands is marked for the figures by the book itself, so
// that no way of moving one can forget it: repeats of both sides and the day.
var householdTriggers = []string{
	`CREATE TRIGGER figures_receipts_moved AFTER UPDATE OF client, household ON receipts
		WHEN new.client IS NOT old.client OR new.household IS NOT old.household BEGIN
		INSERT INTO figures_dirty (kind, key, stamp)
			SELECT 'client', value, random() FROM json_each(json_array(new.client, old.client)) WHERE value != ''
			ON CONFLICT (kind, key) DO UPDATE SET stamp = excluded.stamp;
		INSERT INTO figures_dirty (kind, key, stamp)
			SELECT 'household', value, random() FROM json_each(json_array(new.household, old.household)) WHERE value != ''
			ON CONFLICT (kind, key) DO UPDATE SET stamp = excluded.stamp;
		INSERT INTO figures_dirty (kind, key, stamp)
			SELECT 'day', new.store || char(31) || value, random() FROM json_each(json_array(new.date, new.refunded_on)) WHERE value != ''
			ON CONFLICT (kind, key) DO UPDATE SET stamp = excluded.stamp;
		END`,
}

var clientbookBack = []string{
	`DROP TRIGGER figures_receipts_moved`,
	`DROP TRIGGER merge_duplicates_insert`, `DROP TRIGGER merge_contact_points_INSERT`, `DROP TRIGGER merge_client_keys_INSERT`,
	`DROP TRIGGER merge_receipts_UPDATE`,
	`DROP TRIGGER search_clients_insert`, `DROP TRIGGER search_clients_update`, `DROP TRIGGER search_clients_delete`,
	`DROP TRIGGER search_points_insert`, `DROP TRIGGER search_points_update`, `DROP TRIGGER search_points_delete`,
	`DROP TRIGGER search_receipts_update`, `DROP TRIGGER search_receipts_delete`,
	`DROP TRIGGER search_lines_update`, `DROP TRIGGER search_lines_delete`,
	`DROP TABLE search_parts`, `DROP TABLE search_who`, `DROP TABLE search_reach`, `DROP TABLE search_told`, `DROP TABLE search_words`, `DROP TABLE search_bought`, `DROP TABLE search_pieces`,
	`DROP TABLE search_grams`, `DROP TABLE search_names`, `DROP TABLE search_docs`, `DROP TABLE search_dirty`,
	`DROP TABLE client_redirects`, `DROP TABLE client_aliases`,
}
