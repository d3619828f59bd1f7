package main

import (
	"context"
	"fmt"
	"math/rand"
	"slices"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/database"
)

// questions are what people type into the field that finds clients.
type questions struct {
	kind  string
	asked []string
}

// ofEach is how many questions of each kind are asked.
const ofEach = 100

// questionsOf draws questions from a book: about people and pieces that are in
// it, as they are written and as a hurried hand writes them.
func questionsOf(ctx context.Context, app core.App) ([]questions, error) {
	db, err := database.Pool(app.ConcurrentDB())
	if err != nil {
		return nil, err
	}
	names, err := database.Column(ctx, db, `SELECT name FROM clients WHERE id < 'c9' ORDER BY substr(id, -1), id LIMIT ?`, 4*ofEach)
	if err != nil {
		return nil, err
	}
	draw := rand.New(rand.NewSource(2))
	var all []questions
	for _, k := range kinds {
		q := questions{kind: k.name}
		for i := range ofEach {
			given, family, _ := strings.Cut(names[(i*len(names)/ofEach+draw.Intn(3))%len(names)], " ")
			q.asked = append(q.asked, k.ask(draw, given, family))
		}
		all = append(all, q)
	}
	return all, nil
}

type asker func(draw *rand.Rand, given, family string) string

// kinds are the ways of asking, each with a name for the table.
var kinds = []struct {
	name string
	ask  asker
}{
	{"one letter", func(_ *rand.Rand, _, family string) string { return family[:1] }},
	{"two letters", func(_ *rand.Rand, _, family string) string { return family[:2] }},
	{"three letters", func(_ *rand.Rand, _, family string) string { return family[:3] }},
	{"family name", func(_ *rand.Rand, _, family string) string { return family }},
	{"given name", func(_ *rand.Rand, given, _ string) string { return given }},
	{"whole name", func(_ *rand.Rand, given, family string) string { return given + " " + family }},
	{"family name first", func(_ *rand.Rand, given, family string) string { return family + ", " + given }},
	{"beginnings of both names", func(_ *rand.Rand, given, family string) string { return given[:2] + " " + family[:2] }},
	{"initial and family name", func(_ *rand.Rand, given, family string) string { return given[:1] + " " + family }},
	{"given name and one letter", func(_ *rand.Rand, given, family string) string { return given + " " + family[:1] }},
	{"letters within a name", func(_ *rand.Rand, _, family string) string { return family[1:4] }},
	{"misspelled family name", func(draw *rand.Rand, _, family string) string { return slip(draw, family) }},
	{"misspelled whole name", func(draw *rand.Rand, given, family string) string { return given + " " + slip(draw, family) }},
	{"whole phone", anyPhone("(312) 2%02d-%04d", "312-2%02d-%04d", "+1 312 2%02d %04d", "3122%02d%04d", "1.312.2%02d.%04d", "001 312 2%02d%04d")},
	{"end of a phone", anyPhone("2%02d-%04d", "2%02d%04d", "2%02d %04d")},
	{"four digits of a phone", func(draw *rand.Rand, _, _ string) string { return fmt.Sprintf("%04d", draw.Intn(10000)) }},
	{"three digits of a phone", func(draw *rand.Rand, _, _ string) string { return fmt.Sprintf("%03d", draw.Intn(1000)) }},
	{"area code", func(*rand.Rand, string, string) string { return "(312)" }},
	{"email", func(draw *rand.Rand, given, _ string) string {
		return strings.ToLower(given) + fmt.Sprint(draw.Intn(bookClients)) + "@exa"
	}},
	{"part of an email", func(draw *rand.Rand, _, _ string) string { return fmt.Sprint(draw.Intn(bookClients)) + "@example" }},
	{"domain of emails", func(*rand.Rand, string, string) string { return "@example.com" }},
	{"one word of a piece", oneOf("ring", "sapphire", "emerald", "watch", "brac", "cuff")},
	{"several words of a piece", oneOf("emerald ring", "opal watch", "plain band 14k", "sapphire pendant", "ring no 1234", "9k topaz")},
	{"number of a piece", func(draw *rand.Rand, _, _ string) string { return fmt.Sprintf("K-%05d", draw.Intn(20000)) }},
	{"serial number", func(draw *rand.Rand, _, _ string) string { return fmt.Sprintf("SN%05d", draw.Intn(100000)) }},
	{"family name and piece", func(draw *rand.Rand, _, family string) string {
		return family + " " + oneOf("ring", "opal")(draw, "", "")
	}},
	{"given name and piece", func(draw *rand.Rand, given, _ string) string {
		return given + " " + oneOf("ring", "sapphire")(draw, "", "")
	}},
	{"name and two words of a piece", func(draw *rand.Rand, _, family string) string {
		return family + " " + oneOf("emerald ring", "opal watch")(draw, "", "")
	}},
	{"name and digits of a phone", func(draw *rand.Rand, given, _ string) string {
		return given + " " + fmt.Sprintf("2%02d", draw.Intn(10))
	}},
	{"word of a note", oneOf("allergic", "opals", "nickel")},
	{"several words of a note", oneOf("allergic to nickel", "likes opals", "wife nickel")},
	{"name and word of a note", func(draw *rand.Rand, _, family string) string {
		return family + " " + oneOf("allergic", "nickel")(draw, "", "")
	}},
	{"what nobody has", func(draw *rand.Rand, _, family string) string { return "qqxzv" + family[:1+draw.Intn(3)] }},
	{"single letters", oneOf("a b c d", "s t", "m r", "a b", "b c")},
}

// slip is a name with two neighbors changed, one letter left out or another
// one put in.
func slip(draw *rand.Rand, name string) string {
	r := []rune(name)
	at := 1 + draw.Intn(len(r)-2)
	switch draw.Intn(3) {
	case 0:
		r[at], r[at+1] = r[at+1], r[at]
		return string(r)
	case 1:
		return string(slices.Delete(r, at, at+1))
	}
	r[at] = 'q'
	return string(r)
}

func anyPhone(formats ...string) asker {
	return func(draw *rand.Rand, _, _ string) string {
		return fmt.Sprintf(formats[draw.Intn(len(formats))], draw.Intn(10), draw.Intn(10000))
	}
}

func oneOf(texts ...string) asker {
	return func(draw *rand.Rand, _, _ string) string { return texts[draw.Intn(len(texts))] }
}
