package appliance

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// build makes the program as a shop gets it: becoming another user is for a
// whole process.
var build = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "touchstone-program-")
	if err != nil {
		return "", err
	}
	if err := os.Chmod(dir, 0o755); err != nil { //nolint:gosec // another user runs it
		return "", err
	}
	binary := filepath.Join(dir, "touchstone")
	if out, err := exec.Command("go", "build", "-o", binary, "touchstone").CombinedOutput(); err != nil {
		return "", errors.New(string(out))
	}
	return binary, os.Chmod(binary, 0o755) //nolint:gosec // another user runs it
})

func command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	binary, err := build()
	if err != nil {
		t.Fatal(err)
	}
	return exec.Command(binary, args...)
}

func run(t *testing.T, cmd *exec.Cmd) result {
	t.Helper()
	r := result{out: &output{}, errout: &output{}}
	cmd.Stdout, cmd.Stderr = r.out, r.errout
	err := cmd.Run()
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
		t.Fatal(err)
	}
	r.code = cmd.ProcessState.ExitCode()
	return r
}

// nobody is a user who owns nothing here.
const nobody = 65534

// foreign is a folder of nobody's, which anybody can reach but not write.
func foreign(t *testing.T) string {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can give a folder to somebody else")
	}
	root, err := os.MkdirTemp("", "touchstone-foreign-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(root) })
	dir := filepath.Join(root, "data")
	for _, step := range []error{os.Chmod(root, 0o755), os.Mkdir(dir, 0o700), os.Chown(dir, nobody, nobody)} { //nolint:gosec // see above
		if step != nil {
			t.Fatal(step)
		}
	}
	return dir
}

func asNobody(cmd *exec.Cmd) *exec.Cmd {
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	cmd.Dir = "/"
	return cmd
}

func TestRootBecomesTheFoldersOwner(t *testing.T) {
	dir := foreign(t)
	run(t, command(t, "doctor", "--dir", dir)).expect(t, 0, "ok       book: whole", "")
	err := filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if err != nil {
			return err
		}
		stat, ok := info.Sys().(*syscall.Stat_t)
		if !ok || stat.Uid != nobody || stat.Gid != nobody {
			t.Errorf("%s belongs to %d:%d", path, stat.Uid, stat.Gid)
		}
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s is open to others: %v", path, info.Mode())
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	run(t, asNobody(command(t, "doctor", "--dir", dir))).expect(t, 0, "ok       book: whole", "")
}

func TestRootBesideTheService(t *testing.T) {
	dir := foreign(t)
	service := command(t, "serve", "--json", "--http", "127.0.0.1:0", "--dir", dir)
	answering(t, service)
	run(t, command(t, "setup-code", "--json", "--dir", dir)).expect(t, 0, `{"code":"`, "")
	run(t, command(t, "health", "--dir", dir)).expect(t, 0, "Touchstone is well", "")
	run(t, asNobody(command(t, "setup-code", "--dir", dir))).expect(t, 0, "Good until", "")
}

func TestAFolderOfAnotherUser(t *testing.T) {
	dir := foreign(t)
	if err := os.Chown(dir, 0, 0); err != nil {
		t.Fatal(err)
	}
	run(t, asNobody(command(t, "doctor", "--dir", dir))).expect(t, 1, "", "can only be read by this user")
	if err := os.Chmod(dir, 0o755); err != nil { //nolint:gosec // readable, not writable
		t.Fatal(err)
	}
	run(t, asNobody(command(t, "doctor", "--dir", dir))).expect(t, 1, "", "can only be read by this user")
	run(t, asNobody(command(t, "doctor", "--dir", filepath.Join(dir, "new")))).expect(t, 1, "", "cannot be made")
}

// What root has written for itself is root's, wherever it is, while the folder
// stays its owner's: beside the service and without it.
func TestRootsOwnFiles(t *testing.T) {
	for _, beside := range []bool{false, true} {
		t.Run(map[bool]string{false: "alone", true: "beside the service"}[beside], func(t *testing.T) {
			dir := foreign(t)
			if beside {
				answering(t, asNobody(command(t, "serve", "--json", "--http", "127.0.0.1:0", "--dir", dir)))
			}
			own := t.TempDir()
			if err := os.Chmod(own, 0o700); err != nil { //nolint:gosec // a folder that only root may enter
				t.Fatal(err)
			}
			out, old := filepath.Join(own, "book.zip"), filepath.Join(own, "old.zip")
			if err := os.WriteFile(old, []byte("last month's"), 0o600); err != nil {
				t.Fatal(err)
			}
			run(t, command(t, "export", "--out", out, "--dir", dir)).expect(t, 0, "", "")
			run(t, command(t, "export", "--out", old, "--dir", dir)).expect(t, 0, "", "")
			run(t, command(t, "scorecard", "--week", "1999-W99", "--out", filepath.Join(own, "no.pdf"), "--dir", dir)).expect(t, 2, "", "")
			run(t, command(t, "export", "--out", filepath.Join(own, "no", "book.zip"), "--dir", dir)).expect(t, 1, "", "cannot be written")
			run(t, asNobody(command(t, "export", "--out", filepath.Join(own, "mine.zip"), "--dir", dir))).expect(t, 1, "", "cannot be written")
			left, err := os.ReadDir(own)
			if err != nil || len(left) != 2 {
				t.Errorf("in root's folder lies %v (%v)", left, err)
			}
			for _, name := range []string{out, old} {
				body, err := os.ReadFile(name)
				if err != nil || !strings.HasPrefix(string(body), "PK") {
					t.Errorf("%s is not the book: %.20q %v", name, body, err)
				}
				belongs(t, name, 0)
			}
			err = filepath.Walk(dir, func(path string, _ os.FileInfo, err error) error {
				belongs(t, path, nobody)
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
}

func belongs(t *testing.T, path string, user uint32) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Error(err)
		return
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); !ok || stat.Uid != user {
		t.Errorf("%s belongs to %d, not to %d", path, stat.Uid, user)
	}
}

// answering starts a service and waits until it answers.
func answering(t *testing.T, service *exec.Cmd) {
	t.Helper()
	out, err := service.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := service.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = service.Process.Kill(); _ = service.Wait() })
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || !strings.Contains(line, "http://") {
		t.Fatalf("serve said %q (%v)", line, err)
	}
}
