package setup

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/fault"
	"touchstone/hooks/internal/testapp"
)

var morning = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)

func make1(t *testing.T, app core.App) string {
	t.Helper()
	code, expires, err := Make(context.Background(), app, morning)
	if err != nil {
		t.Fatal(err)
	}
	if want := morning.Add(30 * time.Minute); !expires.Equal(want) {
		t.Fatalf("good until %s, want %s", expires, want)
	}
	return code
}

func wrong(code string) string {
	if code[0] == 'A' {
		return "B" + code[1:]
	}
	return "A" + code[1:]
}

func TestACodeOpens(t *testing.T) {
	app := testapp.New(t)
	code := make1(t, app)
	if len(code) != 8 || strings.Trim(code, letters) != "" {
		t.Errorf("code %q", code)
	}
	for _, as := range []string{code, strings.ToLower(code), code[:4] + "-" + code[4:], " " + code + " "} {
		if err := Check(context.Background(), app, as, morning.Add(29*time.Minute)); err != nil {
			t.Errorf("%q: %v", as, err)
		}
	}
}

func TestOnlyTheHashIsKept(t *testing.T) {
	app := testapp.New(t)
	code := make1(t, app)
	var value string
	if err := app.DB().NewQuery("SELECT value FROM _params WHERE id = '" + key + "'").Row(&value); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(strings.ToUpper(value), code) {
		t.Error("the code itself is kept")
	}
}

func TestFiveWrongCodesLock(t *testing.T) {
	app := testapp.New(t)
	code := make1(t, app)
	for i := range 5 {
		err := Check(context.Background(), app, wrong(code), morning)
		want := fault.Forbidden
		if i == 4 {
			want = fault.TooMany
		}
		if fault.KindOf(err) != want {
			t.Errorf("try %d: %v", i+1, err)
		}
	}
	if err := Check(context.Background(), app, code, morning); fault.KindOf(err) != fault.TooMany {
		t.Errorf("the right code after five wrong ones: %v", err)
	}
	code = make1(t, app)
	if err := Check(context.Background(), app, code, morning); err != nil {
		t.Errorf("a new code: %v", err)
	}
}

func TestTriesAtOnceAreStillFive(t *testing.T) {
	app := testapp.New(t)
	code := make1(t, app)
	var looked atomic.Int32
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			err := Check(context.Background(), app, wrong(code), morning)
			if f, ok := errors.AsType[*fault.Error](err); ok && strings.HasPrefix(f.Message, "That is not the code") {
				looked.Add(1)
			}
		})
	}
	all.Wait()
	if looked.Load() != 5 {
		t.Errorf("%d codes were compared, want 5", looked.Load())
	}
}

func TestACodeEnds(t *testing.T) {
	app := testapp.New(t)
	if err := Check(context.Background(), app, "ABCDEFGH", morning); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("without a code: %v", err)
	}
	code := make1(t, app)
	if err := Check(context.Background(), app, code, morning.Add(30*time.Minute)); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("after half an hour: %v", err)
	}
	if err := forget(context.Background(), app); err != nil {
		t.Fatal(err)
	}
	if err := Check(context.Background(), app, code, morning); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("after it was used: %v", err)
	}
}

// The settings live in the same table; the code must not disturb them.
func TestRenewLeavesOneSuperuser(t *testing.T) {
	app := testapp.New(t)
	superusers, err := app.FindCollectionByNameOrId(core.CollectionNameSuperusers)
	if err != nil {
		t.Fatal(err)
	}
	other := core.NewRecord(superusers)
	other.SetEmail("someone@example.test")
	other.SetPassword("a password of long ago")
	if err := app.Save(other); err != nil {
		t.Fatal(err)
	}
	var tokens []string
	for _, password := range []string{"the first password", "the second password"} {
		if err := renew(app, password); err != nil {
			t.Fatal(err)
		}
		all, err := app.FindAllRecords(superusers)
		if err != nil || len(all) != 1 || all[0].Email() != Email || !all[0].ValidatePassword(password) {
			t.Fatalf("superusers: %d %v", len(all), err)
		}
		token, err := all[0].NewAuthToken()
		if err != nil {
			t.Fatal(err)
		}
		tokens = append(tokens, token)
	}
	if _, err := app.FindAuthRecordByToken(tokens[0], core.TokenTypeAuth); err == nil {
		t.Error("the sign-in of before still counts")
	}
	if _, err := app.FindAuthRecordByToken(tokens[1], core.TokenTypeAuth); err != nil {
		t.Error(err)
	}
	if err := app.ReloadSettings(); err != nil {
		t.Error(err)
	}
}
