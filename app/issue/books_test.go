package issue_test

import (
	"errors"
	"testing"

	"github.com/golang-sql/civil"

	"woolroad/app/exact"
	"woolroad/app/issue"
	"woolroad/app/money"
	"woolroad/app/store"
	"woolroad/app/store/parties"
	"woolroad/app/store/ratebook"
	"woolroad/app/trade"
	"woolroad/rates"
)

// published stores central parities of CFETS from USD to CNY, and holds those that moved
// by more than a share; an empty share holds none.
func published(t *testing.T, s *store.Store, share string, days map[string]string) {
	t.Helper()
	feed := rates.Feed{Source: rates.CFETS}
	for day, value := range days {
		on, err := civil.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		feed.Rates = append(feed.Rates, money.Rate{From: money.USD, To: money.CNY, Value: exact.Must(value), Per: exact.Int(1),
			Side: money.Mid, Source: rates.CFETS.Name(), Date: on})
	}
	in := ratebook.Intake{Name: "cfets.json"}
	if share != "" {
		in.Share = exact.Must(share)
	}
	err := s.Update(t.Context(), tashi, func(tx *store.Tx) error {
		_, err := ratebook.Take(t.Context(), tx.Tx, in, feed)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// chooses says by which rule the books take their rates, of a buyer or of all.
func chooses(t *testing.T, s *store.Store, buyer, rule string) {
	t.Helper()
	err := s.Update(t.Context(), tashi, func(tx *store.Tx) error {
		c := ratebook.Choice{Currency: money.CNY, Purpose: ratebook.InBooks, Rule: rule}
		if buyer != "" {
			page, err := parties.Page(t.Context(), tx.Tx, parties.Filter{Text: buyer}, store.Paging{})
			if err != nil {
				return err
			}
			c.Buyer = page.Rows[0].ID
		}
		all, err := ratebook.Choices(t.Context(), tx.Tx)
		if err != nil {
			return err
		}
		for _, is := range all {
			if is.Buyer == c.Buyer && is.Currency == c.Currency && is.Purpose == c.Purpose {
				c.Version = is.Version
			}
		}
		return ratebook.StoreChoice(t.Context(), tx.Tx, c)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// accounts writes down what an accountant gets.
type accounts struct {
	entries map[string]issue.Booked
	sums    issue.Sums
}

func (a *accounts) Begin() error {
	a.entries = map[string]issue.Booked{}
	return nil
}

func (a *accounts) Take(d issue.Booked, pdf []byte) error {
	a.entries[d.Number] = d
	if pdf != nil {
		return errors.New("a file comes that nobody has asked for")
	}
	return nil
}

func (a *accounts) End(sums issue.Sums) error { a.sums = sums; return nil }

func TestTheBooksHaveTheirFigureWhetherTheOrderAsksForItOrNot(t *testing.T) {
	november := map[string]string{"2026-10-30": "7.1000", "2026-11-20": "7.0800", "2026-11-23": "7.0901"}
	day := civil.Date{Year: 2026, Month: 11, Day: 23}
	correct := func(t *testing.T, s *store.Store) { published(t, s, "", map[string]string{"2026-11-23": "7.0950"}) }
	asks := func(in trade.TotalIn) []trade.TotalIn {
		in.Currency = money.CNY
		return []trade.TotalIn{in}
	}
	for _, test := range []struct {
		name  string
		rule  string          // of the books; empty: the one that every desk starts with
		in    []trade.TotalIn // that the order asks for
		days  map[string]string
		then  func(t *testing.T, s *store.Store) // after the issue
		want  string                             // of USD 25420.11
		rate  string
		says  string // where there is none
		count int
	}{
		{"by the month's first day", "", nil, november, nil, "180482.78", "2026-10-30 7.1000", "", 1},
		{"by the day's rate", "cfets", nil, november, nil, "180231.12", "2026-11-23 7.0901", "", 1},
		{"as the rate is corrected", "cfets", nil, november, correct, "180355.68", "2026-11-23 7.0950", "", 1},
		{"as it is printed, whatever was corrected since", "cfets", asks(trade.TotalIn{Rule: "cfets"}), november, correct, "180231.12", "2026-11-23 7.0901", "", 1},
		{"as it is printed by source", "cfets", asks(trade.TotalIn{Source: "cfets"}), november, correct, "180231.12", "2026-11-23 7.0901", "", 1},
		{"as it is printed for the month", "", asks(trade.TotalIn{Rule: "cfets-month-first"}), november, func(t *testing.T, s *store.Store) {
			published(t, s, "", map[string]string{"2026-10-30": "7.1050"})
		}, "180482.78", "2026-10-30 7.1000", "", 1},
		{"not as it is printed by another rule", "cfets", asks(trade.TotalIn{Rule: "cfets-month-first"}), november, nil, "180231.12", "2026-11-23 7.0901", "", 1},
		{"not as the order states it", "cfets", asks(trade.TotalIn{Rate: &money.Rate{From: money.USD, To: money.CNY, Value: exact.Must("6.9120"), Per: exact.Int(1),
			Side: money.Stated, Source: rates.CFETS.Name(), Date: day}}), november, nil, "180231.12", "2026-11-23 7.0901", "", 1},
		{"by the buyer's own rule", "cfets", nil, november, func(t *testing.T, s *store.Store) { chooses(t, s, "himal", "cfets-month-first") }, "180482.78", "2026-10-30 7.1000", "", 1},
		{"of which there is no rate", "", nil, nil, nil, "", "", "There is no rate from %s to %s by %s on or before %s; fetch or import one, enter the published rate, or choose another rule or source.", 0},
		{"of which the rate is too old", "cfets", nil, map[string]string{"2026-11-02": "7.1"}, nil, "", "",
			"The last rate from %s to %s by %s, of %s, is %d days older than %s; the rule \"%s\" allows %d. Fetch or import a newer one, or enter a rate with its reason.", 0},
		{"of which the rate is held", "cfets", nil, map[string]string{"2026-11-20": "7.0800"}, func(t *testing.T, s *store.Store) {
			published(t, s, "0.10", map[string]string{"2026-11-23": "17.09"})
		}, "", "", "The rate from %s to %s by %s is held: %s for %s of %s, a move of %s %% from %s of %s. Confirm or reject it; until then no earlier rate is used instead.", 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			each(t, func(t *testing.T, s *store.Store) {
				published(t, s, "", test.days)
				if test.rule != "" {
					chooses(t, s, "", test.rule)
				}
				keep(t, s, kathmandu, func(o *trade.Order) {
					o.TotalsIn, o.Date = test.in, day
				})
				if _, err := issue.Issue(t.Context(), s, tashi, issue.Request{Order: "SO-1"}); err != nil {
					t.Fatal(err)
				}
				if test.then != nil {
					test.then(t, s)
				}
				var got accounts
				if err := issue.Export(t.Context(), s, tashi, store.IssuedFilter{}, false, &got); err != nil {
					t.Fatal(err)
				}
				if list := got.entries["PL-2026-0001"]; list.Number == "" || list.CNY != nil || list.Total.Currency() != "" {
					t.Errorf("the packing list has money: %+v", list)
				}
				in := got.entries["CI-2026-0001"].CNY
				if in == nil {
					t.Fatal("the invoice has no figure, and no reason for that")
				}
				amount, rate, says := "", "", ""
				if in.Amount.Currency() == money.CNY {
					amount, rate = in.Amount.String(), in.Rate.Date.String()+" "+in.Rate.Value.String()
				}
				if in.Missing != nil {
					says = in.Missing.Format
				}
				if amount != test.want || rate != test.rate || says != test.says {
					t.Errorf("in CNY it is %q at %q, %q; want %q at %q, %q", amount, rate, says, test.want, test.rate, test.says)
				}
				sums, err := issue.AddUp(t.Context(), s, tashi, store.IssuedFilter{})
				if err != nil {
					t.Fatal(err)
				}
				for what, sums := range map[string]issue.Sums{"page": sums, "file": got.sums} {
					if cny := sums.CNY; sums.Documents != 2 || cny.Count != test.count || cny.Missing != 1-test.count || test.count == 1 && cny.Total.String() != test.want {
						t.Errorf("the %s adds up to %+v, %+v", what, sums, cny)
					}
				}
			})
		})
	}
}

// TestSumsHaveWhatIsCurrent holds that a total in CNY needs no rate, and that a corrected
// document counts once.
func TestSumsHaveWhatIsCurrent(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		keep(t, s, kathmandu, nil)
		published(t, s, "", map[string]string{"2026-10-30": "7.1000"})
		if _, err := issue.Issue(ctx, s, tashi, issue.Request{Order: "SO-1"}); err != nil {
			t.Fatal(err)
		}
		if _, _, err := issue.Supersede(ctx, s, tashi, issue.Correction{Number: "CI-2026-0001", Beside: "PL-2026-0001", Reason: "A bale is missing."}); err != nil {
			t.Fatal(err)
		}
		keep(t, s, kolkata, func(o *trade.Order) {
			o.Number, o.Currency = "SO-2", money.CNY
			for i := range o.Lots {
				o.Lots[i].Number = "X-" + o.Lots[i].Number
			}
			for i := range o.Lines {
				price, err := money.ParsePrice("480.50", money.CNY)
				if err != nil {
					t.Fatal(err)
				}
				o.Lines[i].Price = price
				for j := range o.Lines[i].Lots {
					o.Lines[i].Lots[j] = "X-" + o.Lines[i].Lots[j]
				}
			}
			o.Charges = trade.Charges{}
		})
		if _, err := issue.Issue(ctx, s, tashi, issue.Request{Order: "SO-2"}); err != nil {
			t.Fatal(err)
		}
		for state, want := range map[store.DocumentState]int{"": 4, store.Current: 4, store.Superseded: 0, "any": 0} {
			sums, err := issue.AddUp(ctx, s, tashi, store.IssuedFilter{State: state})
			if err != nil || sums.Documents != want || sums.CNY.Count != want/2 {
				t.Errorf("of what is %q %d documents are counted, %+v, %v; want %d", state, sums.Documents, sums.CNY, err, want)
			}
		}
		var got accounts
		if err := issue.Export(ctx, s, tashi, store.IssuedFilter{}, false, &got); err != nil {
			t.Fatal(err)
		}
		total := money.Zero(money.CNY)
		for number, d := range got.entries {
			if d.Counts() != (number == "CI-2026-0002" || number == "CI-2026-0003") {
				t.Errorf("%s counts: %v", number, d.Counts())
			}
			if d.Counts() {
				var err error
				if total, err = total.Add(d.CNY.Amount); err != nil {
					t.Fatal(err)
				}
			}
		}
		if d := got.entries["CI-2026-0003"]; d.CNY.Amount.String() != d.Total.String() || d.CNY.Rate.From != "" {
			t.Errorf("a total in CNY becomes %+v", d.CNY)
		}
		if len(got.entries) != 6 || got.sums.Documents != 4 || got.sums.CNY.Total.String() != total.String() {
			t.Errorf("%d documents, whose sums are %+v, %s; want %s", len(got.entries), got.sums, got.sums.CNY.Total, total)
		}
	})
}
