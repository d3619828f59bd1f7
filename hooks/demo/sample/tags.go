package sample

import (
	"fmt"
	"strings"
)

// The words on the tags, as a jeweler types them. Brands are invented.
var (
	silver  = []string{"SS", "SS", "SS", "14K GF", "SS/GP"}
	golds   = []string{"10K YG", "10K WG", "14K YG", "14K WG", "14K RG", "14K TT"}
	fine    = []string{"14K WG", "14K YG", "14K WG", "18K WG", "PLAT", "14K RG"}
	shapes  = []string{"Rd", "Rd", "Rd", "Ov", "Prin", "Cush", "Em", "Pear", "Mq"}
	grades  = []string{"G/SI1", "H/SI1", "F/VS2", "G/VS1", "I/SI2", "H/VS2", "E/VS1", "J/SI1"}
	dear    = []string{"14K YG", "14K WG", "18K YG", "18K WG", "18K RG", "PLAT"}
	stones  = []string{"Sapphire", "Ruby", "Emerald", "Amethyst", "Blue Topaz", "Garnet", "Opal", "Peridot", "Citrine", "Morganite", "Aquamarine", "Tanzanite"}
	makers  = []string{"Ostrelle", "Vintorre", "Solwick", "Marenne & Daughters", "", "", ""}
	watches = []string{"Corvane", "Corvane", "Haldritt", "Haldritt", "Merrowby", "Stellick", "Tessmark"}
)

// carats is a weight that fits a price: dearer is heavier.
func (g *generator) carats(price int64) string {
	hundredths := 18 + price/100/60 + g.rng.Int64N(20)
	return strings.TrimPrefix(fmt.Sprintf("%d.%02d", hundredths/100, hundredths%100), "0")
}

// metal is the list of metals that a price allows.
func metal(price int64) []string {
	switch {
	case price < 18000:
		return silver
	case price < 90000:
		return golds
	}
	return dear
}

func (g *generator) say(format string, words ...[]string) string {
	args := make([]any, len(words))
	for i, w := range words {
		args[i] = pick(g.rng, w)
	}
	return fmt.Sprintf(format, args...)
}

func writeEngagement(g *generator, price int64) (string, string) {
	style := []string{"Halo", "Solitaire", "3-Stone", "Hidden Halo", "Vintage Milgrain", "Split Shank", "Cathedral", "Bezel"}
	return fmt.Sprintf("%s %s Eng Ring %sctw %s %s", pick(g.rng, fine), pick(g.rng, style), g.carats(price),
		pick(g.rng, shapes), pick(g.rng, grades)), pick(g.rng, makers)
}

func writeBand(g *generator, price int64) (string, string) {
	return g.say("%s %s %s Band %s, size %s", []string{"Gents", "Ladies"}, metal(price),
		[]string{"Comfort Fit", "Milgrain", "Hammered", "Channel Set Dia", "Eternity", "Contour", "Flat"},
		[]string{"4mm", "5mm", "6mm", "6.5mm", "2mm", "3mm"}, []string{"5½", "6", "6½", "7", "9", "10", "10½", "11"}), pick(g.rng, makers)
}

func writeFashion(g *generator, price int64) (string, string) {
	if g.chance(500) {
		return g.say("%s %s Ring w/ Dia Accents, size %s", metal(price), stones, []string{"6", "6½", "7", "7½", "8"}), pick(g.rng, makers)
	}
	return fmt.Sprintf("%s %s %sctw", pick(g.rng, metal(price)), pick(g.rng, []string{"Stackable Ring", "Right Hand Ring", "Bypass Ring", "Signet Ring", "Cluster Ring"}), g.carats(price/3)), pick(g.rng, makers)
}

func writeEarrings(g *generator, price int64) (string, string) {
	if price < 15000 && g.chance(300) {
		return g.say("%s CZ Stud Earrings %s", silver, []string{"4mm", "5mm", "6mm"}), ""
	}
	if price >= 15000 && g.chance(500) {
		return fmt.Sprintf("%s Dia Stud Earrings %sctw %s", pick(g.rng, metal(price)), g.carats(price), pick(g.rng, grades)), pick(g.rng, makers)
	}
	return g.say("%s %s Earrings", metal(price), []string{"Huggie Hoop", "25mm Hoop", "Freshwater Pearl 7mm", "Lever Back Opal", "Drop", "Amethyst Halo", "Threader", "Ball Post 4mm"}), pick(g.rng, makers)
}

func writeNecklace(g *generator, price int64) (string, string) {
	if g.chance(550) {
		return g.say(`%s" %s %s Chain %s`, []string{"16", "18", "20", "22", "24"}, metal(price),
			[]string{"Rope", "Box", "Cable", "Figaro", "Wheat", "Paperclip"}, []string{"1mm", "1.5mm", "2mm", "2.5mm"}), pick(g.rng, makers)
	}
	return fmt.Sprintf(`%s %s Pendant %sctw w/ 18" Chain`, pick(g.rng, metal(price)),
		pick(g.rng, []string{"Dia Solitaire", "Heart", "Cross", "Sapphire Halo", "Opal", "Initial", "Family 3-Stone", "Locket"}), g.carats(price/2)), pick(g.rng, makers)
}

func writeBracelet(g *generator, price int64) (string, string) {
	if price > 90000 {
		return fmt.Sprintf(`7" %s Dia Tennis Bracelet %sctw`, pick(g.rng, fine), g.carats(price)), pick(g.rng, makers)
	}
	return g.say(`%s" %s %s Bracelet`, []string{"6.5", "7", "7.5", "8"}, metal(price), []string{"Bangle", "Paperclip", "Bolo", "Charm", "Cuban Link", "Pearl", "Cuff"}), pick(g.rng, makers)
}

func writeWatch(g *generator, price int64) (string, string) {
	brand := pick(g.rng, watches)
	if price > 250000 {
		return brand + " " + g.say("%s %s Auto %s", []string{"Gents", "Gents", "Ladies"}, []string{"40mm", "41mm", "36mm"},
			[]string{"GMT SS", "Chronograph SS", "Dress 18K RG", "Dive 300m SS", "Moonphase SS"}), brand
	}
	return brand + " " + g.say("%s %s %s %s Watch", []string{"Ladies", "Gents"}, []string{"28mm", "32mm", "36mm", "38mm", "40mm", "42mm"},
		[]string{"SS", "SS", "TT", "SS/Leather", "Titanium"}, []string{"Dive", "Field", "Dress", "Chrono", "Solar", "Mesh", "Pilot"}), brand
}

func writeDiamond(g *generator, price int64) (string, string) {
	return fmt.Sprintf("Loose Dia %sct %s %s w/ cert", g.carats(price), pick(g.rng, shapes), pick(g.rng, grades)), ""
}

func writeEstate(g *generator, price int64) (string, string) {
	return g.say("Estate %s %s, c. %s", metal(price), []string{"Cameo Brooch", "Filigree Ring", "Opal Cluster Ring", "Locket", "Charm Bracelet", "Cocktail Ring", "Pocket Watch Chain", "Seed Pearl Pin"},
		[]string{"1890", "1910", "1925", "1930", "1950", "1960"}), ""
}

func writeGift(g *generator, _ int64) (string, string) {
	return g.say("%s", []string{`Mantel Clock 9" Cherry`, "Baby Cup, Pewter", `Picture Frame 5"x7" Silverplate`, "Carriage Clock, Brass", `Wall Clock 12" Walnut`, "Ring Dish, Porcelain", `Music Box 6"`}), ""
}
