package contact

import (
	"flag"
	"fmt"
	"math/rand"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/nyaruka/phonenumbers"
)

var update = flag.Bool("update", false, "write phoneplans.tsv anew from the library's metadata")

const planHeader = "# Numbering plans of the world, from the metadata of Google's libphonenumber (Apache License 2.0).\n" +
	"# Written by: go test ./hooks/internal/contact -run TestPlansAreTheLibrarys -update\n"

// TestPlansAreTheLibrarys holds our table equal to the library's metadata. The
// library itself stays out of the program: it unpacks 2.5 MB at every start.
func TestPlansAreTheLibrarys(t *testing.T) {
	want := planHeader + strings.Join(libraryPlans(t), "")
	if *update {
		if err := os.WriteFile("phoneplans.tsv", []byte(want), 0o644); err != nil { //nolint:gosec // a file of the repository
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("phoneplans.tsv")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("the numbering plans are not those of the library; write them anew with -update and look at what changed")
	}
}

func libraryPlans(t *testing.T) []string {
	t.Helper()
	all, err := phonenumbers.MetadataCollection()
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, m := range all.GetMetadata() {
		general := m.GetGeneralDesc()
		main := ""
		if phonenumbers.GetRegionCodeForCountryCode(int(m.GetCountryCode())) == m.GetId() {
			main = "main"
		}
		if !slices.IsSorted(general.GetPossibleLength()) || general.GetPossibleLength()[0] < 1 || general.GetNationalNumberPattern() == "" {
			t.Fatalf("the plan of %s has another form than this program reads", m.GetId())
		}
		lines = append(lines, strings.Join([]string{
			m.GetId(), fmt.Sprint(m.GetCountryCode()), main, m.GetInternationalPrefix(), m.GetNationalPrefixForParsing(), m.GetNationalPrefixTransformRule(),
			joined(general.GetPossibleLength()), joined(general.GetPossibleLengthLocalOnly()), general.GetNationalNumberPattern(),
		}, "\t")+"\n")
	}
	slices.Sort(lines)
	return lines
}

func joined(numbers []int32) string {
	return strings.ReplaceAll(strings.Trim(fmt.Sprint(numbers), "[]"), " ", ",")
}

// TestEveryCodeHasItsPlan walks over what the library supports.
func TestEveryCodeHasItsPlan(t *testing.T) {
	all := numbering()
	for region := range phonenumbers.GetSupportedRegions() {
		p := all.regions[region]
		if p == nil || p.code != fmt.Sprint(phonenumbers.GetCountryCodeForRegion(region)) || all.codes[p.code] == nil {
			t.Errorf("the plan of %s is %+v", region, p)
		}
	}
	if len(all.regions) != len(phonenumbers.GetSupportedRegions()) {
		t.Errorf("%d regions, the library has %d", len(all.regions), len(phonenumbers.GetSupportedRegions()))
	}
	if len(all.codes) != len(phonenumbers.GetSupportedCallingCodes()) {
		t.Errorf("%d calling codes, the library has %d", len(all.codes), len(phonenumbers.GetSupportedCallingCodes()))
	}
}

// libraryNumber is what the library makes of a text.
func libraryNumber(text, region string) (code, national string, ok bool) {
	number, err := phonenumbers.Parse(text, region)
	if err != nil || phonenumbers.IsPossibleNumberWithReason(number) != phonenumbers.IS_POSSIBLE {
		return "", "", false
	}
	national = phonenumbers.GetNationalSignificantNumber(number)
	if got, want := "+"+fmt.Sprint(number.GetCountryCode())+national, phonenumbers.Format(number, phonenumbers.E164); got != want {
		panic(got + " is not " + want)
	}
	return fmt.Sprint(number.GetCountryCode()), national, true
}

func sameAsLibrary(t *testing.T, text, region string) (possible bool) {
	t.Helper()
	code, national, ok := international(text, region)
	wantCode, wantNational, wantOK := libraryNumber(text, region)
	if ok != wantOK || (ok && (code != wantCode || national != wantNational)) {
		t.Errorf("%q in %s is +%s %s %v, the library says +%s %s %v", text, region, code, national, ok, wantCode, wantNational, wantOK)
	}
	return ok
}

// TestNumbersReadAsTheLibraryReadsThem compares numbers of every region, from
// noise to an example of the region's own, in the spellings people use.
func TestNumbersReadAsTheLibraryReadsThem(t *testing.T) {
	rng := rand.New(rand.NewSource(11))
	var regions []string
	for region := range phonenumbers.GetSupportedRegions() {
		regions = append(regions, region)
	}
	slices.Sort(regions)
	often := strings.Fields("US US US CA GB DE FR IT MX AU IN BR JP AR ES NL BE CH AT SE NO DK FI PL RU KZ CN KR SG IE NZ ZA TR GR PT CZ HU IL AE UY SM VA XX")
	tried, possible := 0, 0
	for range 150_000 {
		region := often[rng.Intn(len(often))]
		if rng.Intn(3) == 0 {
			region = regions[rng.Intn(len(regions))]
		}
		text := candidate.FindString(someNumber(rng, region, regions[rng.Intn(len(regions))]))
		if text == "" {
			continue
		}
		tried++
		if sameAsLibrary(t, text, region) {
			possible++
		}
		if t.Failed() {
			break
		}
	}
	if tried < 100_000 || possible < tried/4 || possible > tried*9/10 {
		t.Errorf("%d of %d numbers were possible ones", possible, tried)
	}
}

// someNumber is a number of a region, or of another one, or noise.
func someNumber(rng *rand.Rand, home, other string) string {
	number := ""
	switch rng.Intn(3) {
	case 0:
		for range rng.Intn(18) {
			number += fmt.Sprint(rng.Intn(10))
		}
	case 1:
		number = example(rng, home)
	case 2:
		number = example(rng, other)
	}
	number = worn(rng, number)
	prefixes := []string{"", "", "", "0", "1", "8", "+", "00", "011", "+0", "+00", "0011", "01", "044", "15", "9"}
	prefix := prefixes[rng.Intn(len(prefixes))]
	if rng.Intn(3) == 0 {
		prefix += fmt.Sprint(phonenumbers.GetCountryCodeForRegion([]string{home, other}[rng.Intn(2)]))
	}
	return spaced(rng, prefix+number)
}

// example is one of the region's own numbers, its last digits changed.
func example(rng *rand.Rand, region string) string {
	kinds := []phonenumbers.PhoneNumberType{phonenumbers.FIXED_LINE, phonenumbers.MOBILE, phonenumbers.TOLL_FREE, phonenumbers.SHARED_COST}
	number := phonenumbers.GetExampleNumberForType(region, kinds[rng.Intn(len(kinds))])
	if number == nil {
		return "5550100101"
	}
	national := phonenumbers.GetNationalSignificantNumber(number)
	keep := rng.Intn(len(national) + 1)
	for i := keep; i < len(national); i++ {
		national = national[:i] + fmt.Sprint(rng.Intn(10)) + national[i+1:]
	}
	return national
}

// worn leaves out a digit or adds one, now and then.
func worn(rng *rand.Rand, number string) string {
	if at := rng.Intn(len(number) + 1); rng.Intn(4) == 0 {
		if rng.Intn(2) == 0 {
			return number[:at]
		}
		return number[:at] + fmt.Sprint(rng.Intn(10)) + number[at:]
	}
	return number
}

// spaced puts marks between the digits, among them some that no number has.
func spaced(rng *rand.Rand, number string) string {
	marks := []string{"", "", "", "", "", "", "-", " ", ".", "(", ") ", "/", "–", "—"}
	if rng.Intn(20) == 0 {
		marks = append(marks, "·", "•", "_")
	}
	if rng.Intn(3) == 0 {
		return number
	}
	var b strings.Builder
	for _, r := range number {
		b.WriteRune(r)
		if r != '+' {
			b.WriteString(marks[rng.Intn(len(marks))])
		}
	}
	return b.String()
}

func FuzzNumbers(f *testing.F) {
	for _, seed := range []string{"+44 (0)20 7946 0958", "011 44 20 7946 0958", "+011442079460958", "06 698 12345", "0 3435 15 123 456", "12", "(5", "+1", "8 800 555 35 35", strings.Repeat("1", 251)} {
		for _, region := range []string{"US", "GB", "IT", "AR", "RU", "BR", ""} {
			f.Add(seed, region)
		}
	}
	f.Fuzz(func(t *testing.T, text, region string) {
		if text = candidate.FindString(tidy(text)); text != "" {
			sameAsLibrary(t, text, region)
		}
	})
}
