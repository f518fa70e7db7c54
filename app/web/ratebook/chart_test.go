package ratebook

import (
	"io"
	"strings"
	"testing"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/app/ratebook"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

// history returns five years of days with two sides, and a gap in each October.
func history(t testing.TB) (days []pairDay) {
	first := civil.Date{Year: 2021, Month: 4, Day: 8}
	value := int64(12000)
	for i := range 1827 {
		day := first.AddDays(i)
		if value += int64((i*7919)%37) - 17; day.Month == time.October && day.Day < 9 {
			continue
		}
		d := pairDay{Date: day}
		for side := range 2 {
			d.Cells = append(d.Cells, &pairCell{StoredRate: ratebook.StoredRate{Rate: money.Rate{Value: exact.Shifted(value+60*int64(side), 2), Per: exact.Int(1), Date: day}}})
		}
		days = append(days, d)
	}
	if len(days) < 1700 {
		t.Fatalf("only %d days", len(days))
	}
	return days
}

func TestChartsAreHonest(t *testing.T) {
	charts := chartsOf(say.English, lines(history(t), 2, exact.Int(1)), civil.Date{Year: 2024, Month: 2, Day: 29})
	if len(charts) != 2 {
		t.Fatalf("%d charts", len(charts))
	}
	for _, c := range charts {
		if len(c.Values) < 3 || len(c.Values) > 8 || len(c.Days) < 2 || c.Mark == 0 {
			t.Errorf("%s: %d labels of values, %d of days, mark %d", c.Name, len(c.Values), len(c.Days), c.Mark)
		}
		for _, l := range c.Lines {
			if n := strings.Count(string(l.Path), "M"); n != 6 {
				t.Errorf("%s: a line of %d pieces, want 6: five Octobers have a gap", c.Name, n)
			}
		}
		for i, v := range c.Values[1:] {
			if v.At >= c.Values[i].At {
				t.Errorf("%s: %s is not above %s", c.Name, v.Label, c.Values[i].Label)
			}
		}
	}
}

func TestAChartOfLittle(t *testing.T) {
	day := civil.Date{Year: 2026, Month: 4, Day: 8}
	one := [][]point{{{day, 160_00000000}}}
	for _, c := range chartsOf(say.English, one, civil.Date{}) {
		if !strings.HasSuffix(string(c.Lines[0].Dots), "h0") || c.Lines[0].Path != "" {
			t.Errorf("one day is %+v, want a dot", c.Lines[0])
		}
	}
	if chartsOf(say.English, [][]point{nil}, day) != nil {
		t.Error("nothing is drawn as something")
	}
	for _, test := range []struct {
		low, high int64
		want      string
	}{
		{149_00000000, 151_00000000, "149.0 149.5 150.0 150.5 151.0"},
		{6_78000000, 6_80000000, "6.780 6.785 6.790 6.795 6.800"},
		{160_00000000, 160_00000000, "158 159 160 161 162"},
	} {
		var got []string
		for _, l := range axis(test.low, test.high).labels() {
			got = append(got, l.Label)
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("labels from %d to %d are %s, want %s", test.low, test.high, got, test.want)
		}
	}
}

// BenchmarkChart draws five years of days as the page does.
func BenchmarkChart(b *testing.B) {
	days := history(b)
	for b.Loop() {
		p := pairPage{Base: page.Base{Lang: say.English}, From: "USD", To: "NPR", Columns: []pairColumn{{}, {}}}
		p.Charts = chartsOf(say.English, lines(days, 2, exact.Int(1)), civil.Date{})
		if err := pairTmpl.Write(io.Discard, "layout.html", p); err != nil {
			b.Fatal(err)
		}
	}
}
