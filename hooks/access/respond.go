package access

import (
	"errors"
	"strings"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"

	"touchstone/hooks/internal/fault"
)

// Respond turns an error into what the router answers: the sentence and status
// of its kind, with the fault's data under "data" (a record that somebody else
// saved first stands under its key "current"). The chain goes to the request log. PocketBase's own
// errors (of validation, say) pass as they are.
func Respond(_ *core.RequestEvent, err error) error {
	if err == nil {
		return nil
	}
	f, found := faultIn(err)
	if !found {
		if api, ok := errors.AsType[*router.ApiError](err); ok {
			return api
		}
		f = fault.Wrap(fault.Internal, err, "%s", fault.Sentence(err))
	}
	api := router.NewApiError(f.Kind.Status(), f.Message, f)
	api.Message = f.Message
	switch data := f.Data.(type) {
	case nil:
	case map[string]any:
		api.Data = data
	default:
		api.Data = map[string]any{"current": data}
	}
	return api
}

// faultIn finds the fault in an error, also inside PocketBase's own, which
// keep their cause aside.
func faultIn(err error) (*fault.Error, bool) {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return f, true
	}
	if diskFull(err) {
		return fault.Wrap(fault.DiskFull, err, "The disk of the PC is full. Nothing was saved. Make room and try again."), true
	}
	if api, ok := errors.AsType[*router.ApiError](err); ok {
		if cause, ok := api.RawData().(error); ok {
			return faultIn(cause)
		}
	}
	return nil, false
}

// diskFull knows SQLite's own word for it (SQLITE_FULL, 13).
func diskFull(err error) bool {
	return strings.Contains(err.Error(), "database or disk is full")
}
