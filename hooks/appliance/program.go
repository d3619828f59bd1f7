package appliance

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"touchstone/hooks/appliance/cli"
	"touchstone/hooks/appliance/folder"
	"touchstone/hooks/appliance/wire"
	"touchstone/hooks/internal/database"
	"touchstone/hooks/internal/fault"
	"touchstone/hooks/internal/verb"
)

// Program is the whole of it, ready to run one command line.
type Program struct {
	Templates fs.FS              // built in
	Public    fs.FS              // built in
	Rooms     func(House) []Room // in start-up order
	Build     Build
	Stdout    io.Writer
	Stderr    io.Writer
	Now       func() time.Time
	Patience  time.Duration // how long a command waits for another one
}

// Exit codes of every command.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

// Run does what a command line (without the program's name) asks and returns
// the exit code. Errors are one sentence on standard error; with --json they
// also stand on standard output as {"error": "..."}.
func (p *Program) Run(ctx context.Context, argv []string) int {
	house := p.house(p.Templates)
	verbs := verbsOf(p.Rooms(house))
	cmd, err := cli.Parse(verbs, argv)
	if err != nil {
		return p.fail(argv, err)
	}
	if cmd.Help {
		return p.help(argv, verbs, cmd)
	}
	dir, err := p.dir(cmd)
	if err != nil {
		return p.fail(argv, err)
	}
	files := &localFiles{in: cmd.In(), out: cmd.Out()}
	call := &verb.Call{
		Verb: cmd.Verb.Name, Args: cmd.Args, Values: cmd.Values, JSON: cmd.JSON,
		Stdout: p.Stdout, Stderr: p.Stderr, Now: p.Now, Files: files, Dir: dir, Alone: true,
	}
	if cmd.Verb.Early != nil {
		return p.end(argv, files, cmd.Verb.Early(ctx, call))
	}
	files.openEarly()
	if folder.Foreign(dir) {
		files.createEarly()
	}
	if files.back, err = folder.Become(dir, len(files.out) > 0); err != nil {
		return p.end(argv, files, err)
	}
	return p.reach(ctx, argv, call)
}

func (p *Program) house(templates fs.FS) House {
	return House{Templates: templates, Public: p.Public, Build: p.Build, Now: p.Now}
}

func verbsOf(rooms []Room) []verb.Verb {
	var all []verb.Verb
	for _, r := range rooms {
		all = append(all, r.Verbs...)
	}
	return all
}

// dir is the absolute data folder of a command.
func (p *Program) dir(cmd cli.Command) (string, error) {
	name := cmd.Dir
	if name == "" {
		name = cmd.Verb.Folder
	}
	if name == "" {
		return folder.Default()
	}
	dir, err := filepath.Abs(name)
	if err != nil {
		return "", fmt.Errorf("finding the data folder %s: %w", name, err)
	}
	return dir, nil
}

// reach does a command in the data folder: here when it is free, else inside
// the service that owns it.
func (p *Program) reach(ctx context.Context, argv []string, call *verb.Call) int {
	files, _ := call.Files.(*localFiles)
	folder.Private()
	if err := folder.Prepare(call.Dir); err != nil {
		return p.end(argv, files, err)
	}
	rooms := p.Rooms(p.house(templates(p.Templates, call.Dir)))
	v := verbNamed(verbsOf(rooms), call.Verb)
	serves := v.Serves != nil && v.Serves(call)
	code := 0
	patience := folder.Patience{For: p.Patience, Tell: func(o folder.Owner) {
		fmt.Fprintf(p.Stderr, "Waiting: the data folder is in use by %s.\n", o)
	}}
	if serves {
		patience.For = 0
	}
	lock, served, err := folder.Reach(ctx, call.Dir, p.owner(call.Verb), patience, func(o folder.Owner) (bool, error) {
		if serves {
			return false, nil
		}
		var err error
		code, err = p.there(ctx, o, argv, files)
		if errors.Is(err, wire.ErrNobody) {
			return false, nil // starting up, or dead: the lock will tell
		}
		return err == nil, err
	})
	switch {
	case served:
		if err := files.finish(code == exitOK); err != nil && code == exitOK {
			return p.fail(argv, err)
		}
		return code
	case err != nil:
		return p.end(argv, files, heldFault(err, serves))
	}
	defer lock.Release()
	return p.end(argv, files, p.here(ctx, rooms, v, call, lock))
}

func (p *Program) owner(command string) folder.Owner {
	return folder.Owner{PID: os.Getpid(), Version: p.Build.Identity(), Command: command, Since: p.Now().UTC()}
}

// there runs the command inside the service.
func (p *Program) there(ctx context.Context, o folder.Owner, argv []string, files *localFiles) (int, error) {
	return wire.Run(ctx, o.Endpoint, wire.Request{
		Argv: argv, Version: p.Build.Identity(), Stdout: p.Stdout, Stderr: p.Stderr, Files: files,
	})
}

// heldFault tells who has the folder and what to do.
func heldFault(err error, serves bool) error {
	held, ok := errors.AsType[*folder.Held](err)
	if !ok {
		return err
	}
	if serves && held.Owner.URL != "" {
		return fault.Wrap(fault.Conflict, err, "The data folder %s is already served by %s, at %s. Open that address, or stop it first.", held.Dir, held.Owner, held.Owner.URL)
	}
	return fault.Wrap(fault.Conflict, err, "The data folder %s is in use by %s. Wait until it has ended, or stop it, then run this again.", held.Dir, held.Owner)
}

func verbNamed(verbs []verb.Verb, name string) *verb.Verb {
	for i := range verbs {
		if verbs[i].Name == name {
			return &verbs[i]
		}
	}
	return nil
}

// end closes a command: its files get their names or go, its error is told.
func (p *Program) end(argv []string, files *localFiles, err error) int {
	if finishErr := files.finish(err == nil); err == nil {
		err = finishErr
	}
	if err != nil {
		return p.fail(argv, err)
	}
	return exitOK
}

func (p *Program) fail(argv []string, err error) int {
	return tell(p.Stdout, p.Stderr, cli.WantsJSON(argv), err)
}

// tell says an error to a person, and to a program that asked for JSON.
func tell(stdout, stderr io.Writer, asJSON bool, err error) int {
	if _, ok := errors.AsType[*verb.Silent](err); ok {
		return exitFailed
	}
	code, sentence := exitFailed, sentence(err)
	mistake, isMistake := errors.AsType[*cli.Mistake](err)
	_, isUsage := errors.AsType[*verb.UsageError](err)
	if isMistake || isUsage {
		code = exitUsage
	}
	if asJSON {
		_ = json.NewEncoder(stdout).Encode(map[string]string{"error": sentence})
	}
	fmt.Fprintln(stderr, sentence)
	if isMistake && mistake.Verb != "" {
		fmt.Fprintf(stderr, "How it is used: touchstone %s --help\n", mistake.Verb)
	}
	return code
}

// sentence is what a person at the PC reads: the fault's own sentence, or the
// chain of what was being done, which names file and row.
func sentence(err error) string {
	err = database.Explain(err)
	text := err.Error()
	if f, ok := errors.AsType[*fault.Error](err); ok {
		text = f.Message
	} else if errors.Is(err, context.Canceled) {
		return "Stopped. What was already saved stays saved."
	}
	if text == "" {
		return "The command ended without saying why."
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

func (p *Program) help(argv []string, verbs []verb.Verb, cmd cli.Command) int {
	write := func() error { return cli.Overview(p.Stdout, verbs) }
	if cmd.Verb != nil {
		write = func() error { return cli.One(p.Stdout, cmd.Verb) }
	}
	if err := write(); err != nil {
		return p.fail(argv, err)
	}
	return exitOK
}
