// Package place finds out where the shop's PC stands: its time zone by the
// name that the whole world uses (IANA), and its country.
package place

import (
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Clues is what a system says about its place. Each may be empty.
type Clues struct {
	TZ       string   // the variable TZ
	Link     string   // where /etc/localtime points
	File     string   // the content of /etc/timezone
	Registry string   // Windows' own name of the zone
	Locales  []string // LC_ALL, LC_TIME, LANG; first counts
	Region   string   // Windows' region, two letters
}

// Look gathers the clues of this machine.
func Look() Clues {
	c := Clues{TZ: os.Getenv("TZ")}
	for _, name := range []string{"LC_ALL", "LC_MONETARY", "LC_TIME", "LANG"} {
		c.Locales = append(c.Locales, os.Getenv(name))
	}
	if link, err := filepath.EvalSymlinks("/etc/localtime"); err == nil {
		c.Link = link
	}
	if text, err := os.ReadFile("/etc/timezone"); err == nil {
		c.File = string(text)
	}
	c.Registry, c.Region = registry()
	return c
}

// Zone is the IANA name of the time zone, and whether a clue gave it: without
// one it is UTC, which doctor points out.
func (c Clues) Zone() (string, bool) {
	_, fromLink, _ := strings.Cut(filepath.ToSlash(c.Link), "zoneinfo/")
	for _, name := range []string{strings.TrimPrefix(c.TZ, ":"), fromLink, strings.TrimSpace(c.File), windowsZones[c.Registry]} {
		_, after, ok := strings.Cut(filepath.ToSlash(name), "zoneinfo/")
		if ok {
			name = after
		}
		if known(name) {
			return name, true
		}
	}
	return "UTC", false
}

// known accepts the names of places. An abbreviation such as EST5EDT does not
// follow the law of a place, so it is passed over; UTC is a choice.
func known(name string) bool {
	if name == "" || name == "Local" || strings.HasPrefix(name, "/") {
		return false
	}
	if !strings.Contains(name, "/") && name != "UTC" {
		return false
	}
	_, err := time.LoadLocation(name)
	return err == nil
}

// Country is the two-letter code of the country, US without a clue.
func (c Clues) Country() string {
	for _, locale := range c.Locales {
		if locale == "" {
			continue
		}
		name, _, _ := strings.Cut(locale, ".")
		name, _, _ = strings.Cut(name, "@")
		_, region, ok := strings.Cut(name, "_")
		if ok && twoLetters(region) {
			return strings.ToUpper(region)
		}
		break
	}
	if twoLetters(c.Region) {
		return strings.ToUpper(c.Region)
	}
	return "US"
}

func twoLetters(s string) bool {
	if len(s) != 2 {
		return false
	}
	for _, r := range strings.ToUpper(s) {
		if r < 'A' || r > 'Z' {
			return false
		}
	}
	return true
}

// Paper is the sheet that printers of a country hold: letter | a4.
func Paper(country string) string {
	switch country {
	case "US", "CA", "MX", "PR", "CL", "CO", "CR", "DO", "GT", "PA", "PH", "SV", "VE", "NI":
		return "letter"
	}
	return "a4"
}
