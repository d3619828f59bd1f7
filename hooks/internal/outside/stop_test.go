//go:build unix

package outside

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func end(v *Service) error { return v.Ask(syscall.SIGTERM) }

// Asked to stop, the appliance leaves one whole file: no write-ahead log, no
// endpoint, no owner.
func TestAskedToStop(t *testing.T) {
	t.Parallel()
	for _, signal := range []os.Signal{syscall.SIGTERM, os.Interrupt} {
		s := Open(t)
		s.Put("sales.csv", Till{Seed: 10, Receipts: 60, From: season}.Export())
		v := s.Serve()
		s.Must("import", "sales.csv")
		if err := v.Ask(signal); err != nil {
			t.Errorf("%v: it ended with %v\n%s", signal, err, v.Said())
		}
		left, err := os.ReadDir(s.Dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range left {
			name := entry.Name()
			if strings.Contains(name, "-wal") || strings.Contains(name, "-shm") || strings.HasSuffix(name, ".sock") || strings.Contains(name, "owner") {
				t.Errorf("%v left %s", signal, name)
			}
		}
		s.Run("health").Expect(1, "", "not running")
	}
}

// A command that works when the appliance is asked to stop is told so; what it
// began is finished by the next one.
func TestStoppedWhileImporting(t *testing.T) {
	t.Parallel()
	w := longImport(t)
	s := Open(t)
	s.Put("sales.csv", w.file)
	v := s.Serve()
	cmd := s.Command("import", "sales.csv")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	await(t, func() bool { return grown(filepath.Join(s.Dir, "data.db-wal"), 1<<20) })
	if err := v.Ask(syscall.SIGTERM); err != nil {
		t.Errorf("it ended with %v\n%s", err, v.Said())
	}
	if err := cmd.Wait(); err == nil {
		t.Log("the import ended before the service")
	}
	w.again(t, s, "after stopping the service")
}
