package store

import (
	"slices"
	"testing"

	"woolroad/app/fibre"
	"woolroad/app/store/activity"
	"woolroad/app/store/db"
	"woolroad/app/trade/texts"
	"woolroad/documents"
)

func eventsOf(t testing.TB, s *Store, subject string, most int, before int64) (list []activity.Event) {
	t.Helper()
	err := s.view(t.Context(), tashi, func(tx *Tx) (err error) {
		list, err = activity.List(t.Context(), tx.Tx, subject, most, before)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestTheActivitySaysWhatChanged(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		o := sampleOrder(t, kathmandu, "SO-1")
		if _, err := s.AddOrder(t.Context(), Who{Name: "command line", At: noon, File: "so-1.json"}, o); err != nil {
			t.Fatal(err)
		}
		_, info, err := s.Order(t.Context(), "SO-1")
		if err != nil {
			t.Fatal(err)
		}
		o.Terms.Place = "Birgunj, Nepal"
		o.Lots = slices.Clone(o.Lots)
		o.Lots[0].Bales = slices.Clone(o.Lots[0].Bales)
		was := o.Lots[0].Bales[2].Gross
		o.Lots[0].Bales[2].Gross = fibre.Must("88.80")
		if _, err := s.ChangeOrder(t.Context(), tashi, info.ID, o, 1); err != nil {
			t.Fatal(err)
		}
		list := eventsOf(t, s, info.ID, 10, 0)
		if len(list) != 2 || list[1].Code != activity.Imported || list[1].Args[0] != "so-1.json" || list[1].Who != "command line" {
			t.Fatalf("the activity is %+v", list)
		}
		want := []texts.Change{
			{Pointer: "/terms/place", From: "Kathmandu, Nepal", To: "Birgunj, Nepal"},
			{Pointer: "/lots/0/bales/2/gross", From: was.String(), To: "88.80"},
		}
		if e := list[0]; e.Who != "Tashi" || e.Code != activity.Changed || !slices.Equal(e.Changes, want) || e.At.Unix() != noon.Unix() {
			t.Errorf("the change is %+v, want %+v", e, want)
		}
		if list := eventsOf(t, s, info.ID, 10, 2); len(list) != 1 || list[0].N != 1 {
			t.Errorf("before the second: %+v", list)
		}
		err = s.view(t.Context(), tashi, func(tx *Tx) error {
			lot, err := tx.Lot(t.Context(), o.Lots[0].Number)
			if got := lot.Bales[2].Gross.String(); got != "88.80" {
				t.Errorf("the bale in stock weighs %s", got)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestWhatHappenedStaysInAShell(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		add(t, s, sampleOrder(t, kathmandu, "SO-1"))
		add(t, s, sampleOrder(t, nhavaSheva, "SO-2"))
		statements := []string{
			"UPDATE events SET who = 'nobody'",
			"UPDATE events SET n = n + 1",
			"DELETE FROM events",
			"INSERT INTO events SELECT * FROM events",
			"INSERT INTO events SELECT subject, n + 2, at, who, format, args, changes FROM events",
			"INSERT INTO events SELECT subject, n, at, 'nobody', format, args, changes FROM events WHERE 1 = 1 ON CONFLICT (subject, n) DO UPDATE SET who = excluded.who",
		}
		switch s.Engine() {
		case db.SQLite:
			statements = append(statements,
				"REPLACE INTO events SELECT subject, n, at, 'nobody', format, args, changes FROM events",
				"UPDATE OR REPLACE events SET subject = 'x'",
			)
		case db.PostgreSQL:
			statements = append(statements,
				"TRUNCATE events",
				"SET session_replication_role = replica; DELETE FROM events",
			)
		}
		database := shell(t, s)
		for _, statement := range statements {
			if _, err := database.ExecContext(t.Context(), statement); err == nil {
				t.Errorf("this was let through: %s", statement)
			}
		}
	})
}

func TestTheActivitySaysWhatWasIssued(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		if _, err := s.AddOrder(t.Context(), tashi, sampleOrder(t, kathmandu, "SO-1")); err != nil {
			t.Fatal(err)
		}
		ctx := t.Context()
		first, err := s.issue(ctx, tashi, asks("SO-1", documents.KindPackingList, "1"))
		if err != nil {
			t.Fatal(err)
		}
		again := asks("SO-1", documents.KindPackingList, "2")
		again.Supersedes, again.Reason = []string{first[0].Number}, "A bale is missing."
		second, err := s.issue(ctx, tashi, again)
		if err != nil {
			t.Fatal(err)
		}
		list := eventsOf(t, s, first[0].SubjectID, 10, 0)
		if len(list) != 3 {
			t.Fatalf("the activity is %+v", list)
		}
		for i, want := range []activity.Event{
			{At: second[0].IssuedAt, Code: activity.Superseded, Args: []string{second[0].Number, first[0].Number, "A bale is missing."}},
			{At: first[0].IssuedAt, Code: activity.Issued, Args: []string{first[0].Number}},
		} {
			if got := list[i]; got.Who != "Tashi" || !got.At.Equal(want.At) || got.Code != want.Code || !slices.Equal(got.Args, want.Args) {
				t.Errorf("event %d is %+v, want %+v", i, got, want)
			}
		}
	})
}

// TestEventsFromBeforeCodesAreRead reads events that were stored as English
// sentences, with what pages need to say them in another language.
func TestEventsFromBeforeCodesAreRead(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		add(t, s, sampleOrder(t, kathmandu, "SO-1"))
		_, info, err := s.Order(t.Context(), "SO-1")
		if err != nil {
			t.Fatal(err)
		}
		for sentence, code := range map[activity.Code]activity.Code{
			"Order entered": activity.Entered, "Order imported from %s": activity.Imported, "Order changed": activity.Changed,
			"Order replaced by %s": activity.Replaced, "%s issued": activity.Issued, "%s issued in place of %s: %s": activity.Superseded,
		} {
			update(t, s, func(tx *Tx) error {
				return activity.Note(t.Context(), tx.Tx, activity.Event{Subject: info.ID, Code: sentence, Args: []string{"CI-2026-0001"}})
			})
			if e := eventsOf(t, s, info.ID, 1, 0)[0]; e.Code != code || e.Args[0] != "CI-2026-0001" {
				t.Errorf("%q is read as %q of %q, want %q", sentence, e.Code, e.Args, code)
			}
		}
	})
}
