package sample

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// Shares are checked over all todays, so that the store is believable whenever
// the demo is run.

func TestFeaturesArePresent(t *testing.T) {
	for _, s := range todays {
		t.Run(s, func(t *testing.T) {
			all := receipts(t, Files(day(t, s), seed, Default()))
			got := count(all)
			for _, want := range []struct {
				what      string
				low, high int
			}{
				{"receipts", 3000, 5000}, {"clients", 870, 900}, {"couples", 60, 160}, {"strangers in a thousand", 180, 320},
				{"Return", 40, 200}, {"returns that name none", 8, 80}, {"Exchange", 10, 80}, {"Void", 25, 120}, {"Quote", 40, 160},
				{"Layaway Payment", 40, 240}, {"Deposit", 12, 90}, {"Repair Intake", 120, 400}, {"Buy In", 15, 100},
				{"uneven splits", 40, 300}, {"even splits", 20, 200}, {"splits of three", 1, 60}, {"lines without salesperson", 15, 150}, {"HOUSE", 30, 250},
				{"gift cards", 40, 300}, {"trade-ins", 10, 120}, {"free lines", 20, 500}, {"only phone", 200, 500}, {"only email", 60, 250},
				{"phones of two clients", 2, 2}, {"late returns", 3, 60}, {"returns of the time before", 1, 6},
			} {
				if n := got[want.what]; n < want.low || n > want.high {
					t.Errorf("%s: %d, want %d to %d", want.what, n, want.low, want.high)
				}
			}
		})
	}
}

func count(all map[int][]row) map[string]int {
	n := map[string]int{"receipts": len(all)}
	clients, phones := map[string]row{}, map[string]map[string]bool{}
	for _, rows := range all {
		r := rows[0]
		n[r.kind]++
		if r.number == "" {
			n["strangers"]++
		} else {
			clients[r.number] = r
		}
		countReturn(n, r, all)
		for _, l := range rows {
			countLine(n, l)
		}
	}
	n["clients"], n["strangers in a thousand"] = len(clients), n["strangers"]*1000/len(all)
	for number, c := range clients {
		switch {
		case c.phone != "" && c.email == "":
			n["only phone"]++
		case c.phone == "" && c.email != "":
			n["only email"]++
		}
		if strings.Contains(c.name, " & ") {
			n["couples"]++
		}
		if digits := digitsOf(c.phone); digits != "" {
			if phones[digits] == nil {
				phones[digits] = map[string]bool{}
			}
			phones[digits][number] = true
		}
	}
	for _, who := range phones {
		if len(who) == 2 {
			n["phones of two clients"]++
		}
	}
	return n
}

func countReturn(n map[string]int, r row, all map[int][]row) {
	if r.kind != kindReturn {
		return
	}
	if r.orig == 0 {
		n["returns that name none"]++
		return
	}
	sold, known := all[r.orig]
	switch {
	case !known:
		n["returns of the time before"]++
	case sold[0].date.DaysUntil(r.date) > 70:
		n["late returns"]++
	}
}

func countLine(n map[string]int, l row) {
	switch people := strings.Count(l.sellers, "/"); {
	case l.sellers == "":
		n["lines without salesperson"]++
	case l.sellers == "HOUSE":
		n["HOUSE"]++
	case people == 2:
		n["splits of three"]++
	case people == 1 && (l.split == "" || l.split == "50/50"):
		n["even splits"]++
	case people == 1:
		n["uneven splits"]++
	}
	if l.price == 0 && l.kind == kindSale {
		n["free lines"]++
	}
	switch l.dept {
	case deptGiftCards:
		n["gift cards"]++
	case deptTradeIn:
		n["trade-ins"]++
	}
}

func digitsOf(phone string) string {
	var b strings.Builder
	for _, c := range phone {
		if c >= '0' && c <= '9' {
			b.WriteRune(c)
		}
	}
	d := b.String()
	return d[max(0, len(d)-10):]
}

func TestReturnsFitTheirOriginals(t *testing.T) {
	all := receipts(t, Files(day(t, "2026-11-21"), seed, Default()))
	checked := 0
	for no, rows := range all {
		sold, known := all[rows[0].orig]
		if !known {
			continue
		}
		checked++
		if rows[0].date.Before(sold[0].date) || sold[0].kind != kindSale || sold[0].number != rows[0].number {
			t.Errorf("receipt %d names %d, which is no earlier sale to the same client", no, sold[0].no)
		}
		for _, r := range rows {
			fits := func(s row) bool { return s.item == r.item && s.price == r.price && s.qty == -r.qty }
			if r.qty < 0 && !slices.ContainsFunc(sold, fits) {
				t.Errorf("receipt %d brings back %q, which receipt %d does not hold", no, r.desc, sold[0].no)
			}
		}
	}
	if checked < 40 {
		t.Errorf("only %d returns and exchanges name a sale in the files", checked)
	}
}

func TestSplitsCanBeRead(t *testing.T) {
	known := map[string]bool{"HOUSE": true, "": true}
	for _, p := range Staff() {
		known[p.Code] = true
	}
	for no, rows := range receipts(t, Files(day(t, "2026-11-21"), seed, Default())) {
		for _, r := range rows {
			codes := strings.Split(r.sellers, "/")
			for i, c := range codes {
				if !known[c] || slices.Contains(codes[:i], c) {
					t.Errorf("receipt %d: salesperson %q", no, r.sellers)
				}
			}
			if r.split == "" {
				continue
			}
			sum := 0
			for _, p := range strings.Split(r.split, "/") {
				sum += number(t, p)
			}
			if sum != 100 || strings.Count(r.split, "/") != len(codes)-1 {
				t.Errorf("receipt %d: %q of %q", no, r.split, r.sellers)
			}
		}
	}
}

func TestSeasons(t *testing.T) {
	for _, s := range todays {
		perDay := map[time.Month]int{}
		days := map[time.Month]map[string]bool{}
		for _, rows := range receipts(t, Files(day(t, s), seed, Default())) {
			d := rows[0].date
			if days[d.Month] == nil {
				days[d.Month] = map[string]bool{}
			}
			days[d.Month][d.String()] = true
			perDay[d.Month]++
		}
		rate := func(m time.Month) float64 { return float64(perDay[m]) / float64(max(1, len(days[m]))) }
		usual := (rate(time.March) + rate(time.April) + rate(time.July) + rate(time.August) + rate(time.October)) / 5
		if dec := rate(time.December); dec < 2.2*usual || dec > 4*usual {
			t.Errorf("%s: December has %.1f documents a day, an ordinary month %.1f", s, dec, usual)
		}
		if jan := rate(time.January); jan > 0.85*usual {
			t.Errorf("%s: January has %.1f documents a day, an ordinary month %.1f", s, jan, usual)
		}
	}
}

func TestPricesAreThoseOfAMainStreetJeweler(t *testing.T) {
	role := roles()
	for _, s := range todays {
		var tags []int64
		for _, rows := range receipts(t, Files(day(t, s), seed, Default())) {
			for _, r := range rows {
				if r.kind == kindSale && role[r.dept] == "primary" {
					tags = append(tags, r.ext)
				}
			}
		}
		slices.Sort(tags)
		median, top := tags[len(tags)/2], tags[len(tags)-1]
		if median < 300_00 || median > 900_00 || top < 12_000_00 || top > 18_000_00 {
			t.Errorf("%s: median %d, dearest %d", s, median, top)
		}
	}
}

func TestPhonesAndMailAreFiction(t *testing.T) {
	phone := regexp.MustCompile(`^[2-9]\d\d55501\d\d$`)
	mail := regexp.MustCompile(`^[a-z0-9.]+@example\.(com|org|net)$`)
	for no, rows := range receipts(t, Files(day(t, "2026-11-21"), seed, Default())) {
		r := rows[0]
		if r.phone != "" && r.phone != "000-0000" && !phone.MatchString(digitsOf(r.phone)) {
			t.Errorf("receipt %d: phone %q", no, r.phone)
		}
		if r.email != "" && !mail.MatchString(r.email) {
			t.Errorf("receipt %d: email %q", no, r.email)
		}
	}
}
