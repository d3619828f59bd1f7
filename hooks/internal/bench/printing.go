package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"touchstone/hooks/internal/bench/peer"
	"touchstone/hooks/paper"
)

// people is how many scorecards are printed.
const people = 60

// measurePaper compares the scorecards of 60 associates as one PDF, fonts read
// anew each time, with Chromium printing 60 pages of the same content.
func measurePaper(ctx context.Context, b *bench) error {
	chromium, err := peer.FindChromium()
	if err != nil {
		return err
	}
	fonts := filepath.Join(b.root, "templates", "fonts")
	doc := scorecards(people)
	html := filepath.Join(b.dir, "scorecards.html")
	page, err := asHTML(doc, fonts)
	if err != nil {
		return err
	}
	if err := os.WriteFile(html, page, 0o600); err != nil {
		return err
	}
	var ratios, ours, theirs []float64
	for range times {
		here, err := printHere(fonts)
		if err != nil {
			return err
		}
		there, err := b.printThere(ctx, chromium, html)
		if err != nil {
			return err
		}
		b.say("  paper: %.0f ms, Chromium %.0f ms", ms(here), ms(there))
		ours, theirs, ratios = append(ours, ms(here)), append(theirs, ms(there)), append(ratios, float64(there)/float64(here))
	}
	b.atLeast("60 scorecards as PDF, times faster than Chromium", median(ratios), "x", 20)
	b.beside("60 scorecards as PDF", median(ours), "ms")
	b.beside("60 such pages, Chromium", median(theirs), "ms")
	return nil
}

func printHere(fonts string) (time.Duration, error) {
	var out bytes.Buffer
	began := time.Now()
	press, err := paper.New(os.DirFS(fonts))
	if err != nil {
		return 0, err
	}
	if err := press.Scorecards(&out, scorecards(people)); err != nil {
		return 0, err
	}
	took := time.Since(began)
	return took, countPages("the press", out.Bytes())
}

func (b *bench) printThere(ctx context.Context, chromium peer.Chromium, html string) (time.Duration, error) {
	profile, pdf := b.fresh("profile"), b.fresh("chromium")+".pdf"
	defer os.RemoveAll(profile)
	cmd := chromium.Print(ctx, profile, html, pdf)
	c, err := run(cmd)
	if err != nil {
		return 0, err
	}
	body, err := os.ReadFile(pdf)
	if err != nil {
		return 0, err
	}
	return c.wall, countPages(filepath.Base(cmd.Path), body)
}

var pageObject = regexp.MustCompile(`/Type\s*/Page\b[^s]`)

// countPages refuses to compare what is not the same work.
func countPages(who string, pdf []byte) error {
	if n := len(pageObject.FindAll(pdf, -1)); n != people {
		return fmt.Errorf("printing %d pages: %s made %d", people, who, n)
	}
	return nil
}
