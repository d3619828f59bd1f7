package paper_test

import (
	"fmt"
	"os"
	"time"

	"touchstone/hooks/internal/sheet"
	"touchstone/hooks/paper"
)

// The store and its people are invented.

var printedAt = time.Date(2026, 11, 16, 8, 5, 0, 0, time.FixedZone("", -5*3600))

func head(headline string) sheet.Head {
	return sheet.Head{Store: "Orrin & Vale", Week: "week 46", Dates: "November 9 to 15, 2026", Headline: headline}
}

var foot = sheet.Foot{
	Formulas: []string{
		"Add-on rate: qualifying sales with at least one accessory, care plan or service, not returned, divided by qualifying sales. Qualifying: a watch or a piece of jewelry, not fully returned. Average sale and units: goods and services, divided by sales. Repeat clients: clients of the 13 weeks who also bought on an earlier day of the 24 months before, both with you, divided by clients of the 13 weeks.",
		"In brackets: 90% interval (Wilson for rates, Student t for amounts from 100 sales on). Upright mark: the last 13 weeks. Ring: the 13 weeks before. Dotted: the rate of the 13 weeks. Ring under the axis: fewer than five sales that week. “Up” and “down” are said only when the interval of the difference leaves out zero.",
	},
	Definition: "Definitions 1.", Printed: "Printed Monday, November 16, 2026, 8:05 am.", Audit: "Audit 9f2c 41d7 e08a",
}

// points are 13 weeks from counts; of under five leaves a ring.
func points(counts [13][2]int) []sheet.Point {
	out := make([]sheet.Point, 13)
	for i, c := range counts {
		n, of := float64(c[0]), float64(c[1])
		p := sheet.Point{Label: fmt.Sprint(34 + i), Few: c[1] < 5}
		if i == 0 {
			p.Label = "week 34"
		}
		if c[1] >= 5 {
			// Wilson (1927) at 90 %: only so that the sample looks like a card.
			const z2 = 1.6449 * 1.6449
			mid, half := (n+z2/2)/(of+z2), 1.6449*sqrt(n*(of-n)/of+z2/4)/(of+z2)
			p.Rate, p.Low, p.High, p.Has, p.HasInterval = n/of, max(0, mid-half), min(1, mid+half), true, true
		}
		out[i] = p
	}
	return out
}

func sqrt(v float64) float64 {
	x := v + 1
	for range 40 {
		x = (x + v/x) / 2
	}
	return x
}

var columns = sheet.Columns{Period: "13 weeks", N: "n", Week: "This week", Change: "Change"}

func streak(v, low, high, ref float64) sheet.Streak {
	return sheet.Streak{Value: v, Low: low, High: high, Ref: ref, Has: true, HasInterval: true, HasRef: ref > 0}
}

func camille() *sheet.Associate {
	return &sheet.Associate{
		Head: head("Seventy-eight of your 151 sales in thirteen weeks left with something added. This week it was nine of fifteen."),
		Name: "Camille Rourke",
		Chart: sheet.Chart{
			Title: "Add-on rate, your last 13 weeks", Note: "78 of 151 sales",
			Points: points([13][2]int{{5, 11}, {6, 12}, {4, 10}, {7, 13}, {2, 4}, {6, 11}, {5, 12}, {7, 12}, {6, 13}, {8, 14}, {7, 12}, {6, 12}, {9, 15}}),
			Mean:   78.0 / 151, HasMean: true, MeanEnd: "52%", End: "9 of 15",
		},
		Columns: columns,
		Rows: []sheet.Row{
			{Label: "Add-on rate, watches", Value: "51%", Interval: "(38 to 64)", Streak: streak(.51, .38, .64, .13), N: "20 of 39", Week: "3 of 4", Change: "Up by 32 points (13 to 48)"},
			{Label: "Add-on rate, jewelry", Value: "52%", Interval: "(44 to 59)", Streak: streak(.52, .44, .59, .49), N: "58 of 112", Week: "6 of 11", Change: "No change larger than 14 points"},
			{Label: "Repeat clients", Value: "35%", Interval: "(27 to 44)", Streak: streak(.35, .27, .44, .31), N: "31 of 88", Week: "5 of 12", Change: "Not enough yet: about 40 more"},
			{Label: "Average sale", Value: "$1,351", Interval: "($1,162 to $1,540)", N: "163 sales", Week: "$1,284 in 16 sales", Change: "No change larger than $310"},
			{Label: "Units per sale", Value: "1.5", Interval: "(1.4 to 1.6)", N: "163 sales", Week: "25 pieces in 16 sales", Change: "No change larger than 0.2"},
		},
		Well: sheet.Box{Title: "What went well", Text: "Eleven of your twelve watch clients left with a second strap or a care plan in the last four weeks."},
		Try:  sheet.Box{Title: "One thing to try", Text: "With each ring, ask when it was last sized, and offer to check it while the client waits."},
		Foot: foot,
	}
}

// newcomer has three sales: counts in words, no rate, no mark.
func newcomer() *sheet.Associate {
	a := camille()
	a.Name = "Ines Okafor-Lindt"
	a.Headline = "Your first three sales are in the book. Two of them left with something added."
	p := points([13][2]int{})
	for i := range p[:12] {
		p[i].Few = false
	}
	a.Chart = sheet.Chart{Title: "Add-on rate, your last 13 weeks", Note: "2 of 3 sales", Points: p,
		Empty: "2 of 3 sales so far. It becomes a rate at five, and the line begins."}
	a.Rows = []sheet.Row{
		{Label: "Add-on rate, watches", Words: "2 of 3 watch sales had an add-on", Week: "2 of 3"},
		{Label: "Add-on rate, jewelry", Words: "No jewelry sale yet", Week: "none"},
		{Label: "Repeat clients", Words: "None of 3 clients had bought before", Week: "0 of 3"},
		{Label: "Average sale", Words: "3 sales, $2,140 together", Week: "$2,140 in 3 sales"},
	}
	a.Well.Text = "Two of your first three clients took a strap or a care plan with the watch."
	a.Try.Text = "Write down one thing each client told you. It is the first line of the next note."
	return a
}

// absent has sold nothing in thirteen weeks.
func absent() *sheet.Associate {
	a := camille()
	a.Name = "Dario Venn"
	a.Headline = "No sale counts for you in these thirteen weeks, so there is nothing to judge."
	p := points([13][2]int{})
	for i := range p {
		p[i].Few = false
	}
	a.Chart = sheet.Chart{Title: "Add-on rate, your last 13 weeks", Points: p, Empty: "The line begins with the first week of five sales."}
	a.Rows = nil
	a.Well = sheet.Box{}
	a.Try.Text = "If you sold and it is missing here, the POS may know you under another code. Settings, People lists the codes it has seen."
	return a
}

func named(name string) *sheet.Associate {
	a := camille()
	a.Name = name
	return a
}

func teamOf(n int) *sheet.Team {
	t := &sheet.Team{
		Head:  head("Three hundred and six of 601 sales in thirteen weeks left with something added. This week it was 24 of 46."),
		Title: "The team", Continued: "The team, continued",
		Chart: sheet.Chart{
			Title: "Add-on rate, everyone, last 13 weeks", Note: "306 of 601 sales",
			Points: points([13][2]int{{22, 46}, {22, 47}, {20, 43}, {24, 49}, {22, 44}, {25, 50}, {23, 47}, {27, 52}, {22, 46}, {26, 49}, {24, 45}, {25, 48}, {24, 46}}),
			Mean:   306.0 / 601, HasMean: true, MeanEnd: "51%", End: "24 of 46",
		},
		Columns:  sheet.TeamColumns{Rate: "Add-on rate, 13 weeks", N: "n", Cells: []string{"This week", "Average sale", "Units", "Sales"}},
		Everyone: &sheet.TeamRow{Name: "Everyone", Value: "51%", Interval: "(48 to 54)", Streak: streak(.51, .48, .54, .50), N: "306 of 601", Cells: []string{"24 of 46", "$1,168", "1.6", "640"}},
		Note:     "By name, never by rank. Where the lines overlap, the weeks do not tell people apart.",
		Bright:   sheet.Box{Title: "What went well", Text: "Every watch that left on Saturday had its strap tried on first."},
		Focus:    sheet.Box{Title: "One thing to try", Text: "Say why, for each piece you show. One reason, in the client’s own words."},
		Foot:     foot,
	}
	people := []sheet.TeamRow{
		{Name: "Ashgrove, Ruth", Value: "50%", Interval: "(41 to 58)", Streak: streak(.50, .41, .58, .47), N: "46 of 93", Cells: []string{"3 of 6", "$1,910", "1.4", "97"}},
		{Name: "Gryf, Tomasz", Value: "44%", Interval: "(37 to 52)", Streak: streak(.44, .37, .52, .46), N: "52 of 118", Cells: []string{"4 of 9", "$640", "1.7", "124"}},
		{Name: "Okafor-Lindt, Ines", Words: "2 of 3 sales so far", Cells: []string{"2 of 3", "", "", "3"}},
		{Name: "Rourke, Camille", Value: "52%", Interval: "(45 to 58)", Streak: streak(.52, .45, .58, .42), N: "78 of 151", Cells: []string{"9 of 15", "$1,351", "1.5", "163"}},
		{Name: "Venn, Dario", Words: "No sale in these weeks", Cells: []string{"none", "", "", "0"}},
	}
	for i := range n {
		p := people[i%len(people)]
		if n > len(people) {
			p.Name = fmt.Sprintf("%s %c%d", p.Name, 'A'+i/10, i%10)
		}
		t.Rows = append(t.Rows, p)
	}
	return t
}

func cards(all ...*sheet.Associate) sheet.Document {
	doc := sheet.Document{Paper: sheet.Letter, Title: "Scorecards, week 46", Language: "en", PrintedAt: printedAt}
	for _, a := range all {
		doc.Pages = append(doc.Pages, sheet.Page{Associate: a})
	}
	return doc
}

func team(n int) sheet.Document {
	doc := cards()
	doc.Pages = []sheet.Page{{Team: teamOf(n)}}
	return doc
}

func crowd(n int) sheet.Document {
	var all []*sheet.Associate
	for i := range n {
		all = append(all, named(fmt.Sprintf("Camille Rourke %d", i+1)))
	}
	return cards(all...)
}

func newPress() (*paper.Press, error) {
	return paper.New(os.DirFS("../../templates/fonts"))
}
