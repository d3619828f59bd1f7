package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// event is one line of test2json (go doc test2json).
type event struct {
	Action      string
	Package     string
	ImportPath  string
	Test        string
	Output      string
	FailedBuild string
}

// test names one test of one package.
type test struct{ pack, name string }

// tally counts, keeps the output of tests that still run, and shows that of
// those that failed.
type tally struct {
	out                     io.Writer
	passed, failed, skipped int
	failedBefore            int                 // when this run began
	open                    map[test][]string   // what running tests have said
	order                   map[string][]string // their names in each package, as they began
	bad                     map[string]bool     // packages with a failed test
	why                     []string            // the skipped with their reason, each once
	times                   map[string]int      // how often each was skipped, over all runs
}

// begin starts a run.
func (t *tally) begin() {
	t.failedBefore = t.failed
	t.open, t.order, t.bad = map[test][]string{}, map[string][]string{}, map[string]bool{}
}

// line takes one line of output. One that is no event is shown as it is.
func (t *tally) line(line []byte) {
	var e event
	if json.Unmarshal(line, &e) != nil || e.Action == "" {
		fmt.Fprintf(t.out, "%s", line)
		return
	}
	switch {
	case e.Action == "build-output":
		fmt.Fprint(t.out, e.Output)
	case e.Package == "":
	case e.Test != "":
		t.test(e)
	default:
		t.pack(e)
	}
}

// test takes an event of a test.
func (t *tally) test(e event) {
	key := test{e.Package, e.Test}
	switch e.Action {
	case "run":
		t.open[key] = nil
		t.order[e.Package] = append(t.order[e.Package], e.Test)
		return
	case "output":
		t.open[key] = append(t.open[key], e.Output)
		return
	case "pass":
		t.passed++
	case "skip":
		t.skipped++
		t.skip(reason(key, t.open[key]))
	case "fail":
		t.failed++
		t.bad[e.Package] = true
		t.show(t.open[key])
	default:
		return
	}
	delete(t.open, key)
}

func (t *tally) skip(why string) {
	if t.times == nil {
		t.times = map[string]int{}
	}
	if t.times[why]++; t.times[why] == 1 {
		t.why = append(t.why, why)
	}
}

// pack takes an event of a whole package.
func (t *tally) pack(e event) {
	switch e.Action {
	case "output":
		if e.Output != "PASS\n" {
			fmt.Fprint(t.out, e.Output)
		}
	case "fail":
		t.unfinished(e.Package)
		if !t.bad[e.Package] { // a crash, a build that failed, a TestMain
			t.failed++
		}
	}
}

// unfinished shows what the tests had said that a crash cut off.
func (t *tally) unfinished(pack string) {
	for _, name := range t.order[pack] {
		key := test{pack, name}
		if said, open := t.open[key]; open {
			t.failed++
			t.bad[pack] = true
			fmt.Fprintf(t.out, "--- FAIL: %s (not finished)\n", name)
			t.show(said)
			delete(t.open, key)
		}
	}
}

func (t *tally) show(lines []string) {
	for _, line := range lines {
		if !strings.HasPrefix(strings.TrimSpace(line), "===") {
			fmt.Fprint(t.out, line)
		}
	}
}

// reason is what a test said when it was skipped.
func reason(key test, said []string) string {
	var words []string
	for _, line := range said {
		line = strings.TrimSpace(line)
		if !strings.HasPrefix(line, "===") && !strings.HasPrefix(line, "---") {
			words = append(words, line)
		}
	}
	return fmt.Sprintf("%s %s: %s", key.pack, key.name, strings.Join(words, " "))
}

// broke takes the end of a run that did not end well. Where a test of it was
// counted as failed that has said it already.
func (t *tally) broke(err error) {
	if t.failed == t.failedBefore {
		t.failed++
		fmt.Fprintln(t.out, err)
	}
}

// finish names the skipped and the failed checks, writes the last line and
// reports it and whether all is well. A run in which nothing ran is not well.
func (t *tally) finish(checks []string) (last string, well bool) {
	if len(t.why) > 0 {
		fmt.Fprintln(t.out, "Skipped:")
	}
	for _, line := range t.why {
		fmt.Fprintf(t.out, "  %s (%d x)\n", line, t.times[line])
	}
	for _, name := range checks {
		t.failed++
		fmt.Fprintf(t.out, "--- FAIL: check %q, see above\n", name)
	}
	if t.passed == 0 && t.failed == 0 {
		t.failed++
		fmt.Fprintln(t.out, "no test ran")
	}
	last = fmt.Sprintf("%d passed, %d failed", t.passed, t.failed)
	if t.skipped > 0 {
		last += fmt.Sprintf(", %d skipped", t.skipped)
	}
	fmt.Fprintln(t.out, last)
	return last, t.failed == 0
}
