// Command soak does for hours what make test does in minutes, part by part, and
// writes what each part saw into docs/soak.md the moment it ends, with the
// commit it ran on: a night that is cut short keeps what it has seen. What is
// run, how often and how long:
//
//	SOAK_PARTS       a regular expression; the parts whose name it finds (all)
//	SOAK_FUZZ        the time of each fuzzer (10m)
//	TOUCHSTONE_KILLS how often each kind of work is killed (200)
//	SOAK_PACKAGES    what is soaked (./...)
//	SOAK_PAGE        where the rows stand (docs/soak.md)
//
// It exits 1 when anything broke.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"time"
)

func main() {
	if err := soak(); err != nil {
		fmt.Fprintln(os.Stderr, "soak:", err)
		os.Exit(1)
	}
}

// night is one run of soak.
type night struct {
	commit, page    string
	kills, fuzztime string
	packages        []string
	tally           string // the built program that counts tests

	mu     sync.Mutex
	broken []string
}

// part is one thing to do: it says what it saw and whether all was well.
type part struct {
	name string
	run  func() (seen string, well bool)
}

func soak() error {
	wanted, err := regexp.Compile(os.Getenv("SOAK_PARTS"))
	if err != nil {
		return fmt.Errorf("reading SOAK_PARTS: %w", err)
	}
	n := &night{commit: commit(), page: or("SOAK_PAGE", "docs/soak.md"), kills: or("TOUCHSTONE_KILLS", "200"),
		fuzztime: or("SOAK_FUZZ", "10m"), packages: strings.Fields(or("SOAK_PACKAGES", "./..."))}
	dir, err := os.MkdirTemp("", "soak")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	n.tally = dir + "/tally"
	if out, err := exec.Command("go", "build", "-o", n.tally, "./packaging/ci/tally").CombinedOutput(); err != nil {
		return fmt.Errorf("building tally: %w\n%s", err, out)
	}
	fuzzers, err := n.fuzzers()
	if err != nil {
		return err
	}
	// The suites want the machine to themselves. A fuzzer works on one
	// processor, so there are as many side by side.
	if err := n.all(wanted, n.suites(), 1); err != nil {
		return err
	}
	if err := n.all(wanted, fuzzers, runtime.NumCPU()); err != nil {
		return err
	}
	if len(n.broken) > 0 {
		return fmt.Errorf("not well: %s", strings.Join(n.broken, ", "))
	}
	return nil
}

func or(name, otherwise string) string {
	if v := os.Getenv(name); v != "" {
		return v
	}
	return otherwise
}

func commit() string {
	out, err := exec.Command("git", "describe", "--always", "--dirty", "--abbrev=7").Output()
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(string(out))
}

// all runs the wanted parts, so many at a time.
func (n *night) all(wanted *regexp.Regexp, parts []part, atOnce int) error {
	work := make(chan part)
	errs := make([]error, atOnce)
	var hands sync.WaitGroup
	for hand := range atOnce {
		hands.Go(func() {
			for p := range work {
				if err := n.one(p); err != nil {
					errs[hand] = err
				}
			}
		})
	}
	for _, p := range parts {
		if wanted.MatchString(p.name) {
			work <- p
		}
	}
	close(work)
	hands.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (n *night) one(p part) error {
	began := time.Now().UTC()
	fmt.Printf("%s: %s\n", began.Format("15:04"), p.name)
	seen, well := p.run()
	ended := time.Now().UTC()
	row := row{part: p.name, commit: n.commit, when: began.Format("2006-01-02 15:04") + " to " + ended.Format("15:04"), seen: seen}
	n.mu.Lock()
	defer n.mu.Unlock()
	if !well {
		n.broken = append(n.broken, p.name)
	}
	fmt.Println(row)
	return put(n.page, row)
}
