package contact

import (
	"strings"
	"testing"
)

// written is a name in one line: given|family|suffix + ... with marks.
func written(n Name) string {
	var parts []string
	for _, p := range n.Persons {
		parts = append(parts, strings.TrimRight(p.Given+"|"+p.Family+"|"+p.Suffix, "|"))
	}
	out := strings.Join(parts, " + ")
	switch {
	case n.Placeholder:
		out += "(nobody)"
	case n.Company:
		out += "(company)"
	}
	if n.Key != "" {
		out += " #" + n.Key
	}
	return out
}

func TestParseName(t *testing.T) {
	for cell, want := range map[string]string{
		"Avery Ashford": "Avery|Ashford", "Ashford, Avery": "Avery|Ashford", "  Ashford ,Avery ": "Avery|Ashford", "ASHFORD, AVERY": "AVERY|ASHFORD",
		"Avery J. Ashford": "Avery J.|Ashford", "Ashford, Avery J.": "Avery J.|Ashford", "A. Ashford": "A.|Ashford", "Cher": "Cher", "Mary Ann Smith": "Mary Ann|Smith",
		"Mr. & Mrs. T. Lane": "T.|Lane + |Lane", "Mr and Mrs Tom Lane": "Tom|Lane + |Lane", "Mr/Mrs T Lane": "T|Lane + |Lane", "Mr. & Mrs. Lane": "|Lane + |Lane",
		"Lane, Mr. & Mrs. Tom": "Tom|Lane + |Lane", "Dr. & Mrs. Tom Lane": "Tom|Lane + |Lane", "Mr. Tom & Mrs. Ann Lane": "Tom|Lane + Ann|Lane",
		"John & Mary Smith": "John|Smith + Mary|Smith", "John&Mary Smith": "John|Smith + Mary|Smith", "John and Mary Smith": "John|Smith + Mary|Smith", "Smith, John and Mary": "John|Smith + Mary|Smith",
		"Ashford, Avery & Jordan": "Avery|Ashford + Jordan|Ashford", "Avery Ashford & Jordan": "Avery|Ashford + Jordan|Ashford", "Avery Ashford & Jordan Lane": "Avery|Ashford + Jordan|Lane",
		"Ashford, Avery & Lane, Jordan": "Avery|Ashford + Jordan|Lane", "Avery & Jordan": "Avery + Jordan", "Anderson, Sandy": "Sandy|Anderson", "Brandy Anderson": "Brandy|Anderson",
		"John Smith Jr": "John|Smith|jr", "John Smith, Jr.": "John|Smith|jr", "Smith, John, III": "John|Smith|iii", "Smith Jr., John": "John|Smith|jr", "Smith, John Jr.": "John|Smith|jr",
		"Dr. Kim Do": "Kim|Do", "Smith, Dr. John": "John|Smith", "John Smith, MD": "John|Smith", "Mr. Cash": "Cash", "Jan van der Berg": "Jan|van der Berg", "Maria de la Cruz": "Maria|de la Cruz",
		"de la Cruz, Maria": "Maria|de la Cruz", "Cruz, Maria de la": "Maria|de la Cruz", "Van Ellis": "Van|Ellis", "Søren Ægidius": "Søren|Ægidius", "Анна Петрова": "Анна|Петрова",
		"001-000652 Ashford, Avery": "Avery|Ashford #001-000652", "652 Ashford, Avery": "Avery|Ashford #652", "#652 Avery Ashford": "Avery|Ashford #652", "[652] Avery Ashford": "Avery|Ashford #652",
		"Ashford, Avery #652": "Avery|Ashford #652", "Ashford, Avery (001-000652)": "Avery|Ashford #001-000652", "001-000654 CASH": "(nobody) #001-000654",
		"Ashford,": "|Ashford", "The Smith Family": "|Smith", "Guest Families": "|Guest", "Oakley Casey": "Oakley|Casey",
		"Walker": "Walker", "Cash Johnson": "Cash|Johnson", "Johnson, Cash": "Cash|Johnson", "Guest, Edgar": "Edgar|Guest", "House, Gregory": "Gregory|House", "Walker, Ina": "Ina|Walker",
		"Ellen Housewright": "Ellen|Housewright", "Counter, Sally": "Sally|Counter", "Cashmere Lane": "Cashmere|Lane", "Test Pilotson": "Test|Pilotson", "Avery Church": "Avery|Church", "Mr. Avery Banks Church": "Avery Banks|Church",
		"Lane Jewelers": "(company)", "Acme, Inc.": "(company)", "Ashford & Lane LLC": "(company)", "Smith & Co": "(company)", "Lane & Sons": "(company)", "City of Ashford": "(company)",
		"First Bank": "(company)", "Ashford Community Church": "(company)", "1928 Jewelry Co": "(company)", "Ashford Properties": "(company)",
		"CASH": "(nobody)", "Cash Sale": "(nobody)", "CASH SALE 2": "(nobody)", "WALK-IN": "(nobody)", "Walk-In #3": "(nobody)", "WALK IN CUSTOMER": "(nobody)", "CASH CUSTOMER": "(nobody)", "Customer, Cash": "(nobody)",
		"HOUSE": "(nobody)", "House Account": "(nobody)", "GUEST": "(nobody)", "NO NAME": "(nobody)", "MISC": "(nobody)", "UNKNOWN": "(nobody)", "COUNTER SALE": "(nobody)", "In, Walk": "(nobody)",
		".": "(nobody)", "-": "(nobody)", "n/a": "(nobody)", "N.A.": "(nobody)", "": "(nobody)", " ": "(nobody)", "12345": "(nobody)", "???": "(nobody)", "None": "(nobody)", "Walk-Ins": "(nobody)",
	} {
		n := ParseName(cell)
		if got := written(n); got != want {
			t.Errorf("ParseName(%q) = %q, want %q", cell, got, want)
		}
		if n.Display != cell || n.Couple != (len(n.Persons) == 2) {
			t.Errorf("ParseName(%q) shows %q, couple %v of %d", cell, n.Display, n.Couple, len(n.Persons))
		}
	}
}

func TestCompatible(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want Match
	}{
		{"Avery Ashford", "ASHFORD, AVERY", Same}, {"José Núñez", "Jose Nunez", Same}, {"Ida Müller", "Ida Mueller", Same}, {"Ida Müller", "IDA MULLER", Same},
		{"Pat O'Brien", "Pat OBrien", Same}, {"Anne-Marie Lane", "Anne Marie Lane", Same}, {"Jan van der Berg", "Jan Vanderberg", Same},
		{"Bill Lane", "William Lane", Same}, {"Bill Lane", "Will Lane", Same}, {"Liz Lane", "Betty Lane", Same}, {"Alexander Lane", "Alexandra Lane", No}, {"Bill Lane", "Bob Lane", No},
		{"Avery J. Ashford", "Avery Ashford", Same}, {"Avery J. Ashford", "Avery James Ashford", Same}, {"Avery J. Ashford", "Avery K. Ashford", Maybe},
		{"Mary Ann Lane", "Mary Lane", Same}, {"Mary Ann Lane", "Mary Beth Lane", No}, {"J. Robert Lane", "Robert Lane", Maybe}, {"Dr. Avery Ashford", "Avery Ashford", Same},
		{"A. Ashford", "Avery Ashford", Maybe}, {"A. Ashford", "A. Ashford", Maybe}, {"A. Ashford", "Jordan Ashford", No}, {"001-000652 Ashford, Avery", "Avery Ashford", Same},
		{"Avery Ashford", "Jordan Ashford", No}, {"Avery Ashford", "Oakley Casey", No}, {"Avery Ashford", "Avery Lane", Maybe}, {"A. Ashford", "A. Lane", No},
		{"Avery Ashford-Lane", "Avery Ashford", Maybe}, {"Avery Ashford-Lane", "Avery Lane", Maybe}, {"Maria de la Cruz", "Maria Cruz", Maybe}, {"Maria de la Cruz", "Ana Cruz", No},
		{"John Smith Jr", "John Smith Sr", No}, {"John Smith Jr", "John Smith", Maybe}, {"John Smith Jr", "John Smith, Jr.", Same},
		{"Ashford Avery", "Avery Ashford", Maybe}, {"Ashford", "Avery Ashford", Maybe}, {"Avery", "Avery Ashford", Maybe}, {"Lane", "Avery Ashford", No}, {"The Ashford Family", "Avery Ashford", Maybe},
		{"Ashford, Avery & Jordan", "Avery Ashford", Maybe}, {"Ashford, Avery & Jordan", "Jordan Ashford", Maybe}, {"Ashford, Avery & Jordan", "Robin Ashford", No},
		{"Ashford, Avery & Jordan", "Jordan & Avery Ashford", Same}, {"Ashford, Avery & Jordan", "Avery & Robin Ashford", Maybe}, {"John & Mary Smith", "Tom & Ann Smith", No},
		{"Mr. & Mrs. T. Lane", "Tom & Ann Lane", Maybe}, {"Mr. & Mrs. T. Lane", "Tom Lane", Maybe}, {"Mr. & Mrs. T. Lane", "Tom Ashford", No},
		{"CASH", "CASH", No}, {"CASH", "Cash Johnson", No}, {"", "", No}, {"Lane Jewelers", "The Lane Jewelers, Inc.", Same}, {"Lane Jewelers", "Ashford Jewelers", No}, {"Lane Jewelers", "Tom Lane", No},
	} {
		a, b := ParseName(c.a), ParseName(c.b)
		if got := Compatible(a, b); got != c.want {
			t.Errorf("Compatible(%q, %q) = %s, want %s", c.a, c.b, got, c.want)
		}
		if got := Compatible(b, a); got != c.want {
			t.Errorf("Compatible(%q, %q) = %s, want %s", c.b, c.a, got, c.want)
		}
	}
}

// TestCoupleSample holds the four rows of a sample where two records share a
// phone and an email: only the names tell them apart.
func TestCoupleSample(t *testing.T) {
	ashford, casey := ParseName("Ashford, Avery & Jordan"), ParseName("Oakley Casey")
	if keys(Phones("(555) 010-0101", "US")) != keys(Phones("5550100101", "US")) {
		t.Error("one number in two spellings has two keys")
	}
	if got := Compatible(ashford, casey); got != No {
		t.Errorf("two households on one phone are %s, want no", got)
	}
}

func FuzzNames(f *testing.F) {
	for _, seed := range [][2]string{{"Mr. & Mrs. T. Lane", "Lane, Tom"}, {"001-000652 Ashford, Avery", "CASH"}, {",,&&", "Jr."}, {"Mr.", "Dr & Mrs"}, {"ß Ø", "\xff, \xfe"}, {"a,b,c & d / e", "The Family"}} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, x, y string) {
		a, b := ParseName(x), ParseName(y)
		if a.Display != x || len(a.Persons) > 2 || a.Couple != (len(a.Persons) == 2) {
			t.Fatalf("ParseName(%q) = %+v", x, a)
		}
		if nobody := a.Placeholder || a.Company; nobody == (len(a.Persons) > 0) {
			t.Fatalf("ParseName(%q) is both somebody and nobody, or neither: %+v", x, a)
		}
		if there, back := Compatible(a, b), Compatible(b, a); there != back {
			t.Fatalf("Compatible(%q, %q) = %s, the other way round %s", x, y, there, back)
		}
		if a.Placeholder && Compatible(a, a) != No {
			t.Fatalf("the placeholder %q matches itself", x)
		}
	})
}

// BenchmarkClient is what one sales row costs: its name, an email and a phone.
func BenchmarkClient(b *testing.B) {
	known := ParseName("Avery Ashford")
	for b.Loop() {
		n := ParseName("001-000652 Ashford, Avery & Jordan")
		Emails("avery@example.com; jordan@example.com")
		Phones("(555) 010-0101 / 555-010-0102 x12", "US")
		Compatible(n, known)
	}
}

func TestNicknames(t *testing.T) {
	for given, want := range map[string]string{"bill": "william will billy willie liam", "valerie": "val", "alexandra": "alex sandra lexi sasha", "ingrid": "", "": ""} {
		if got := strings.Join(Nicknames(given), " "); got != want {
			t.Errorf("%q is also called %q, want %q", given, got, want)
		}
	}
	if !IsTitle("mrs") || IsTitle("mira") {
		t.Error("mrs is a title and mira a name")
	}
}
