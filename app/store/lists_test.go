package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"woolroad/app/fibre"
	"woolroad/app/money"
	"woolroad/app/store/drafts"
	"woolroad/app/store/series"
	"woolroad/app/store/words"
	"woolroad/app/trade"
	"woolroad/app/trade/texts"
	"woolroad/documents"
)

// update and view run f in a transaction and fail the test with its error.
func update(t testing.TB, s *Store, f func(*Tx) error) {
	t.Helper()
	if err := s.Update(t.Context(), tashi, f); err != nil {
		t.Fatal(err)
	}
}

func view(t testing.TB, s *Store, f func(*Tx) error) {
	t.Helper()
	if err := s.view(t.Context(), tashi, f); err != nil {
		t.Fatal(err)
	}
}

func isStale[T any](err error) bool {
	stale := (*Stale[T])(nil)
	return errors.As(err, &stale) && codeOf(err) == trade.Conflict
}

func TestDraftsAreSavedByOneAtATime(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		var d drafts.Draft
		update(t, s, func(tx *Tx) (err error) {
			d, err = drafts.Save(ctx, tx.Tx, drafts.Draft{Number: "SO-", Body: json.RawMessage(`{"number":"SO-"}`)})
			return err
		})
		if d.ID == "" || d.Version != 1 || d.ChangedBy != "Tashi" {
			t.Fatalf("the draft is %+v", d)
		}
		again := d
		again.Number = "SO-7"
		update(t, s, func(tx *Tx) (err error) {
			again, err = drafts.Save(ctx, tx.Tx, again)
			return err
		})
		err := s.Update(t.Context(), tashi, func(tx *Tx) error {
			_, err := drafts.Save(ctx, tx.Tx, d)
			return err
		})
		if stale := (*Stale[drafts.Draft])(nil); !errors.As(err, &stale) || stale.Now.Number != "SO-7" || stale.Version != 2 {
			t.Errorf("the second save: %v", err)
		}
		if err := s.Update(t.Context(), tashi, func(tx *Tx) error { return drafts.Delete(ctx, tx.Tx, d.ID, 1) }); !isStale[drafts.Draft](err) {
			t.Errorf("deleting what someone goes on with: %v", err)
		}
		view(t, s, func(tx *Tx) error {
			p, err := drafts.Page(ctx, tx.Tx, Paging{})
			if len(p.Rows) != 1 || string(p.Rows[0].Body) != `{"number":"SO-"}` {
				t.Errorf("drafts: %+v", p.Rows)
			}
			return err
		})
		update(t, s, func(tx *Tx) error { return drafts.Delete(ctx, tx.Tx, d.ID, 2) })
		if err := s.view(t.Context(), tashi, func(tx *Tx) error { _, err := drafts.Read(ctx, tx.Tx, d.ID); return err }); codeOf(err) != trade.NotFound {
			t.Errorf("the deleted draft: %v", err)
		}
	})
}

func TestDeletedDraftsComeBackForAWeek(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		after := func(passed time.Duration, f func(*Tx) error) error {
			return s.Update(ctx, Who{Name: "Pema", At: noon.Add(passed)}, f)
		}
		save := func(d drafts.Draft) (out drafts.Draft) {
			t.Helper()
			update(t, s, func(tx *Tx) (err error) { out, err = drafts.Save(ctx, tx.Tx, d); return err })
			return out
		}
		restored := func(passed time.Duration, d drafts.Draft) error {
			return after(passed, func(tx *Tx) error { return drafts.Restore(ctx, tx.Tx, d.ID, d.Version) })
		}
		discarded := func(passed time.Duration, d drafts.Draft) error {
			return after(passed, func(tx *Tx) error { return drafts.Discard(ctx, tx.Tx, d.ID, d.Version) })
		}
		deleted := func(passed time.Duration) (ids []string) {
			t.Helper()
			err := after(passed, func(tx *Tx) error {
				list, err := drafts.Deleted(ctx, tx.Tx)
				for _, d := range list {
					ids = append(ids, d.ID)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return ids
		}
		first := save(drafts.Draft{Number: "SO-9", Buyer: "Himal", Body: json.RawMessage(`{"a":1}`)})
		second := save(drafts.Draft{Number: "SO-10", Body: json.RawMessage(`{}`)})
		changed := save(second)
		if err := discarded(0, second); !isStale[drafts.Draft](err) {
			t.Errorf("deleting what somebody has changed: %v", err)
		}
		if got := deleted(0); got != nil {
			t.Errorf("after a deletion that was refused, %q are deleted", got)
		}
		for _, d := range []drafts.Draft{first, changed} {
			if err := discarded(time.Hour, d); err != nil {
				t.Fatal(err)
			}
		}
		view(t, s, func(tx *Tx) error {
			p, err := drafts.Page(ctx, tx.Tx, Paging{})
			if len(p.Rows) != 0 {
				t.Errorf("deleted drafts are listed: %+v", p.Rows)
			}
			return err
		})
		if got := deleted(25 * time.Hour); len(got) != 2 {
			t.Errorf("a day later %q can be restored", got)
		}
		for range 2 { // the second time nothing is left to do
			if err := restored(26*time.Hour, first); err != nil {
				t.Errorf("restored: %v", err)
			}
		}
		view(t, s, func(tx *Tx) error {
			d, err := drafts.Read(ctx, tx.Tx, first.ID)
			if diff := cmp.Diff(first, d); diff != "" {
				t.Errorf("it comes back as (-was +is):\n%s", diff)
			}
			return err
		})
		first.Body = json.RawMessage(`{"a":2}`)
		again := save(first)
		if err := restored(27*time.Hour, first); !isStale[drafts.Draft](err) {
			t.Errorf("restoring what somebody has gone on with: %v", err)
		}
		if err := discarded(28*time.Hour, again); err != nil {
			t.Fatal(err)
		}
		if err := restored(29*time.Hour, first); !isStale[drafts.Draft](err) {
			t.Errorf("restoring a version that was not the one deleted: %v", err)
		}
		third := save(drafts.Draft{Body: json.RawMessage(`{}`)})
		if err := discarded(drafts.Keep+2*time.Hour, third); err != nil { // removes what was deleted before
			t.Fatal(err)
		}
		if err := restored(drafts.Keep+2*time.Hour, changed); codeOf(err) != trade.NotFound {
			t.Errorf("restored after more than a week: %v", err)
		}
		var kept int
		view(t, s, func(tx *Tx) error { return tx.QueryRowContext(ctx, `SELECT count(*) FROM deleted_drafts`).Scan(&kept) })
		if kept != 2 {
			t.Errorf("%d deleted drafts are stored, want those of the last week, 2", kept)
		}
	})
}

func TestLotsAreListedWithTheirOrders(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		variedOrders(t, s, 7)
		second := varied(sampleOrder(t, kathmandu, "template"), 3)
		second.Number, second.TotalsIn, second.Charges = "SO-AGAIN", nil, trade.Charges{}
		add(t, s, second)
		view(t, s, func(tx *Tx) error {
			p, err := tx.LotPage(t.Context(), LotFilter{Product: "scoured wool", Text: "xz"}, Paging{Limit: 3})
			if err != nil {
				return err
			}
			if len(p.Rows) != 3 || p.Rows[2].Number != "XZ-00003" || !slices.Equal(p.Rows[2].Orders, []string{"SO-00003", "SO-AGAIN"}) || p.Rows[2].Bales != 4 {
				t.Errorf("lots: %+v", p.Rows)
			}
			if l := p.Rows[2]; l.Net.Cmp(l.Gross) >= 0 || l.Net.Sign() <= 0 {
				t.Errorf("lot 3 weighs %s gross and %s net", l.Gross, l.Net)
			}
			for text, want := range map[string]int{"z-0000": 7, "00003": 1, "3": 1, "ool": 0, "WOOL": 6, "--": 0} { // one is cashmere
				p, err := tx.LotPage(t.Context(), LotFilter{Text: text}, Paging{})
				if err != nil || len(p.Rows) != want {
					t.Errorf("%q finds %d lots, want %d; %v", text, len(p.Rows), want, err)
				}
			}
			orders, err := tx.LotOrders(t.Context(), "XZ-00003")
			if !slices.Equal(numbers(orders), []string{"SO-00003", "SO-AGAIN"}) {
				t.Errorf("orders of lot 3: %v", numbers(orders))
			}
			return err
		})
		second.Lots[0].Bales = slices.Clone(second.Lots[0].Bales)
		second.Lots[0].Bales[0].Gross = fibre.Must("99.9")
		if _, err := s.ReplaceOrder(t.Context(), tashi, second); codeOf(err) != trade.Conflict {
			t.Errorf("other bales of a lot that another order has: %v", err)
		}
	})
}

// found returns what a search has found, as a person reads it.
func found(t testing.TB, s *Store, text string) (out []string) {
	t.Helper()
	view(t, s, func(tx *Tx) error {
		hits, err := tx.Search(t.Context(), text, 10)
		for _, h := range hits {
			out = append(out, fmt.Sprintf("%s %s%s%s", h.Kind, h.Lot, map[bool]string{true: " "}[h.Lot != ""], h.Number+map[bool]string{true: h.Name}[h.Number == ""]))
		}
		return err
	})
	return out
}

func TestOneBoxFindsEverything(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		o := sampleOrder(t, kathmandu, "SO-2026-0041")
		o.Buyer.NameLocal = "喜马拉雅地毯"
		o.BuyerReference = "PO/HCI/0077"
		o.Credit = &trade.Credit{Number: "LC-NIBL-26-0113", Date: o.Date, IssuingBank: "Kantipur Bank, Kathmandu"}
		o.Route.Container, o.Route.Seal = "MSCU 612345-8", "CN-0099812"
		o.Route.Truck = "藏A·D5629"
		bale := o.Lots[0].Bales[2].Number
		add(t, s, o)
		variedOrders(t, s, 5)
		if _, err := s.issue(t.Context(), tashi, asks("SO-2026-0041", documents.KindCommercialInvoice, "k")); err != nil {
			t.Fatal(err)
		}
		lot := o.Lots[0].Number
		both := []string{"order SO-2026-0041", "document CI-2026-0001"}
		for _, test := range []struct {
			text string
			want []string
		}{
			{"so-2026-0041", []string{"order SO-2026-0041", "document CI-2026-0001"}},
			{"ＳＯ-２０２６-００４１", []string{"order SO-2026-0041", "document CI-2026-0001"}},
			{"0041 himal", both},
			{"himal car", append(slices.Clone(both), "party "+o.Buyer.Name)},
			{"拉雅", append(slices.Clone(both), "party "+o.Buyer.Name)},
			{"ci-2026", []string{"document CI-2026-0001"}},
			{"301234567", []string{"party " + o.Buyer.Name}},
			{"00003", []string{"order SO-00003", "lot XZ-00003"}},
			{lot, []string{"order SO-2026-0041", "lot " + lot}},
			{lot + " " + bale, []string{"bale " + lot + " " + bale}},
			{bale + " " + lot, []string{"bale " + lot + " " + bale}},
			{"so-2026-41", both},
			{"so 2026 41", both},
			{"SO/2026/41", both},
			{"so-२०२६-४१", both},
			{"ci 2026 1", []string{"document CI-2026-0001"}},
			{"hci 77", both},
			{"lc-nibl-26-113", both},
			{"mscu6123458", both},
			{"cn 99812", both},
			{"藏ad5629", both},
			{"xzfi-2026-318", []string{"order SO-2026-0041", "order SO-00000", "order SO-00001", "order SO-00002", "order SO-00003", "order SO-00004"}},
			{"25,420.11", both},
			{"USD 25,420.11", both},
			{"25420.11usd", both},
			{"२५,४२०.११", both},
			{"25,420", both},
			{"himal usd 25,420.11", both},
			{"EUR 25,420.11", nil},
			{"7,626.03", []string{"document CI-2026-0001"}}, // the deposit
			{"nothing like it", nil},
			{"% _", nil},
			{"", nil},
		} {
			got := found(t, s, test.text)
			missing := slices.ContainsFunc(test.want, func(w string) bool { return !slices.Contains(got, w) })
			if missing || len(got) != len(test.want) && test.text != lot+" "+bale && test.text != bale+" "+lot {
				t.Errorf("%q finds %q, want %q", test.text, got, test.want)
			}
		}
	})
}

// TestHitsSayByWhatTheyWereFound holds that a hit has all that a page shows of it, and that
// the very number comes before newer orders.
func TestHitsSayByWhatTheyWereFound(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		o := sampleOrder(t, kathmandu, "SO-2026-0041")
		o.Route.Seal = "CN-0099812"
		add(t, s, o)
		later := varied(o, 7)
		later.TotalsIn, later.Charges = nil, trade.Charges{}
		later.Number, later.Contract, later.Date = "SO-2026-0042", "SO-2026-0041", o.Date.AddDays(30) // its contract has the number too
		add(t, s, later)
		if _, err := s.issue(t.Context(), tashi, asks("SO-2026-0041", documents.KindCommercialInvoice, "k")); err != nil {
			t.Fatal(err)
		}
		total := money.Must("25420.11", "USD")
		for _, test := range []struct {
			text string
			n    int // of the hit
			want Hit
		}{
			{"so-2026-41", 0, Hit{Number: "SO-2026-0041", Status: trade.OrderIssued, Total: total, By: HitBy{Number: true}}},
			{"so-2026-41", 1, Hit{Number: "SO-2026-0042", Status: trade.OrderOpen, Found: []words.Text{{Pointer: "/contract", Text: "SO-2026-0041"}}}},
			{"so-2026-41", 2, Hit{Number: "CI-2026-0001", Total: total, By: HitBy{Orders: true}}},
			{"himal 25,420.11", 0, Hit{Number: "SO-2026-0041", Status: trade.OrderIssued, Total: total, By: HitBy{Name: true, Total: true}}},
			{"cn-99812", 0, Hit{Number: "SO-2026-0042", Status: trade.OrderOpen, Found: []words.Text{{Pointer: "/route/seal", Text: "CN-0099812"}}}},
			{"cn-99812", 2, Hit{Number: "CI-2026-0001", Total: total, Found: []words.Text{{Pointer: "/route/seal", Text: "CN-0099812"}}}},
			{"kathmandu", 1, Hit{Number: "SO-2026-0041", Status: trade.OrderIssued, Total: total, Found: []words.Text{{Pointer: "/terms/place", Text: "Kathmandu, Nepal"}}}},
			{"kathmandu", 2, Hit{Number: "CI-2026-0001", Total: total, Found: []words.Text{{Pointer: "/route/destination", Text: "Kathmandu, Nepal"}}}},
			{"rasuwagadhi", 2, Hit{Number: "CI-2026-0001", Total: total, Found: []words.Text{{Pointer: "/route/border", Text: "Gyirong / Rasuwagadhi"}}}},
			{"吉隆", 2, Hit{Number: "CI-2026-0001", Total: total, Found: []words.Text{{Pointer: "/route/border", Text: "Gyirong / Rasuwagadhi · 吉隆 · CNGIR · 热索瓦"}}}},
			{"热索瓦", 1, Hit{Number: "SO-2026-0041", Status: trade.OrderIssued, Total: total, Found: []words.Text{{Pointer: "/route/border", Text: "Gyirong / Rasuwagadhi · 吉隆 · CNGIR · 热索瓦"}}}},
			{"25 420.11", 0, Hit{Number: "SO-2026-0041", Status: trade.OrderIssued, Total: total, By: HitBy{Total: true}}},
			{"7 626.03", 0, Hit{Number: "CI-2026-0001", Total: total, Found: []words.Text{{Pointer: "/deposit", Amount: money.Must("7626.03", "USD")}}}},
			{"17,794.08", 0, Hit{Number: "CI-2026-0001", Total: total, Found: []words.Text{{Pointer: "/balance", Amount: money.Must("17794.08", "USD")}}}},
			{"25\u00a0420,11\u202fUSD", 1, Hit{Number: "CI-2026-0001", Total: total, By: HitBy{Total: true}}},
		} {
			view(t, s, func(tx *Tx) error {
				hits, err := tx.Search(t.Context(), test.text, 10)
				if err != nil || len(hits) <= test.n {
					t.Errorf("%q finds %d, %v", test.text, len(hits), err)
					return err
				}
				h := hits[test.n]
				got := Hit{Number: h.Number, Status: h.Status, Total: h.Total, By: h.By, Found: h.Found}
				if h.Number == later.Number {
					got.Total = money.Amount{} // which varied makes
				}
				if diff := cmp.Diff(test.want, got, cmp.Comparer(func(a, b money.Amount) bool { return a.String() == b.String() && a.Currency() == b.Currency() })); diff != "" {
					t.Errorf("%q, hit %d (-want +got):\n%s", test.text, test.n, diff)
				}
				return nil
			})
		}
	})
}

func TestIssuedDocumentsAreListedAsPrinted(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		o := sampleOrder(t, kathmandu, "SO-1")
		buyer := o.Buyer.Name
		add(t, s, o)
		first, err := s.issue(t.Context(), tashi, asks("SO-1", documents.KindCommercialInvoice, "a"))
		if err != nil {
			t.Fatal(err)
		}
		o.Buyer.Name = "Another Name Ltd."
		if _, err := s.ReplaceOrder(t.Context(), tashi, o); err != nil {
			t.Fatal(err)
		}
		again := asks("SO-1", documents.KindCommercialInvoice, "b")
		again.Supersedes, again.Reason = []string{first[0].Number}, "The buyer's name."
		if _, err := s.issue(t.Context(), tashi, again); err != nil {
			t.Fatal(err)
		}
		if _, err := s.issue(t.Context(), tashi, asks("SO-1", documents.KindPackingList, "c")); err != nil {
			t.Fatal(err)
		}
		_, info, err := s.Order(t.Context(), "SO-1")
		if err != nil {
			t.Fatal(err)
		}
		day := first[0].Date
		for _, test := range []struct {
			name string
			f    IssuedFilter
			want []string
		}{
			{"all", IssuedFilter{}, []string{"CI-2026-0001", "CI-2026-0002", "PL-2026-0001"}},
			{"a kind", IssuedFilter{Kind: documents.KindPackingList}, []string{"PL-2026-0001"}},
			{"the buyer as printed", IssuedFilter{Buyer: buyer}, []string{"CI-2026-0001"}},
			{"a part of the buyer's name", IssuedFilter{Buyer: "THER  nam"}, []string{"CI-2026-0002", "PL-2026-0001"}},
			{"what is in no buyer's name", IssuedFilter{Buyer: "zzz"}, nil},
			{"a part of the order's number and of the buyer's name", IssuedFilter{Buyer: "imal", Text: "so-1"}, []string{"CI-2026-0001"}},
			{"the buyer after", IssuedFilter{Buyer: "Another Name Ltd."}, []string{"CI-2026-0002", "PL-2026-0001"}},
			{"a currency", IssuedFilter{Currency: "USD"}, []string{"CI-2026-0001", "CI-2026-0002"}},
			{"another currency", IssuedFilter{Currency: "INR"}, nil},
			{"what holds", IssuedFilter{State: Current}, []string{"CI-2026-0002", "PL-2026-0001"}},
			{"what does not", IssuedFilter{State: Superseded}, []string{"CI-2026-0001"}},
			{"an order's", IssuedFilter{OrderID: info.ID}, []string{"CI-2026-0001", "CI-2026-0002", "PL-2026-0001"}},
			{"the day's", IssuedFilter{From: day, To: day}, []string{"CI-2026-0001", "CI-2026-0002", "PL-2026-0001"}},
			{"the day's of a buyer", IssuedFilter{From: day, To: day, Buyer: buyer}, []string{"CI-2026-0001"}},
			{"the day before's", IssuedFilter{To: day.AddDays(-1)}, nil},
			{"some", IssuedFilter{Numbers: []string{"PL-2026-0001", "none"}}, []string{"PL-2026-0001"}},
			{"by a word", IssuedFilter{Text: "0002"}, []string{"CI-2026-0002"}},
			{"none", IssuedFilter{Numbers: []string{}}, nil},
		} {
			for _, by := range []IssuedSort{IssuedByDate, IssuedByNumber} {
				for _, desc := range []bool{false, true} {
					var got []string
					for cursor, more := "", true; more; more = cursor != "" {
						view(t, s, func(tx *Tx) error {
							p, err := tx.IssuedPage(t.Context(), test.f, by, desc, Paging{Limit: 2, Cursor: cursor})
							for _, d := range p.Rows {
								got = append(got, d.Number)
							}
							cursor = p.Next
							return err
						})
					}
					if desc {
						slices.Reverse(got)
					}
					if !slices.Equal(got, test.want) {
						t.Errorf("%s by %s, descending %v: %q, want %q", test.name, by, desc, got, test.want)
					}
				}
			}
			var files []string
			view(t, s, func(tx *Tx) error {
				return tx.EachIssued(t.Context(), test.f, func(d IssuedInfo) error {
					files = append(files, d.Number)
					pdf, err := tx.PDF(t.Context(), d.Number) // asked for while the list is read
					if series.SHA256(pdf) != d.PDFHash {
						t.Errorf("%s: the file of %s is another", test.name, d.Number)
					}
					return err
				})
			})
			if slices.Sort(files); !slices.Equal(files, test.want) {
				t.Errorf("%s: the files are %q, want %q", test.name, files, test.want)
			}
		}
		view(t, s, func(tx *Tx) error {
			n, sums, err := tx.IssuedSums(t.Context(), IssuedFilter{State: Current})
			if n != 2 || len(sums) != 1 || sums[0].Count != 1 || sums[0].Total.String() != first[0].Total.String() {
				t.Errorf("what holds comes to %d, %v", n, sums)
			}
			return err
		})
		checkHashes(t, s, first[0])
	})
}

func checkHashes(t *testing.T, s *Store, d Issued) {
	t.Helper()
	var seal string
	view(t, s, func(tx *Tx) error {
		p, err := tx.Document(t.Context(), d.Number)
		if err != nil {
			return err
		}
		b, err := documents.Encode(p)
		seal = series.SHA256(b)
		return err
	})
	view(t, s, func(tx *Tx) error {
		for _, hash := range []string{seal, d.PDFHash, d.Hash, " " + seal + "\n"} {
			got, err := tx.ByHash(t.Context(), hash)
			if err != nil || got.Number != d.Number || got.Country != "Nepal" || got.SupersededBy != "CI-2026-0002" {
				t.Errorf("%q is of %+v, %v", hash, got, err)
			}
		}
		for _, hash := range []string{"", "x", seal[1:], seal + "0", "0" + seal[1:]} {
			if got, err := tx.ByHash(t.Context(), hash); codeOf(err) != trade.NotFound {
				t.Errorf("%q is of %s, %v", hash, got.Number, err)
			}
		}
		return nil
	})
}

// TestListsAreMadeOfWhatWasThereBefore takes away all that is made for lists,
// as a database from before has it, and opens it again.
func TestListsAreMadeOfWhatWasThereBefore(t *testing.T) {
	t.Parallel()
	eachMigrated(t, func(t *testing.T, w Where) {
		s := openAt(t, w)
		variedOrders(t, s, 6)
		issueSome(t, s, 2)
		want := made(t, s)
		for _, test := range []struct {
			name       string
			statements []string
		}{
			{"from before", []string{"DELETE FROM listed", "DELETE FROM words", "DELETE FROM order_parties", "DELETE FROM order_lots",
				"DELETE FROM order_products", "DELETE FROM order_list", "DELETE FROM issued_about", "UPDATE bales SET word = ''"}},
			{"of another listing", []string{"UPDATE listed SET version = 77", "UPDATE words SET word = word || '~'", "UPDATE order_list SET place = ''"}},
			{"with words of a program of before", []string{"UPDATE words SET form = 0 WHERE kind <> 'name'", "DELETE FROM words WHERE word < '0' OR kind IN ('name', 'lot name')"}},
			{"with parts of names of a program of before", []string{"UPDATE words SET form = 0", "DELETE FROM words WHERE kind IN ('name', 'lot name') AND length(word) < 3",
				"UPDATE words SET word = word || '~' WHERE kind IN ('name', 'lot name') AND length(word) = 3"}},
			{"with old parts of names of parties whose words are current", []string{"UPDATE words SET form = 0 WHERE kind = 'name'", "DELETE FROM words WHERE kind = 'name' AND length(word) < 3"}},
			{"with some words of a program of before, written since", []string{"UPDATE words SET form = 0 WHERE ref IN (SELECT max(id) FROM orders)"}},
			{"as it should be", nil},
		} {
			db := shell(t, s)
			for _, statement := range test.statements {
				if _, err := db.ExecContext(t.Context(), statement); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(want, made(t, openAt(t, w))); diff != "" {
				t.Errorf("%s: something else is made (-want +got):\n%s", test.name, diff)
			}
		}
	})
}

// made returns all that is stored for lists.
func made(t *testing.T, s *Store) (out []string) {
	t.Helper()
	for _, statement := range []string{
		`SELECT id || number || date || buyer || country || currency || total_minor || grams || mass_decimals || incoterm || place || status || products FROM order_list ORDER BY id`,
		`SELECT product || order_id || date || number FROM order_products ORDER BY product, order_id`,
		`SELECT lot || order_id FROM order_lots ORDER BY lot, order_id`,
		`SELECT party || role || order_id || date FROM order_parties ORDER BY party, role, order_id`,
		`SELECT kind || word || ref FROM words ORDER BY kind, word, ref`,
		`SELECT number || date || order_number || buyer || country || seal FROM issued_about ORDER BY number`,
		`SELECT lot || number || word FROM bales ORDER BY lot, place`,
	} {
		view(t, s, func(tx *Tx) error {
			list, err := tx.Texts(t.Context(), statement)
			out = append(out, list...)
			return err
		})
	}
	return out
}

func TestSumsThatAreTooLargeAreRefused(t *testing.T) {
	for _, test := range []struct {
		halves halves
		want   string
	}{
		{halves{0, 5}, "0.05"},
		{halves{999_999_999, 999_999_999}, "9999999999999999.99"},
		{halves{5, 3_000_000_000}, "80000000.00"},
		{halves{-1, -1}, "-10000000.01"},
		{halves{1_000_000_000, 0}, ""},
	} {
		got, err := test.halves.amount(money.Currency("USD"))
		if test.want == "" {
			if codeOf(err) != trade.Invalid {
				t.Errorf("%+v = %s, %v; want Invalid", test.halves, got, err)
			}
		} else if err != nil || got.String() != test.want {
			t.Errorf("%+v = %s, %v; want %s", test.halves, got, err, test.want)
		}
	}
}

// TestEveryChangeIsNoted holds that two orders whose files differ have Changes,
// and two whose files are the same have none.
func TestEveryChangeIsNoted(t *testing.T) {
	template := sampleOrder(t, kathmandu, "SO-1")
	var before trade.Order
	for i := range randomOrders {
		o := randomOrder(template).Example(i)
		if got := texts.Changes(o, o); got != nil {
			t.Errorf("order %d differs from itself by %v", i, got)
		}
		if i > 0 {
			a, errA := trade.Encode(before)
			b, errB := trade.Encode(o)
			if err := errors.Join(errA, errB); err != nil {
				t.Fatal(err)
			}
			if got := texts.Changes(before, o); (string(a) != string(b)) != (len(got) > 0) {
				t.Errorf("%s and\n%s have the changes %v", a, b, got)
			}
		}
		before = o
	}
}
