package figures

import (
	"slices"
	"strings"

	"touchstone/hooks/internal/money"
)

// fact is a receipt as the figures see it.
type fact struct {
	store, date, shift string
	client, household  uint32 // small numbers, 0 = none
	Facts
	repeat, same, first            bool // of the client
	repeatHousehold, sameHousehold bool
	refunded                       int64 // lines unknown, minor units > 0
	refundedOn                     string
	rowid                          int64
	clientID, householdID          string
}

// refundDate is the business date on which a refund without lines counts.
func (f *fact) refundDate() string {
	if f.refundedOn != "" {
		return f.refundedOn
	}
	return f.date
}

func (f *fact) ofClient() standing { return standing{repeat: f.repeat, same: f.same, first: f.first} }

func (f *fact) ofHousehold() standing {
	return standing{repeat: f.repeatHousehold, same: f.sameHousehold}
}

// brandKey folds the spellings of a brand into one; none without a brand.
func brandKey(brand string) string {
	if key := plain(brand); key != "" {
		return key
	}
	return "none"
}

// tally is everything that one row of figures is made of. Tallies of parts of a
// period or a book add.
type tally struct {
	net                             int64
	services, identified, brought   int64
	qualifying, secondary, carePlan int64
	sold, returned                  int64
	sale, units, addOn              Moments // of sales, sales, qualifying sales
	clients, repeats                numbers
	households, householdRepeats    numbers
}

// numbers are clients or households, possibly more than once.
type numbers []uint32

// distinct sorts them and drops repetitions, in place, and says how many stay.
func (n *numbers) distinct() int64 {
	slices.Sort(*n)
	*n = slices.Compact(*n)
	return int64(len(*n))
}

// count adds a whole receipt. same says that both receipts of a repeat must
// count for the same row (associate cut).
func (t *tally) count(f *fact, same bool) {
	t.sold += f.NetSold
	t.returned -= f.NetReturned
	if f.IsService {
		t.services++
	}
	if !f.IsSale {
		return
	}
	t.sale.Add(f.Net)
	t.units.Add(f.Units)
	if f.Qualifying {
		t.qualifying++
		t.secondary += bit(f.Secondary)
		t.carePlan += bit(f.CarePlan)
		t.addOn.Add(f.SecondaryNet)
	}
	t.countPeople(f, same)
}

func (t *tally) countPeople(f *fact, same bool) {
	repeat, household := f.repeat, f.repeatHousehold
	if same {
		repeat, household = f.same, f.sameHousehold
	}
	if f.client != 0 {
		t.identified++
		t.brought += bit(f.first)
		t.clients = append(t.clients, f.client)
		if repeat {
			t.repeats = append(t.repeats, f.client)
		}
	}
	if f.household != 0 {
		t.households = append(t.households, f.household)
		if household {
			t.householdRepeats = append(t.householdRepeats, f.household)
		}
	}
}

// tallies are rows by key.
type tallies map[string]*tally

func (t tallies) at(key string) *tally {
	row := t[key]
	if row == nil {
		row = &tally{}
		t[key] = row
	}
	return row
}

// Cuts of the roll-ups. The associates' rows are kept by product line as well:
// a scorecard asks for both at once.
const (
	byAll         = "all"
	byAssociate   = "associate"
	byProductLine = "product_line"
	byBrand       = "brand"
	byShift       = "shift"
	byWeekday     = "weekday"
	byStore       = "store"
)

// associateKey joins the two parts of a row of the associates.
func associateKey(staff, productLine string) string { return staff + separator + productLine }

func splitAssociateKey(key string) (staff, productLine string) {
	staff, productLine, _ = strings.Cut(key, separator)
	return staff, productLine
}

// cube holds the rows of every cut of one store and day.
type cube map[string]tallies

func (c cube) rows(cut string) tallies {
	t := c[cut]
	if t == nil {
		t = tallies{}
		c[cut] = t
	}
	return t
}

// keyed is a row of a cut.
type keyed struct{ cut, key string }

// whole is the rows of a receipt in the cuts that keep it whole.
func (f *fact) whole() [4]keyed {
	return [...]keyed{{byAll, ""}, {byProductLine, f.ProductLine}, {byBrand, brandKey(f.Brand)}, {byShift, f.shiftKey()}}
}

func (f *fact) shiftKey() string {
	if f.shift == "" {
		return "unknown"
	}
	return f.shift
}

// add counts a receipt on its date.
func (c cube) add(f *fact) {
	for _, k := range f.whole() {
		row := c.rows(k.cut).at(k.key)
		row.net += f.Net
		row.count(f, false)
	}
	staff := c.rows(byAssociate)
	staff.at(associateKey(f.CountsFor, f.ProductLine)).count(f, true)
	for _, p := range readPeople(f.People, f.CountsFor, f.Net) {
		staff.at(associateKey(p.staff, f.ProductLine)).net += p.amount
	}
}

// refund takes a refund without lines off revenue, on its own date and in the
// rows of its receipt.
func (c cube) refund(f *fact) {
	for _, k := range f.whole() {
		c.rows(k.cut).at(k.key).net -= f.refunded
	}
	for _, p := range f.refundParts() {
		c.rows(byAssociate).at(associateKey(p.staff, f.ProductLine)).net -= p.amount
	}
}

// refundParts splits a refund over the people of the receipt by their
// merchandise amounts.
func (f *fact) refundParts() []part {
	people := readPeople(f.People, f.CountsFor, f.Net)
	weights := make([]int64, len(people))
	for i, p := range people {
		weights[i] = p.amount
	}
	for i, amount := range money.Split(f.refunded, weights) {
		people[i].amount = amount
	}
	return people
}
