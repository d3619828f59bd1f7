package appliance

import (
	"context"
	"fmt"
	"io"
	"runtime/debug"
	"time"

	"touchstone/hooks/appliance/cli"
	"touchstone/hooks/appliance/wire"
	"touchstone/hooks/internal/fault"
	"touchstone/hooks/internal/verb"
)

// job does a command that another process sent to this service.
func (s *service) job(ctx context.Context, job wire.Job) (code int) {
	asJSON := cli.WantsJSON(job.Argv)
	defer func() {
		if r := recover(); r != nil {
			s.app.Logger().Error("command broke off", "panic", fmt.Sprint(r), "stack", string(debug.Stack()))
			code = tell(job.Stdout, job.Stderr, asJSON, fault.New(fault.Internal, "The command broke off inside the program. The log names the cause."))
		}
	}()
	if mine := s.program.Build.Identity(); job.Version != mine {
		return tell(job.Stdout, job.Stderr, asJSON, fault.New(fault.Conflict,
			"The running service is version %s, this command is version %s, so nothing was done. Restart the service with the new version, then run this again.", mine, job.Version))
	}
	verbs := verbsOf(s.rooms)
	cmd, err := cli.Parse(verbs, job.Argv)
	if err == nil && (cmd.Verb == nil || cmd.Verb.Run == nil || cmd.Help) {
		err = verb.Usage("This command does not run inside the service.")
	}
	if err != nil {
		return tell(job.Stdout, job.Stderr, asJSON, err)
	}
	release, err := s.takeTurn(ctx, cmd.Verb, job.Stderr)
	if err != nil {
		return tell(job.Stdout, job.Stderr, asJSON, err)
	}
	defer release()
	if !cmd.Verb.Reads {
		defer func() { go debug.FreeOSMemory() }() // an import takes far more than the service needs for the rest of the day
	}
	err = cmd.Verb.Run(ctx, s.app, &verb.Call{
		Verb: cmd.Verb.Name, Args: cmd.Args, Values: cmd.Values, JSON: cmd.JSON,
		Stdout: job.Stdout, Stderr: job.Stderr, Now: s.program.Now, Files: job.Files, Dir: s.call.Dir,
	})
	if err != nil {
		logFailure(s.app, cmd.Verb.Name, err)
		return tell(job.Stdout, job.Stderr, asJSON, err)
	}
	return exitOK
}

// takeTurn waits for the commands before this one. Those that only read do not
// wait, and nobody waits for them.
func (s *service) takeTurn(ctx context.Context, v *verb.Verb, stderr io.Writer) (func(), error) {
	if v.Reads {
		return func() {}, nil
	}
	for i := 0; !s.turn.TryLock(); i++ {
		if i == 50 {
			fmt.Fprintln(stderr, "Waiting: another command is at work.")
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
	return s.turn.Unlock, nil
}
