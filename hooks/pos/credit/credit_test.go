package credit

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func store(codes ...string) func(string) bool {
	set := map[string]bool{}
	for _, c := range codes {
		set[Key(c)] = true
	}
	return func(code string) bool { return set[Key(code)] }
}

// written is a reading in one line: DW=6000 LP=4000 | house | none | ask kind.
func written(r Reading) string {
	if r.Ask != "" {
		return fmt.Sprintf("ask %d", r.Kind)
	}
	if r.House {
		return "house"
	}
	var parts []string
	for _, s := range r.Shares {
		parts = append(parts, fmt.Sprintf("%s=%d", s.Code, s.BasisPoints))
	}
	if len(parts) == 0 {
		return "none"
	}
	return strings.Join(parts, " ")
}

func TestParse(t *testing.T) {
	known := store("DW", "LP", "MT", "101", "102", "Kim", "Lee", "NA", "Dana Whitlock", "Reyes, Sol", "A1")
	for _, c := range []struct{ cell, split, want string }{
		{"DW", "", "DW=10000"}, {"dw", "", "dw=10000"}, {" DW ", "100", "DW=10000"}, {"DW/LP", "", "DW=5000 LP=5000"},
		{"DW & LP", "", "DW=5000 LP=5000"}, {"DW+LP", "", "DW=5000 LP=5000"}, {"DW;LP;MT", "", "DW=3334 LP=3333 MT=3333"},
		{"DW and LP", "", "DW=5000 LP=5000"}, {"DW\nLP", "", "DW=5000 LP=5000"}, {"DW/", "", "DW=10000"},
		{"DW, LP", "", "DW=5000 LP=5000"}, {"DW,LP,MT", "", "DW=3334 LP=3333 MT=3333"}, {"101, 102", "", "101=5000 102=5000"},
		{"201, 202", "", "201=5000 202=5000"}, {"1/2", "", "1=5000 2=5000"}, {"60/40", "", "60=5000 40=5000"},
		{"DW60/LP40", "", "DW=6000 LP=4000"}, {"DW(60%) LP(40%)", "", "DW=6000 LP=4000"}, {"DW(60%)/LP(40%)", "", "DW=6000 LP=4000"},
		{"DW 60%, LP 40%", "", "DW=6000 LP=4000"}, {"60% DW / 40% LP", "", "DW=6000 LP=4000"}, {"DW:60/LP:40", "", "DW=6000 LP=4000"},
		{"DW (60) LP (40)", "", "DW=6000 LP=4000"}, {"DW 60% LP 40%", "", "DW=6000 LP=4000"}, {"101 60/102 40", "", "101=6000 102=4000"},
		{"DW60/LP60", "", "ask 3"}, {"XX60/YY60", "", "XX60=5000 YY60=5000"}, {"EMP1/EMP2", "", "EMP1=5000 EMP2=5000"},
		{"LP1", "", "LP1=10000"}, {"A1/DW", "", "A1=5000 DW=5000"}, {"DW60/LP", "", "DW60=5000 LP=5000"}, {"DW 60%/LP", "", "ask 3"},
		{"DW100", "", "DW=10000"}, {"EMP 1/EMP 2", "", "EMP 1=5000 EMP 2=5000"}, {"Dana Hill 70/Lee Park 30", "", "Dana Hill=7000 Lee Park=3000"},
		{"DWLP", "", "ask 1"}, {"dwlp", "", "ask 1"}, {"DWLP/MT", "", "ask 1"}, {"DWDW", "", "DWDW=10000"}, {"101102", "", "ask 1"},
		{"DWX", "", "DWX=10000"}, {"QQ", "", "QQ=10000"}, {"DW/LP/MT/QQ", "", "DW=2500 LP=2500 MT=2500 QQ=2500"},
		{"Whitlock, Dana", "", "Dana Whitlock=10000"}, {"Park, Lin", "", "Park, Lin=10000"}, {"Sol Reyes", "", "Reyes, Sol=10000"},
		{"Park, Lin, Jr.", "", "Park, Lin, Jr.=10000"}, {"Kim, Lee", "", "Kim=5000 Lee=5000"}, {"Kim, Jo", "", "ask 2"}, {"DW, QQ", "", "ask 2"},
		{"LI, JO", "", "ask 2"}, {"XX, YY, ZZ", "", "ask 2"}, {"Whitlock, Dana / Park, Lin", "", "Dana Whitlock=5000 Park, Lin=5000"},
		{"Dana Whitlock & Lee Park", "", "Dana Whitlock=5000 Lee Park=5000"}, {"Anne-Marie Cole", "", "Anne-Marie Cole=10000"},
		{"101-Dana Whitlock", "", "101=10000"}, {"101 - Dana Whitlock", "", "101=10000"}, {"101 Dana Whitlock/DW", "", "101=5000 DW=5000"},
		{"DW - Dana Whitlock", "", "DW=10000"}, {"Dana Whitlock (101)", "", "101=10000"}, {"103 - Park, Lin", "", "103=10000"},
		{"HOUSE", "", "house"}, {"House Account", "", "house"}, {"house", "100", "house"}, {"DW/HOUSE", "60/40", "DW=6000 =4000"},
		{"NONE", "", "none"}, {"", "", "none"}, {"  ", "60/40", "none"}, {"-", "", "none"}, {"N/A", "", "none"}, {"n/a", "", "none"},
		{"NA", "", "NA=10000"}, {"DW/NONE", "", "DW=10000"}, {"/", "", "none"},
		{"AB/CD", "60/40", "AB=6000 CD=4000"}, {"AB/CD", "60%/40%", "AB=6000 CD=4000"}, {"AB/CD", "60, 40", "AB=6000 CD=4000"},
		{"AB/CD", "60-40", "AB=6000 CD=4000"}, {"AB/CD", "33,5/66,5", "AB=3350 CD=6650"}, {"AB/CD/EF", "33/33/33", "AB=3334 CD=3333 EF=3333"},
		{"AB/CD/EF", "33.33/33.33/33.34", "AB=3333 CD=3333 EF=3334"}, {"AB/CD", "0.6/0.4", "AB=6000 CD=4000"}, {"AB/CD", ".5/.5", "AB=5000 CD=5000"},
		{"AB/CD", "even", "AB=5000 CD=5000"}, {"AB/CD", "0/0", "AB=5000 CD=5000"}, {"AB/CD", "100/0", "AB=10000"},
		{"AB/CD", "60/45", "ask 3"}, {"AB/CD", "60/42", "AB=5882 CD=4118"}, {"AB/CD", "60", "ask 3"}, {"AB", "60/40", "ask 3"}, {"AB", "50", "ask 3"},
		{"AB/CD", "a/b", "ask 3"}, {"AB/CD", "-60/160", "ask 3"}, {"DW(60%)/LP(40%)", "60/40", "DW=6000 LP=4000"}, {"DW(60%)/LP(40%)", "50/50", "ask 3"},
		{"DW/LP/dw", "", "DW=6667 LP=3333"}, {"DW/LP/DW", "50/25/25", "DW=7500 LP=2500"},
		{strings.Repeat("X/", 40), "", "ask 4"},
	} {
		if got := written(Parse(c.cell, c.split, known)); got != c.want {
			t.Errorf("Parse(%q, %q) = %s, want %s", c.cell, c.split, got, c.want)
		}
	}
}

func TestParseNames(t *testing.T) {
	for cell, want := range map[string]string{
		"101-Dana Whitlock": "101=Dana Whitlock", "103 - Park, Lin": "103=Lin Park", "Dana Whitlock (7)": "7=Dana Whitlock",
		"Park, Lin": "Park, Lin=Lin Park", "DW - Dana Whitlock": "DW=Dana Whitlock",
	} {
		code, name, _ := strings.Cut(want, "=")
		if got := Parse(cell, "", nil).Names[code]; got != name {
			t.Errorf("Parse(%q).Names[%q] = %q, want %q", cell, code, got, name)
		}
	}
}

func TestAskSaysWhat(t *testing.T) {
	known := store("DW", "LP")
	for cell, words := range map[string][]string{
		"DWLP": {`"DWLP"`, "DW and LP"}, "DW, QQ": {`"DW, QQ"`, "last name"}, "DW 60%/LP 30%": {"DW, LP", "90"},
	} {
		for _, w := range words {
			if r := Parse(cell, "", known); !strings.Contains(r.Ask, w) {
				t.Errorf("Parse(%q).Ask = %q, want it to say %q", cell, r.Ask, w)
			}
		}
	}
}

func TestColumns(t *testing.T) {
	known := store("DW", "LP")
	for _, c := range []struct {
		cells, percents []string
		want            string
	}{
		{[]string{"DW", "LP", "", ""}, []string{"60", "40", "", ""}, "DW=6000 LP=4000"},
		{[]string{"DW", "LP", "", ""}, []string{"60%", "40%", "0", "0"}, "DW=6000 LP=4000"},
		{[]string{"DW", "", "LP", ""}, []string{"60.00", "", "40.00"}, "DW=6000 LP=4000"},
		{[]string{"DW", "LP", "MT"}, nil, "DW=3334 LP=3333 MT=3333"}, {[]string{"DW", "LP"}, []string{"0", "0"}, "DW=5000 LP=5000"},
		{[]string{"DW", "LP"}, []string{"100", ""}, "DW=10000"}, {[]string{"DW", "LP"}, []string{"60", ""}, "ask 3"},
		{[]string{"DW", "LP"}, []string{"0.6", "0.4"}, "DW=6000 LP=4000"}, {[]string{"DW", "LP"}, []string{"60", "45"}, "ask 3"},
		{[]string{"DW", ""}, []string{"60", "40"}, "ask 3"}, {[]string{"DW"}, []string{"60", "40"}, "ask 3"}, {[]string{"DW", "LP"}, []string{"x", ""}, "ask 3"},
		{[]string{"", ""}, []string{"", ""}, "none"}, {[]string{"HOUSE", ""}, []string{"100", ""}, "house"},
		{[]string{"DW", "HOUSE"}, []string{"70", "30"}, "DW=7000 =3000"}, {[]string{"DW", "DW"}, []string{"70", "30"}, "DW=10000"},
		{[]string{"DWLP", ""}, nil, "ask 1"}, {[]string{"DW/LP", "MT"}, []string{"60", "40"}, "ask 3"}, {[]string{"101-Dana Whitlock", "LP"}, nil, "101=5000 LP=5000"},
		{[]string{"DW60", "LP40"}, nil, "DW60=5000 LP40=5000"},
	} {
		if got := written(Columns(c.cells, c.percents, known)); got != c.want {
			t.Errorf("Columns(%q, %q) = %s, want %s", c.cells, c.percents, got, c.want)
		}
	}
}

// TestSampleFile holds the torture file of split spellings to its answers: a
// file alone, without any staff in the book, proves its own codes.
func TestSampleFile(t *testing.T) {
	rows, answers := sample(t)
	var cells []string
	for _, row := range rows {
		cells = append(cells, row[1])
	}
	known := Learn(cells, nil)
	want := []string{
		"DW=10000", "DW=5000 LP=5000", "DW=5000 LP=5000", "DW=5000 LP=5000", "DW=6000 LP=4000", "DW=6000 LP=4000", "ask 1",
		"Whitlock, Dana=10000", "101=10000", "dw=10000", "house", "none", "DW=2500 LP=2500 MT=2500 QQ=2500", "1=5000 2=5000",
	}
	if len(rows) != len(want) || len(answers) != len(want) {
		t.Fatalf("the sample has %d rows and %d answers, want %d", len(rows), len(answers), len(want))
	}
	for i, cell := range cells {
		if got := written(Parse(cell, "", known)); got != want[i] {
			t.Errorf("row %d %q = %s, want %s (%s)", i+1, cell, got, want[i], answers[i])
		}
	}
}

func sample(t *testing.T) (rows [][]string, answers []string) {
	t.Helper()
	for _, dir := range []string{"../testdata/ugly", "../../../../shared/pos-samples/ugly"} {
		raw, err := os.ReadFile(filepath.Join(dir, "26-split-associates.csv"))
		if err != nil {
			continue
		}
		book, err := os.ReadFile(filepath.Join(dir, "expected.json"))
		if err != nil {
			t.Fatalf("reading the answers: %v", err)
		}
		// Other files' answers have other forms; only ours is read.
		var all map[string]json.RawMessage
		var ours struct {
			Values map[string][]string `json:"values"`
		}
		if err := json.Unmarshal(book, &all); err != nil {
			t.Fatalf("reading the answers: %v", err)
		}
		if err := json.Unmarshal(all["26-split-associates.csv"], &ours); err != nil {
			t.Fatalf("reading our answers: %v", err)
		}
		rows, err = csv.NewReader(strings.NewReader(string(raw))).ReadAll()
		if err != nil {
			t.Fatalf("reading the sample: %v", err)
		}
		return rows[1:], ours.Values["split"]
	}
	t.Skip("the sample files are not beside this repository")
	return nil, nil
}

func FuzzParse(f *testing.F) {
	for _, seed := range [][2]string{{"DW/LP", "60/40"}, {"Whitlock, Dana", ""}, {"DW60/LP40", ""}, {"DW(60%) LP(40%)", ""}, {"DWLP", "1"}, {"HOUSE/é", ".5"}, {"101-Ö", "33,3/66,7"}} {
		f.Add(seed[0], seed[1])
	}
	known := store("DW", "LP", "é", "DÖ")
	f.Fuzz(func(t *testing.T, cell, split string) {
		for _, r := range []Reading{Parse(cell, split, known), Parse(cell, split, nil), Columns([]string{cell, cell}, []string{split, split}, known)} {
			if err := fault(r); err != "" {
				t.Fatalf("Parse(%q, %q): %s", cell, split, err)
			}
		}
	})
}

// fault says which promise of Reading is broken, if any.
func fault(r Reading) string {
	sum, seen := 0, map[string]bool{}
	for _, s := range r.Shares {
		if s.BasisPoints <= 0 || seen[Key(s.Code)] {
			return fmt.Sprintf("a bad or doubled share: %+v", r.Shares)
		}
		seen[Key(s.Code)] = true
		sum += s.BasisPoints
	}
	if len(r.Shares) > 0 && (sum != 10000 || r.Ask != "" || r.House) {
		return fmt.Sprintf("shares add up to %d, ask %q, house %v", sum, r.Ask, r.House)
	}
	if (r.Ask == "") != (r.Kind == AskNothing) {
		return fmt.Sprintf("question %q of kind %d", r.Ask, r.Kind)
	}
	return ""
}
