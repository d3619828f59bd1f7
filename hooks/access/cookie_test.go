package access

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestOnlyTheCookieSignsStaffIn(t *testing.T) {
	s := open(t)
	a := s.people["associate"]
	token := must(a.NewAuthToken())(t)
	s.ask("guest", "GET", path(a), nil, "Authorization", token).want(t, "a token of staff", 401)
	s.ask("guest", "GET", "/api/session", nil, "Authorization", "Bearer "+token).want(t, "as bearer", 401)
	body := map[string]any{"identity": a.Email(), "password": rightPassword}
	s.ask("guest", "POST", "/api/collections/staff/auth-with-password", body).want(t, "PocketBase's own sign-in", 403)
	s.ask("associate", "POST", "/api/collections/staff/auth-refresh", nil).want(t, "a token for a cookie", 403)
	if r := s.ask("associate", "GET", path(a), nil, "Authorization", s.tokens["superuser"]).want(t, "the workshop in the same browser", 200); !strings.Contains(string(r.body), `"emailVisibility"`) {
		t.Errorf("the cookie hides the workshop: %s", r.body)
	}
	s.ask("associate", "GET", "/api/session", nil, "Authorization", s.tokens["superuser"]).want(t, "the workshop is nobody", 401)
	s.ask("associate", "GET", "/api/session", nil, "Authorization", "nonsense").want(t, "a cookie beside nonsense", 200)
}

func TestAnotherSiteCannotUseTheCookie(t *testing.T) {
	s := open(t)
	for name, c := range map[string]struct {
		header, value string
		want          int
	}{
		"our page":     {"Sec-Fetch-Site", "same-origin", 204},
		"another site": {"Sec-Fetch-Site", "cross-site", 403},
		"another port": {"Sec-Fetch-Site", "same-site", 403},
		"old browser":  {"Origin", "http://evil.example", 403},
	} {
		s.signIn("me", "associate", rightPassword).want(t, name, 200)
		s.ask("me", "DELETE", "/api/session", nil, c.header, c.value).want(t, name, c.want)
	}
}

func TestPeopleAreThoseWhoCanSignIn(t *testing.T) {
	s := open(t)
	quiet := s.save("staff", map[string]any{"name": "Quiet", "code": "Q", "role": "associate", "store": s.stores["A"].Id, "active": true, "password": rightPassword})
	quiet.SetRandomPassword()
	if err := s.app.Save(quiet); err != nil {
		t.Fatal(err)
	}
	var got struct{ People []map[string]any }
	if err := json.Unmarshal(s.ask("guest", "GET", "/api/people", nil).want(t, "people", 200).body, &got); err != nil {
		t.Fatal(err)
	}
	names := []string{}
	for _, p := range got.People {
		names = append(names, p["name"].(string))
		if len(p) != 2 || p["id"] == "" {
			t.Errorf("tells %v", p)
		}
	}
	if want := "associate manager owner strange manager stranger"; strings.Join(names, " ") != want {
		t.Errorf("people are %q, want %q", names, want)
	}
}

func TestSessionsAreSeenAndEndedByTheirPersonAndOwners(t *testing.T) {
	s := open(t)
	s.signIn("phone", "associate", rightPassword).want(t, "a second device", 200)
	list := func(who string) (all []map[string]any) {
		for _, v := range s.ask(who, "GET", "/api/sessions", nil).want(t, who, 200).json(t)["sessions"].([]any) {
			all = append(all, v.(map[string]any))
		}
		return all
	}
	own := list("associate")
	if len(own) != 2 || len(list("manager")) != 1 || len(list("owner")) != 6 {
		t.Fatalf("the associate sees %v", own)
	}
	phone := ""
	for _, v := range own {
		if v["current"] == false {
			phone = v["id"].(string)
			if v["device"] != "Tablet by the door" || v["person"].(map[string]any)["name"] != "associate" || v["token_hash"] != nil {
				t.Errorf("tells %v", v)
			}
		}
	}
	s.ask("manager", "DELETE", "/api/sessions/"+phone, nil).want(t, "a colleague's", 404)
	s.ask("guest", "DELETE", "/api/sessions/"+phone, nil).want(t, "by nobody", 401)
	s.ask("associate", "DELETE", "/api/sessions/"+phone, nil).want(t, "one's own", 204)
	s.ask("phone", "GET", "/api/session", nil).want(t, "the phone", 401)
	s.ask("associate", "DELETE", "/api/sessions/"+phone, nil).want(t, "twice", 404)
	mine := list("associate")[0]["id"].(string)
	s.ask("owner", "DELETE", "/api/sessions/"+mine, nil).want(t, "by an owner", 204)
	s.ask("associate", "GET", "/api/session", nil).want(t, "the associate", 401)
}
