// Package demo makes the sample store: what somebody sees who wants to know
// what the program does before their own export is at hand. It writes the POS
// exports of a jeweler who does not exist (package sample), reads them through
// the very import that an owner's files take, names the store and its people
// as an owner would, and prints last week's scorecards.
//
// It owns no collection; its mark, by which a sample store is told from a real
// book, is a row among PocketBase's parameters. It works in a folder of its
// own, never over a book that it did not make, and never reads or prints by
// itself: what it needs of other rooms is handed in.
package demo

import (
	"context"
	"io"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/verb"
)

// Folder is where the sample store lies unless --dir names another place.
const Folder = "demo_data"

// seed was chosen by looking at the pages that come of it.
const seed = 4

// Read is what one file brought into the book.
type Read struct{ Receipts, Lines, Clients int }

// Needs is what the sample store takes from elsewhere; every field is set.
type Needs struct {
	// Import reads one file, under the name a person knows it by, into the book.
	// Questions that it leaves open are an error.
	Import func(ctx context.Context, app core.App, name string, body []byte, now func() time.Time) (Read, error)

	// Print writes a week's scorecards as a PDF.
	Print func(ctx context.Context, app core.App, week string, w io.Writer, now func() time.Time) error

	// First makes the one store of an empty book.
	First func(ctx context.Context, app core.App) error

	// Code makes a code that opens the Data workshop, and says until when.
	Code func(ctx context.Context, app core.App, now time.Time) (code string, expires time.Time, err error)

	// SignIn gives a person (record id) a role and a password that nobody knows
	// yet, and returns it.
	SignIn func(app core.App, staff, role string) (password string, err error)

	// Served is the address at which a folder is being served, empty when it is not.
	Served func(dir string) string

	// Serve are the options of every command that serves; http is one of them.
	Serve []verb.Flag
}

// Verbs are the commands of the room.
func Verbs(n Needs) []verb.Verb {
	r := &room{needs: n}
	return []verb.Verb{{
		Name:  "demo",
		Short: "a sample store to look at, made by importing sample exports",
		Long: "Makes the store in the folder " + Folder + ", beside where it is called, and serves it until it is\n" +
			"stopped with Ctrl+C. The store is as old as the day: on another day it is made anew.\n" +
			"A folder that holds a real book is left alone.",
		Flags:  append([]verb.Flag{{Name: "once", Bool: true, Usage: "make the store, print where it is, and end"}}, n.Serve...),
		Folder: Folder,
		Run:    r.run,
		Serves: func(call *verb.Call) bool { return !call.Bool("once") },
		Started: func(_ context.Context, call *verb.Call, url string) error {
			openBrowser(url)
			return r.tell(call, url)
		},
	}}
}

// room keeps what Run made until the door is open and Started tells of it.
type room struct {
	needs Needs
	made  made
}

func (r *room) run(ctx context.Context, app core.App, call *verb.Call) error {
	b := &builder{needs: r.needs, app: app, call: call, say: call.Stdout}
	if call.JSON {
		b.say = call.Stderr
	}
	if err := b.build(ctx); err != nil {
		return err
	}
	if err := b.look(ctx); err != nil {
		return err
	}
	r.made = b.made
	if !call.Bool("once") {
		return nil
	}
	return r.tell(call, r.needs.Served(call.Dir))
}
