// Touchstone keeps an independent jeweler's client book, reads the POS exports
// and prints Monday's scorecards, on one PC and without the internet.
package main

import (
	"context"
	"embed"
	"io/fs"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // Windows has no zone files of its own

	"touchstone/hooks"
	"touchstone/hooks/appliance"
)

// The go command embeds only what lies in or below a package's own folder, so
// both live here and go down as file systems.
//
//go:embed all:pb_public
var publicFiles embed.FS

//go:embed all:templates
var templateFiles embed.FS

// Set by the linker: -X main.version=1.0.0 -X main.commit=...
var (
	version = "dev"
	commit  = ""
)

func main() { os.Exit(run(os.Args[1:])) }

func run(argv []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl+C ends the program at once
	program := &appliance.Program{
		Templates: below(templateFiles, "templates"),
		Public:    below(publicFiles, "pb_public"),
		Rooms:     hooks.Rooms,
		Build:     appliance.NewBuild(version, commit),
		Stdout:    os.Stdout,
		Stderr:    os.Stderr,
		Now:       time.Now,
		Patience:  30 * time.Second,
	}
	return program.Run(ctx, argv)
}

// below is the folder itself as a file system. The name is one of those above,
// so it cannot fail.
func below(files embed.FS, name string) fs.FS {
	sub, err := fs.Sub(files, name)
	if err != nil {
		return files
	}
	return sub
}
