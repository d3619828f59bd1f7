package main

import (
	"bytes"
	"context"
	"os"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"
	_ "github.com/pocketbase/pocketbase/migrations" // PocketBase's own schema

	"touchstone/hooks/demo/sample"
	"touchstone/hooks/internal/database"
	"touchstone/hooks/pos"
	_ "touchstone/migrations" // the schema
)

// BenchmarkImport reads a file into a fresh book, in process, so that a profile
// shows what costs:
//
//	go test -run - -bench Import -benchtime 1x -cpuprofile cpu.out ./hooks/internal/bench
func BenchmarkImport(b *testing.B) {
	var file bytes.Buffer
	if _, err := sample.Write(&file, today, seed, sample.OfLines(100_000)); err != nil {
		b.Fatal(err)
	}
	room := pos.Room{Templates: os.DirFS("../../../templates")}
	ctx, cancel := context.WithCancel(context.Background()) // a command can be stopped, and that costs
	defer cancel()
	now := func() time.Time { return time.Date(2026, 11, 16, 8, 0, 0, 0, time.UTC) }
	for b.Loop() {
		b.StopTimer()
		app := freshBook(b)
		b.StartTimer()
		res, err := room.Import(ctx, app, bytes.NewReader(file.Bytes()), pos.Wanted{Name: "sample.csv"}, now)
		if err != nil || res.Lines < 100_000 {
			b.Fatalf("the import gave %+v (%v)", res, err)
		}
		b.StopTimer()
		if err := app.ResetBootstrapState(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
}

// freshBook is an empty book with one store, opened as the program opens it.
func freshBook(tb testing.TB) core.App {
	tb.Helper()
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: tb.TempDir(), DBConnect: database.Connect})
	if err := app.Bootstrap(); err != nil {
		tb.Fatal(err)
	}
	if err := app.RunAllMigrations(); err != nil {
		tb.Fatal(err)
	}
	col, err := app.FindCollectionByNameOrId("stores")
	if err != nil {
		tb.Fatal(err)
	}
	main := core.NewRecord(col)
	main.Load(map[string]any{"code": "MAIN", "time_zone": "America/New_York", "country": "US", "noon": 720, "evening": 1020})
	if err := app.Save(main); err != nil {
		tb.Fatal(err)
	}
	return app
}
