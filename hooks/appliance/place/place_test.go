package place

import (
	"testing"
	"time"
	_ "time/tzdata"
)

func TestZone(t *testing.T) {
	for name, c := range map[string]struct {
		clues Clues
		zone  string
		found bool
	}{
		"variable":        {Clues{TZ: "America/Chicago", Link: "/usr/share/zoneinfo/Europe/Paris"}, "America/Chicago", true},
		"colon":           {Clues{TZ: ":Europe/Vienna"}, "Europe/Vienna", true},
		"path":            {Clues{TZ: "/usr/share/zoneinfo/Asia/Tokyo"}, "Asia/Tokyo", true},
		"link":            {Clues{Link: "/usr/share/zoneinfo/America/Indiana/Knox"}, "America/Indiana/Knox", true},
		"mac":             {Clues{Link: "/var/db/timezone/zoneinfo/Europe/Rome"}, "Europe/Rome", true},
		"file":            {Clues{File: "Europe/Madrid\n"}, "Europe/Madrid", true},
		"windows":         {Clues{Registry: "Eastern Standard Time"}, "America/New_York", true},
		"an abbreviation": {Clues{TZ: "EST5EDT", File: "America/Detroit"}, "America/Detroit", true},
		"UTC on purpose":  {Clues{TZ: "UTC"}, "UTC", true},
		"nonsense":        {Clues{TZ: "Mars/Olympus", Link: "/etc/localtime", Registry: "Moon Standard Time"}, "UTC", false},
		"an escape":       {Clues{TZ: "../../etc/passwd"}, "UTC", false},
		"nothing":         {Clues{}, "UTC", false},
	} {
		if zone, found := c.clues.Zone(); zone != c.zone || found != c.found {
			t.Errorf("%s: %s %v, want %s %v", name, zone, found, c.zone, c.found)
		}
	}
}

func TestEveryWindowsZoneExists(t *testing.T) {
	for windows, iana := range windowsZones {
		if _, err := time.LoadLocation(iana); err != nil {
			t.Errorf("%s: %v", windows, err)
		}
	}
}

func TestCountry(t *testing.T) {
	for name, c := range map[string]struct {
		clues Clues
		want  string
	}{
		"locale":              {Clues{Locales: []string{"", "de_AT.UTF-8"}}, "AT"},
		"modifier":            {Clues{Locales: []string{"ca_ES@valencia"}}, "ES"},
		"the first one rules": {Clues{Locales: []string{"C.UTF-8", "fr_FR"}, Region: "CA"}, "CA"},
		"region":              {Clues{Region: "gb"}, "GB"},
		"a number":            {Clues{Locales: []string{"es_419"}}, "US"},
		"nothing":             {Clues{}, "US"},
	} {
		if got := c.clues.Country(); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestPaper(t *testing.T) {
	if Paper("US") != "letter" || Paper("DE") != "a4" {
		t.Error("the wrong sheet")
	}
}
