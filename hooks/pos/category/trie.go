package category

// field is where a phrase may be looked for.
type field int

const (
	inCategory field = iota
	inDescription
	toIgnore
	fields
)

// node holds, by field, the first rule whose phrase ends here (-1 for none).
type node struct {
	ends [fields]int32
	next map[string]int32
}

// trie indexes phrases word by word, so that a text is read once however many
// rules there are.
type trie struct{ nodes []node }

func newTrie() *trie {
	t := &trie{}
	t.grow()
	return t
}

func (t *trie) grow() int32 {
	t.nodes = append(t.nodes, node{ends: [fields]int32{-1, -1, -1}})
	return int32(len(t.nodes) - 1)
}

// add enters a phrase; of two equal phrases the first entered stays.
func (t *trie) add(words []string, f field, rule int) {
	if len(words) == 0 {
		return
	}
	at := int32(0)
	for _, w := range words {
		next, ok := t.nodes[at].next[w]
		if !ok {
			next = t.grow()
			if t.nodes[at].next == nil {
				t.nodes[at].next = map[string]int32{}
			}
			t.nodes[at].next[w] = next
		}
		at = next
	}
	if t.nodes[at].ends[f] < 0 {
		t.nodes[at].ends[f] = int32(rule)
	}
}

// match is the rule found (-1 for none) and the length of its phrase in words.
type match struct{ rule, words int }

// find returns the best rule for a text: own before shipped, more words before
// fewer, higher in the list before lower.
func (r *Rules) find(text string, f field) match {
	var room [32]string
	list := words(room[:0], text)
	best := match{rule: -1}
	hiddenTo := 0 // words before this one belong to an ignored phrase
	for i := range list {
		ignored := r.walk(list, i, f, hiddenTo, &best)
		hiddenTo = max(hiddenTo, ignored)
	}
	return best
}

// walk keeps the best of the phrases that start at word i. It returns where the
// longest ignored phrase that starts here ends. An ignored phrase hides shipped
// phrases inside it (high polish holds no polish), never longer ones.
func (r *Rules) walk(list []string, i int, f field, hiddenTo int, best *match) int {
	var found [maxPhrase]match
	n, ignored := r.trie.follow(list, i, f, &found)
	for _, m := range found[:n] {
		if m.rule >= r.own && i+m.words <= max(hiddenTo, ignored) {
			continue
		}
		if r.better(m, *best) {
			*best = m
		}
	}
	return ignored
}

// follow collects the rules whose phrases start at word i and the end of the
// longest ignored phrase that does.
func (t *trie) follow(list []string, i int, f field, found *[maxPhrase]match) (n, ignored int) {
	at, ok := int32(0), true
	for j := i; j < len(list) && list[j] != barrier && n < maxPhrase; j++ {
		if at, ok = t.nodes[at].next[list[j]]; !ok {
			return n, ignored
		}
		ends := &t.nodes[at].ends
		if ends[toIgnore] >= 0 {
			ignored = j + 1
		}
		if ends[f] >= 0 {
			found[n] = match{int(ends[f]), j - i + 1}
			n++
		}
	}
	return n, ignored
}

func (r *Rules) better(a, b match) bool {
	switch {
	case b.rule < 0:
		return true
	case r.isOwn(a) != r.isOwn(b):
		return r.isOwn(a)
	case a.words != b.words:
		return a.words > b.words
	}
	return a.rule < b.rule
}
