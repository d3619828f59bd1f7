package sample

import (
	"fmt"

	"touchstone/hooks/internal/money"
)

// Department is one department of the sample store with the role that its
// goods have (METRICS, "Role of a line"): primary, accessory, care_plan,
// service or other.
type Department struct {
	Name, Role string
	Watch      bool // a primary department of watches, not of jewelry
}

// Departments returns every department that stands in the files.
func Departments() []Department {
	list := []Department{{Name: "Watches", Role: "primary", Watch: true}}
	for _, d := range []string{deptRings, deptBands, deptFashion, deptEarrings, deptNecklaces, deptBracelets, deptDiamonds, deptEstate} {
		list = append(list, Department{Name: d, Role: "primary"})
	}
	for _, d := range []string{deptStraps, deptCases, deptWinders, deptCleaning, deptGifts} {
		list = append(list, Department{Name: d, Role: "accessory"})
	}
	list = append(list, Department{Name: deptPlans, Role: "care_plan"})
	for _, d := range []string{deptRepairs, deptSizing, deptBatteries, deptEngraving, deptAppraisals} {
		list = append(list, Department{Name: d, Role: "service"})
	}
	for _, d := range []string{deptGiftCards, deptDeposits, deptLayaway, deptTradeIn, deptGold, deptShipping} {
		list = append(list, Department{Name: d, Role: "other"})
	}
	return list
}

const (
	deptRings     = "Engagement Rings"
	deptBands     = "Wedding Bands"
	deptFashion   = "Fashion Rings"
	deptEarrings  = "Earrings"
	deptNecklaces = "Necklaces & Pendants"
	deptBracelets = "Bracelets"
	deptWatches   = "Watches"
	deptDiamonds  = "Loose Diamonds"
	deptEstate    = "Estate Jewelry"
	deptGifts     = "Clocks & Gifts"

	deptStraps   = "Watch Straps"
	deptCases    = "Travel Cases"
	deptWinders  = "Watch Winders"
	deptCleaning = "Cleaning Kits"
	deptPlans    = "Care Plans"

	deptRepairs    = "Repairs"
	deptSizing     = "Ring Sizing"
	deptBatteries  = "Watch Batteries"
	deptEngraving  = "Engraving"
	deptAppraisals = "Appraisals"

	deptGiftCards = "Gift Cards"
	deptDeposits  = "Deposits"
	deptLayaway   = "Layaway Payments"
	deptTradeIn   = "Trade-In"
	deptGold      = "Gold Buying"
	deptShipping  = "Shipping"
)

// line is one row of a receipt; money in cents. On a returned line quantity,
// discount and tax are negative.
type line struct {
	item, desc, dept, brand string
	qty, price, disc, tax   int64
	sellers                 string // codes as typed: RA, RA/TG, HOUSE or nothing
	split                   string // percentages in the same order, or nothing
}

// ext is the net of the line discount, before tax.
func (l line) ext() int64 { return l.qty*l.price - l.disc }

// taxed puts the sales tax of 7.25 % on goods; services, plans and what is no
// merchandise carry none.
func (l line) taxed() line {
	switch l.dept {
	case deptPlans, deptRepairs, deptSizing, deptBatteries, deptEngraving, deptAppraisals,
		deptGiftCards, deptDeposits, deptLayaway, deptTradeIn, deptGold, deptShipping:
		return l
	}
	l.tax = money.MulDiv(l.ext(), 725, 10000)
	return l
}

// ladder holds the prices, in whole dollars, below which 0, 25, 50, 75, 95 and
// 100 of a hundred pieces of a kind are sold.
type ladder [6]int

// price draws from the ladder and ends as price tags do: 5 below a hundred, 95
// above a thousand; cents.
func (g *generator) price(l ladder) int64 {
	marks := [6]int{0, 2500, 5000, 7500, 9500, 10000}
	u := g.rng.IntN(10000)
	i := 0
	for u >= marks[i+1] {
		i++
	}
	dollars := l[i] + (l[i+1]-l[i])*(u-marks[i])/(marks[i+1]-marks[i])
	switch {
	case dollars >= 1000:
		return int64(dollars/50*50+45) * 100
	case dollars >= 100:
		return int64(dollars/10*10+5) * 100
	}
	return int64(dollars)*100 + pick(g.rng, []int64{0, 50, 95})
}

// serial writes the number of a single piece: department, running number.
func (g *generator) serial(group int) string {
	g.pieces[group]++
	return fmt.Sprintf("%d-%05d", group, 412+g.pieces[group])
}

// ware is a kind of goods that people come in for: what is on the tag, the price ladder, how often it
// sells by season.
type ware struct {
	dept   string
	group  int
	prices ladder
	// weight by season: ordinary, holidays, valentines, mothers, weddings.
	weight [5]int
	write  func(g *generator, price int64) (desc, brand string)
}

var wares = []ware{
	{deptRings, 110, ladder{895, 1900, 3200, 5200, 11000, 18000}, [5]int{9, 11, 12, 5, 9}, writeEngagement},
	{deptBands, 120, ladder{195, 420, 750, 1250, 2800, 4900}, [5]int{11, 6, 5, 6, 24}, writeBand},
	{deptFashion, 130, ladder{89, 240, 420, 850, 2400, 5600}, [5]int{12, 13, 12, 12, 8}, writeFashion},
	{deptEarrings, 140, ladder{39, 120, 260, 620, 2200, 7400}, [5]int{17, 22, 22, 22, 14}, writeEarrings},
	{deptNecklaces, 150, ladder{45, 135, 280, 640, 2100, 6800}, [5]int{15, 20, 25, 25, 12}, writeNecklace},
	{deptBracelets, 160, ladder{55, 150, 320, 780, 2600, 7900}, [5]int{10, 12, 12, 13, 7}, writeBracelet},
	{deptWatches, 200, ladder{95, 225, 420, 890, 3400, 9600}, [5]int{21, 26, 10, 11, 24}, writeWatch},
	{deptDiamonds, 105, ladder{650, 1600, 2900, 4800, 9800, 16500}, [5]int{2, 2, 2, 1, 2}, writeDiamond},
	{deptEstate, 170, ladder{120, 340, 690, 1450, 4200, 8800}, [5]int{4, 4, 4, 4, 3}, writeEstate},
	{deptGifts, 300, ladder{25, 45, 75, 130, 280, 460}, [5]int{3, 5, 2, 3, 4}, writeGift},
}

// ware draws what somebody came for in a season.
func (g *generator) ware(s season) ware {
	total := 0
	for _, w := range wares {
		total += w.weight[s]
	}
	left := g.rng.IntN(total)
	for _, w := range wares {
		if left -= w.weight[s]; left < 0 {
			return w
		}
	}
	return wares[0]
}

// piece is a single piece of a kind with its tag, before any discount.
func (g *generator) piece(w ware) line {
	price := g.price(w.prices)
	desc, brand := w.write(g, price)
	return line{item: g.serial(w.group), desc: desc, dept: w.dept, brand: brand, qty: 1, price: price}
}
