package store

import "testing"

func TestKnown(t *testing.T) {
	s := Store{Code: "MAIN", POSCodes: []string{"Main  Street", "01"}}
	for cell, want := range map[string]bool{"main": true, " 01 ": true, "MAIN STREET": true, "": false, " ": false, "02": false, "Main St": false} {
		if got := s.Known(cell); got != want {
			t.Errorf("%q means the store: %v", cell, got)
		}
	}
	if (Store{}).Known("") {
		t.Error("an empty cell means a store without a code")
	}
}

func TestTimed(t *testing.T) {
	s, err := Timed("Europe/Athens", 120, 0, 0)
	if err != nil || s.Zone.String() != "Europe/Athens" || s.Noon != 720 || s.Evening != 1020 {
		t.Errorf("%+v, %v", s, err)
	}
	for clock, want := range map[int]string{-1: "unknown", 60: "evening", 120: "morning", 719: "morning", 720: "afternoon", 1020: "evening"} {
		if got := s.Shift(clock); got != want {
			t.Errorf("minute %d is %s, want %s", clock, got, want)
		}
	}
	if _, err := Timed("Europe/Atlantis", 0, 0, 0); err == nil {
		t.Error("a zone that does not exist is taken")
	}
}
