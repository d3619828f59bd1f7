package scorecard

// headline is the sentence under the name: made of counts, the 13 weeks first.
//
// Which one is said depends on the counts alone: nothing sold; a first week;
// sales under the floor; sales without a watch or a piece of jewelry; else the
// add-on sentence with the week after it. How it is said turns by week.
func (p *page) headline() string {
	n := p.Numbers.Period
	switch {
	case n.sales() == 0:
		return p.nothing()
	case p.firstWeek():
		return p.beginning()
	case !p.enough(n.sales()):
		return p.few()
	case !p.enough(n.AddOn.Of):
		return p.plainSales()
	}
	return p.addOns() + " " + p.thisWeek()
}

// firstWeek says that everything ever sold was sold in this week.
func (p *page) firstWeek() bool {
	return p.Numbers.New && p.Numbers.Week.sales() == p.Numbers.Period.sales()
}

func (p *page) nothing() string {
	before := p.Numbers.Before.sales()
	if p.outside && before > 0 {
		return p.say([]string{
			"No sale counts in these 13 weeks; in the 13 before there {were}.",
			"These 13 weeks hold no sale; in the 13 before there {were}.",
		}, "{were}", either(before, "was", "were")+" "+count(before))
	}
	if p.plain() {
		return p.say([]string{
			"No sale of these 13 weeks is in the book yet.",
			"The book holds no sale of these 13 weeks yet.",
		})
	}
	if before > 0 {
		return p.say([]string{
			"No sale counts for you in these 13 weeks; in the 13 before there {were}.",
			"These 13 weeks hold no sale that counts for you; in the 13 before there {were}.",
		}, "{were}", either(before, "was", "were")+" "+count(before))
	}
	return p.say([]string{
		"This page waits for your first sale; one is enough to begin it.",
		"Your first sale begins this page. Until then there is nothing to judge.",
	})
}

// plain says that the sentence addresses nobody: the team's, or that of a person
// whose card somebody else reads in a list.
func (p *page) plain() bool { return p.team() || p.outside }

// firsts is how many first sales there are: "sale", "three sales".
func firsts(n int64) string {
	if n == 1 {
		return "sale"
	}
	return worded(n, "sale")
}

func either(n int64, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// beginning greets a first week, of a person or of the store's book.
func (p *page) beginning() string {
	n := p.Numbers.Week
	if p.team() {
		return p.say([]string{
			"The first week is in the book: {sales}{added}.",
			"The book begins with this week: {sales}{added}.",
		}, "{sales}", worded(n.sales(), "sale"), "{added}", added(n))
	}
	if p.outside {
		return p.say([]string{
			"The first {sales} {are} in the book{added}.",
			"The book has the first {sales}{added}.",
		}, "{sales}", firsts(n.sales()), "{are}", either(n.sales(), "is", "are"), "{added}", added(n))
	}
	if n.sales() == 1 {
		return p.say([]string{
			"Your first sale is in the book{added}.",
			"The book has your first sale{added}.",
		}, "{added}", added(n))
	}
	return p.say([]string{
		"Your first {sales} are in the book{added}.",
		"The book has your first {sales}{added}.",
	}, "{sales}", worded(n.sales(), "sale"), "{added}", added(n))
}

// added is the half sentence on add-ons, among so many sales.
func added(s Set) string {
	with := " with something added"
	switch n := s.AddOn.N; {
	case n == 0:
		return ""
	case s.sales() == 1:
		return "," + with
	case n == s.sales() && n == 2:
		return ", both" + with
	case n == s.sales():
		return ", all " + count(n) + with
	default:
		return ", " + count(n) + " of them" + with
	}
}

func (p *page) few() string {
	n := p.Numbers.Period
	lead := []string{
		"In these 13 weeks {sales} {counts} for you{added}.",
		"So far {sales} {counts} for you in these 13 weeks{added}.",
	}
	switch {
	case p.plain():
		lead = []string{
			"In these 13 weeks {sales} {counts}{added}.",
			"These 13 weeks hold {sales}{added}.",
		}
	case p.Numbers.New:
		lead = []string{
			"Your first {sales} {are} in the book{added}.",
			"The book has your first {sales}{added}.",
		}
	}
	sales := worded(n.sales(), "sale")
	if p.Numbers.New && !p.plain() && n.sales() == 1 {
		sales = "sale"
	}
	counting := either(n.sales(), "counts", "count")
	if p.plain() {
		counting = either(n.sales(), "was made", "were made")
	}
	return p.say(lead, "{sales}", sales, "{counts}", counting,
		"{are}", either(n.sales(), "is", "are"), "{added}", added(n))
}

// plainSales is for sales that hold hardly a watch or a piece of jewelry.
func (p *page) plainSales() string {
	n := p.Numbers.Period
	lead := []string{
		"In these 13 weeks {sales} count for you, {pieces}.",
		"These 13 weeks hold {sales} of yours, {pieces}.",
	}
	if p.plain() {
		lead = []string{
			"In these 13 weeks {sales} were made, {pieces}.",
			"These 13 weeks hold {sales}, {pieces}.",
		}
	}
	held := count(n.AddOn.Of) + " of them with a watch or a piece of jewelry"
	if n.AddOn.Of == 0 {
		held = "none of them with a watch or a piece of jewelry"
	}
	return p.say(lead, "{sales}", worded(n.sales(), "sale"), "{pieces}", held)
}

// addOns is the sentence of the 13 weeks.
func (p *page) addOns() string {
	r := p.Numbers.Period.AddOn
	n, of := outOf(r.N, r.Of)
	your, yours := "your ", " of yours"
	if p.plain() {
		your, yours = "", ""
	}
	lead := []string{
		"In these 13 weeks {n} of {your}{of} {noun} left with something added.",
		"Of {your}{of} {noun} in these 13 weeks, {n} left with something added.",
		"Something was added to {n} of {your}{of} {noun} in these 13 weeks.",
	}
	switch {
	case r.N == 0:
		lead = []string{
			"In these 13 weeks none of {your}{of} {noun} left with something added yet.",
			"These 13 weeks hold {of} {noun}{yours}, none with something added yet.",
		}
	case r.N == r.Of:
		lead = []string{
			"In these 13 weeks every one of {your}{of} {noun} left with something added.",
			"Something was added to every one of {your}{of} {noun} in these 13 weeks.",
		}
	}
	return p.say(lead, "{n}", n, "{of}", of, "{your}", your, "{yours}", yours, "{noun}", p.noun(r.Of))
}

// thisWeek follows it with the week's counts.
func (p *page) thisWeek() string {
	n := p.Numbers.Week
	week := "This week"
	if p.open {
		week = "This week so far"
	}
	yours := " counts for you"
	if p.plain() {
		yours = " was made"
	}
	switch {
	case n.sales() == 0:
		return week + " no sale" + yours + "."
	case n.AddOn.Of == 0:
		return week + " no watch or jewelry sale" + yours + "."
	case p.Numbers.Period.AddOn.N == 0:
		return week + " there " + either(n.AddOn.Of, "was", "were") + " " + count(n.AddOn.Of) + "."
	case n.AddOn.Of == 1:
		return week + " there was one sale, " + either(n.AddOn.N, "with something", "with nothing") + " added."
	}
	return p.say([]string{
		"{week} it was {ratio}.",
		"{week}: {ratio}.",
	}, "{week}", week, "{ratio}", ratio(n.AddOn))
}
