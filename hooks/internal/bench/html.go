package main

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"path/filepath"
	"strings"

	"touchstone/hooks/internal/sheet"
)

//go:embed scorecards.html
var pages string

// asHTML writes the same cards as a page for a browser: same fonts, words,
// chart and table, one card a sheet of paper.
func asHTML(doc sheet.Document, fonts string) ([]byte, error) {
	t, err := template.New("scorecards").Funcs(template.FuncMap{"line": line, "band": band, "x": x, "y": y, "mark": mark}).Parse(pages)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	folder := template.URL("file://" + filepath.ToSlash(fonts))
	if err := t.Execute(&out, map[string]any{"Doc": doc, "Fonts": folder}); err != nil {
		return nil, fmt.Errorf("writing the page for the browser: %w", err)
	}
	return out.Bytes(), nil
}

// The chart is 176 by 40 mm.
func x(i int) float64              { return 8 + float64(i)*13 }
func y(rate float64) float64       { return 38 - 36*rate }
func mark(v float64) float64       { return 40 * v }
func spot(i int, v float64) string { return fmt.Sprintf("%.2f,%.2f", x(i), y(v)) }

func line(points []sheet.Point) string {
	all := make([]string, len(points))
	for i, p := range points {
		all[i] = spot(i, p.Rate)
	}
	return strings.Join(all, " ")
}

// band is the outline of the intervals: along the upper ends and back.
func band(points []sheet.Point) string {
	var all []string
	for i, p := range points {
		all = append(all, spot(i, p.High))
	}
	for i := len(points) - 1; i >= 0; i-- {
		all = append(all, spot(i, points[i].Low))
	}
	return strings.Join(all, " ")
}
