package orders_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"sync"
	"testing"
	"time"

	"woolroad/app/orders"
	"woolroad/app/sample"
	"woolroad/app/store"
	"woolroad/app/store/storetest"
	"woolroad/app/trade"
)

// migrated is an empty database with the program's schema.
var migrated = storetest.NewTemplate(func(w store.Where) error { return store.Migrate(context.Background(), w) })

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

var noon = time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)

// tashi asks with a request's key, or none.
func tashi(request string) store.Who {
	return store.Who{Name: "Tashi", At: noon, Request: request}
}

// each runs f against a fresh store on both engines.
func each(t *testing.T, f func(t *testing.T, s *store.Store)) {
	storetest.Opened(t, migrated, store.Open, f)
}

// wool returns a sample order, changed by edit.
func wool(t *testing.T, edit func(*trade.Order)) orders.Entry {
	t.Helper()
	b, err := sample.Files.ReadFile("orders/01-kathmandu-scoured-wool.json")
	if err != nil {
		t.Fatal(err)
	}
	e := orders.Read(bytes.NewReader(b))
	if edit == nil {
		return e
	}
	o := e.Order()
	edit(&o)
	return orders.Judge(o)
}

const number = "SO-2026-0041" // of wool

func look(t *testing.T, s *store.Store) orders.Stored {
	t.Helper()
	o, err := orders.Look(t.Context(), s, tashi(""), number)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// TestSavedOnceForARequest sends each way to save an order twice, as a double click
// does: the second is answered like the first, and changes nothing.
func TestSavedOnceForARequest(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		contract := func(text string) orders.Entry {
			return wool(t, func(o *trade.Order) { o.Contract = text })
		}
		for i, test := range []struct {
			name string
			save func(who store.Who, version int64) (orders.Saved, error)
			want store.Outcome
		}{
			{"a new order", func(who store.Who, _ int64) (orders.Saved, error) {
				return orders.Add(ctx, s, who, wool(t, nil), orders.Source{})
			}, store.Added},
			{"a change", func(who store.Who, version int64) (orders.Saved, error) {
				return orders.Change(ctx, s, who, look(t, s).Info.ID, version, contract("A"), orders.Source{})
			}, store.Changed},
			{"a file in place of the order", func(who store.Who, _ int64) (orders.Saved, error) {
				return orders.Replace(ctx, s, who, contract("B"), orders.Source{File: "b.json"})
			}, store.Changed},
			{"a file in place of the order that it was compared with", func(who store.Who, version int64) (orders.Saved, error) {
				return orders.ReplaceVersion(ctx, s, who, version, contract("C"), orders.Source{File: "c.json"})
			}, store.Changed},
		} {
			version := int64(i)
			for _, click := range []string{"first", "second"} {
				got, err := test.save(tashi(test.name), version)
				if err != nil || got != (orders.Saved{Number: number, Outcome: test.want}) {
					t.Errorf("%s, the %s time: %+v, %v", test.name, click, got, err)
				}
			}
			if is := look(t, s).Info.Version; is != version+1 {
				t.Errorf("%s: the order is of version %d, want %d", test.name, is, version+1)
			}
		}
		again, err := orders.Add(ctx, s, tashi("another"), contract("C"), orders.Source{})
		if err != nil || again.Outcome != store.Unchanged {
			t.Errorf("another request for the same: %+v, %v", again, err)
		}
		for n, want := range []store.Outcome{store.Unchanged, store.Unchanged} { // two files of one request
			if got, err := orders.Add(ctx, s, tashi("upload"), contract("C"), orders.Source{File: "c.json", N: n}); err != nil || got.Outcome != want {
				t.Errorf("file %d: %+v, %v", n, got, err)
			}
		}
	})
}

func TestTwoClicksAtOnceAreOneOrder(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		e := wool(t, nil)
		var got [8]orders.Saved
		var errs [8]error
		var all sync.WaitGroup
		for i := range got {
			all.Go(func() { got[i], errs[i] = orders.Add(t.Context(), s, tashi("click"), e, orders.Source{}) })
		}
		all.Wait()
		for i := range got {
			if errs[i] != nil || got[i] != (orders.Saved{Number: number, Outcome: store.Added}) {
				t.Errorf("click %d: %+v, %v", i, got[i], errs[i])
			}
		}
	})
}

func TestAnotherOrderIsThere(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		if _, err := orders.Add(ctx, s, tashi(""), wool(t, nil), orders.Source{}); err != nil {
			t.Fatal(err)
		}
		mine := wool(t, func(o *trade.Order) { o.Contract = "mine" })
		_, err := orders.Add(ctx, s, tashi(""), mine, orders.Source{})
		taken, faults := (*orders.Taken)(nil), trade.Faults(nil)
		if !errors.As(err, &taken) || taken.There.Info.Version != 1 || taken.There.Order.Contract == "mine" || !errors.As(err, &faults) || faults[0].Pointer != "/number" {
			t.Errorf("a number that is taken: %v", err)
		}
		is := look(t, s)
		if _, err := orders.Change(ctx, s, tashi(""), is.Info.ID, 1, mine, orders.Source{}); err != nil {
			t.Fatal(err)
		}
		_, err = orders.Change(ctx, s, tashi(""), is.Info.ID, 1, wool(t, nil), orders.Source{})
		stale := (*orders.Stale)(nil)
		if !errors.As(err, &stale) || stale.There.Order.Contract != "mine" || stale.There.Info.Version != 2 || stale.At.Format(time.DateTime) != "2026-11-23 12:00:00" {
			t.Errorf("an order that was changed meanwhile: %+v", err)
		}
		if _, err := orders.ReplaceVersion(ctx, s, tashi(""), 1, wool(t, nil), orders.Source{}); !errors.As(err, new(*orders.Stale)) {
			t.Errorf("a file in place of another version: %v", err)
		}
	})
}

// TestNothingIsSavedUnjudged tries to save an order that nobody has judged, and one that
// breaks a rule.
func TestNothingIsSavedUnjudged(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		for name, e := range map[string]orders.Entry{
			"nothing":       {},
			"a sheep":       wool(t, func(o *trade.Order) { o.Contract = "🐑" }),
			"no lines":      wool(t, func(o *trade.Order) { o.Lines = nil }),
			"an unread one": orders.Unread(trade.Faults{{Code: trade.FaultFileUnreadable, Format: "There is no such file."}}),
		} {
			saved, err := orders.Add(t.Context(), s, tashi(""), e, orders.Source{})
			if faults := trade.Faults(nil); !errors.As(err, &faults) {
				t.Errorf("%s is saved: %+v, %v", name, saved, err)
			}
		}
	})
}

func TestDrafts(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		fields := func(text string) json.RawMessage {
			return json.RawMessage(`[{"Name":"/number","Value":"` + text + `"}]`)
		}
		d := orders.Draft{ID: "drawn-with-the-form", Number: "SO-1", Fields: fields("SO-1")}
		save := func(request string, d orders.Draft, want orders.DraftPlace) string {
			t.Helper()
			got, err := orders.SaveDraft(ctx, s, tashi(request), d)
			if err != nil || got.Place != want {
				t.Errorf("%s: %+v, %v; want it %s", request, got, err, want)
			}
			return got.ID
		}
		save("one", d, orders.InPlace)
		save("one", d, orders.InPlace) // a double click
		save("two", d, orders.InPlace) // and one that has lost its key
		d.Version, d.Fields = 1, fields("SO-2")
		save("three", d, orders.InPlace)
		d.Fields = fields("SO-3")
		beside := save("four", d, orders.BesideOther)
		if again := save("four", d, orders.BesideOther); again != beside || beside == d.ID {
			t.Errorf("beside the other are %s and %s", beside, again)
		}
		list, err := orders.Drafts(ctx, s, tashi(""), store.Paging{})
		if err != nil || len(list.Rows) != 2 || list.Rows[0].ChangedAt.Hour() != 12 {
			t.Fatalf("%+v, %v", list, err)
		}
		d.Order = "none"
		if _, err := orders.SaveDraft(ctx, s, tashi(""), d); err == nil {
			t.Error("a draft of an order that is not there is saved")
		}

		// The draft goes with the order that it becomes, and one that was changed stays.
		e := wool(t, nil)
		if _, err := orders.Add(ctx, s, tashi(""), e, orders.Source{Draft: d.ID, DraftVersion: 1}); err != nil {
			t.Fatal(err)
		}
		open := func(id string) error {
			_, err := orders.OpenDraft(ctx, s, tashi(""), id, func(*orders.Form) (orders.Entry, error) { return e, nil })
			return err
		}
		if err := open(d.ID); err != nil {
			t.Errorf("a draft that was changed since: %v", err)
		}
		if _, err := orders.Add(ctx, s, tashi(""), e, orders.Source{Draft: d.ID, DraftVersion: 2}); err != nil {
			t.Fatal(err)
		}
		if err := open(d.ID); err == nil {
			t.Error("the draft stays beside its order")
		}
		for range 2 {
			if err := orders.DeleteDraft(ctx, s, tashi("delete"), beside, 1); err != nil {
				t.Errorf("deleted by a double click: %v", err)
			}
		}
		if err := open(beside); err == nil {
			t.Error("the draft is there after it was deleted")
		}
		for range 2 {
			if err := orders.RestoreDraft(ctx, s, tashi("undo"), beside, 1); err != nil {
				t.Errorf("restored by a double click: %v", err)
			}
		}
		if err := open(beside); err != nil {
			t.Errorf("the draft after it was restored: %v", err)
		}
		conflict := (*trade.Error)(nil)
		if err := orders.DeleteDraft(ctx, s, tashi(""), beside, 7); !errors.As(err, &conflict) || conflict.Code != trade.Conflict {
			t.Errorf("deleted in another version: %v", err)
		}
	})
}
