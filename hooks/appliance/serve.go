package appliance

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"runtime/debug"
	"sync"
	"syscall"
	"time"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/appliance/folder"
	"touchstone/hooks/appliance/guard"
	"touchstone/hooks/appliance/pages"
	"touchstone/hooks/appliance/wire"
	"touchstone/hooks/internal/fault"
	"touchstone/hooks/internal/verb"
)

// DefaultHTTP is where serve listens: on this PC only, until the tablets' own
// sign-in stands between the shop's network and the book.
const DefaultHTTP = "127.0.0.1:8090"

// ServeFlags are the options of every verb that serves.
func ServeFlags() []verb.Flag {
	return []verb.Flag{
		{Name: "http", Default: DefaultHTTP, Usage: "address and port to answer at; 0.0.0.0:8090 answers the whole network"},
		{Name: "sql-console", Bool: true, Usage: "let the Data workshop run SQL (for the developer's desk)"},
	}
}

func serveVerb() verb.Verb {
	return verb.Verb{
		Name:   "serve",
		Short:  "run the appliance until it is stopped",
		Long:   "Answers browsers on this PC. Stop it with Ctrl+C. Commands that are called\nmeanwhile in another window do their work inside it.",
		Flags:  ServeFlags(),
		Serves: func(*verb.Call) bool { return true },
	}
}

// hereServing opens the door first, so that a busy port is told before the
// book is touched, then the book, then serves until ctx ends.
func (p *Program) hereServing(ctx context.Context, rooms []Room, v *verb.Verb, call *verb.Call, lock *folder.Lock) error {
	door, err := listen(ctx, call.Flag("http"))
	if err != nil {
		return err
	}
	defer door.Close()
	usualGC := debug.SetGCPercent(startGC)
	defer debug.SetGCPercent(usualGC)
	app, err := openBook(ctx, call.Dir, rooms, true)
	if err != nil {
		return err
	}
	if v.Run != nil {
		if err := v.Run(ctx, app, call); err != nil {
			logFailure(app, call.Verb, err)
			return errors.Join(err, closeBook(app))
		}
	}
	s := &service{program: p, rooms: rooms, app: app, door: door, lock: lock, call: call, usualGC: usualGC}
	if v.Started != nil {
		s.started = func(url string) error { return v.Started(ctx, call, url) }
	}
	return s.run(ctx)
}

// listen opens the address, or says who is in the way and what to do.
func listen(ctx context.Context, address string) (net.Listener, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, verb.Usage("--http %s is not an address and a port, such as %s.", address, DefaultHTTP)
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err == nil {
		return l, nil
	}
	switch {
	case errors.Is(err, syscall.EADDRINUSE) || inUse(err):
		return nil, fault.Wrap(fault.Conflict, err, "Port %s is used by another program, so Touchstone did not start. Stop that program, or choose another port: --http %s", port, net.JoinHostPort(host, "8091"))
	case errors.Is(err, os.ErrPermission):
		return nil, fault.Wrap(fault.Forbidden, err, "This user may not open port %s. Choose a port from 1024 on, such as --http %s", port, net.JoinHostPort(host, "8090"))
	}
	return nil, fault.Wrap(fault.Invalid, err, "The address %s cannot be opened on this PC. Choose another one, such as --http %s", address, DefaultHTTP)
}

// service is the appliance while it serves.
type service struct {
	program *Program
	rooms   []Room
	app     core.App
	door    net.Listener
	lock    *folder.Lock
	call    *verb.Call
	started func(url string) error
	turn    sync.Mutex // commands that change something go one by one
	usualGC int        // what startGC stands in for
	damage  error      // what the walk through the book found
}

// run serves until ctx ends or the server fails, and leaves the folder clean.
func (s *service) run(ctx context.Context) error {
	url := reachable("http://" + s.door.Addr().String())
	endpoint := &wire.Server{Run: s.job, Status: wire.Status{Version: s.program.Build.Identity(), PID: os.Getpid(), URL: url}}
	address, err := endpoint.Listen(s.call.Dir)
	if err != nil {
		return errors.Join(err, closeBook(s.app))
	}
	s.bind(url, func() error {
		owner := s.program.owner(s.call.Verb)
		owner.Endpoint, owner.URL = address, url
		if err := s.lock.Announce(owner); err != nil {
			return err
		}
		go endpoint.Serve()
		if err := s.announce(url); err != nil || s.started == nil {
			return err
		}
		return s.started(url)
	})
	failed := make(chan error, 2)
	stopRest := s.restLater(failed)
	go func() {
		failed <- apis.Serve(s.app, apis.ServeConfig{HttpAddr: s.door.Addr().String(), AllowedOrigins: []string{url}})
	}()
	select {
	case <-ctx.Done():
		endpoint.Close(20 * time.Second)
		stopRest()
		err = closeWell(s.app, s.call.Dir, s.damage)
		<-failed
		return err
	case err = <-failed:
		endpoint.Close(5 * time.Second)
		stopRest()
		return errors.Join(err, closeWell(s.app, s.call.Dir, err))
	}
}

// bind wires the server: our door, no installer page, the guard around all.
func (s *service) bind(url string, started func() error) {
	s.app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Listener = s.door
		e.InstallerFunc = nil // any other would make a superuser of its own
		guard.Bind(e.Router)
		pages.New(s.program.Public).Bind(e.Router)
		if err := e.Next(); err != nil {
			return err
		}
		e.Server.Handler = guard.New(guard.Options{SQLConsole: s.call.Bool("sql-console")}, e.Server.Handler)
		return started()
	})
}

func (s *service) announce(url string) error {
	if s.call.JSON {
		_, err := fmt.Fprintf(s.call.Stdout, "{\"url\":%q,\"dir\":%q,\"pid\":%d}\n", url, s.call.Dir, os.Getpid())
		return err
	}
	_, err := fmt.Fprintf(s.call.Stdout, "Touchstone is running at %s\nThe book is in %s. Stop with Ctrl+C.\n", url, s.call.Dir)
	return err
}
