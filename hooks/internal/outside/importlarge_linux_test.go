package outside

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
)

const largest = 200 << 20

// peak is the most memory that the service ever held, in bytes.
func peak(t *testing.T, v *Service) int64 {
	t.Helper()
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", v.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(string(raw), "\n") {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			return kb << 10
		}
	}
	t.Fatalf("no peak in %s", raw)
	return 0
}

// sameRow repeats a row without holding the file.
type sameRow struct {
	row  []byte
	left int64
	at   int
}

func (s *sameRow) Read(p []byte) (int, error) {
	if s.left == 0 {
		return 0, io.EOF
	}
	n := int(min(int64(len(p)), s.left))
	for put := 0; put < n; {
		part := copy(p[put:n], s.row[s.at:])
		s.at = (s.at + part) % len(s.row)
		put += part
	}
	s.left -= int64(n)
	return n, nil
}

// TestImportOfAVeryLargeFile: 200 MB go to the disk as they come and are read
// from there; a byte more is refused in words, and nothing of it stays.
func TestImportOfAVeryLargeFile(t *testing.T) {
	t.Parallel()
	b := importing(t)
	b.give("small.csv", Till{Seed: 2, Receipts: 5, From: season}.Export())
	before, waiting := peak(t, b.Service), len(b.uploads())

	junk := func() io.Reader {
		return io.MultiReader(strings.NewReader("PK\x03\x04"), &sameRow{row: bytes.Repeat([]byte("junk"), 1000), left: largest - 4})
	}
	if status, out, err := b.hand(t.Context(), "book.xlsx", junk()); err != nil || status != http.StatusBadRequest || !strings.Contains(words(out["message"]), "CSV") {
		t.Errorf("a workbook of 200 MB: %d %v %v", status, err, out["raw"])
	}
	if grew := peak(t, b.Service) - before; grew > 40<<20 {
		t.Errorf("taking 200 MB in, the server grew by %d MB", grew>>20)
	}

	for name, more := range map[string]int64{"one byte": 1, "twice": largest} {
		status, out, err := b.hand(t.Context(), "sales.csv", &sameRow{row: []byte("1,2026-03-14,Ring,10.00\n"), left: largest + more})
		if err != nil || status != http.StatusRequestEntityTooLarge || words(out["message"]) != "The file is larger than 200 MB. Export a shorter span of dates." {
			t.Errorf("%s more: %d %v %v", name, status, err, out["raw"])
		}
	}
	if n := len(b.uploads()); n != waiting {
		t.Errorf("of what was refused there stay %v", b.uploads())
	}

	const head = "Receipt #,Date,Description,Department,Qty,Unit Price,Net\n"
	row := []byte("S-1,2026-03-14," + strings.Repeat("long words of a piece ", 90) + ",Rings,1,10.00,10.00\n")
	status, out, err := b.hand(t.Context(), "sales.csv", io.MultiReader(strings.NewReader(head), &sameRow{row: row, left: (largest - int64(len(head))) / int64(len(row)) * int64(len(row))}))
	if err != nil || status != http.StatusOK || out["file"] != "sales.csv" {
		t.Fatalf("a file of 200 MB: %d %v %s", status, err, cut(words(out["raw"])))
	}
	grew := peak(t, b.Service) - before
	t.Logf("reading 200 MB, the server grew by %d MB", grew>>20)
	if grew > 200<<20 {
		t.Errorf("reading a file of 200 MB, the server grew by %d MB", grew>>20)
	}
}
