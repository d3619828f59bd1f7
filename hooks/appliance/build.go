package appliance

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"touchstone/hooks/appliance/folder"
	"touchstone/hooks/appliance/wire"
	"touchstone/hooks/internal/fault"
	"touchstone/hooks/internal/verb"
)

// Build names the version of the program.
type Build struct {
	Version    string `json:"version"`
	Commit     string `json:"commit"` // empty where the builder did not say
	PocketBase string `json:"pocketbase"`
	Go         string `json:"go"`
}

// NewBuild completes what the linker gave with what Go recorded.
func NewBuild(version, commit string) Build {
	b := Build{Version: version, Commit: commit, Go: runtime.Version()}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && b.Commit == "" {
			b.Commit = s.Value
		}
	}
	for _, d := range info.Deps {
		if d.Path == "github.com/pocketbase/pocketbase" {
			b.PocketBase = strings.TrimPrefix(d.Version, "v")
		}
	}
	return b
}

// Identity tells two builds apart.
func (b Build) Identity() string {
	if b.Commit == "" {
		return b.Version
	}
	return b.Version + "+" + b.Commit[:min(len(b.Commit), 12)]
}

// earlyVerbs need no data folder, or must not touch it.
func earlyVerbs(b Build) []verb.Verb {
	return []verb.Verb{
		{Name: "health", Short: "ask the running service whether it is well", Early: health},
		{Name: "version", Short: "which version this is", Early: func(_ context.Context, call *verb.Call) error { return version(call, b) }},
		later("backup", "", "save a copy of the book"),
		later("restore", "FILE", "bring a saved copy back"),
		later("service", "install|start|stop|restart|status|uninstall", "run by itself when the PC starts"),
		later("queue", "", "today's follow-ups with reasons"),
		later("notes", "", "thank-you notes as PDF"),
	}
}

// later is a command of the contract whose work is not built yet. It says so
// whatever stands behind it.
func later(name, args, short string) verb.Verb {
	flags := map[string][]verb.Flag{
		"queue": {{Name: "date", Usage: "the day, YYYY-MM-DD"}, {Name: "associate", Usage: "staff code"}, {Name: "all", Bool: true, Usage: "beyond the short list"}},
		"notes": {{Name: "due", Bool: true, Usage: "all that are due"}, {Name: "client", Usage: "record id of a client"}, {Name: "out", Usage: "the PDF", Out: true}},
	}
	return verb.Verb{
		Name: name, Args: args, Short: short + " (comes with a later version)", MaxArgs: -1, Flags: flags[name],
		Early: func(context.Context, *verb.Call) error {
			return fault.New(fault.NotFound, "touchstone %s comes with a later version. Nothing was done.", name)
		},
	}
}

func version(call *verb.Call, b Build) error {
	if call.JSON {
		return json.NewEncoder(call.Stdout).Encode(b)
	}
	_, err := fmt.Fprintf(call.Stdout, "Touchstone %s (PocketBase %s, %s)\n", b.Identity(), b.PocketBase, b.Go)
	return err
}

// Health is the answer of the health command.
type Health struct {
	OK      bool   `json:"ok"`
	Running bool   `json:"running"`
	Version string `json:"version,omitempty"`
	PID     int    `json:"pid,omitempty"`
	URL     string `json:"url,omitempty"`
	Problem string `json:"problem,omitempty"`
}

// health asks the service at its endpoint, then as a browser would.
func health(ctx context.Context, call *verb.Call) error {
	h := askHealth(ctx, call.Dir)
	if call.JSON {
		if err := json.NewEncoder(call.Stdout).Encode(h); err != nil {
			return err
		}
	}
	if h.OK {
		if !call.JSON {
			fmt.Fprintf(call.Stdout, "Touchstone is well: version %s at %s\n", h.Version, h.URL)
		}
		return nil
	}
	if !call.JSON {
		fmt.Fprintln(call.Stderr, h.Problem)
	}
	return &verb.Silent{Err: fault.New(fault.NotFound, "%s", h.Problem)}
}

func askHealth(ctx context.Context, dir string) Health {
	stopped := Health{Problem: "Touchstone is not running on the data folder " + dir + ". Start it with: touchstone serve"}
	owner, err := folder.Read(dir)
	if err != nil || owner.Endpoint == "" {
		return stopped
	}
	status, err := wire.Ping(owner.Endpoint)
	if err != nil {
		return stopped
	}
	h := Health{Running: true, Version: status.Version, PID: status.PID, URL: status.URL}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, status.URL+"/api/health", nil)
	if err != nil {
		h.Problem = "Touchstone runs, yet its address " + status.URL + " cannot be read."
		return h
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		h.Problem = "Touchstone runs, yet does not answer at " + status.URL + ". Stop it and start it again."
		return h
	}
	defer res.Body.Close()
	if h.OK = res.StatusCode == http.StatusOK; !h.OK {
		h.Problem = fmt.Sprintf("Touchstone runs, yet answers at %s with %d. Its log names the cause.", status.URL, res.StatusCode)
	}
	return h
}

// reachable turns "every address" into this PC's own.
func reachable(url string) string {
	return strings.NewReplacer("//0.0.0.0:", "//127.0.0.1:", "//[::]:", "//127.0.0.1:").Replace(url)
}
