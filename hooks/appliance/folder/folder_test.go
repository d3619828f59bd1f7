package folder

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"touchstone/hooks/internal/fault"
)

func TestOneOwner(t *testing.T) {
	dir := t.TempDir()
	first, err := Take(dir, Owner{PID: 11, Version: "1", Command: "import"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = Take(dir, Owner{PID: 12})
	held, ok := errors.AsType[*Held](err)
	if !ok || held.Owner.PID != 11 || held.Owner.Command != "import" {
		t.Fatalf("the second got %v", err)
	}
	if !strings.Contains(err.Error(), "process 11, version 1") {
		t.Errorf("the holder is not named: %v", err)
	}
	first.Release()
	second, err := Take(dir, Owner{PID: 12})
	if err != nil {
		t.Fatalf("a free folder: %v", err)
	}
	second.Release()
	if _, err := Read(dir); err == nil {
		t.Error("an owner is named though nobody is there")
	}
}

// What a process that died left behind does not keep others out.
func TestAStaleOwnerIsNoOwner(t *testing.T) {
	dir := t.TempDir()
	l, err := Take(dir, Owner{PID: 11, Endpoint: filepath.Join(dir, "touchstone.sock")})
	if err != nil {
		t.Fatal(err)
	}
	_ = l.lock.Unlock() // as the system does for a process that was killed
	again, err := Take(dir, Owner{PID: 12})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Release()
	if o, err := Read(dir); err != nil || o.PID != 12 || o.Endpoint != "" {
		t.Errorf("owner %+v %v", o, err)
	}
}

func TestReachWaitsForACommand(t *testing.T) {
	dir := t.TempDir()
	l, err := Take(dir, Owner{PID: 11})
	if err != nil {
		t.Fatal(err)
	}
	told := false
	time.AfterFunc(1200*time.Millisecond, l.Release)
	lock, served, err := Reach(context.Background(), dir, Owner{PID: 12}, Patience{For: 20 * time.Second, Tell: func(o Owner) { told = o.PID == 11 }}, nil)
	if err != nil || served || !told {
		t.Fatalf("served %v, told %v, %v", served, told, err)
	}
	lock.Release()
}

func TestReachGivesUp(t *testing.T) {
	dir := t.TempDir()
	l, err := Take(dir, Owner{PID: 11})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Release()
	_, _, err = Reach(context.Background(), dir, Owner{}, Patience{For: 100 * time.Millisecond}, nil)
	if held, ok := errors.AsType[*Held](err); !ok || held.Owner.PID != 11 {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err = Reach(ctx, dir, Owner{}, Patience{For: time.Minute}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("a wait that was stopped: %v", err)
	}
}

func TestReachHandsOver(t *testing.T) {
	dir := t.TempDir()
	l, err := Take(dir, Owner{PID: 11, Endpoint: "here"})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Release()
	asked := 0
	lock, served, err := Reach(context.Background(), dir, Owner{}, Patience{For: time.Minute}, func(o Owner) (bool, error) {
		asked++
		return asked == 3, nil // nobody answers at first: it is starting
	})
	if err != nil || lock != nil || !served || asked != 3 {
		t.Errorf("lock %v, served %v, asked %d, %v", lock, served, asked, err)
	}
}

func TestPrepare(t *testing.T) {
	root := t.TempDir()
	file := filepath.Join(root, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		dir  string
		want string // in the sentence, "" = fine
		kind fault.Kind
	}{
		{filepath.Join(root, "new"), "", 0},
		{filepath.Join(root, "new"), "", 0}, // it is there now
		{filepath.Join(root, "no", "parent"), "does not exist. Check the spelling", fault.NotFound},
		{file, "is a file, not a folder", fault.Invalid},
		{filepath.Join(file, "below"), "cannot be reached", fault.Forbidden},
	} {
		err := Prepare(c.dir)
		if c.want == "" {
			if err != nil {
				t.Errorf("%s: %v", c.dir, err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), c.want) || fault.KindOf(err) != c.kind {
			t.Errorf("%s: %v, want %q", c.dir, err, c.want)
		}
	}
	info, err := os.Stat(filepath.Join(root, "new"))
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder is open to others: %v %v", info.Mode(), err)
	}
}

func TestLook(t *testing.T) {
	book := "SQLite format 3\x00" + strings.Repeat("x", 4096)
	for name, c := range map[string]struct {
		files map[string]string
		want  string // in the refusal, "" = may be opened
		has   bool
	}{
		"fresh":                {nil, "", false},
		"a book":               {map[string]string{"data.db": book}, "", true},
		"a book after a crash": {map[string]string{"data.db": book, "data.db-wal": "wal"}, "", true},
		"an empty file":        {map[string]string{"data.db": ""}, "", false},
		"empty beside a wal":   {map[string]string{"data.db": "", "data.db-wal": "wal"}, "empty, yet work", false},
		"gone beside a wal":    {map[string]string{"data.db-wal": "wal"}, "empty, yet work", false},
		"gone beside the log":  {map[string]string{"auxiliary.db": book}, "is missing", false},
		"overwritten":          {map[string]string{"data.db": strings.Repeat("garbage ", 600)}, "damaged or is not a book", true},
		"cut short":            {map[string]string{"data.db": "SQLite"}, "damaged or is not a book", true},
	} {
		dir := t.TempDir()
		for file, text := range c.files {
			if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		b, err := Look(dir)
		if (err != nil) != (c.want != "") || (err != nil && !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
		if b.Exists != c.has {
			t.Errorf("%s: exists %v", name, b.Exists)
		}
		for file, text := range c.files {
			if got, err := os.ReadFile(filepath.Join(dir, file)); err != nil || string(got) != text {
				t.Errorf("%s: %s was touched", name, file)
			}
		}
	}
}

func TestInstalled(t *testing.T) {
	if got := installed(filepath.Join(t.TempDir(), "touchstone")); got != "" {
		t.Errorf("a program anywhere keeps its data in %s", got)
	}
	for _, root := range machineRoots() {
		if got := installed(root + "touchstone"); got != machineData() {
			t.Errorf("installed in %s: %q", root, got)
		}
	}
}
