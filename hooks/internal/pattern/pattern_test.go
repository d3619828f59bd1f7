package pattern

import (
	"slices"
	"sync"
	"testing"
)

func TestAPatternIsARegexp(t *testing.T) {
	p := New(`\s*([/&])\s*`)
	if !p.MatchString("a & b") || p.MatchString("ab") {
		t.Error("MatchString")
	}
	if got := p.Split("a & b/c", -1); !slices.Equal(got, []string{"a", "b", "c"}) {
		t.Errorf("Split = %q", got)
	}
	if got := p.FindStringSubmatch("a & b"); !slices.Equal(got, []string{" & ", "&"}) {
		t.Errorf("FindStringSubmatch = %q", got)
	}
	if got := p.FindStringSubmatchIndex("a & b"); !slices.Equal(got, []int{1, 4, 2, 3}) {
		t.Errorf("FindStringSubmatchIndex = %v", got)
	}
	if p.FindString("a/b") != "/" || p.FindStringIndex("a/b")[0] != 1 || p.ReplaceAllString("a / b", "+") != "a+b" {
		t.Error("FindString, FindStringIndex or ReplaceAllString")
	}
}

func TestManyMayUseOneFirst(t *testing.T) {
	p := New(`x+`)
	var wait sync.WaitGroup
	for range 50 {
		wait.Go(func() {
			if !p.MatchString("axx") {
				t.Error("no match")
			}
		})
	}
	wait.Wait()
}
