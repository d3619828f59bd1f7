package sample

import (
	"fmt"
	"math/rand/v2"
	"time"

	"touchstone/hooks/internal/civil"
)

// Shop is the sample store as its letterhead has it. Nobody trades under it.
type Shop struct {
	Code, Name, Street, City, Phone, Email string
}

// Store returns the sample store's name and address.
func Store() Shop {
	return Shop{
		Code: "MAIN", Name: "Thistledown & Marsh Jewelers", Street: "118 Main Street", City: "Fernley Falls, OH",
		Phone: "(614) 555-0100", Email: "hello@thistledown-marsh.example",
	}
}

// Person is one member of staff: the code that the files carry and the name
// that the owner puts to it after the import.
type Person struct{ Code, Name string }

var crew = []Person{
	{"RA", "Rosalind Achterberg"}, {"TG", "Tobias Garrity"}, {"MK", "Marisol Kapoor"},
	{"DS", "Desmond Sundaram"}, {"JB", "Juno Bellweather"},
}

// Staff returns the five people of the default sample store. The last one
// started five weeks ago.
func Staff() []Person { return Default().Staff() }

// Staff returns the people of a store of this size, the newest last.
func (s Size) Staff() []Person {
	s = s.filled()
	people := make([]Person, 0, s.Associates)
	for i := 0; i < s.Associates; i++ {
		if i < len(crew) {
			people = append(people, crew[i])
			continue
		}
		n := i - len(crew)
		given, family := givenNames[(n*7)%len(givenNames)], familyNames[(n*11)%len(familyNames)]
		people = append(people, Person{fmt.Sprintf("%c%c%c", 'A'+n/26%26, 'A'+n%26, 'X'+n/676%3), given + " " + family})
	}
	return people
}

// Days before today on which somebody's story turns.
const (
	newestDays   = 35 // the newest associate's first day
	improvedDays = 70 // since then one associate offers add-ons more often
)

// associate is a seller as the generator knows them.
type associate struct {
	Person
	habit   int // permille of sales of a main piece with an add-on
	better  int // the same since the improvement
	traffic int // weight when a client has no usual seller
	dayOff  time.Weekday
	since   civil.Date
}

func crewOf(size Size, today civil.Date) []associate {
	habits := []int{430, 280, 590, 345, 300}
	traffic := []int{100, 85, 95, 90, 60}
	people := size.Staff()
	all := make([]associate, len(people))
	for i, p := range people {
		a := associate{Person: p, habit: 260 + i*137%340, traffic: 100, dayOff: time.Monday + time.Weekday(i%5)}
		if i < len(habits) {
			a.habit, a.traffic = habits[i], traffic[i]
		}
		a.better = a.habit
		all[i] = a
	}
	if len(all) > 3 {
		all[3].better = all[3].habit + 130
	}
	if last := len(all) - 1; last > 0 {
		all[last].traffic, all[last].since = 60, today.AddDays(-newestDays)
	}
	return all
}

// offers returns the permille of main pieces to which an associate sells an
// add-on on a date.
func (g *generator) offers(seller int, d civil.Date) int {
	a := g.crew[seller]
	if d.Before(g.today.AddDays(-improvedDays)) {
		return a.habit
	}
	return a.better
}

// present reports whether an associate is on the floor: started, and not on the
// weekday off, which nobody takes in December.
func (g *generator) present(seller int, d civil.Date) bool {
	a := g.crew[seller]
	if d.Before(a.since) {
		return false
	}
	return d.Month == time.December || d.Weekday() != a.dayOff
}

// serve picks who serves: the client's usual seller two times in three, else
// whoever is on the floor by traffic. It returns an index into the crew.
func (g *generator) serve(c *client, d civil.Date) int {
	if c != nil && c.seller >= 0 && g.present(c.seller, d) && g.chance(660) {
		return c.seller
	}
	weights, total := make([]int, len(g.crew)), 0
	for i := range g.crew {
		if g.present(i, d) {
			weights[i] = g.crew[i].traffic
			total += weights[i]
		}
	}
	if total == 0 { // everybody is off: the first of the crew, who has the keys
		return 0
	}
	return weighted(g.rng.IntN(total), weights)
}

// weighted returns the index into which n falls when the weights lie end to end.
func weighted(n int, weights []int) int {
	for i, w := range weights {
		if n -= w; n < 0 {
			return i
		}
	}
	return 0
}

// chance is true in so many cases of a thousand.
func (g *generator) chance(permille int) bool { return g.rng.IntN(1000) < permille }

func pick[T any](rng *rand.Rand, from []T) T { return from[rng.IntN(len(from))] }
