package browser

import (
	"fmt"
	"strings"
	"sync"
	"testing"
)

// faults is a test that keeps what it is told instead of failing.
type faults struct {
	testing.TB
	mu   sync.Mutex
	told []string
}

func (f *faults) Helper() {}

func (f *faults) Errorf(format string, args ...any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.told = append(f.told, fmt.Sprintf(format, args...))
}

// TestTheHarnessSeesFaults puts every fault that the harness looks for onto a
// page, one after the other: a check that finds nothing there would find
// nothing anywhere.
func TestTheHarnessSeesFaults(t *testing.T) {
	h := Fresh(t)
	for name, c := range map[string]struct {
		spoil string // JavaScript that puts the fault in
		look  func(p *Page)
		want  string
	}{
		"contrast":      {`add("p", {textContent: "hard to read", style: "color:#bbb;background:#ccc"})`, (*Page).Axe, "color-contrast"},
		"no name":       {`add("button", {style: "width:60px;height:60px"})`, (*Page).Axe, "button-name"},
		"no label":      {`add("input", {style: "width:60px;height:60px"})`, (*Page).Axe, "label"},
		"small":         {`add("button", {textContent: "x", style: "width:30px;height:60px;padding:0"})`, (*Page).Targets, "30 x 60"},
		"too wide":      {`add("div", {textContent: "wide", style: "width:400px"})`, (*Page).Reflow, "at 320 px"},
		"console":       {`console.error("it broke")`, (*Page).tellMistakes, "it broke"},
		"exception":     {`setTimeout(() => { throw new Error("it burst") })`, (*Page).tellMistakes, "it burst"},
		"policy":        {`add("div", {}).setAttribute("style", "color:red"); const s = document.createElement("script"); s.textContent = "1"; document.body.append(s)`, (*Page).tellMistakes, "Content Security Policy"},
		"missing file":  {`import("/app/nowhere.js").catch(() => {})`, (*Page).tellMistakes, "404"},
		"nothing wrong": {`0`, func(p *Page) { p.Axe(); p.Targets(); p.Reflow(); p.tellMistakes() }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			p := Open(t, Views[2])
			p.Go(h.URL + "/")
			f := &faults{TB: t}
			p.TB = f
			p.Run(`(() => { const add = (tag, how) => { const e = document.createElement(tag); const {style, ...rest} = how; Object.assign(e, rest); e.style.cssText = style || ""; document.querySelector("main").append(e); return e; }; ` + c.spoil + `; })()`)
			found := within(patience/20, func() bool {
				c.look(p)
				f.mu.Lock()
				defer f.mu.Unlock()
				return c.want == "" || strings.Contains(strings.Join(f.told, "\n"), c.want)
			})
			p.Mistakes()
			p.TB = t
			if !found || c.want == "" && len(f.told) > 0 {
				t.Errorf("found %q, want %q", f.told, c.want)
			}
		})
	}
}
