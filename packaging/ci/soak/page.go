package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
)

// row is what one part saw.
type row struct{ part, commit, when, seen string }

func (r row) String() string {
	return fmt.Sprintf("| %s | %s | %s | %s |", r.part, r.commit, r.when, strings.ReplaceAll(r.seen, "|", "/"))
}

// put writes a row over that of the same part, or adds it at the page's end.
func put(page string, r row) error {
	old, err := os.ReadFile(page)
	if err != nil && !os.IsNotExist(err) {
		return fmt.Errorf("reading the page: %w", err)
	}
	if err := os.WriteFile(page, []byte(placed(string(old), r)), 0o644); err != nil {
		return fmt.Errorf("writing the page: %w", err)
	}
	return nil
}

func placed(page string, r row) string {
	lines := strings.Split(strings.TrimRight(page, "\n"), "\n")
	same := func(line string) bool { return strings.HasPrefix(line, "| "+r.part+" | ") }
	if i := slices.IndexFunc(lines, same); i >= 0 {
		lines[i] = r.String()
	} else {
		lines = append(lines, r.String())
	}
	return strings.TrimLeft(strings.Join(lines, "\n"), "\n") + "\n"
}
