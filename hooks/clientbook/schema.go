package clientbook

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// linked is a collection whose records name clients, and in which fields.
type linked struct {
	name   string
	fields []string
	dated  bool // its records know when they were made
}

// linksToClients finds every collection that names clients, by the schema
// itself: one that is added later is found as well.
func linksToClients(app core.App) ([]linked, error) {
	clients, err := app.FindCachedCollectionByNameOrId("clients")
	if err != nil {
		return nil, err
	}
	collections, err := app.FindAllCollections(core.CollectionTypeBase, core.CollectionTypeAuth)
	if err != nil {
		return nil, err
	}
	var all []linked
	for _, c := range collections {
		l := linked{name: c.Name}
		for _, f := range c.Fields {
			if r, ok := f.(*core.RelationField); ok && r.CollectionId == clients.Id {
				if r.IsMultiple() {
					return nil, fmt.Errorf("reading the schema: field %s of %s names several clients at once, which a merge cannot follow", r.Name, c.Name)
				}
				l.fields = append(l.fields, r.Name)
			}
			if f.GetName() == "created" && f.Type() == core.FieldTypeAutodate {
				l.dated = true
			}
		}
		if len(l.fields) > 0 {
			all = append(all, l)
		}
	}
	slices.SortFunc(all, func(a, b linked) int { return strings.Compare(a.name, b.name) })
	return all, nil
}

// snapshot reads rows of a table as JSON objects, value by value as they stand.
func snapshot(tx core.App, table, where string, params dbx.Params) ([]string, error) {
	columns, err := tx.TableColumns(table)
	if err != nil {
		return nil, err
	}
	parts := make([]string, len(columns))
	for i, c := range columns {
		parts[i] = `'` + c + `', "` + c + `"`
	}
	return texts(tx, `SELECT json_object(`+strings.Join(parts, ", ")+`) FROM "`+table+`" WHERE `+where, params)
}

// insert puts a row back as a snapshot has it, in the columns that there still
// are. It reports false where the row cannot stand beside those of today.
func insert(tx core.App, table, row string) (bool, error) {
	columns, err := tx.TableColumns(table)
	if err != nil {
		return false, err
	}
	var names, values []string
	for _, c := range columns {
		names = append(names, `"`+c+`"`)
		values = append(values, `json_extract({:row}, '$."`+c+`"')`)
	}
	done, err := exec(tx, `INSERT OR IGNORE INTO "`+table+`" (`+strings.Join(names, ", ")+`) SELECT `+strings.Join(values, ", "), dbx.Params{"row": row})
	if err != nil {
		return false, err
	}
	n, err := done.RowsAffected()
	return n == 1, err
}

// exec runs a statement in the transaction of tx.
func exec(tx core.App, query string, params dbx.Params) (sql.Result, error) {
	return tx.NonconcurrentDB().NewQuery(query).Bind(params).Execute()
}

// texts reads the first column of a query in the transaction of tx.
func texts(tx core.App, query string, params dbx.Params) ([]string, error) {
	all := []string{}
	err := tx.NonconcurrentDB().NewQuery(query).Bind(params).Column(&all)
	return all, err
}
