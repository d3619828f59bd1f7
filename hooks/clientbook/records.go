package clientbook

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/contact"
	"touchstone/hooks/internal/database"
	"touchstone/hooks/internal/fault"
)

// bindRecords puts the rules of the book under every save, whoever makes it:
// the record API, the Data workshop or this room.
func (r Room) bindRecords(app core.App) {
	bindArrived(app)
	both := func(collection string, rule func(e *core.RecordEvent) error) {
		bound := func(e *core.RecordEvent) error {
			if err := rule(e); err != nil {
				return err
			}
			return e.Next()
		}
		app.OnRecordCreate(collection).BindFunc(bound)
		app.OnRecordUpdate(collection).BindFunc(bound)
	}
	both("clients", readName)
	both("contact_points", readPoint)
	both("milestones", checkMilestone)
	both("relations", checkRelation)
	both("preferences", checkPreference)
	app.OnRecordUpdateExecute("clients").BindFunc(moveHome)
	app.OnRecordCreateRequest("consents").BindFunc(r.signConsent)
	app.OnRecordUpdateRequest("duplicates").BindFunc(decideOnly)
}

// readName makes the key by which names are compared, always from the name,
// and the parts of a name that nobody wrote by hand.
func readName(e *core.RecordEvent) error {
	c := e.Record
	c.Set("name", strings.TrimSpace(c.GetString("name")))
	n := contact.ParseName(c.GetString("name"))
	c.Set("name_key", cutTo(nameKey(n), 200))
	old := c.Original()
	if !e.Record.IsNew() && old.GetString("name") == c.GetString("name") {
		return nil
	}
	if c.GetString("given") == old.GetString("given") && c.GetString("family") == old.GetString("family") {
		given, family := "", ""
		if len(n.Persons) > 0 {
			given, family = n.Persons[0].Given, n.Persons[0].Family
		}
		c.Set("given", cutTo(given, 100))
		c.Set("family", cutTo(family, 100))
	}
	if c.GetBool("couple") == old.GetBool("couple") && c.GetBool("company") == old.GetBool("company") {
		c.Set("couple", n.Couple)
		c.Set("company", n.Company)
	}
	return nil
}

// cutTo keeps the first characters of a key.
func cutTo(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return string(r[:most])
	}
	return text
}

// readPoint makes the form in which an email or a number is compared.
func readPoint(e *core.RecordEvent) error {
	p := e.Record
	p.Set("raw", strings.TrimSpace(p.GetString("raw")))
	var found []contact.Point
	if p.GetString("kind") == "email" {
		found = contact.Emails(p.GetString("raw"))
	} else {
		country, err := countryOf(e.App, p.GetString("client"))
		if err != nil {
			return err
		}
		found = contact.Phones(p.GetString("raw"), country)
	}
	key := ""
	for _, f := range found {
		if f.Key != "" {
			key = f.Key
			break
		}
	}
	p.Set("normalized", key)
	return nil
}

// countryOf is where a client's phone numbers belong.
func countryOf(app core.App, client string) (string, error) {
	var country string
	err := app.DB().NewQuery(`SELECT s.country FROM clients c JOIN stores s ON s.id = c.store WHERE c.id = {:id}`).
		Bind(dbx.Params{"id": client}).Row(&country)
	if noRows(err) || country == "" && err == nil {
		return "US", nil
	}
	if err != nil {
		return "", fmt.Errorf("reading a client's country: %w", err)
	}
	return country, nil
}

var daysOf = [...]int{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

// checkMilestone refuses days that no calendar has.
func checkMilestone(e *core.RecordEvent) error {
	month, day, year := e.Record.GetInt("month"), e.Record.GetInt("day"), e.Record.GetInt("year")
	if month < 1 || month > 12 || day < 1 || day > daysOf[month-1] {
		return fault.New(fault.Invalid, "No calendar has that day. Look at the month and its day again.")
	}
	if year != 0 && (year < 1800 || year > 2200) {
		return fault.New(fault.Invalid, "The year %d cannot be right. Leave it open where it is not known.", year)
	}
	if month == 2 && day == 29 && year != 0 && (year%4 != 0 || year%100 == 0 && year%400 != 0) {
		return fault.New(fault.Invalid, "There was no February 29 in %d. Correct the day or the year.", year)
	}
	return nil
}

func checkRelation(e *core.RecordEvent) error {
	if e.Record.GetString("client") == e.Record.GetString("other") {
		return fault.New(fault.Invalid, "A client cannot be related to themselves. Choose another client.")
	}
	from, until := e.Record.GetString("from"), e.Record.GetString("until")
	if from != "" && until != "" && until < from {
		return fault.New(fault.Invalid, "The relation would end on %s, before it begins on %s. Correct one of the two days.", until, from)
	}
	return nil
}

func checkPreference(e *core.RecordEvent) error {
	e.Record.Set("value", strings.TrimSpace(e.Record.GetString("value")))
	if e.Record.GetString("kind") == "" {
		return fault.New(fault.Invalid, "Say what the preference is about: metal, stone, cut, style, brand, size or price band.")
	}
	return nil
}

// signConsent says who wrote a consent down, and when, from the sign-in alone.
func (r Room) signConsent(e *core.RecordRequestEvent) error {
	if e.Record.GetString("channel") == "" || e.Record.GetString("state") == "" {
		return fault.New(fault.Invalid, "A consent names the channel (paper, call, mail or text) and what the client said (yes, no or unknown).")
	}
	if e.Auth != nil && e.Auth.Collection().Name == "staff" {
		e.Record.Set("staff", e.Auth.Id)
	}
	if e.Record.GetString("at") == "" {
		e.Record.Set("at", instant(r.Now()))
	}
	if e.Record.GetString("at") > instant(r.Now().Add(24*time.Hour)) {
		return fault.New(fault.Invalid, "A consent was said today or earlier. Look at its day again.")
	}
	return e.Next()
}

// decideOnly lets people say that two clients are different (or open the
// question again); that they are one is said by merging them.
func decideOnly(e *core.RecordRequestEvent) error {
	for _, name := range []string{"client", "other", "reason"} {
		e.Record.Set(name, e.Record.Original().Get(name))
	}
	if e.Record.GetString("state") == "same" && e.Record.Original().GetString("state") != "same" {
		return fault.New(fault.Invalid, "Two records of one person are brought together by merging them.")
	}
	return e.Next()
}

// moveHome follows a client into another household: what they bought before
// counts for it too.
func moveHome(e *core.RecordEvent) error {
	if err := e.Next(); err != nil {
		return err
	}
	old, now := e.Record.Original().GetString("household"), e.Record.GetString("household")
	if old == now {
		return nil
	}
	_, err := e.App.NonconcurrentDB().NewQuery(`UPDATE receipts SET household = {:home} WHERE client = {:id} AND client != '' AND household != {:home}`).
		Bind(dbx.Params{"home": home(e.Record.Id, now), "id": e.Record.Id}).Execute()
	if err != nil {
		return fmt.Errorf("moving receipts to a household: %w", err)
	}
	return nil
}

// home is what a client's receipts count for as a household: the one they
// belong to, or themselves.
func home(client, household string) string {
	if household != "" {
		return household
	}
	return client
}

// bindFresh brings the search up to date with every save of a client or of a
// way to reach one, so that whoever saves finds it at once. A client with much
// on the card is left to the worker.
func bindFresh(app core.App, w *worker) {
	fresh := func(e *core.RecordEvent) error {
		field := "client"
		if e.Record.Collection().Name == "clients" {
			field = "id"
		}
		ctx := context.Background()
		if e.Context != nil {
			ctx = context.WithoutCancel(e.Context) // the save stands, whoever hangs up
		}
		ids := []string{e.Record.GetString(field)}
		if was := e.Record.Original().GetString(field); was != "" && was != ids[0] {
			ids = append(ids, was)
		}
		for _, id := range ids {
			if err := freshen(ctx, e.App, w, id); err != nil {
				e.App.Logger().Error("bringing the search up to date", "client", id, "error", err)
			}
		}
		return e.Next()
	}
	watched := []string{"clients", "contact_points"}
	app.OnRecordAfterCreateSuccess(watched...).BindFunc(fresh)
	app.OnRecordAfterUpdateSuccess(watched...).BindFunc(fresh)
	app.OnRecordAfterDeleteSuccess(watched...).BindFunc(fresh)
}

// manyReceipts is from where a client's document takes noticeably long.
const manyReceipts = 200

func freshen(ctx context.Context, app core.App, w *worker, client string) error {
	read, err := database.Pool(app.ConcurrentDB())
	if err != nil {
		return err
	}
	var n int
	if err := read.QueryRowContext(ctx, `SELECT count(*) FROM (SELECT 1 FROM receipts WHERE client = ? AND client != '' LIMIT ?)`, client, manyReceipts).Scan(&n); err != nil {
		return err
	}
	if n == manyReceipts {
		w.poke()
		return nil
	}
	return refreshOne(ctx, app, client)
}
