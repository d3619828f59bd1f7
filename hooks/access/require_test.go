package access

import (
	"net/http"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/core"
)

func TestRequireAsksForTheRole(t *testing.T) {
	s := open(t, func(e *core.ServeEvent) {
		for _, role := range ranks {
			e.Router.GET("/api/test/"+role, func(e *core.RequestEvent) error { return e.NoContent(http.StatusNoContent) }).Bind(Require(role))
		}
	})
	want := map[string][3]int{ // associate, manager, owner
		"guest": {401, 401, 401}, "left": {401, 401, 401}, "superuser": {401, 401, 401},
		"associate": {204, 403, 403}, "manager": {204, 204, 403}, "owner": {204, 204, 204},
	}
	for who, statuses := range want {
		for i, role := range ranks {
			r := s.ask(who, "GET", "/api/test/"+role, nil).want(t, who+" where a "+role+" may", statuses[i])
			if r.status == 403 && !strings.Contains(string(r.body), "Only "+mayDo[i+1]+" may do this.") {
				t.Errorf("%s is told %s", who, r.body)
			}
		}
	}
}
