package guard

import (
	"errors"
	"net/http"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
	"github.com/pocketbase/pocketbase/tools/router"

	"touchstone/hooks/internal/database"
	"touchstone/hooks/internal/fault"
)

// Bind adds what has to know who is signed in or what went wrong.
func Bind(r *router.Router[*core.RequestEvent]) {
	r.Unbind(apis.DefaultSecurityHeadersMiddlewareId) // ours are set around it
	r.Bind(&hook.Handler[*core.RequestEvent]{
		Id: "touchstoneFaults", Func: tellFaults,
		Priority: apis.DefaultPanicRecoverMiddlewarePriority + 1,
	})
	r.Bind(&hook.Handler[*core.RequestEvent]{
		Id: "touchstoneWorkshop", Func: hideWorkshop,
		Priority: apis.DefaultLoadAuthTokenMiddlewarePriority + 1,
	})
}

// hideWorkshop refuses everything that has to do with the superuser from
// anywhere but the PC itself, as if it did not exist.
func hideWorkshop(e *core.RequestEvent) error {
	if Local(e.Request) {
		return e.Next()
	}
	name := e.Request.PathValue("collection")
	aims := false
	if name != "" {
		c, err := e.App.FindCachedCollectionByNameOrId(name)
		aims = err == nil && c.Name == core.CollectionNameSuperusers
	}
	if aims || e.HasSuperuserAuth() {
		return e.NotFoundError("", nil)
	}
	return e.Next()
}

// tellFaults maps kinds of errors to HTTP, once. PocketBase's own errors pass,
// and so does what a room has put into words already: its data would be lost.
func tellFaults(e *core.RequestEvent) error {
	err := database.Explain(e.Next())
	if err == nil {
		return nil
	}
	f, ok := errors.AsType[*fault.Error](cause(err))
	if !ok || e.Written() {
		return err
	}
	if f.Kind.Status() >= http.StatusInternalServerError {
		e.App.Logger().Error("request failed", "path", e.Request.URL.Path, "error", f.Error())
	}
	if api, ok := errors.AsType[*router.ApiError](err); ok && api.RawData() == f {
		return err
	}
	data := f.Data
	if data == nil {
		data = map[string]any{}
	}
	return e.JSON(f.Kind.Status(), map[string]any{"status": f.Kind.Status(), "message": f.Message, "data": data})
}

// cause looks inside the error with which PocketBase wraps what a hook or the
// database said, for a fault of ours.
func cause(err error) error {
	wrapped, ok := errors.AsType[*router.ApiError](err)
	if !ok {
		return err
	}
	inner, ok := wrapped.RawData().(error)
	if !ok {
		return err
	}
	return database.Explain(inner)
}
