package ratebook

import (
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/exact"
	"woolroad/app/ratebook"
	"woolroad/app/web/say"
)

// chart is a drawing of one or more histories. Its measures are in tenths of a pixel, so
// that all of them are whole numbers.
type chart struct {
	Name          string // "wide" or "slim": for which width of a page
	Width, Height int
	Left, Right   int // of the plot
	Top, Bottom   int
	Lines         []chartLine
	Values, Days  []tick
	Mark          int // of the marked day, from the left; 0: none
	First, Last   civil.Date
	Low, High     string
}

// chartLine is one history as SVG paths, with the style of its line.
type chartLine struct {
	Kind int // from 1 to lineKinds
	Path template.HTMLAttr
	Dots template.HTMLAttr // days that stand alone; empty: none
}

// tick is a label on an axis.
type tick struct {
	At     int
	Label  string
	Anchor string // which part of a day's label stands there: "middle", or "end" at the right edge
}

// halfLabel is about half the width of the widest label of a day.
const halfLabel = 350

// point is the value of a history on one day.
type point struct {
	day   civil.Date
	value int64 // in units of 1/10^pointDecimals
}

// lineKinds is the number of styles, of colour and dashes, that lines have.
const lineKinds = 4

// pointDecimals is the number of decimals of a point's value, enough for what a screen
// can show.
const pointDecimals = 8

// broken is the number of days without a value above which a line is broken: more than a
// weekend with a holiday.
const broken = 5

// lines returns the columns of the days as points, in values for that many units.
func lines(days []pairDay, columns int, unit exact.Number) [][]point {
	all := make([][]point, columns)
	for _, d := range days {
		for i, cell := range d.Cells {
			if cell == nil {
				continue
			}
			if value, ok := position(cell.StoredRate, unit); ok {
				all[i] = append(all[i], point{d.Date, value})
			}
		}
	}
	return all
}

// position returns the value of a rate on the chart, and false if it is beyond any rate
// that was ever published. The value is for the eye alone; nothing is computed from it.
func position(k ratebook.StoredRate, unit exact.Number) (int64, bool) {
	n := k.Value
	if k.Per.Cmp(unit) != 0 {
		n = n.Mul(unit).Quo(k.Per, pointDecimals)
	}
	return n.Round(pointDecimals).Units(pointDecimals)
}

// What a chart leaves around its plot, in tenths of a pixel: digitWidth for each character
// of the widest label of a value, edge on the other sides, and dayLabelsHeight below. A day
// has a label about every perDayLabel.
const (
	digitWidth      = 75
	edge            = 100
	dayLabelsHeight = 300
	perDayLabel     = 900
)

// chartsOf returns one chart of the histories for wide pages and one for slim pages, or nil
// where there are no points. mark is the day that a person asked about, which the chart
// marks with an upright line if it lies within the histories; zero marks none.
func chartsOf(l say.Lang, histories [][]point, mark civil.Date) []chart {
	var low, high point
	var first, last civil.Date
	for _, line := range histories {
		for _, p := range line {
			if first.IsZero() || p.day.Before(first) {
				first = p.day
			}
			if p.day.After(last) {
				last = p.day
			}
			if low.day.IsZero() || p.value < low.value {
				low = p
			}
			if high.day.IsZero() || p.value > high.value {
				high = p
			}
		}
	}
	if first.IsZero() {
		return nil
	}
	var charts []chart
	for _, c := range []chart{{Name: "wide", Width: 9200, Height: 2900}, {Name: "slim", Width: 3200, Height: 2300}} {
		c.First, c.Last, c.Low, c.High = first, last, figure(low.value, 0), figure(high.value, 0)
		a := axis(low.value, high.value)
		labels := a.labels()
		longest := 0
		for _, t := range labels {
			longest = max(longest, len(t.Label))
		}
		c.Left, c.Right, c.Top, c.Bottom = digitWidth*longest+edge, c.Width-edge, edge, c.Height-dayLabelsHeight
		y := func(value int64) int { return c.Bottom - scaled(value-a.from, a.to-a.from, c.Bottom-c.Top) }
		x := func(day civil.Date) int {
			if first == last {
				return (c.Left + c.Right) / 2
			}
			return c.Left + scaled(int64(day.DaysSince(first)), int64(last.DaysSince(first)), c.Right-c.Left)
		}
		for _, t := range labels {
			c.Values = append(c.Values, tick{At: y(t.value), Label: t.Label})
		}
		for _, t := range dayTicks(l, first, last, (c.Right-c.Left)/perDayLabel) {
			at := tick{x(t.day), t.Label, "middle"}
			if at.At+halfLabel > c.Width {
				at.Anchor = "end"
			}
			c.Days = append(c.Days, at)
		}
		if !mark.IsZero() && !mark.Before(first) && !mark.After(last) {
			c.Mark = x(mark)
		}
		for i, line := range histories {
			path, dots := svgPaths(line, x, y)
			c.Lines = append(c.Lines, chartLine{i%lineKinds + 1, template.HTMLAttr(path), template.HTMLAttr(dots)})
		}
		charts = append(charts, c)
	}
	return charts
}

// scaled returns the part n of whole of a length, rounded to the nearest number.
func scaled(n, whole int64, length int) int {
	for whole > 1<<40 { // so that nothing overflows
		n, whole = n>>1, whole>>1
	}
	return int((n*int64(length) + whole/2) / whole)
}

// thin returns, of the points that would fall into one pixel, only the first, the last,
// the lowest and the highest. The line looks the same.
func thin(line []point, x func(civil.Date) int) (out []point) {
	for len(line) > 0 {
		n := 1
		for n < len(line) && x(line[n].day)/10 == x(line[0].day)/10 {
			n++
		}
		low, high := 0, 0
		for i, p := range line[:n] {
			if p.value < line[low].value {
				low = i
			}
			if p.value > line[high].value {
				high = i
			}
		}
		keep := []int{0, low, high, n - 1}
		slices.Sort(keep)
		for _, i := range slices.Compact(keep) {
			out = append(out, line[i])
		}
		line = line[n:]
	}
	return out
}

// svgPaths returns what the attribute d of two SVG paths says: a line through the points,
// broken where nothing was published for long, and dots for the points that stand alone. x
// and y return where a day and a value are drawn.
func svgPaths(line []point, x func(civil.Date) int, y func(int64) int) (path, dots string) {
	var p, d strings.Builder
	for _, piece := range unbroken(line) {
		b := &p
		if len(piece) == 1 {
			b = &d
		}
		for i, at := range thin(piece, x) {
			b.WriteByte("ML"[min(i, 1)])
			b.WriteString(strconv.Itoa(x(at.day)))
			b.WriteByte(' ')
			b.WriteString(strconv.Itoa(y(at.value)))
		}
		if len(piece) == 1 {
			b.WriteString("h0")
		}
	}
	return p.String(), d.String()
}

// unbroken returns the parts of a line between which nothing was published for more than
// broken days.
func unbroken(line []point) (all [][]point) {
	begin := 0
	for i := range line {
		if i > 0 && line[i].day.DaysSince(line[i-1].day) > broken {
			all = append(all, line[begin:i])
			begin = i
		}
	}
	return append(all, line[begin:])
}

// scale is an axis of values, with a label at each step.
type scale struct {
	from, to, step int64
	decimals       int32
}

// steps is about the number of labels on an axis of values.
const steps = 4

// axis returns a scale from below the lowest to above the highest value, in steps of 1, 2
// or 5 times a power of ten.
func axis(low, high int64) scale {
	if low == high {
		room := max(high/100, 1)
		low, high = low-room, high+room
	}
	s := scale{step: 1, decimals: pointDecimals}
	for places := int32(0); ; places++ {
		for _, n := range []int64{1, 2, 5} {
			if step := n * powerOf10(places); step >= (high-low)/steps || places == 17 {
				s.step, s.decimals = step, max(0, pointDecimals-places)
				s.from = low / step * step
				s.to = (high + step - 1) / step * step
				return s
			}
		}
	}
}

// powerOf10 returns 10 to the power of n.
func powerOf10(n int32) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}

// valueTick is a label of the axis of values.
type valueTick struct {
	value int64
	Label string
}

// labels returns a label for each step of the axis.
func (s scale) labels() (all []valueTick) {
	for v := s.from; v <= s.to; v += s.step {
		all = append(all, valueTick{v, figure(v, s.decimals)})
	}
	return all
}

// figure returns a value as text with at least that many decimals.
func figure(value int64, decimals int32) string {
	return exact.Shifted(value, pointDecimals).Trim(decimals).Grouped()
}

// dayTick is a label of the axis of days.
type dayTick struct {
	day   civil.Date
	Label string
}

// dayTicks returns about n labels for an axis of days: years, months or days by its
// length.
func dayTicks(l say.Lang, first, last civil.Date, n int) (all []dayTick) {
	n = max(n, 2)
	span := last.DaysSince(first)
	switch {
	case span > 3*aYear:
		every := (last.Year-first.Year)/n + 1
		for year := first.Year + 1; year <= last.Year; year++ {
			if (year-first.Year-1)%every == 0 {
				all = append(all, dayTick{civil.Date{Year: year, Month: time.January, Day: 1}, fmt.Sprint(year)})
			}
		}
	case span > 62:
		every := span/30/n + 1
		day := civil.Date{Year: first.Year, Month: first.Month, Day: 1}
		for i := 0; !day.After(last); i++ {
			if !day.Before(first) && i%every == 0 {
				all = append(all, dayTick{day, l.Month(day)})
			}
			if day.Month++; day.Month > time.December {
				day.Year, day.Month = day.Year+1, time.January
			}
		}
	default:
		every := span/n + 1
		for day := first; !day.After(last); day = day.AddDays(every) {
			all = append(all, dayTick{day, l.DayOfMonth(day)})
		}
	}
	return all
}
