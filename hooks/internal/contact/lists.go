package contact

import (
	"sort"
	"strings"
	"sync"
)

var (
	titles     = set("mr, mrs, ms, miss, mx, dr, prof, professor, rev, reverend, sir, hon, capt, sgt, lt, pastor, rabbi, mister, mme, mlle, herr, frau, sra, señora")
	honors     = set("md, m d, phd, ph d, dds, d d s, dmd, esq, cpa, rn, dvm, jd, mba, retired, ret")
	households = set("family, families, household")
	particles  = set("van, von, der, den, de, la, las, los, le, du, da, das, dos, del, della, di, st, ten, ter, bin, ibn, al, el, y, zu, zum, vom, af, av, san, santa")

	// placeholderNames are whole cells, words in any order (Customer, Cash).
	placeholderNames = sortedSet("cash, cash sale, cash sales, cash customer, cash client, cash account, cash only, cash and carry, walk in, walk ins, walkin, walkins, walk in customer, walkin customer, walk in client, walk in sale, walk in customers, walk in cash, walk up, house, house account, house sale, house acct, house customer, guest, guest customer, guest checkout, guest sale, guest account, no name, noname, no name given, no name provided, name not given, no customer, no customer selected, no client, misc, misc customer, misc sale, miscellaneous, unknown, unknown customer, unknown client, unknown name, counter, counter sale, counter sales, counter customer, over the counter, otc, na, n a, none, null, nil, nan, test, test customer, test client, test test, customer, client, buyer, retail, retail customer, retail sale, general, general customer, general public, public, anonymous, anonymous customer, default, default customer, new customer, one time customer, pos customer, store, store sale, store customer, in store, in store customer, shop, shop sale, quick sale, over counter sale, not given, not provided, not applicable, declined, refused, no info, no information, tbd, temp, temporary, dummy, x, xx, xxx, asdf, tourist, visitor, passer by, passerby, stranger, nobody, no one, blank, empty, void, other, various, sale, sales, no sale, web customer, online customer, cod, petty cash")

	strongCompany = set("inc, incorporated, llc, l l c, ltd, limited, corp, corporation, gmbh, plc, llp, pllc, pty, foundation, university, college, hospital, clinic, jeweler, jewelers, jewellers, jeweller, jewelry, jewellery, jewels, association, society, enterprises, services, solutions, department, dept, restaurant, realty, insurance, properties, construction, holdings, industries, international, company, committee, ministries, museum, pharmacy, bakery, catering, consulting, partners, associates, gallery, boutique, auto, motors")
	weakCompany   = set("church, school, bank, trust, club, group, hotel, salon, studio, center, centre, shop, store, office, team, council, county, city, agency, academy, temple, parish, firm, farm, farms, bros, brothers, co")
)

func sortedSet(words string) func() map[string]bool {
	return sync.OnceValue(func() map[string]bool {
		found := map[string]bool{}
		for w := range set(words)() {
			found[sorted(w)] = true
		}
		return found
	})
}

func sorted(folded string) string {
	words := strings.Fields(folded)
	sort.Strings(words)
	return strings.Join(words, " ")
}

// isPlaceholderName says whether a whole cell names nobody: CASH, Walk-In #2,
// Customer, Cash, or no letter at all. Cash Johnson and Walker are people.
func isPlaceholderName(text string) bool {
	if !hasLetter(text) {
		return true
	}
	words := strings.Fields(Fold(text))
	for len(words) > 1 && strings.Trim(words[len(words)-1], "0123456789") == "" {
		words = words[:len(words)-1]
	}
	return placeholderNames()[sorted(strings.Join(words, " "))]
}

// isCompany goes by words that no person bears, and by words that some do
// (Church, Banks) only in a name of three words or after The, First, City of.
func isCompany(text string) bool {
	folded := Fold(text)
	words := strings.Fields(folded)
	if strings.Contains(folded, " and sons") || strings.Contains(folded, " and daughters") || strings.Contains(strings.ToLower(text), "& sons") {
		return true
	}
	for i, w := range words {
		if i > 0 && strongCompany()[w] || len(words) == 1 && companyAlone()[w] {
			return true
		}
	}
	return isWeakCompany(text, words)
}

var companyAlone = set("jewelers, jewellers")

func isWeakCompany(text string, words []string) bool {
	if len(words) < 2 {
		return false
	}
	if words[1] == "of" && (weakCompany()[words[0]] || strongCompany()[words[0]]) {
		return true
	}
	last := words[len(words)-1]
	if strings.Contains(text, ",") || !weakCompany()[last] {
		return false
	}
	if len(words) > 2 {
		return !titles()[words[0]]
	}
	return words[0] == "the" || words[0] == "first" || last == "co"
}
