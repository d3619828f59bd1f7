package outside

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// little makes the shop's data folder a disk of its own of so many bytes, and
// returns the function that fills all of it but some.
func little(t *testing.T, s *Shop, size string) (fill func(but int64), free func()) {
	t.Helper()
	if err := os.Mkdir(s.Dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", s.Dir, "tmpfs", syscall.MS_NOSUID|syscall.MS_NODEV, "mode=0700,size="+size); err != nil {
		t.Skipf("this user may not mount a small disk here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(s.Dir, syscall.MNT_DETACH); err != nil {
			t.Errorf("taking the small disk away: %v", err)
		}
	})
	ballast := filepath.Join(s.Dir, "ballast")
	return func(but int64) {
			if err := os.Remove(ballast); err != nil && !errors.Is(err, os.ErrNotExist) {
				t.Fatal(err)
			}
			var disk syscall.Statfs_t
			if err := syscall.Statfs(s.Dir, &disk); err != nil {
				t.Fatal(err)
			}
			rest := max(0, int64(disk.Bavail)*disk.Bsize-but)
			// a service may have written a page meanwhile: then it is full all the same
			if err := os.WriteFile(ballast, make([]byte, rest), 0o600); err != nil && !errors.Is(err, syscall.ENOSPC) {
				t.Fatal(err)
			}
		}, func() {
			if err := os.Remove(ballast); err != nil && !errors.Is(err, os.ErrNotExist) {
				t.Fatal(err)
			}
		}
}

const full = "he disk is full."

// However little space is left, an import that does not fit says so, the book
// stays readable, and the same command does its work when there is space.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	w := longImport(t)
	for _, left := range []int64{0, 100 << 10, 500 << 10, 2 << 20, 4 << 20} {
		s := Open(t)
		fill, free := little(t, s, "24m")
		s.Put("sales.csv", w.file)
		s.Must("imports")
		fill(left)
		got := s.Run("import", "sales.csv")
		if got.Code != 1 || !strings.Contains(got.Err, full) || strings.Count(got.Err, "\n") != 1 {
			t.Errorf("with %d bytes left: exit %d\n%s%s", left, got.Code, cut(got.Out), got.Err)
		}
		free()
		w.again(t, s, "after freeing the disk")
	}
}

// A shop whose disk is full can still look at its figures; what is written for
// it elsewhere needs no space here.
func TestReadingOnAFullDisk(t *testing.T) {
	t.Parallel()
	s := Open(t)
	fill, free := little(t, s, "24m")
	s.Put("sales.csv", Till{Seed: 14, Receipts: 200, From: season}.Export())
	s.Put("more.csv", Till{Seed: 15, Receipts: 2600, From: season, First: 60001}.Export())
	s.Must("import", "sales.csv")
	want := s.Figures("2025-03-01", "2025-12-31")
	before := s.Book()
	v := s.Serve()
	fill(0)
	if got := s.Figures("2025-03-01", "2025-12-31"); got != want {
		t.Error("the figures on a full disk are others")
	}
	s.Run("import", "more.csv").Expect(1, "", full)
	s.Run("setup-code").Expect(1, "", full)
	s.Must("health")
	free()
	s.Must("import", "more.csv")
	var list map[string]any
	s.Read(&list, "imports")
	newest := objects(t, "imports", list["imports"])[0]
	s.Must("imports", "undo", words(newest["id"]))
	stop(t, v)
	s.Same(s.Book(), before, "after a full disk")
}

// A first start without space leaves nothing that a later one stumbles over,
// and a report that does not fit leaves no torn file.
func TestFirstStartOnAFullDisk(t *testing.T) {
	t.Parallel()
	for _, left := range []int64{0, 50 << 10, 300 << 10, 700 << 10} {
		s := Open(t)
		fill, free := little(t, s, "8m")
		fill(left)
		got := s.Run("imports")
		if got.Code != 1 || !strings.Contains(got.Err, full) {
			t.Errorf("with %d bytes left: exit %d\n%s%s", left, got.Code, got.Out, got.Err)
		}
		free()
		s.Must("imports")
		s.Put("sales.csv", Till{Seed: 14, Receipts: 60, From: season}.Export())
		s.Must("import", "sales.csv")
	}
}

func TestAReportThatDoesNotFit(t *testing.T) {
	t.Parallel()
	s := Open(t)
	s.Put("sales.csv", Till{Seed: 14, Receipts: 200, From: season}.Export())
	s.Must("import", "sales.csv")
	disk := Open(t)
	fill, _ := little(t, disk, "1m")
	var v *Service
	for range 2 { // alone, then through a service
		for _, report := range [][]string{{"export", "--out"}, {"scorecard", "--week", "2025-W12", "--out"}} {
			fill(8 << 10)
			s.Run(append(report, filepath.Join(disk.Dir, "report"))...).Expect(1, "", full)
			left, err := os.ReadDir(disk.Dir)
			if err != nil || len(left) != 1 {
				t.Errorf("%v left %v %v", report, left, err)
			}
		}
		if v == nil {
			v = s.Serve()
		}
	}
	stop(t, v)
}
