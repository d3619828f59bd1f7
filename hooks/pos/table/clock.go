package table

import (
	"fmt"
	"strings"
)

// ParseClock reads a time of day: 5:07 PM, 17:07:09, 1707, 5pm. Empty is true
// for a blank cell. Hours are 0..23.
func ParseClock(cell string) (h, m, s int, empty bool, err error) {
	cell = trim(unguard(trim(cell), true))
	if cell == "" || cell == "-" {
		return 0, 0, 0, true, nil
	}
	text := cell
	if allDigits(text) && (len(text) == 3 || len(text) == 4 || len(text) == 6) {
		text = spreadDigits(text)
	}
	if c, ok := scanClock(" " + text); ok && c.has {
		return c.h, c.m, c.s, false, nil
	}
	return 0, 0, 0, false, fmt.Errorf("reading time %q: a time is written 5:07 PM or 17:07", cell)
}

func spreadDigits(s string) string {
	if len(s) == 6 {
		return s[:2] + ":" + s[2:4] + ":" + s[4:]
	}
	return s[:len(s)-2] + ":" + s[len(s)-2:]
}

// scanClock reads what follows a date: nothing, or a time with its offset or
// zone. ok is false where something else follows.
func scanClock(s string) (c clock, ok bool) {
	if s == "" {
		return c, true
	}
	if s[0] != ' ' && s[0] != 'T' && s[0] != ',' && s[0] != 't' {
		return c, false
	}
	s = strings.TrimLeft(s[1:], " \u00a0\u202f")
	if s == "" {
		return c, true
	}
	s, ok = clockNumbers(s, &c)
	if !ok {
		return c, false
	}
	s, ok = halfDay(s, &c)
	if !ok {
		return c, false
	}
	c.has = true
	return c, zoneOf(s, &c)
}

func clockNumbers(s string, c *clock) (rest string, ok bool) {
	var w int
	c.h, w = number2(s)
	if w == 0 || w > 2 {
		return s, false
	}
	s = s[w:]
	if s != "" && s[0] == ':' {
		if c.m, w = number2(s[1:]); w != 2 {
			return s, false
		}
		s = s[1+w:]
		if s != "" && s[0] == ':' {
			if c.s, w = number2(s[1:]); w != 2 {
				return s, false
			}
			s = dropFraction(s[1+w:])
		}
	} else if !isHalf(s) { // a bare number is a time only as 5 PM
		return s, false
	}
	return s, c.h <= 23 && c.m <= 59 && c.s <= 60
}

func dropFraction(s string) string {
	if s == "" || (s[0] != '.' && s[0] != ',') {
		return s
	}
	s = s[1:]
	for s != "" && digit(s[0]) {
		s = s[1:]
	}
	return s
}

func isHalf(s string) bool {
	s = strings.TrimLeft(s, " \u00a0\u202f")
	return len(s) >= 1 && (s[0]|0x20 == 'a' || s[0]|0x20 == 'p')
}

// halfDay applies AM and PM, also a.m., p and A.
func halfDay(s string, c *clock) (rest string, ok bool) {
	t := strings.TrimLeft(s, " \u00a0\u202f")
	word := t
	if i := strings.IndexByte(t, ' '); i >= 0 {
		word = t[:i]
	}
	var pm bool
	switch strings.ToLower(strings.ReplaceAll(word, ".", "")) {
	case "am", "a":
	case "pm", "p":
		pm = true
	default:
		return s, true
	}
	if c.h < 1 || c.h > 12 {
		return s, c.h > 12 && pm // 17:07 PM is odd but says one thing
	}
	c.h %= 12
	if pm {
		c.h += 12
	}
	return t[len(word):], true
}

// zoneOf reads Z, -05:00, -0500, UTC-5 or an abbreviation of up to five letters.
func zoneOf(s string, c *clock) bool {
	s = trim(s)
	if s == "" {
		return true
	}
	if s == "Z" || s == "z" {
		c.offset = new(int)
		return true
	}
	if s[0] == '+' || s[0] == '-' {
		off, ok := offset(s)
		c.offset = &off
		return ok
	}
	if len(s) > 6 || len(s) < 2 {
		return false
	}
	for i := range len(s) {
		if !letter(s[i]) {
			return false
		}
	}
	c.zone = strings.ToUpper(s)
	if c.zone == "UTC" || c.zone == "GMT" {
		c.offset = new(int)
	}
	return true
}

// offset reads +hh, +hhmm and +hh:mm as seconds east of UTC.
func offset(s string) (int, bool) {
	d := strings.Replace(s[1:], ":", "", 1)
	if !allDigits(d) || (len(d) != 2 && len(d) != 4) {
		return 0, false
	}
	n, _ := number2(d)
	if len(d) == 2 {
		n *= 100
	}
	sec := n/100*3600 + n%100*60
	if s[0] == '-' {
		sec = -sec
	}
	return sec, sec >= -14*3600 && sec <= 14*3600
}
