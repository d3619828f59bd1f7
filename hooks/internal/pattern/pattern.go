// Package pattern holds regular expressions that are compiled when they are
// first used. Every command starts the whole program; it should not pay for the
// reading of names and phones that it never does.
package pattern

import (
	"regexp"
	"sync"
)

// Pattern is an expression of package regexp. New's text is fixed in the code,
// so a mistake in it shows in the first test that uses it.
type Pattern struct{ compiled func() *regexp.Regexp }

// New makes a pattern; nothing is compiled yet.
func New(expression string) Pattern {
	return Pattern{sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })}
}

// The methods are those of regexp.Regexp.

func (p Pattern) MatchString(s string) bool { return p.compiled().MatchString(s) }

func (p Pattern) FindString(s string) string { return p.compiled().FindString(s) }

func (p Pattern) FindStringIndex(s string) []int { return p.compiled().FindStringIndex(s) }

func (p Pattern) FindStringSubmatch(s string) []string { return p.compiled().FindStringSubmatch(s) }

func (p Pattern) FindStringSubmatchIndex(s string) []int {
	return p.compiled().FindStringSubmatchIndex(s)
}

func (p Pattern) ReplaceAllString(s, with string) string {
	return p.compiled().ReplaceAllString(s, with)
}

func (p Pattern) Split(s string, n int) []string { return p.compiled().Split(s, n) }
