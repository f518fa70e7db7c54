package rates_test

import (
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"

	"woolroad/rates"
)

func TestNext(t *testing.T) {
	for _, test := range []struct {
		what   string
		id     rates.SourceID
		times  string
		after  string
		next   string
		native string // on the publisher's clock
	}{
		{"Frankfurt, before the first time", rates.ECB, "16:15 18:00", "2026-11-23T08:00:00Z", "2026-11-23T15:15:00Z", "Mon 16:15"},
		{"Frankfurt, between the two", rates.ECB, "16:15 18:00", "2026-11-23T15:15:00Z", "2026-11-23T17:00:00Z", "Mon 18:00"},
		{"Frankfurt, on Friday evening", rates.ECB, "16:15 18:00", "2026-11-27T17:00:00Z", "2026-11-30T15:15:00Z", "Mon 16:15"},
		{"Frankfurt in summer", rates.ECB, "16:15", "2026-07-01T00:00:00Z", "2026-07-01T14:15:00Z", "Wed 16:15"},
		{"Frankfurt, over the clock's change on a Sunday", rates.ECB, "16:15", "2026-03-27T15:15:00Z", "2026-03-30T14:15:00Z", "Mon 16:15"},
		{"Kathmandu, which is 5:45 ahead", rates.NRB, "00:15", "2026-11-23T18:29:59Z", "2026-11-23T18:30:00Z", "Tue 00:15"},
		{"Kathmandu publishes on Saturdays", rates.NRB, "00:15", "2026-11-27T18:00:00Z", "2026-11-27T18:30:00Z", "Sat 00:15"},
		{"Mumbai, on Saturday", rates.FBIL, "13:45", "2026-11-28T03:00:00Z", "2026-11-30T08:15:00Z", "Mon 13:45"},
		{"Shanghai, when it is still yesterday in Greenwich", rates.CFETS, "07:00", "2026-11-22T20:00:00Z", "2026-11-22T23:00:00Z", "Mon 07:00"},
		{"the year's end", rates.CFETS, "09:30", "2026-12-31T02:00:00Z", "2027-01-01T01:30:00Z", "Fri 09:30"},
		{"times in any order", rates.CFETS, "12:00 09:30", "2026-11-23T00:00:00Z", "2026-11-23T01:30:00Z", "Mon 09:30"},
	} {
		p, _ := rates.PublisherOf(test.id)
		s, err := p.Schedule(test.times)
		if err != nil {
			t.Fatalf("%s: %v", test.what, err)
		}
		got := s.Next(moment(t, test.after))
		if got.UTC().Format(time.RFC3339) != test.next || got.Format("Mon 15:04") != test.native {
			t.Errorf("%s: after %s comes %s, %s; want %s, %s", test.what, test.after, got.UTC().Format(time.RFC3339), got.Format("Mon 15:04"), test.next, test.native)
		}
	}
}

func TestATimeThatTheClockSkips(t *testing.T) {
	for _, test := range []struct{ zone, at, after, next, then string }{
		{"Europe/Berlin", "02:30", "2026-03-28T12:00:00Z", "2026-03-29 03:30", "2026-03-30 02:30"},
		{"America/New_York", "02:30", "2026-03-07T12:00:00Z", "2026-03-08 03:30", "2026-03-09 02:30"},
		{"America/Santiago", "00:30", "2026-09-05T12:00:00Z", "2026-09-06 01:30", "2026-09-07 00:30"},
		{"Pacific/Apia", "10:00", "2011-12-30T09:00:00Z", "2011-12-31 10:00", "2012-01-01 10:00"}, // there was no 30 December
	} {
		zone, err := time.LoadLocation(test.zone)
		if err != nil {
			t.Fatal(err)
		}
		at, err := rates.ParseTimes(test.at)
		if err != nil {
			t.Fatal(err)
		}
		s := rates.Schedule{Zone: zone, At: at}
		next := s.Next(moment(t, test.after))
		then := s.Next(next)
		if got := next.Format("2006-01-02 15:04"); got != test.next {
			t.Errorf("%s: after %s comes %s, want %s", test.zone, test.after, got, test.next)
		}
		if got := then.Format("2006-01-02 15:04"); got != test.then {
			t.Errorf("%s: then comes %s, want %s", test.zone, got, test.then)
		}
	}
}

func TestAScheduleWithoutTimesHasNoNext(t *testing.T) {
	s := rates.Schedule{Zone: time.UTC}
	if got := s.Next(moment(t, "2026-03-28T12:00:00Z")); !got.IsZero() {
		t.Errorf("got %s, want the zero Time", got)
	}
}

// TestNextIsTheNext holds for any time that the next time is later, is one of the
// schedule's times on one of its days, and that no other lies between.
func TestNextIsTheNext(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SampledFrom(rates.Publishers).Draw(t, "publisher")
		s, err := p.Schedule("")
		if err != nil {
			t.Fatal(err)
		}
		after := time.Unix(rapid.Int64Range(1_700_000_000, 1_900_000_000).Draw(t, "after"), 0)
		next := s.Next(after)
		if !next.After(after) || next.Sub(after) > 4*24*time.Hour {
			t.Fatalf("after %s comes %s", after, next)
		}
		if p.Weekdays && (next.Weekday() == time.Saturday || next.Weekday() == time.Sunday) {
			t.Fatalf("%s is on a weekend", next)
		}
		between := after.Add(time.Duration(rapid.Int64Range(0, int64(next.Sub(after))-1).Draw(t, "between")))
		if again := s.Next(between); !again.Equal(next) {
			t.Fatalf("after %s comes %s, and after %s before it %s", after, next, between, again)
		}
	})
}

func TestParseTimes(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"9:30", `"9:30" is not a time of the day; write them like 09:30 12:00`},
		{"24:00", `"24:00" is not a time of the day; write them like 09:30 12:00`},
		{"09:30, 12:00", `"09:30," is not a time of the day; write them like 09:30 12:00`},
		{"", "there is no time of the day; write them like 09:30 12:00"},
		{"\t", "there is no time of the day; write them like 09:30 12:00"},
	} {
		if _, err := rates.ParseTimes(test.text); err == nil || err.Error() != test.want {
			t.Errorf("ParseTimes(%q) = %v, want %s", test.text, err, test.want)
		}
	}
}

func TestSpans(t *testing.T) {
	for _, test := range []struct {
		what     string
		step     int
		from, to string
		want     []string
	}{
		{"a day", 100, "2026-04-01", "2026-04-01", []string{"2026-04-01 2026-04-01"}},
		{"one part", 5, "2026-04-01", "2026-04-05", []string{"2026-04-01 2026-04-05"}},
		{"a day more", 5, "2026-04-01", "2026-04-06", []string{"2026-04-01 2026-04-05", "2026-04-06 2026-04-06"}},
		{"over a year's end", 90, "2025-12-01", "2026-03-31", []string{"2025-12-01 2026-02-28", "2026-03-01 2026-03-31"}},
		{"all at once", 0, "1999-01-04", "2026-11-23", []string{"1999-01-04 2026-11-23"}},
		{"nothing", 5, "2026-04-02", "2026-04-01", nil},
	} {
		got := rates.Publisher{Step: test.step}.Spans(day(t, test.from), day(t, test.to))
		if len(got) != len(test.want) {
			t.Errorf("%s: %v, want %v", test.what, got, test.want)
			continue
		}
		for i, s := range got {
			if s.From.String()+" "+s.To.String() != test.want[i] {
				t.Errorf("%s: %v, want %v", test.what, got, test.want)
			}
		}
	}
}

func moment(t *testing.T, text string) time.Time {
	t.Helper()
	m, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return m
}
