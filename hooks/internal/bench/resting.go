package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"
)

// measureRest compares the time to the first answer and the memory of an idle
// service with a PocketBase that has nothing added, each on its own migrated
// folder.
func measureRest(ctx context.Context, b *bench) error {
	bare, err := b.build(ctx, "bare", "./hooks/internal/bench/bare")
	if err != nil {
		return err
	}
	ourDir, bareDir := b.fresh("rest"), b.fresh("bare-data")
	for program, dir := range map[string]string{b.program: ourDir, bare: bareDir} {
		if _, _, err := startAndRest(ctx, program, dir, 0); err != nil { // the first start makes the schema
			return err
		}
	}
	var starts, memory, ours, theirs []float64
	for range times {
		ourTime, ourMemory, err := startAndRest(ctx, b.program, ourDir, 5*time.Second)
		if err != nil {
			return err
		}
		bareTime, bareMemory, err := startAndRest(ctx, bare, bareDir, 5*time.Second)
		if err != nil {
			return err
		}
		b.say("  start: %.0f ms, bare %.0f ms; at rest: %.1f MB, bare %.1f MB", ms(ourTime), ms(bareTime), ourMemory, bareMemory)
		starts = append(starts, ms(ourTime)/ms(bareTime))
		ours, theirs = append(ours, ms(ourTime)), append(theirs, ms(bareTime))
		if bareMemory > 0 {
			memory = append(memory, ourMemory/bareMemory)
		}
	}
	b.atMost("start to first answer, of a bare PocketBase", median(starts), "x", 1.3)
	b.beside("start to first answer", median(ours), "ms")
	b.beside("start to first answer, bare PocketBase", median(theirs), "ms")
	if len(memory) == 0 {
		b.say("memory at rest is read from /proc, which this system does not have")
		return nil
	}
	b.atMost("memory at rest, of a bare PocketBase", median(memory), "x", 1.3)
	return nil
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
