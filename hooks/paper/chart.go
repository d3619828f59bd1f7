package paper

import (
	"touchstone/hooks/internal/sheet"
)

// The chart's own measures, in mm from its top left corner.
const (
	chartHeight = 43.0
	chartLeft   = 8.0
	chartTop    = 2.1  // 100 %
	chartFloor  = 34.9 // 0 %
	chartBelow  = 37.3 // rings of weeks below the floor
	chartLabels = 42.2 // baseline of the weeks' names
)

// plot is a chart ready to draw.
type plot struct {
	t              *typesetter
	points         []sheet.Point
	right          float64 // x of the last point
	end, meanEnd   string
	endS, meanEndS style
	labels         []string // as many as points; empty ones are not printed
	labelStyle     style
	mean           float64
	hasMean        bool
	empty          []string
	emptyStyle     style
}

func (l *layout) chart(c sheet.Chart) block {
	if len(c.Points) == 0 && printable(c.Empty) == "" {
		return block{}
	}
	pl := &plot{t: l.t, points: c.Points, mean: c.Mean, hasMean: c.HasMean}
	pl.endS, pl.end = l.fit("end of the chart", styleEnd, c.End)
	pl.meanEndS, pl.meanEnd = l.fit("mean of the chart", styleMeanEnd, c.MeanEnd)
	side := max(l.t.width(pl.endS, pl.end)+3, l.t.width(pl.meanEndS, pl.meanEnd)+3, 8)
	pl.right = blockWidth - side
	if side > 60 {
		l.overflow("end of the chart", 1, pl.end)
	}
	l.weeks(pl)
	if !anyRate(c.Points) {
		st, text := l.fit("empty chart", styleProse, c.Empty)
		pl.emptyStyle, pl.empty = st, l.most("empty chart", l.t.balance(st, text, 130), 4)
		pl.hasMean, pl.end, pl.meanEnd = false, "", ""
	}
	l.inside(c)
	titleStyle, title := l.fit("title of the chart", styleHead, c.Title)
	noteStyle, note := l.fit("note of the chart", styleN, c.Note)
	if l.t.width(titleStyle, title)+l.t.width(noteStyle, note)+6 > blockWidth {
		l.overflow("title of the chart", 1, title+" "+note)
	}
	above := titleStyle.line + 2.4
	return block{
		gap: 8, height: above + chartHeight, field: "chart", lines: []string{title}, line: titleStyle.line,
		draw: func(p *pen, y float64) {
			base := y + l.t.drop(titleStyle)
			p.text(titleStyle, 0, base, title)
			p.text(noteStyle, l.t.width(titleStyle, title)+3, base, note)
			pl.draw(p, y+above)
		},
	}
}

// inside refuses what would be drawn off the axis.
func (l *layout) inside(c sheet.Chart) {
	ok := !c.HasMean || fractions(c.Mean)
	for _, p := range c.Points {
		ok = ok && (!p.Has || fractions(p.Rate)) && (!p.HasInterval || fractions(p.Low, p.High))
	}
	if !ok {
		l.refuse("chart", "a rate lies outside 0 to 1")
	}
}

func anyRate(points []sheet.Point) bool {
	for _, p := range points {
		if p.Has {
			return true
		}
	}
	return false
}

func fractions(all ...float64) bool {
	for _, v := range all {
		if !(v >= 0 && v <= 1) {
			return false
		}
	}
	return true
}

// weeks prints as many names of weeks as stand clear of each other, the last always.
func (l *layout) weeks(pl *plot) {
	n := len(pl.points)
	pl.labels = make([]string, n)
	pl.labelStyle = styleAxis
	for i, p := range pl.points {
		st, text := l.fit("weeks of the chart", styleAxis, p.Label)
		pl.labels[i] = text
		if st.cut != styleAxis.cut {
			pl.labelStyle = st
		}
	}
	// Four weeks apart where they fit: every week named is more ink than help.
	for step := 4; step <= n; step++ {
		if pl.clear(step) {
			pl.keep(step)
			return
		}
	}
	pl.keep(max(n, 1))
}

func (pl *plot) keep(step int) {
	n := len(pl.points)
	for i := range pl.labels {
		if (n-1-i)%step != 0 {
			pl.labels[i] = ""
		}
	}
}

// clear tells whether the labels of every step-th week, counted from the last, keep 3 mm apart.
func (pl *plot) clear(step int) bool {
	end := -3.0
	for i := (len(pl.points) - 1) % step; i < len(pl.points); i += step {
		x, w := pl.labelAt(i)
		if pl.labels[i] == "" {
			continue
		}
		if x < end+3 {
			return false
		}
		end = x + w
	}
	return true
}

// labelAt is where the name of week i begins and how wide it is: the outer two stay
// inside the axis.
func (pl *plot) labelAt(i int) (x, width float64) {
	width = pl.t.width(pl.labelStyle, pl.labels[i])
	switch x = pl.x(i); {
	case i == 0 && len(pl.points) > 1:
		return x, width
	case i == len(pl.points)-1:
		return x - width, width
	}
	return x - width/2, width
}

func (pl *plot) x(i int) float64 {
	if len(pl.points) < 2 {
		return pl.right
	}
	return chartLeft + float64(i)*(pl.right-chartLeft)/float64(len(pl.points)-1)
}

func height(rate float64) float64 {
	return chartFloor - rate*(chartFloor-chartTop)
}

func (pl *plot) draw(p *pen, top float64) {
	if len(pl.empty) > 0 {
		pl.drawEmpty(p, top)
	} else {
		pl.drawAxis(p, top, 0, 0.5, 1)
	}
	if pl.hasMean {
		p.dotted(chartLeft, pl.right, top+height(pl.mean))
	}
	for i, pt := range pl.points {
		if pt.Has && pt.HasInterval {
			p.rule(pl.x(i), top+height(pt.Low), pl.x(i), top+height(pt.High), 0.21, 0x80)
		}
	}
	pl.drawLine(p, top)
	for i, text := range pl.labels {
		if text != "" {
			x, _ := pl.labelAt(i)
			p.text(pl.labelStyle, x, top+chartLabels, text)
		}
	}
	pl.drawEnds(p, top)
}

func (pl *plot) drawAxis(p *pen, top float64, at ...float64) {
	names := map[float64]string{0: "0", 0.5: "50", 1: "100"}
	for _, v := range at {
		y := top + height(v)
		p.rule(chartLeft, y, pl.right, y, 0.18, hairline)
		p.textRight(styleAxis, chartLeft-2.2, y+0.95, names[v])
	}
}

// drawEmpty leaves the middle line out and lets a sentence stand in its place.
func (pl *plot) drawEmpty(p *pen, top float64) {
	pl.drawAxis(p, top, 0, 1)
	tall := float64(len(pl.empty)) * pl.emptyStyle.line
	p.lines(pl.emptyStyle, chartLeft, top+(chartTop+chartFloor-tall)/2, pl.empty)
}

// drawLine draws the person's own line, broken where a week has no rate, then what
// lies on it.
func (pl *plot) drawLine(p *pen, top float64) {
	for i, pt := range pl.points {
		if i > 0 && pt.Has && pl.points[i-1].Has {
			p.rule(pl.x(i-1), top+height(pl.points[i-1].Rate), pl.x(i), top+height(pt.Rate), 0.42, black)
		}
	}
	for i, pt := range pl.points {
		switch {
		case pt.Has && i == len(pl.points)-1:
			p.dot(pl.x(i), top+height(pt.Rate), 1.15)
		case pt.Has:
			p.dot(pl.x(i), top+height(pt.Rate), 0.66)
		case pt.Few:
			p.ring(pl.x(i), top+chartBelow, 0.9)
		}
	}
}

// drawEnds names the last point and the dotted line; where the two would touch, each
// moves away from the other.
func (pl *plot) drawEnds(p *pen, top float64) {
	x := pl.right + 2.4
	n := len(pl.points)
	hasEnd := n > 0 && pl.points[n-1].Has && pl.end != ""
	hasMean := pl.hasMean && pl.meanEnd != ""
	endY, meanY := 0.0, height(pl.mean)
	if hasEnd {
		endY = height(pl.points[n-1].Rate)
	}
	if hasEnd && hasMean {
		endY, meanY = apart(endY, meanY, 3.9)
	}
	if hasMean {
		p.text(pl.meanEndS, x, top+meanY+1, pl.meanEnd)
	}
	if hasEnd {
		p.text(pl.endS, x, top+endY+1.15, pl.end)
	}
}

// apart moves two heights from each other until they differ by least; equal ones leave a
// upward.
func apart(a, b, least float64) (float64, float64) {
	gap := b - a
	switch {
	case gap >= 0 && gap < least:
		return a - (least-gap)/2, b + (least-gap)/2
	case gap < 0 && gap > -least:
		return a + (least+gap)/2, b - (least+gap)/2
	}
	return a, b
}
