package pos

import (
	"fmt"
	"strings"
	"testing"
)

// visit is a row of a file that says who bought.
func visit(no int, key, name, phone, email string) string {
	return fmt.Sprintf("%d,2025-11-%02d,10:15,Sale,,%s,\"%s\",%s,%s,R-1,Ring,Rings,1,100.00,100.00,AB\n", no, 1+no%28, key, name, phone, email)
}

// TestWhoIsWho: which rows are one person, which are two, and which a person
// has to decide about (DESIGN, section 7).
func TestWhoIsWho(t *testing.T) {
	for _, c := range []struct {
		what       string
		rows       [][4]string // key, name, phone, email
		clients    int
		pairs      int
		households int
	}{
		{"same number, name spelled otherwise", [][4]string{{"5", "Avery Ashford", "", ""}, {"5", "Ashford, Avery", "", ""}}, 1, 0, 0},
		{"same number, no name", [][4]string{{"5", "Avery Ashford", "", ""}, {"5", "", "", ""}}, 1, 0, 0},
		{"number given to somebody else", [][4]string{{"5", "Avery Ashford", "", ""}, {"5", "Boris Quill", "", ""}}, 2, 0, 0},
		{"and back", [][4]string{{"5", "Avery Ashford", "", ""}, {"5", "Boris Quill", "", ""}, {"5", "Avery Ashford", "", ""}}, 2, 0, 0},
		{"spouses on one account", [][4]string{{"5", "Avery Ashford", "", ""}, {"5", "Jordan Ashford", "", ""}}, 2, 0, 1},
		{"a couple on one account", [][4]string{{"5", "Avery & Jordan Ashford", "", ""}}, 1, 0, 1},
		{"same email, same name", [][4]string{{"", "Avery Ashford", "", "a@example.com"}, {"", "AVERY ASHFORD", "", "A@Example.com"}}, 1, 0, 0},
		{"same phone in two spellings", [][4]string{{"", "Avery Ashford", "(312) 555-0142", ""}, {"", "Avery Ashford", "312.555.0142", ""}}, 1, 0, 0},
		{"email after number", [][4]string{{"5", "Avery Ashford", "", "a@example.com"}, {"", "Avery Ashford", "", "a@example.com"}}, 1, 0, 0},
		{"spouses who share a phone", [][4]string{{"", "Avery Ashford", "312-555-0142", ""}, {"", "Jordan Ashford", "312-555-0142", ""}}, 2, 0, 0},
		{"same phone, initial", [][4]string{{"", "Avery Ashford", "312-555-0142", ""}, {"", "A. Ashford", "312-555-0142", ""}}, 2, 1, 0},
		{"same name, other phones", [][4]string{{"", "Avery Ashford", "312-555-0142", ""}, {"", "Avery Ashford", "312-555-0143", ""}}, 2, 1, 0},
		{"name only, twice", [][4]string{{"", "Avery Ashford", "", ""}, {"", "Avery Ashford", "", ""}}, 1, 0, 0},
		{"name only beside one with a phone", [][4]string{{"", "Avery Ashford", "312-555-0142", ""}, {"", "Avery Ashford", "", ""}}, 2, 1, 0},
		{"placeholders", [][4]string{{"", "CASH", "", ""}, {"0", "Walk-In", "000-0000", ""}, {"99", "CASH CUSTOMER", "", ""}, {"", "", "000-000-0000", ""}}, 0, 0, 0},
		{"placeholder phone is no link", [][4]string{{"", "Avery Ashford", "000-000-0000", ""}, {"", "Boris Quill", "000-000-0000", "none@none.com"}}, 2, 0, 0},
	} {
		for _, apart := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/apart=%v", c.what, apart), func(t *testing.T) {
				s := newShop(t)
				body, made := "", 0
				for i, r := range c.rows {
					row := visit(100+i, r[0], r[1], r[2], r[3])
					if apart {
						made += s.take(fmt.Sprintf("%d.csv", i), head+row).ClientsNew
					}
					body += row
				}
				if !apart {
					made = s.take("all.csv", head+body).ClientsNew
				}
				got := s.one(`SELECT (SELECT count(*) FROM clients), (SELECT count(*) FROM duplicates), (SELECT count(*) FROM households)`)
				if want := fmt.Sprintf("%d|%d|%d", c.clients, c.pairs, c.households); got != want || made != c.clients {
					t.Errorf("clients|pairs|households = %s, want %s; clients_new %d\n%s", got, want, made, s.one(`SELECT name FROM clients`))
				}
			})
		}
	}
}

// TestClientCounts: clients_new are those made, clients_matched the distinct
// ones met who were there before; a voided receipt identifies a client as well.
func TestClientCounts(t *testing.T) {
	s := newShop(t)
	first := s.take("a.csv", head+visit(1, "1", "Avery Ashford", "", "")+visit(2, "1", "Avery Ashford", "", "")+
		strings.Replace(visit(3, "3", "Boris Quill", "", ""), ",Sale,", ",Void,", 1)+visit(4, "", "CASH", "", ""))
	if first.ClientsNew != 2 || first.ClientsMatched != 0 {
		t.Errorf("first: %d new, %d met", first.ClientsNew, first.ClientsMatched)
	}
	dry, err := s.try(Wanted{Name: "b.csv", Dry: true}, head+visit(5, "1", "Avery Ashford", "", "")+visit(6, "1", "Avery Ashford", "", "")+visit(7, "4", "Nora Flint", "", ""))
	if err != nil || dry.ClientsNew != 1 || dry.ClientsMatched != 1 {
		t.Errorf("dry run: %+v, %v", dry, err)
	}
	next := s.take("b.csv", head+visit(5, "1", "Avery Ashford", "", "")+visit(6, "1", "Avery Ashford", "", "")+visit(7, "4", "Nora Flint", "", ""))
	if next.ClientsNew != 1 || next.ClientsMatched != 1 {
		t.Errorf("next: %d new, %d met", next.ClientsNew, next.ClientsMatched)
	}
}

// TestNumberOfTwoPeople: when the book has two people under one number, the
// name decides, whoever was looked up first.
func TestNumberOfTwoPeople(t *testing.T) {
	s := newShop(t)
	s.take("a.csv", head+visit(1, "5", "Avery Ashford", "312-555-0142", "")+visit(2, "5", "Boris Quill", "", ""))
	s.take("b.csv", head+visit(3, "", "Avery Ashford", "312-555-0142", "")+visit(4, "5", "Boris Quill", "", ""))
	if got := s.one(`SELECT count(*) FROM clients`); got != "2" {
		t.Fatalf("%s clients: %s", got, s.one(`SELECT name FROM clients`))
	}
	if got := s.one(`SELECT c.name FROM receipts r JOIN clients c ON c.id = r.client WHERE r.number = '4'`); got != "Boris Quill" {
		t.Errorf("receipt 4 is of %s", got)
	}
}

// TestHouseholdJoinsEarlierReceipts: who joins a household later brings what
// they bought before, and takes it along when that import is taken back.
func TestHouseholdJoinsEarlierReceipts(t *testing.T) {
	s := newShop(t)
	s.take("a.csv", head+visit(1, "5", "Avery Ashford", "", ""))
	before := s.state()
	res := s.take("b.csv", head+visit(2, "5", "Jordan Ashford", "", ""))
	if got := s.one(`SELECT count(DISTINCT household), min(household) IN (SELECT id FROM households) FROM receipts`); got != "1|1" {
		t.Fatalf("households of the receipts: %s", got)
	}
	s.undo(res.Import)
	differ(t, "without the second file", s.state(), before)
}

// TestPhoneWithoutItsAreaCode: what the file says of a phone is kept as it
// stands, once, and makes nobody somebody else; placeholders are not kept.
func TestPhoneWithoutItsAreaCode(t *testing.T) {
	s := newShop(t)
	s.take("a.csv", head+visit(1, "5", "Avery Ashford", "555-0166", "")+visit(2, "5", "Avery Ashford", "555-0166", "")+
		visit(3, "6", "Boris Quill", "555-0166", "")+visit(4, "7", "Nora Flint", "000-0000", "")+visit(5, "8", "Ida Marlow", "0049 171 5550144", ""))
	s.take("b.csv", head+visit(6, "5", "Avery Ashford", "555-0166", ""))
	const points = `SELECT group_concat(c.name || ' ' || p.raw || ' ' || p.normalized, '; ' ORDER BY c.name) FROM contact_points p JOIN clients c ON c.id = p.client`
	if got, want := s.one(points), "Avery Ashford 555-0166 ; Boris Quill 555-0166 ; Ida Marlow 0049 171 5550144 +491715550144"; got != want {
		t.Errorf("phones: %s, want %s", got, want)
	}
	if got := s.one(`SELECT (SELECT count(*) FROM clients), (SELECT count(*) FROM duplicates)`); got != "4|0" {
		t.Errorf("clients|pairs = %s, want 4|0", got)
	}
}
