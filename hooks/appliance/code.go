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
		Short: "a code that opens the Data workshop on this PC",
		Long:  "Type the code on the page workshop.html of the running Touchstone, on this PC.\nIt is good for thirty minutes and five tries; a new one replaces it.",
		Run:   setupCode,
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
	_, err = fmt.Fprintf(call.Stdout, "%s\nGood until %s, for five tries.\nWhile Touchstone runs, open %s/workshop.html on this PC and type it there.\n",
		code, expires.Local().Format("15:04"), url)
	return err
}
