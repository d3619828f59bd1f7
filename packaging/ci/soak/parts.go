package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
)

// zones: where the day begins late, on the hour of UTC, and early.
var zones = []string{"UTC", "America/Los_Angeles", "Pacific/Auckland"}

// suites are the whole suite in each zone, and the race detector over it.
func (n *night) suites() []part {
	var parts []part
	for _, zone := range zones {
		parts = append(parts, part{"tests, " + zone, func() (string, bool) { return n.tests(zone) }})
	}
	return append(parts, part{"races", n.races})
}

func (n *night) tests(zone string) (string, bool) {
	last, well := n.count([]string{"CGO_ENABLED=0", "TOUCHSTONE_SOAK=1", "TOUCHSTONE_KILLS=" + n.kills, "TZ=" + zone}, "-timeout=3h")
	return fmt.Sprintf("%s; each kind of work killed %s times", last, n.kills), well
}

func (n *night) races() (string, bool) {
	if _, err := exec.LookPath("cc"); err != nil {
		return "not looked for: the race detector needs a C compiler", true
	}
	last, well := n.count([]string{"CGO_ENABLED=1", "TOUCHSTONE_KILLS=10"}, "-race", "-timeout=2h")
	if !well {
		return "found, or a test failed: " + last, false
	}
	return "none; " + last, true
}

// count runs the tests and gives tally's last line.
func (n *night) count(env []string, flags ...string) (last string, well bool) {
	args := append(append(flags, "-count=1"), n.packages...)
	cmd := exec.Command(n.tally, args...)
	cmd.Env = append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	os.Stdout.Write(out) //nolint:errcheck // the row says how it ended
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	return lines[len(lines)-1], err == nil
}

// fuzzers is every fuzzer there is, each a part.
func (n *night) fuzzers() ([]part, error) {
	out, err := exec.Command("go", append([]string{"list", "-f", "{{.ImportPath}}"}, n.packages...)...).Output()
	if err != nil {
		return nil, fmt.Errorf("listing the packages: %w", err)
	}
	var parts []part
	for _, pack := range strings.Fields(string(out)) {
		names, err := exec.Command("go", "test", "-list", "^Fuzz", pack).Output()
		if err != nil {
			return nil, fmt.Errorf("listing the fuzzers of %s: %w", pack, err)
		}
		for _, name := range strings.Fields(string(names)) {
			if strings.HasPrefix(name, "Fuzz") {
				short := pack[strings.Index(pack, "/")+1:]
				parts = append(parts, part{name + ", " + short, func() (string, bool) { return n.fuzz(pack, name) }})
			}
		}
	}
	return parts, nil
}

// tried finds how many inputs a fuzzer has tried so far.
var tried = regexp.MustCompile(`execs: (\d+)`)

// fuzz runs one fuzzer. What breaks it lies in its package's testdata/fuzz and
// stays there as a test.
func (n *night) fuzz(pack, name string) (string, bool) {
	out, err := exec.Command("go", "test", "-run", "^$", "-fuzz", "^"+name+"$", "-fuzztime", n.fuzztime, "-parallel", "1", "-timeout", "0", pack).CombinedOutput()
	times := "0"
	if all := tried.FindAllSubmatch(out, -1); len(all) > 0 {
		times = string(all[len(all)-1][1])
	}
	if err != nil {
		os.Stdout.Write(bytes.TrimSpace(out)) //nolint:errcheck // the row says how it ended
		return fmt.Sprintf("BROKEN after %s inputs", times), false
	}
	return fmt.Sprintf("%s, %s inputs, none broke it", n.fuzztime, times), true
}
