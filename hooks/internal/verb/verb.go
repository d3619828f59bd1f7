// Package verb says what a command of the program is, without saying where it
// runs: beside the data folder, or inside the running service that owns it. A
// room offers verbs; the appliance parses the command line, finds the owner of
// the data folder and carries files in and out (DESIGN, section 6).
package verb

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// Flag is one option of a verb. Every verb has --json, --help and --dir as well.
type Flag struct {
	Name    string
	Usage   string
	Default string
	Bool    bool // present or not; no value
	In      bool // the value names a file to read
	Out     bool // the value names a file to write
}

// Verb is one command, such as "import" or "imports undo".
type Verb struct {
	Name     string // words separated by one space
	Args     string // how its arguments are shown, such as "FILE..."
	Short    string // one line of help
	Long     string // the rest of the help, may be empty
	Flags    []Flag
	FileArgs bool // the arguments name files to read
	MinArgs  int
	MaxArgs  int // -1: no limit

	// Reads says that the verb changes nothing, so that it may run beside
	// others. The rest run one after the other.
	Reads bool

	// Folder is the data folder, beside the working directory, that the verb
	// uses when --dir is not given. Empty means the usual one.
	Folder string

	// Run does the work. app is bootstrapped and migrated. What it returns is
	// printed by the caller: a usage error exits 2, any other 1.
	Run func(ctx context.Context, app core.App, call *Call) error

	// Serves says whether the process, after Run, keeps the folder and answers
	// on the network until it is stopped. Run may then be nil. Such a verb never
	// runs inside another process.
	Serves func(call *Call) bool

	// Started runs when a verb that serves has opened its door at url.
	Started func(ctx context.Context, call *Call, url string) error

	// Closed runs instead of Run where the book could not be opened; err says
	// why. Most verbs have none: the error ends them.
	Closed func(ctx context.Context, call *Call, err error) error

	// Early runs without a data folder, before PocketBase exists, in the
	// caller's process. A verb has either Early or the two above.
	Early func(ctx context.Context, call *Call) error
}

// Source is a file that a verb reads.
type Source interface {
	io.ReaderAt
	io.Closer
	Size() int64
}

// Files opens what the caller named; the appliance provides it, so that the
// same verb reads a local file or one that came over the local endpoint. Only
// names that stand in the call can be opened: arguments where FileArgs is set,
// values of In and Out flags.
type Files interface {
	Open(name string) (Source, error)

	// Create writes beside the name; the file takes its name only when the verb
	// has returned without an error, so that a failure leaves nothing half done.
	Create(name string) (io.WriteCloser, error)
}

// Call is one use of a verb.
type Call struct {
	Verb   string
	Args   []string
	Values map[string]string // flags by name; a bool flag given is "true"
	JSON   bool
	Stdout io.Writer
	Stderr io.Writer
	Now    func() time.Time
	Files  Files
	Dir    string // the data folder, absolute

	// Alone says that nobody else reads or writes the book before Run returns.
	Alone bool
}

// Flag returns the value of a flag or its default.
func (c *Call) Flag(name string) string { return c.Values[name] }

// Bool reports whether a bool flag was given.
func (c *Call) Bool(name string) bool { return c.Values[name] == "true" }

// UsageError is a mistake in how a command was called; it exits 2.
type UsageError struct{ Message string }

func (e *UsageError) Error() string { return e.Message }

// Usage makes a UsageError.
func Usage(format string, args ...any) error {
	return &UsageError{Message: fmt.Sprintf(format, args...)}
}

// Silent is an error whose explanation was already printed; it only sets the
// exit code to 1.
type Silent struct{ Err error }

func (e *Silent) Error() string { return e.Err.Error() }

// Unwrap gives the cause.
func (e *Silent) Unwrap() error { return e.Err }
