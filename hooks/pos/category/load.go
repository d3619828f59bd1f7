package category

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Limits of a rules file, far above any store's.
const (
	maxPhrase = 8 // words
	maxRules  = 20000
)

// group is how a rules file writes rules: many phrases of one meaning.
type group struct {
	Comment     string   `json:"comment"`
	Match       string   `json:"match"`
	Role        Role     `json:"role"`
	ProductLine string   `json:"product_line"`
	Phrases     []string `json:"phrases"`
}

// Check says what is wrong with a rule, in words for the person who wrote it.
func (r Rule) Check() error {
	switch r.Match {
	case Category, Description, Any:
	default:
		return fmt.Errorf("match %q is not category, description or any", r.Match)
	}
	if n := len(phraseWords(r.Phrase)); n == 0 {
		return fmt.Errorf("phrase %q has no word in it", r.Phrase)
	} else if n > maxPhrase {
		return fmt.Errorf("phrase %q has %d words, at most %d are allowed", r.Phrase, n, maxPhrase)
	}
	switch r.Role {
	case Primary:
		if r.ProductLine != Watch && r.ProductLine != Jewelry {
			return fmt.Errorf("product line %q is not watch or jewelry, which role primary needs", r.ProductLine)
		}
	case Accessory, CarePlan, Service, Other:
		if r.ProductLine != "" {
			return fmt.Errorf("product line %q stands beside role %s; only primary has one", r.ProductLine, r.Role)
		}
	default:
		return fmt.Errorf("role %q is not primary, accessory, care_plan, service or other", r.Role)
	}
	return nil
}

// Load reads a rules file (templates/categories.json): an object with "rules", a
// list of groups in order of precedence, each with match (any when left out),
// role, product_line for primary, and phrases; and "ignore", phrases whose words
// mean nothing to the rules. An error names the line of the file.
func Load(raw []byte) (*Rules, error) {
	l := loader{raw: raw, dec: json.NewDecoder(bytes.NewReader(raw)), seen: map[string]Rule{}}
	if err := l.file(); err != nil {
		return nil, fmt.Errorf("reading category rules: line %d: %w", l.line(err), err)
	}
	if len(l.rules) == 0 {
		return nil, errors.New(`reading category rules: the file has no rules; it needs "rules": [...]`)
	}
	return compile(l.rules, 0, l.ignore), nil
}

// loader walks the file token by token so that it knows the line of each group.
type loader struct {
	raw    []byte
	dec    *json.Decoder
	start  int64 // offset of the group being read
	rules  []Rule
	ignore []string
	seen   map[string]Rule
}

func (l *loader) line(err error) int {
	at := l.start
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		at = max(at, l.dec.InputOffset(), min(syntax.Offset, int64(len(l.raw))))
	}
	return 1 + bytes.Count(l.raw[:min(at, int64(len(l.raw)))], []byte{'\n'})
}

// mark notes where the next value begins, past spaces and commas.
func (l *loader) mark() {
	l.start = l.dec.InputOffset()
	for l.start < int64(len(l.raw)) && strings.IndexByte(" \t\r\n,:", l.raw[l.start]) >= 0 {
		l.start++
	}
}

func (l *loader) file() error {
	if err := l.expect('{'); err != nil {
		return err
	}
	for l.dec.More() {
		l.mark()
		key, err := l.dec.Token()
		if err != nil {
			return err
		}
		switch key {
		case "rules":
			err = l.groups()
		case "ignore":
			err = l.ignored()
		case "comment":
			_, err = l.dec.Token()
		default:
			err = fmt.Errorf("%q is not a part of this file; it has rules, ignore and comment", key)
		}
		if err != nil {
			return err
		}
	}
	if err := l.expect('}'); err != nil {
		return err
	}
	l.mark()
	if _, err := l.dec.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the end of the rules")
	}
	return nil
}

func (l *loader) expect(want json.Delim) error {
	l.mark()
	got, err := l.dec.Token()
	if errors.Is(err, io.EOF) {
		return fmt.Errorf("the file ends where %s is expected", want)
	}
	if err != nil {
		return err
	}
	if got != want {
		return fmt.Errorf("%v stands where %s is expected", got, want)
	}
	return nil
}

func (l *loader) groups() error {
	if err := l.expect('['); err != nil {
		return err
	}
	for l.dec.More() {
		l.mark()
		var text json.RawMessage
		if err := l.dec.Decode(&text); err != nil {
			return err
		}
		strict := json.NewDecoder(bytes.NewReader(text))
		strict.DisallowUnknownFields()
		var g group
		if err := strict.Decode(&g); err != nil {
			return fmt.Errorf("reading a rule: %w", err)
		}
		if err := l.group(g, text); err != nil {
			return err
		}
	}
	return l.expect(']')
}

// group enters the phrases of one group. The line of a bad phrase is found by
// looking for it in the group's own text.
func (l *loader) group(g group, text []byte) error {
	if g.Match == "" {
		g.Match = Any
	}
	if len(g.Phrases) == 0 {
		return fmt.Errorf("the rule for role %q has no phrases", g.Role)
	}
	begin := l.start
	for _, phrase := range g.Phrases {
		if at := bytes.Index(text, []byte(`"`+phrase+`"`)); at >= 0 {
			l.start = begin + int64(at)
		}
		if err := l.rule(Rule{Match: g.Match, Phrase: phrase, Role: g.Role, ProductLine: g.ProductLine}); err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) rule(rule Rule) error {
	if err := rule.Check(); err != nil {
		return err
	}
	if len(l.rules) >= maxRules {
		return fmt.Errorf("more than %d phrases", maxRules)
	}
	folded := strings.Join(phraseWords(rule.Phrase), " ")
	for _, match := range []string{rule.Match, Any} {
		if first, twice := l.seen[match+"\x00"+folded]; twice {
			return fmt.Errorf("phrase %q stands twice (first as %q with role %s); singular and plural are one", rule.Phrase, first.Phrase, first.Role)
		}
	}
	l.seen[rule.Match+"\x00"+folded] = rule
	l.rules = append(l.rules, rule)
	return nil
}

func (l *loader) ignored() error {
	l.mark()
	if err := l.dec.Decode(&l.ignore); err != nil {
		return fmt.Errorf("reading the ignored phrases: %w", err)
	}
	for _, phrase := range l.ignore {
		if n := len(phraseWords(phrase)); n == 0 || n > maxPhrase {
			return fmt.Errorf("the ignored phrase %q has %d words, 1 to %d are allowed", phrase, n, maxPhrase)
		}
	}
	return nil
}
