package contact

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"
)

// keys writes points in one line: a key, key x ext, (placeholder) or (?).
func keys(points []Point) string {
	var out []string
	for _, p := range points {
		switch {
		case p.Placeholder:
			out = append(out, "(placeholder)")
		case p.Key == "":
			out = append(out, "(?)")
		case p.Extension != "":
			out = append(out, p.Key+"x"+p.Extension)
		default:
			out = append(out, p.Key)
		}
	}
	return strings.Join(out, " ")
}

func TestEmails(t *testing.T) {
	for cell, want := range map[string]string{
		"": "", "  ": "", "Avery@Example.COM ": "avery@example.com", "avery@example.com; jordan@example.com": "avery@example.com jordan@example.com",
		"a.b+c@example.co.uk,x_y@example.org": "a.b+c@example.co.uk x_y@example.org", "avery@example.com / jordan@example.com": "avery@example.com jordan@example.com",
		"avery@example.com jordan@example.com": "avery@example.com jordan@example.com", "AVERY@EXAMPLE.COM avery@example.com": "avery@example.com",
		"Avery Ashford <avery@example.com>": "avery@example.com", "mailto:avery@example.com": "avery@example.com", "avery@example.com.": "avery@example.com",
		"none@none.com": "(placeholder)", "NONE@example.com": "(placeholder)", "noemail@example.com": "(placeholder)", "no-email@shop.com": "(placeholder)",
		"test@test.com": "(placeholder)", "test@example.com": "(placeholder)", "a@a.com": "(placeholder)", "xxx@example.com": "(placeholder)", "x@y.invalid": "(placeholder)",
		"smith@smith.com": "smith@smith.com", "testa@example.com": "testa@example.com", "nonette@example.com": "nonette@example.com", "cash.johnson@example.com": "cash.johnson@example.com",
		"al@example.com": "al@example.com", "jörg@müller.example": "jörg@müller.example", "avery@example": "(?)", "avery@@example.com": "(?)", "avery..a@example.com": "(?)", "avery@.com": "(?)",
		"none": "(placeholder)", "N/A": "(placeholder)", "Declined": "(placeholder)", "call first": "(?)", "none@none.com; jordan@example.com": "(placeholder) jordan@example.com",
	} {
		if got := keys(Emails(cell)); got != want {
			t.Errorf("Emails(%q) = %q, want %q", cell, got, want)
		}
	}
}

func TestPhones(t *testing.T) {
	for cell, want := range map[string]string{
		"": "", "(555) 010-0101": "+15550100101", "5550100101": "+15550100101", "555.010.0101": "+15550100101", "1-555-010-0101": "+15550100101",
		"+1 555 010 0101": "+15550100101", "+15550100101": "+15550100101", "'+15550100101": "+15550100101", "5550100101.0": "+15550100101", "555/010-0101": "+15550100101",
		"(312) 555-0142": "+13125550142", "312-555-0142 ext. 7": "+13125550142x7", "312-555-0142, x12": "+13125550142x12", "312-555-0142 #9": "+13125550142x9",
		"(555) 010-0101 / 555-010-0102 x12": "+15550100101 +15550100102x12", "555-010-0102 x12 / 555-010-0103": "+15550100102x12 +15550100103",
		"5550100101/5550100102": "+15550100101 +15550100102", "555-010-0101; 555-010-0102": "+15550100101 +15550100102", "555-010-0101 or 555-010-0102": "+15550100101 +15550100102",
		"5550100101 5550100102": "+15550100101 +15550100102", "(555) 010-0101 (555) 010-0102": "+15550100101 +15550100102", "555-010-0101 & (555) 010-0101": "+15550100101",
		"Home: 312-555-0142": "+13125550142", "312-555-0142 (cell)": "+13125550142", "H 312-555-0142 / C 312-555-0143": "+13125550142 +13125550143",
		"+44 20 7946 0958": "+442079460958", "011 44 20 7946 0958": "+442079460958",
		"0049 171 5550144": "+491715550144", "0044 20 7946 0958": "+442079460958", "0000-555-0142": "(?)",
		"000-0000": "(placeholder)", "000-000-0000": "(placeholder)", "(000) 000-0000": "(placeholder)", "555-5555": "(placeholder)", "555-555-5555": "(placeholder)", "312-555-5555": "(placeholder)",
		"999-999-9999": "(placeholder)", "111-1111": "(placeholder)", "123-456-7890": "(placeholder)", "1234567890": "(placeholder)", "123-4567": "(placeholder)", "1-555-555-5555": "(placeholder)",
		"+1 000 000 0000": "(placeholder)", "none": "(placeholder)", "N/A": "(placeholder)", "-": "(placeholder)", "312-000-0000": "(placeholder)",
		"555": "(?)", "555-0101": "(?)", "12": "(?)", "5.55E+09": "(?)", "31255501423125": "(?)",
	} {
		if got := keys(Phones(cell, "us")); got != want {
			t.Errorf("Phones(%q) = %q, want %q", cell, got, want)
		}
	}
	if got := keys(Phones("020 7946 0958", "GB")); got != "+442079460958" {
		t.Errorf("a British number = %q", got)
	}
	if got := keys(Phones("312-555-0142", "??")); got != "(?)" {
		t.Errorf("a number of no region = %q", got)
	}
}

// TestPlainNumber holds the short way equal to the long one.
func TestPlainNumber(t *testing.T) {
	rng := rand.New(rand.NewSource(7))
	short := 0
	for range 3000 {
		n := fmt.Sprintf("%010d", rng.Int63n(10_000_000_000))
		for _, text := range []string{n, fmt.Sprintf("(%s) %s-%s", n[:3], n[3:6], n[6:]), n[:3] + "." + n[3:6] + "." + n[6:]} {
			key := plainNumber(text, "US")
			if key == "" {
				continue
			}
			short++
			if long := phone(text, "US"); long.Key != key || long.Placeholder {
				t.Fatalf("%q is %s the short way and %+v the long way", text, key, long)
			}
		}
	}
	if short < 5000 {
		t.Errorf("only %d numbers took the short way", short)
	}
}

func FuzzPoints(f *testing.F) {
	for _, seed := range []string{"(555) 010-0101 / 555-010-0102 x12", "a@b.com; none@none.com", "x", "+٣١٢٥٥٥٠١٤٢", "\xff@\xfe.com", "@", "(", "+1", "ext 5"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		readsAsItself(t, cell, Emails)
		readsAsItself(t, cell, func(text string) []Point { return Phones(text, "US") })
	})
}

// readsAsItself holds that placeholders have no key and that a key, read again,
// is the same key.
func readsAsItself(t *testing.T, cell string, read func(string) []Point) {
	t.Helper()
	for _, p := range read(cell) {
		if p.Placeholder && p.Key != "" {
			t.Fatalf("a placeholder of %q has a key: %+v", cell, p)
		}
		if p.Key == "" {
			continue
		}
		if again := read(p.Key); len(again) != 1 || again[0].Key != p.Key {
			t.Fatalf("the key %q of %q reads as %+v", p.Key, cell, again)
		}
	}
}
