package pos

import (
	"strings"
	"testing"
)

func TestReasonsAreSentences(t *testing.T) {
	for reason, want := range map[string]string{
		"this is not an amount":                                                   "This is no number. Write it in figures, such as 1250.00.",
		"this is not a date: parsing \"x\": no layout":                            "This is no day. Write the day of the receipt.",
		"a sale in the year 1026 cannot be right; look at the row in your system": "A sale in the year 1026 cannot be right. Look at the row in your system.",
		"évidemment": "Évidemment.",
		"":           "",
	} {
		if got := sentence(reason); got != want {
			t.Errorf("%q is said as %q, want %q", reason, got, want)
		}
	}
}

// Whatever the reader rejects is said in sentences, none of them its own words.
func TestRejectedRowsOnScreen(t *testing.T) {
	s := newShop(t)
	out := s.foresees("bad.csv", "Sale #,Date,Time,Department,Description,Qty,Amount\r\n"+
		"1,11/17/2025,10:00 AM,Rings,Ring,1,100.00\r\n2,11/17/2025,10:00 AM,Rings,Ring,1,eighty\r\n,11/18/2025,10:00 AM,Rings,Ring,1,80.00\r\n"+
		"4,,10:00 AM,Rings,Ring,1,80.00\r\n5,13/45/2025,10:00 AM,Rings,Ring,1,80.00\r\n6,11/18/1025,10:00 AM,Rings,Ring,1,80.00\r\n"+
		"7,11/18/2025,10:00 AM,Rings,Ring,1,80.00,x,y\r\n8,11/18/2025,10:00 AM,Rings,Ring,one,80.00\r\n9,11/18/2025,99:99,Rings,Ring,1,80.00\r\n10,11/18/2025,10:00 AM,Rings,\"Ring,1,80.00\r\n")
	if len(out.Result.Rejected) < 8 {
		t.Errorf("%d rows were rejected: %v", len(out.Result.Rejected), out.Result.Rejected)
	}
	for _, r := range out.Result.Rejected {
		t.Logf("row %d, %s: %q. %s", r.Row, r.Column, r.Value, r.Reason)
		if r.File != "bad.csv" || r.Row == 0 || r.Reason != sentence(r.Reason) || !strings.HasSuffix(r.Reason, ".") || strings.ToUpper(r.Reason[:1]) != r.Reason[:1] {
			t.Errorf("it is said of row %d of %s: %s", r.Row, r.File, r.Reason)
		}
	}
}
