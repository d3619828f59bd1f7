// Command tally runs go test, once or several times over, shows what go test
// shows, and ends with one line that counts all runs together:
//
//	tally TZ=UTC ./... -- TZ=Pacific/Auckland ./hooks/figures
//	812 passed, 0 failed, 2 skipped
//
// Tests and their subtests are counted, in every run anew. The checks named in
// FAILED_CHECKS (separated by commas) are counted as failed. It exits 1 when
// anything failed, however that showed. The last line also goes into the file
// that TALLY_LAST names.
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
)

func main() {
	t := &tally{out: os.Stdout}
	for _, words := range split(os.Args[1:]) {
		t.begin()
		if err := run(words, t); err != nil {
			t.broke(err)
		}
	}
	checks := strings.FieldsFunc(os.Getenv("FAILED_CHECKS"), func(r rune) bool { return r == ',' })
	last, well := t.finish(checks)
	if name := os.Getenv("TALLY_LAST"); name != "" {
		if err := os.WriteFile(name, []byte(last+"\n"), 0o600); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	if !well {
		os.Exit(1)
	}
}

// split parts the command line into runs.
func split(args []string) [][]string {
	var runs [][]string
	for {
		i := slices.Index(args, "--")
		if i < 0 {
			return append(runs, args)
		}
		runs = append(runs, args[:i])
		args = args[i+1:]
	}
}

// run is one go test. Leading words with an equals sign are its environment.
func run(words []string, t *tally) error {
	env := 0
	for env < len(words) && !strings.HasPrefix(words[env], "-") && strings.Contains(words[env], "=") {
		env++
	}
	cmd := exec.Command("go", append([]string{"test", "-json"}, words[env:]...)...)
	cmd.Env = append(os.Environ(), words[:env]...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return fmt.Errorf("reading what go test says: %w", err)
	}
	fmt.Fprintf(t.out, "go test %s\n", strings.Join(words, " "))
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("starting go test: %w", err)
	}
	readErr := read(out, t)
	if err := cmd.Wait(); err != nil {
		return fmt.Errorf("go test: %w", err)
	}
	return readErr
}

// read takes the lines of test2json, however long.
func read(r io.Reader, t *tally) error {
	lines := bufio.NewReader(r)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			t.line(line)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading what go test says: %w", err)
		}
	}
}
