package main

import "testing"

// A part has one row: what it saw last.
func TestARowTakesThePlaceOfItsPart(t *testing.T) {
	before := "# Soak\n\n| part | commit | when | seen |\n|---|---|---|---|\n| races | aaa | then | none |\n| races of another kind | aaa | then | none |\n"
	after := placed(before, row{"races", "bbb", "now", "a | b"})
	want := "# Soak\n\n| part | commit | when | seen |\n|---|---|---|---|\n| races | bbb | now | a / b |\n| races of another kind | aaa | then | none |\n"
	if after != want {
		t.Errorf("replacing gave\n%s", after)
	}
	if got := placed(want, row{"FuzzX, a/b", "bbb", "now", "well"}); got != want+"| FuzzX, a/b | bbb | now | well |\n" {
		t.Errorf("adding gave\n%s", got)
	}
	if got := placed("", row{"races", "b", "c", "d"}); got != "| races | b | c | d |\n" {
		t.Errorf("an empty page gave %q", got)
	}
}
