package access

import (
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"

	"touchstone/hooks/internal/fault"
)

// ranks are the roles, from the least.
var ranks = [...]string{"associate", "manager", "owner"}

// mayDo says it of each rank.
var mayDo = [...]string{"nobody", "staff", "managers and owners", "owners"}

func rank(role string) int {
	for i, r := range ranks {
		if r == role {
			return i + 1
		}
	}
	return 0
}

// Require guards a route: it lets in who is signed in with at least a role
// ("associate": everybody who works here). Nobody signed in is 401, too small a
// role is 403. The Data workshop is nobody: what a route does, a person does.
func Require(role string) *hook.Handler[*core.RequestEvent] {
	return &hook.Handler[*core.RequestEvent]{Id: "accessRequire", Func: func(e *core.RequestEvent) error {
		if err := Allowed(e, role); err != nil {
			return Respond(e, err)
		}
		return e.Next()
	}}
}

// Allowed is what Require asks, for a route that decides by itself.
func Allowed(e *core.RequestEvent, role string) error {
	if e.Auth == nil || e.Auth.Collection().Name != "staff" {
		return errSignIn
	}
	if rank(e.Auth.GetString("role")) < rank(role) {
		return fault.New(fault.Forbidden, "Only %s may do this.", mayDo[rank(role)])
	}
	return nil
}

var errSignIn = fault.New(fault.SignIn, "You are not signed in, or your sign-in has ended. Sign in and do it again.")
