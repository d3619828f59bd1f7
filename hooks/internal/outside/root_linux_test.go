package outside

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// nobody is a user who owns nothing here.
const nobody = 65534

// foreign is a shop whose data folder belongs to nobody, where anybody may go.
func foreign(t *testing.T) *Shop {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can give a folder to somebody else")
	}
	work, err := os.MkdirTemp("", "touchstone-foreign-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(work) })
	s := OpenAt(t, work, "America/New_York")
	for _, step := range []error{os.Chmod(work, 0o755), os.Mkdir(s.Dir, 0o700), os.Chown(s.Dir, nobody, nobody)} { //nolint:gosec // another user goes there
		if step != nil {
			t.Fatal(step)
		}
	}
	return s
}

// asNobody lets a command run as nobody.
func asNobody(cmd *exec.Cmd) *exec.Cmd {
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	return cmd
}

// owned fails for every file of the data folder that is not nobody's.
func owned(t *testing.T, s *Shop, when string) {
	t.Helper()
	err := filepath.WalkDir(s.Dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if stat, ok := info.Sys().(*syscall.Stat_t); !ok || stat.Uid != nobody || stat.Gid != nobody {
			t.Errorf("%s: %s belongs to %d:%d", when, path, stat.Uid, stat.Gid)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// Root works in another user's folder, beside that user's service, after it and
// before it, and locks nobody out. Its own files stay its own.
func TestRootBesideTheService(t *testing.T) {
	t.Parallel()
	s := foreign(t)
	private := s.For(t)
	private.Work = t.TempDir()
	if err := os.Chmod(private.Work, 0o700); err != nil { //nolint:gosec // a folder that only root may enter
		t.Fatal(err)
	}
	private.Put("sales.csv", Till{Seed: 16, Receipts: 120, From: season}.Export())
	if err := os.Chmod(filepath.Join(private.Work, "sales.csv"), 0o600); err != nil {
		t.Fatal(err)
	}
	private.Must("import", "sales.csv", "--dry-run")
	owned(t, s, "before the service")
	v := s.Started(asNobody(s.Command("serve", "--http", "127.0.0.1:0", "--json")))
	private.Must("import", "sales.csv")
	private.Must("metrics", "--from", "2025-03-01", "--to", "2025-12-31")
	out := filepath.Join(s.Work, "out")                                             // where the folder's owner may write, too
	if err := errors.Join(os.Mkdir(out, 0o700), os.Chmod(out, 0o777)); err != nil { //nolint:gosec // see above
		t.Fatal(err)
	}
	private.Must("scorecard", "--week", "2025-W12", "--out", filepath.Join(out, "beside.pdf"))
	private.Must("doctor")
	owned(t, s, "beside the service")
	if err := v.Ask(syscall.SIGTERM); err != nil {
		t.Errorf("the service ended with %v\n%s", err, v.Said())
	}
	private.Must("imports")
	owned(t, s, "after the service")
	s.End(asNobody(s.Command("imports"))).Expect(0, "sales.csv", "")
	s.End(asNobody(s.Command("metrics", "--from", "2025-03-01", "--to", "2025-12-31"))).Expect(0, "", "")
}

// A service of another user is not for everybody.
func TestAStrangerBesideTheService(t *testing.T) {
	t.Parallel()
	s := foreign(t)
	if err := os.Chown(s.Dir, 0, 0); err != nil {
		t.Fatal(err)
	}
	v := s.Serve()
	for _, args := range [][]string{{"imports"}, {"setup-code"}, {"metrics", "--from", "2025-03-01", "--to", "2025-03-02"}} {
		if got := s.End(asNobody(s.Command(args...))); got.Code != 1 || got.Err == "" {
			t.Errorf("%v as a stranger: exit %d %s%s", args, got.Code, got.Out, got.Err)
		}
	}
	stop(t, v)
}

// A folder that this user can only read is said to be so, and stays as it is.
func TestAFolderToRead(t *testing.T) {
	t.Parallel()
	s := foreign(t)
	s.Put("sales.csv", Till{Seed: 17, Receipts: 60, From: season}.Export())
	s.End(asNobody(s.Command("import", "sales.csv"))).Expect(0, "", "")
	if err := exec.Command("chown", "-R", "0:0", s.Dir).Run(); err != nil {
		t.Fatal(err)
	}
	if err := exec.Command("chmod", "-R", "a+rX", s.Dir).Run(); err != nil {
		t.Fatal(err)
	}
	before := s.Digest("data.db")
	for _, args := range [][]string{{"import", "sales.csv"}, {"imports"}, {"serve", "--http", "127.0.0.1:0"}, {"doctor"}} {
		s.End(asNobody(s.Command(args...))).Expect(1, "", "can only be read")
	}
	if s.Digest("data.db") != before {
		t.Error("the book has changed")
	}
}
