package appliance

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/appliance/folder"
	"touchstone/hooks/appliance/setup"
	"touchstone/hooks/internal/verb"
)

func setupCodeVerb() verb.Verb {
	return verb.Verb{
		Name:  "setup-code",
		Short: "a code that makes an owner or opens the Data workshop, on this PC",
		Long: "Type the code into the running Touchstone, on this PC: where it asks for the first\nowner, or on the page workshop.html. It is good for thirty minutes and five tries; a\n" +
			"new one replaces it. An owner who forgot the password gets a new one with it:\nPOST /api/setup/owner {\"code\", \"name\", \"password\"}.",
		Run: setupCode,
	}
}

func setupCode(ctx context.Context, app core.App, call *verb.Call) error {
	code, expires, err := setup.Make(ctx, app, call.Now())
	if err != nil {
		return err
	}
	if call.JSON {
		return json.NewEncoder(call.Stdout).Encode(map[string]any{"code": code, "expires": expires})
	}
	url := "http://" + DefaultHTTP
	if o, err := folder.Read(call.Dir); err == nil && o.URL != "" {
		url = o.URL
	}
	_, err = fmt.Fprintf(call.Stdout, "%s\nGood until %s, for five tries, on this PC, while Touchstone runs. It makes one of two things:\n"+
		"  an owner who signs in   POST %s/api/setup/owner with code, name and password\n"+
		"  the Data workshop       open %s/workshop.html and type it there\n",
		code, expires.Local().Format("15:04"), url, url)
	return err
}
