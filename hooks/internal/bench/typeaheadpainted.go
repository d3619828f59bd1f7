package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"touchstone/hooks/internal/bench/peer"
)

// tablet makes this machine's processor a shop tablet's.
const tablet = 4

// watcher runs in the page: ready(q) promises how many milliseconds pass from
// the last key to the frame that shows what q finds, 0 where the rows are those
// that stood there already, 1500 where no answer came. The page's own calls are
// only listened to.
const watcher = `(() => {
	let wanted = null, key = 0, tell = null, answered = false;
	const real = window.fetch;
	window.fetch = async (...args) => {
		const answer = await real(...args);
		if (wanted !== null && typeof args[1]?.body === "string" && JSON.parse(args[1].body).q === wanted.trim()) answered = true;
		return answer;
	};
	const shown = () => [...document.querySelectorAll(".search .found .line")].map((l) => l.innerText).join("\n") + document.querySelector(".search .count")?.textContent;
	document.addEventListener("keydown", (e) => (key = e.timeStamp), true);
	new MutationObserver(() => {
		if (!answered || !tell) return;
		const done = tell;
		tell = null;
		requestAnimationFrame(() => {
			const after = new MessageChannel();
			after.port1.onmessage = () => done(performance.now() - key);
			after.port2.postMessage(0);
		});
	}).observe(document.querySelector(".search"), { subtree: true, childList: true, characterData: true });
	window.begin = async (text) => {
		const field = document.querySelector(".search input");
		wanted = tell = null;
		field.value = text;
		field.dispatchEvent(new Event("input", { bubbles: true }));
		field.focus();
		let last = "";
		for (let still = 0; still < 3; ) {
			await new Promise((go) => setTimeout(go, 60));
			const now = shown();
			still = now === last ? still + 1 : 0;
			last = now;
		}
		return true;
	};
	window.ready = (q) => {
		const field = document.querySelector(".search input");
		field.value = q.slice(0, -1); // as if it stood there, without its rows
		field.setSelectionRange(q.length, q.length);
		wanted = q;
		answered = false;
		window.painted = new Promise((done) => {
			tell = done;
			setTimeout(() => tell === done && ((tell = null), done(answered ? 0 : 1500)), 1500);
		});
	};
})()`

// leastPainted is how many questions of a round have to change the rows for it
// to tell anything.
const leastPainted = 12

// askPainted types one question of each kind, round by round, and waits for its
// rows.
func (b *bench) askPainted(ctx context.Context, c *counter, all []questions) error {
	if _, err := peer.FindChromium(); err != nil {
		return err
	}
	ctx, stop, err := browser(ctx, b.fresh("profile"))
	if err != nil {
		return err
	}
	defer stop()
	if err := chromedp.Do(ctx,
		chromedp.EmulateViewport(768, 1024),
		call(network.SetCookie, network.SetCookieParams{Name: "touchstone", Value: c.cookie, URL: c.url}),
		chromedp.Navigate(c.url+"/#/clients"),
	); err != nil {
		return fmt.Errorf("opening the client book: %w", err)
	}
	if err := waitFor(ctx, `document.querySelector(".search input")`); err != nil {
		return err
	}
	if err := chromedp.Do(ctx, call(emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: tablet})); err != nil {
		return err
	}
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[any](watcher+";0")); err != nil {
		return fmt.Errorf("watching the page: %w", err)
	}
	var p50, p95 []float64
	for round := range times {
		var these []float64
		before := ""
		for _, kind := range all {
			q := kind.asked[round%len(kind.asked)]
			took, err := typeLast(ctx, before, q)
			if err != nil {
				return fmt.Errorf("typing %s: %w", kind.kind, err)
			}
			if before = q; took > 0 {
				these = append(these, took)
			}
		}
		if len(these) < leastPainted {
			return fmt.Errorf("typing: only %d of %d questions changed the rows", len(these), len(all))
		}
		p50, p95 = append(p50, at(these, 0.5)), append(p95, at(these, 0.95))
		b.say("  painted rows of %d questions: p50 %.0f ms, p95 %.0f ms, longest %.0f ms", len(these), at(these, 0.5), at(these, 0.95), at(these, 1))
	}
	b.beside(fmt.Sprintf("typeahead, key to painted rows at %dx throttle, p50", tablet), median(p50), "ms")
	b.atMost(fmt.Sprintf("typeahead, key to painted rows at %dx throttle, p95", tablet), median(p95), "ms", 100)
	return nil
}

// typeLast types the last letter of a question under the rows of the one before,
// so that all rows are new.
func typeLast(ctx context.Context, before, q string) (float64, error) {
	rows, _ := json.Marshal(before) // a text is always JSON
	whole, _ := json.Marshal(q)
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`begin(`+string(rows)+`)`, chromedp.EvalAwaitPromise)); err != nil {
		return 0, err
	}
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[any](`ready(`+string(whole)+`);0`)); err != nil {
		return 0, err
	}
	if err := chromedp.Do(ctx, chromedp.KeyEvent(q[len(q)-1:])); err != nil {
		return 0, err
	}
	return chromedp.Run(ctx, chromedp.Evaluate[float64](`painted`, chromedp.EvalAwaitPromise))
}

// waitFor waits until something is on the page.
func waitFor(ctx context.Context, what string) error {
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if there, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("Boolean("+what+")")); err == nil && there {
			return nil
		}
	}
	return fmt.Errorf("waiting for %s: it never came", what)
}
