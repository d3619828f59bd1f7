// Package cli reads a command line and writes the help. It knows no command
// itself: it is given the verbs.
package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"touchstone/hooks/internal/verb"
)

// Command is a command line that was understood.
type Command struct {
	Verb   *verb.Verb // nil: only help is wanted
	Args   []string
	Values map[string]string
	JSON   bool
	Help   bool
	Dir    string // as given, empty without --dir
}

// In names the files that the command may read.
func (c Command) In() []string {
	return c.files(func(f verb.Flag) bool { return f.In }, c.Verb.FileArgs)
}

// Out names the files that the command may write.
func (c Command) Out() []string { return c.files(func(f verb.Flag) bool { return f.Out }, false) }

func (c Command) files(wanted func(verb.Flag) bool, args bool) []string {
	var names []string
	if args {
		names = append(names, c.Args...)
	}
	for _, f := range c.Verb.Flags {
		if v := c.Values[f.Name]; wanted(f) && v != "" {
			names = append(names, v)
		}
	}
	return names
}

// Mistake is a command line that was not understood; where the verb was, it
// is named, so that its help can be pointed to.
type Mistake struct {
	Verb    string
	Message string
}

func (e *Mistake) Error() string { return e.Message }

// WantsJSON reports whether a command line asks for JSON, understood or not.
func WantsJSON(argv []string) bool {
	end := slices.Index(argv, "--")
	if end < 0 {
		end = len(argv)
	}
	return slices.Contains(argv[:end], "--json")
}

// parser walks a command line from left to right.
type parser struct {
	verbs []verb.Verb
	argv  []string
	cmd   Command
	words []string // arguments after the verb
}

// Parse reads a command line without the program's name. Options may stand
// anywhere; what follows "--" is never an option.
func Parse(verbs []verb.Verb, argv []string) (Command, error) {
	p := &parser{verbs: verbs, argv: argv, cmd: Command{Values: map[string]string{}}}
	for len(p.argv) > 0 {
		if err := p.step(); err != nil {
			return p.cmd, err
		}
	}
	return p.finish()
}

func (p *parser) next() string {
	s := p.argv[0]
	p.argv = p.argv[1:]
	return s
}

func (p *parser) step() error {
	arg := p.next()
	switch {
	case arg == "--":
		return p.onlyWords()
	case arg == "-h":
		p.cmd.Help = true
		return nil
	case arg == "--version" && p.cmd.Verb == nil:
		return p.word("version")
	case strings.HasPrefix(arg, "--"):
		return p.option(arg[2:])
	case strings.HasPrefix(arg, "-") && len(arg) > 1 && p.cmd.Verb == nil:
		return p.mistake("%s is not an option. Options have two dashes, such as --dir.", arg)
	}
	return p.word(arg)
}

// onlyWords takes everything that is left as it stands.
func (p *parser) onlyWords() error {
	for len(p.argv) > 0 {
		if err := p.word(p.next()); err != nil {
			return err
		}
	}
	return nil
}

// word is the verb's name, or an argument.
func (p *parser) word(arg string) error {
	if p.cmd.Verb != nil {
		if len(p.words) == 0 {
			if longer := p.find(p.cmd.Verb.Name + " " + arg); longer != nil {
				p.cmd.Verb = longer
				return nil
			}
		}
		p.words = append(p.words, arg)
		return nil
	}
	if arg == "help" {
		p.cmd.Help = true
		return nil
	}
	if p.cmd.Verb = p.find(arg); p.cmd.Verb != nil {
		return nil
	}
	if near := nearest(p.verbs, arg); near != "" {
		return p.mistake("There is no command %q. Did you mean %q? All commands: touchstone help", arg, near)
	}
	return p.mistake("There is no command %q. All commands: touchstone help", arg)
}

func (p *parser) find(name string) *verb.Verb {
	for i := range p.verbs {
		if p.verbs[i].Name == name {
			return &p.verbs[i]
		}
	}
	return nil
}

func (p *parser) mistake(format string, args ...any) error {
	m := &Mistake{Message: fmt.Sprintf(format, args...)}
	if p.cmd.Verb != nil {
		m.Verb = p.cmd.Verb.Name
	}
	return m
}

func (p *parser) option(text string) error {
	name, value, hasValue := strings.Cut(text, "=")
	switch name {
	case "json", "help":
		if hasValue {
			return p.mistake("--%s takes no value.", name)
		}
		p.cmd.JSON = p.cmd.JSON || name == "json"
		p.cmd.Help = p.cmd.Help || name == "help"
		return nil
	case "dir":
		v, err := p.value(name, value, hasValue)
		p.cmd.Dir = v
		return err
	}
	if p.cmd.Verb == nil {
		return p.mistake("--%s stands before the command. Write the command first: touchstone COMMAND --%s", name, name)
	}
	return p.flag(name, value, hasValue)
}

// flag is an option of the verb's own.
func (p *parser) flag(name, value string, hasValue bool) error {
	i := slices.IndexFunc(p.cmd.Verb.Flags, func(f verb.Flag) bool { return f.Name == name })
	switch {
	case i < 0:
		return p.mistake("touchstone %s has no option --%s.", p.cmd.Verb.Name, name)
	case !p.cmd.Verb.Flags[i].Bool:
		v, err := p.value(name, value, hasValue)
		p.cmd.Values[name] = v
		return err
	case !hasValue:
		value = "true"
	case value != "true" && value != "false":
		return p.mistake("--%s takes no value.", name)
	}
	p.cmd.Values[name] = value
	return nil
}

// value is what follows an option that wants one.
func (p *parser) value(name, value string, hasValue bool) (string, error) {
	if !hasValue {
		if len(p.argv) == 0 || strings.HasPrefix(p.argv[0], "--") {
			return "", p.mistake("--%s wants a value after it.", name)
		}
		value = p.next()
	}
	if value == "" {
		return "", p.mistake("--%s wants a value after it.", name)
	}
	return value, nil
}

func (p *parser) finish() (Command, error) {
	v := p.cmd.Verb
	if v == nil {
		p.cmd.Help = true
		return p.cmd, nil
	}
	p.cmd.Args = p.words
	if p.cmd.Help {
		return p.cmd, nil
	}
	p.fill(v.Flags)
	switch n := len(p.words); {
	case n < v.MinArgs && v.MinArgs == 1:
		return p.cmd, p.mistake("touchstone %s wants %s after it.", v.Name, v.Args)
	case n < v.MinArgs:
		return p.cmd, p.mistake("touchstone %s wants %s after it; %d of %d given.", v.Name, v.Args, n, v.MinArgs)
	case v.MaxArgs >= 0 && n > v.MaxArgs:
		return p.cmd, p.mistake("touchstone %s does not know what to do with %q.", v.Name, p.words[v.MaxArgs])
	}
	return p.cmd, nil
}

// fill gives the options that were not given their defaults.
func (p *parser) fill(flags []verb.Flag) {
	for _, f := range flags {
		if _, given := p.cmd.Values[f.Name]; !given && f.Default != "" {
			p.cmd.Values[f.Name] = f.Default
		}
	}
}

// Check finds contradictions in the table of verbs itself.
func Check(verbs []verb.Verb) error {
	var errs []error
	seen := map[string]bool{}
	for _, v := range verbs {
		if seen[v.Name] {
			errs = append(errs, fmt.Errorf("two verbs are called %q", v.Name))
		}
		seen[v.Name] = true
		if (v.Early != nil) == (v.Run != nil || v.Serves != nil) {
			errs = append(errs, fmt.Errorf("verb %q has to have either Early, or Run or Serves", v.Name))
		}
		for _, f := range v.Flags {
			if f.Name == "json" || f.Name == "help" || f.Name == "dir" {
				errs = append(errs, fmt.Errorf("verb %q: --%s belongs to every verb already", v.Name, f.Name))
			}
		}
	}
	return errors.Join(errs...)
}

// nearest is the verb whose name takes the fewest changed letters, "" when
// none is near.
func nearest(verbs []verb.Verb, word string) string {
	best, cost := "", 1+max(1, len(word)/3)
	for _, v := range verbs {
		if c := distance(v.Name, word); c < cost {
			best, cost = v.Name, c
		}
	}
	return best
}

// distance counts the letters to insert, remove or change between two words
// (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
