// Package fault names the kinds of errors that people meet and maps them to
// HTTP once. Anything that is not a fault is an internal error: logged in
// full, told as one plain sentence.
package fault

import (
	"errors"
	"fmt"
	"net/http"
)

// Kind is what sort of thing went wrong, from a person's point of view.
type Kind int

// The kinds, each with its HTTP status.
const (
	Internal  Kind = http.StatusInternalServerError
	Invalid   Kind = http.StatusBadRequest
	SignIn    Kind = http.StatusUnauthorized
	Forbidden Kind = http.StatusForbidden
	NotFound  Kind = http.StatusNotFound
	Conflict  Kind = http.StatusConflict
	Changed   Kind = http.StatusPreconditionFailed   // somebody else saved first
	Missing   Kind = http.StatusPreconditionRequired // If-Match is not there
	Differs   Kind = http.StatusUnprocessableEntity  // same idempotency key, other body
	TooLarge  Kind = http.StatusRequestEntityTooLarge
	TooMany   Kind = http.StatusTooManyRequests
	DiskFull  Kind = http.StatusInsufficientStorage
)

// Error is a fault: a sentence for a person (what happened, where, what to
// do), its kind, and the cause for the log.
type Error struct {
	Kind    Kind
	Message string
	Data    any // shown beside the message, such as the current record; may be nil
	Err     error
}

func (e *Error) Error() string {
	if e.Err == nil {
		return e.Message
	}
	return e.Message + ": " + e.Err.Error()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// New makes a fault without a deeper cause.
func New(kind Kind, format string, args ...any) *Error {
	return &Error{Kind: kind, Message: fmt.Sprintf(format, args...)}
}

// Wrap makes a fault that keeps its cause for the log.
func Wrap(kind Kind, err error, format string, args ...any) *Error {
	return &Error{Kind: kind, Message: fmt.Sprintf(format, args...), Err: err}
}

// KindOf returns the kind of the first fault in err's chain, else Internal.
func KindOf(err error) Kind {
	if f, ok := errors.AsType[*Error](err); ok {
		return f.Kind
	}
	return Internal
}

// Status is the HTTP status of a kind.
func (k Kind) Status() int { return int(k) }

// Sentence is what a person is told.
func Sentence(err error) string {
	if f, ok := errors.AsType[*Error](err); ok {
		return f.Message
	}
	return "Something went wrong inside the program. Nothing was saved. The log names the cause."
}
