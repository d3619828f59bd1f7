package access

import (
	"strings"
	"testing"

	"touchstone/hooks/internal/fault"
)

func TestPasswordRules(t *testing.T) {
	for password, ok := range map[string]bool{
		"": false, "nine-long": false, "just-enough": true, "ÄÖÜäöüßé10": true, strings.Repeat("x", 70): true, strings.Repeat("x", 71): false,
		"Rosalind Ach": false, "rosalindach": false, "ROSALIND ACH": false, "rosalind-ach": true, "RA12345678": false,
	} {
		err := CheckPassword(password, "Rosalind Ach", "RA12345678")
		if (err == nil) != ok || err != nil && fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q: %v", password, err)
		}
	}
}

func TestDrawnPasswordsWillDo(t *testing.T) {
	seen := map[string]bool{}
	for range 100 {
		p := DrawPassword()
		if err := CheckPassword(p, "Ida", "IF"); err != nil || len(p) != 19 || seen[p] {
			t.Fatalf("drew %q: %v", p, err)
		}
		seen[p] = true
	}
}

func TestWhoMayChangeWhichPassword(t *testing.T) {
	const fresh = "a-brand-new-one"
	for name, c := range map[string]struct {
		who, whose string
		body       map[string]any
		want       int
	}{
		"a guest":            {"guest", "associate", map[string]any{"password": fresh}, 401},
		"one's own":          {"associate", "associate", map[string]any{"password": fresh, "current": rightPassword}, 204},
		"without current":    {"associate", "associate", map[string]any{"password": fresh}, 403},
		"wrong current":      {"associate", "associate", map[string]any{"password": fresh, "current": "wrong"}, 403},
		"owner's own, blind": {"owner", "owner", map[string]any{"password": fresh}, 403},
		"a colleague's":      {"associate", "manager", map[string]any{"password": fresh, "current": rightPassword}, 403},
		"by a manager":       {"manager", "associate", map[string]any{"password": fresh}, 403},
		"by an owner":        {"owner", "associate", map[string]any{"password": fresh}, 204},
		"of who left":        {"owner", "left", map[string]any{"password": fresh}, 204},
		"too short":          {"owner", "associate", map[string]any{"password": "short"}, 400},
		"the name":           {"owner", "strange manager", map[string]any{"password": "StrangeManager"}, 400},
		"the workshop":       {"superuser", "associate", map[string]any{"password": fresh}, 401},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			whose := s.people[c.whose]
			s.ask(c.who, "POST", "/api/staff/"+whose.Id+"/password", c.body).want(t, name, c.want)
			changed := s.fresh(whose).ValidatePassword(fresh)
			if changed != (c.want == 204) || !changed && !s.fresh(whose).ValidatePassword(rightPassword) {
				t.Errorf("the password is the new one: %v", changed)
			}
			s.holds()
		})
	}
	s := open(t)
	s.ask("owner", "POST", "/api/staff/p00000000000009/password", map[string]any{"password": fresh}).want(t, "nobody", 404)
}

func TestANewPasswordEndsTheOtherSessions(t *testing.T) {
	s := open(t)
	s.signIn("phone", "associate", rightPassword).want(t, "the phone", 200)
	at := "/api/staff/" + s.people["associate"].Id + "/password"
	s.ask("associate", "POST", at, map[string]any{"password": "a-brand-new-one", "current": rightPassword}).want(t, "changing", 204)
	s.ask("associate", "GET", "/api/session", nil).want(t, "this one", 200)
	s.ask("phone", "GET", "/api/session", nil).want(t, "the other one", 401)
	s.ask("manager", "GET", "/api/session", nil).want(t, "a colleague's", 200)
	s.signIn("", "associate", rightPassword).want(t, "the old password", 401)
	s.ask("owner", "POST", at, map[string]any{"password": "one-more-of-them"}).want(t, "by the owner", 204)
	s.ask("associate", "GET", "/api/session", nil).want(t, "all of them", 401)
	s.signIn("me", "associate", "one-more-of-them").want(t, "the new password", 200)
}

func TestGuessingThePresentPasswordIsSlowedDown(t *testing.T) {
	s := open(t)
	at := "/api/staff/" + s.people["associate"].Id + "/password"
	for range freeTries {
		s.ask("associate", "POST", at, map[string]any{"password": "a-brand-new-one", "current": "wrong"}).want(t, "wrong", 403)
	}
	s.ask("associate", "POST", at, map[string]any{"password": "a-brand-new-one", "current": rightPassword}).want(t, "closed", 429)
}

func TestTheRecordAPITakesNoPasswords(t *testing.T) {
	s := open(t)
	a := s.people["associate"]
	s.ask("owner", "PATCH", path(a), map[string]any{"password": "a-brand-new-one", "passwordConfirm": "a-brand-new-one"}, "If-Match", "1").want(t, "changing", 403)
	if !s.fresh(a).ValidatePassword(rightPassword) {
		t.Error("the password was changed")
	}
	person := map[string]any{"store": s.stores["A"].Id, "name": "Newcomer", "code": "N", "role": "associate", "active": true, "signs_in": true}
	r := s.ask("owner", "POST", "/api/collections/staff/records", person).want(t, "a person without a password", 200)
	id := r.json(t)["id"].(string)
	if r.json(t)["signs_in"] != false {
		t.Errorf("signs in without a password: %s", r.body)
	}
	s.signIn("", "Newcomer", "").want(t, "an empty password", 400)
	s.ask("owner", "PATCH", "/api/collections/staff/records/"+id, map[string]any{"signs_in": true, "name": "Newest"}, "If-Match", "1").want(t, "saying so", 200)
	if now := must(s.app.FindRecordById("staff", id))(t); now.GetBool("signs_in") || now.GetString("name") != "Newest" {
		t.Error("signs_in can be claimed")
	}
	s.ask("owner", "POST", "/api/staff/"+id+"/password", map[string]any{"password": "a-brand-new-one"}).want(t, "giving one", 204)
	s.signIn("me", "Newest", "a-brand-new-one").want(t, "signing in", 200)
	person["code"], person["password"], person["passwordConfirm"] = "N2", "newcomer10", "newcomer10"
	person["name"] = "Newcomer 10"
	s.ask("owner", "POST", "/api/collections/staff/records", person).want(t, "a name as password", 400)
}

func TestTheSetupCodeMakesOrRenewsAnOwner(t *testing.T) {
	s := open(t)
	for _, c := range []struct{ name, password, code string }{
		{"Ida Fenn", "long-and-secret", "IF"},
		{"ida  fenn", "another-long-one", "IF"},
		{"Ingo Falk", "long-and-secret", "IF2"},
		{"associate", "long-and-secret", "c-associate"},
		{"left", "long-and-secret", "c-left"},
	} {
		id, err := s.desk.MakeOwner(s.app, c.name, c.password)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		r := must(s.app.FindRecordById("staff", id))(t)
		if r.GetString("role") != "owner" || !r.GetBool("active") || !r.GetBool("signs_in") || r.GetString("code") != c.code {
			t.Errorf("%s is %s with the code %s", c.name, r.GetString("role"), r.GetString("code"))
		}
		s.signIn("me", c.name, c.password).want(t, c.name, 200)
	}
	s.ask("associate", "GET", "/api/session", nil).want(t, "a session of before", 401)
	for name, password := range map[string]string{"": "long-and-secret", "Somebody": "short", "Somebody Else": "somebodyelse"} {
		if _, err := s.desk.MakeOwner(s.app, name, password); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q with %q: %v", name, password, err)
		}
	}
	s.save("staff", map[string]any{"name": "twin", "code": "T1", "role": "associate", "store": s.stores["B"].Id, "active": true, "password": rightPassword})
	twin := s.save("staff", map[string]any{"name": "twin", "code": "T2", "role": "associate", "store": s.stores["A"].Id, "active": true, "password": rightPassword})
	if _, err := s.desk.MakeOwner(s.app, "twin", "long-and-secret"); fault.KindOf(err) != fault.Conflict {
		t.Errorf("two of a name: %v", err)
	}
	s.signIn("", "twin", rightPassword).want(t, "two of a name", 409)
	s.ask("guest", "POST", "/api/session", map[string]any{"id": twin.Id, "password": rightPassword}).want(t, "by id", 200)
	s.holds()
}
