package main

import (
	"fmt"
	"math"
	"time"

	"touchstone/hooks/internal/sheet"
)

// scorecards is a week's document of n associates with fixed figures; the store
// and its people are invented.
func scorecards(n int) sheet.Document {
	doc := sheet.Document{Paper: sheet.Letter, Title: "Scorecards, week 46", Language: "en",
		PrintedAt: time.Date(2026, 11, 16, 8, 5, 0, 0, time.FixedZone("", -5*3600))}
	for i := range n {
		doc.Pages = append(doc.Pages, sheet.Page{Associate: card(i)})
	}
	return doc
}

func card(i int) *sheet.Associate {
	added, sales := 60+i%30, 140+i%25
	rate := float64(added) / float64(sales)
	return &sheet.Associate{
		Head: sheet.Head{Store: "Orrin & Vale", Week: "week 46", Dates: "November 9 to 15, 2026",
			Headline: fmt.Sprintf("%d of your %d sales in thirteen weeks left with something added. This week it was nine of fifteen.", added, sales)},
		Name: fmt.Sprintf("Camille Rourke-Lindt %d", i+1),
		Chart: sheet.Chart{Title: "Add-on rate, your last 13 weeks", Note: fmt.Sprintf("%d of %d sales", added, sales),
			Points: weeks(i), Mean: rate, HasMean: true, MeanEnd: percent(rate), End: "9 of 15"},
		Columns: sheet.Columns{Period: "13 weeks", N: "n", Week: "This week", Change: "Change"},
		Rows: []sheet.Row{
			rateRow("Add-on rate, watches", 20+i%9, 39, "3 of 4", "Up by 32 points (13 to 48)"),
			rateRow("Add-on rate, jewelry", 58-i%9, 112, "6 of 11", "No change larger than 14 points"),
			rateRow("Repeat clients", 31, 88, "5 of 12", "Not enough yet: about 40 more"),
			{Label: "Average sale", Value: fmt.Sprintf("$1,3%02d", i), Interval: "($1,162 to $1,540)", N: "163 sales", Week: "$1,284 in 16 sales", Change: "No change larger than $310"},
			{Label: "Units per sale", Value: "1.5", Interval: "(1.4 to 1.6)", N: "163 sales", Week: "25 pieces in 16 sales", Change: "No change larger than 0.2"},
		},
		Well: sheet.Box{Title: "What went well", Text: "Eleven of your twelve watch clients left with a second strap or a care plan in the last four weeks."},
		Try:  sheet.Box{Title: "One thing to try", Text: "With each ring, ask when it was last sized, and offer to check it while the client waits."},
		Foot: sheet.Foot{
			Formulas: []string{
				"Add-on rate: qualifying sales with at least one accessory, care plan or service, not returned, divided by qualifying sales. Qualifying: a watch or a piece of jewelry, not fully returned. Average sale and units: goods and services, divided by sales. Repeat clients: clients of the 13 weeks who also bought on an earlier day of the 24 months before, both with you, divided by clients of the 13 weeks.",
				"In brackets: 90% interval (Wilson for rates, Student t for amounts from 100 sales on). Upright mark: the last 13 weeks. Ring: the 13 weeks before. Dotted: the rate of the 13 weeks.",
			},
			Definition: "Definitions 1.", Printed: "Printed Monday, November 16, 2026, 8:05 am.", Audit: "Audit 9f2c 41d7 e08a",
		},
	}
}

func weeks(i int) []sheet.Point {
	out := make([]sheet.Point, 13)
	for w := range out {
		of := 10 + (w+i)%5
		low, high := interval(5+(w*3+i)%4, of)
		out[w] = sheet.Point{Label: fmt.Sprint(34 + w), Rate: (low + high) / 2, Low: low, High: high, Has: true, HasInterval: true}
	}
	out[0].Label = "week 34"
	return out
}

func rateRow(label string, n, of int, week, change string) sheet.Row {
	low, high := interval(n, of)
	rate := float64(n) / float64(of)
	return sheet.Row{Label: label, Value: percent(rate), Interval: fmt.Sprintf("(%.0f to %.0f)", 100*low, 100*high), N: fmt.Sprintf("%d of %d", n, of), Week: week, Change: change,
		Streak: sheet.Streak{Value: rate, Low: low, High: high, Ref: (rate + low) / 2, Has: true, HasInterval: true, HasRef: true}}
}

// interval is as wide as one of such counts; the pages need marks, not figures.
func interval(n, of int) (low, high float64) {
	p := float64(n) / float64(of)
	half := 1.6449 * math.Sqrt(p*(1-p)/float64(of))
	return max(0, p-half), min(1, p+half)
}

func percent(rate float64) string { return fmt.Sprintf("%.0f%%", 100*rate) }
