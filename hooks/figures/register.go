package figures

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/database"
)

// Register keeps the figures right when somebody edits a receipt, a line or a
// share by hand, in the Data workshop. What writes past the records, such as an
// import, marks and settles by itself.
func Register(app core.App) {
	watched := []string{"receipts", "lines", "shares"}
	follow := func(e *core.RecordEvent) error {
		if err := followEdit(e); err != nil {
			e.App.Logger().Error("bringing the figures up to date", "collection", e.Record.Collection().Name, "record", e.Record.Id, "error", err)
		}
		return e.Next()
	}
	app.OnRecordAfterCreateSuccess(watched...).BindFunc(follow)
	app.OnRecordAfterUpdateSuccess(watched...).BindFunc(follow)
	app.OnRecordAfterDeleteSuccess(watched...).BindFunc(follow)
}

// followEdit settles one edit, in a transaction of its own after the edit's.
func followEdit(e *core.RecordEvent) error {
	pool, err := database.Pool(e.App.NonconcurrentDB())
	if err != nil {
		return err
	}
	ctx := context.Background()
	if e.Context != nil {
		ctx = context.WithoutCancel(e.Context) // the edit stands, whoever hangs up
	}
	touched := refsOf(e)
	return inTransaction(ctx, pool, func(tx *sql.Tx) error {
		ids, err := receiptsOf(ctx, tx, e)
		if err != nil {
			return err
		}
		if _, err := Reassess(ctx, tx, ids); err != nil {
			return err
		}
		_, err = Settle(ctx, tx, touched)
		return err
	})
}

// refsOf is an edited receipt as it was and as it is.
func refsOf(e *core.RecordEvent) (t Touched) {
	if e.Record.Collection().Name != "receipts" {
		return t
	}
	for _, r := range []*core.Record{e.Record.Original(), e.Record} {
		t.Add(Ref{
			Store: r.GetString("store"), Source: r.GetString("source"), Number: r.GetString("number"), OriginalNumber: r.GetString("original_number"),
			Client: r.GetString("client"), Household: r.GetString("household"), Date: r.GetString("date"), RefundedOn: r.GetString("refunded_on"),
		})
	}
	return t
}

// receiptsOf lists the receipts that an edited record belongs to, now and before.
func receiptsOf(ctx context.Context, tx *sql.Tx, e *core.RecordEvent) ([]string, error) {
	field := map[string]string{"receipts": "id", "lines": "receipt", "shares": "line"}[e.Record.Collection().Name]
	ids := []string{e.Record.GetString(field), e.Record.Original().GetString(field)}
	if field != "line" {
		return ids, nil
	}
	receipts, err := texts(ctx, tx, `SELECT DISTINCT receipt FROM lines WHERE id IN (SELECT value FROM json_each(?))`, list(ids))
	if err != nil {
		return nil, fmt.Errorf("finding the receipt of an edited share: %w", err)
	}
	return receipts, nil
}
