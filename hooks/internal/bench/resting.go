package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"
)

// rest is what starting and idling took, run by run.
type rest struct{ start, memory []float64 }

func (r *rest) add(took time.Duration, megabytes float64) {
	r.start, r.memory = append(r.start, ms(took)), append(r.memory, megabytes)
}

// measureRest compares the time to the first answer and the memory of an idle
// service with a PocketBase that has nothing added. The bars are for the same
// work: a bare PocketBase on a copy of the same book. Beside them stands one on
// an empty book of its own, which has a fifth of the collections to read.
func measureRest(ctx context.Context, b *bench) error {
	bare, err := b.build(ctx, "bare", "./hooks/internal/bench/bare")
	if err != nil {
		return err
	}
	ourDir, sameDir, emptyDir := b.fresh("rest"), b.fresh("bare-same"), b.fresh("bare-empty")
	for program, dir := range map[string]string{b.program: ourDir, bare: emptyDir} {
		if _, _, err := startAndRest(ctx, program, dir, 0); err != nil { // the first start makes the schema
			return err
		}
	}
	if err := os.CopyFS(sameDir, os.DirFS(ourDir)); err != nil {
		return fmt.Errorf("copying the book: %w", err)
	}
	var ours, same, empty rest
	for range times {
		for _, run := range []struct {
			program, dir string
			seen         *rest
		}{{b.program, ourDir, &ours}, {bare, sameDir, &same}, {bare, emptyDir, &empty}} {
			took, megabytes, err := startAndRest(ctx, run.program, run.dir, 5*time.Second)
			if err != nil {
				return err
			}
			run.seen.add(took, megabytes)
		}
		b.say("  start: %.0f ms, bare %.0f ms, empty %.0f ms; at rest: %.1f MB, bare %.1f MB, empty %.1f MB",
			ours.start[len(ours.start)-1], same.start[len(same.start)-1], empty.start[len(empty.start)-1],
			ours.memory[len(ours.memory)-1], same.memory[len(same.memory)-1], empty.memory[len(empty.memory)-1])
	}
	b.tellRest(ours, same, empty)
	return nil
}

func (b *bench) tellRest(ours, same, empty rest) {
	b.atMost("start to first answer, of a bare PocketBase on the same book", median(ratios(ours.start, same.start)), "x", 1.3)
	b.beside("start to first answer, of a bare PocketBase on an empty book", median(ratios(ours.start, empty.start)), "x")
	if slices.Contains(slices.Concat(ours.memory, same.memory, empty.memory), 0) {
		b.say("memory at rest is read from /proc, which this system does not have")
	} else {
		b.atMost("memory at rest, of a bare PocketBase on the same book", median(ratios(ours.memory, same.memory)), "x", 1.3)
		b.beside("memory at rest, of a bare PocketBase on an empty book", median(ratios(ours.memory, empty.memory)), "x")
	}
	for _, r := range []struct {
		who  string
		seen rest
	}{{"", ours}, {", bare PocketBase on the same book", same}, {", bare PocketBase on an empty book", empty}} {
		b.beside("start to first answer"+r.who, median(r.seen.start), "ms")
		b.beside("memory at rest"+r.who, median(r.seen.memory), "MB")
	}
}

// ratios divides run by run, since a machine is not equally busy all the time.
func ratios(ours, theirs []float64) []float64 {
	all := make([]float64, len(ours))
	for i := range ours {
		all[i] = ours[i] / theirs[i]
	}
	return all
}

// startAndRest starts a program on its folder, lets it idle and stops it.
func startAndRest(ctx context.Context, program, dir string, idle time.Duration) (took time.Duration, megabytes float64, err error) {
	s, err := serve(ctx, program, dir)
	if err != nil {
		return 0, 0, err
	}
	time.Sleep(idle)
	megabytes = resident(s.cmd.Process.Pid)
	return s.took, megabytes, s.stop()
}

// resident is the memory of a running process in MB, 0 where the system does
// not tell it in /proc.
func resident(pid int) float64 {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(raw)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			var kb float64
			if _, err := fmt.Sscan(rest, &kb); err == nil {
				return kb / 1024
			}
		}
	}
	return 0
}
