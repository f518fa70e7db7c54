package ratebook

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/golang-sql/civil"

	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/app/sample"
	"woolroad/app/store"
	"woolroad/app/store/storetest"
	"woolroad/app/trade"
	"woolroad/rates"
)

func dayOf(t testing.TB, s string) civil.Date {
	t.Helper()
	d, err := civil.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// whatWentWrong returns the code of a trade.Error, or "".
func whatWentWrong(err error) trade.Code {
	e := (*trade.Error)(nil)
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

func TestADeskStartsWithTheRules(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		err := s.View(t.Context(), func(tx *Tx) error {
			list, err := Rules(t.Context(), tx.Tx)
			if err != nil {
				return err
			}
			if len(list) != len(rates.Rules) {
				t.Errorf("%d rules are stored, want %d", len(list), len(rates.Rules))
			}
			for _, want := range rates.Rules {
				if got, ok, err := FindRule(t.Context(), tx.Tx, want.ID); err != nil || !ok || got != want {
					t.Errorf("the rule %s is stored as %+v, %v, %v; want %+v", want.ID, got, ok, err, want)
				}
			}
			for _, to := range []money.Currency{"NPR", "CNY", "INR", "EUR", "JPY"} {
				if r, err := RuleFor(t.Context(), tx.Tx, "", to, OnDocument); err != nil || r.ID != rates.DefaultRule(to) {
					t.Errorf("the rule for documents in %s is %s, %v; want %s", to, r.ID, err, rates.DefaultRule(to))
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestTheRuleOfABuyerACurrencyAndAPurpose(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		if _, err := s.AddOrder(t.Context(), tashi, sampleOrder(t, kathmandu, "SO-1")); err != nil {
			t.Fatal(err)
		}
		err := s.Update(t.Context(), tashi, func(tx *Tx) error {
			var buyer string
			if err := tx.QueryRowContext(t.Context(), `SELECT min(id) FROM parties`).Scan(&buyer); err != nil {
				return err
			}
			for _, c := range []Choice{
				{Buyer: buyer, Currency: "CNY", Purpose: OnDocument, Rule: "contract"},
				{Buyer: buyer, Purpose: OnDocument, Rule: "nrb-buy"},
			} {
				if err := StoreChoice(t.Context(), tx.Tx, c); err != nil {
					return err
				}
			}
			check := func(what, buyer string, to money.Currency, purpose Purpose, want string) {
				t.Helper()
				if r, err := RuleFor(t.Context(), tx.Tx, buyer, to, purpose); err != nil || r.ID != want {
					t.Errorf("%s: the rule is %s, %v; want %s", what, r.ID, err, want)
				}
			}
			check("the buyer's own for the currency", buyer, "CNY", OnDocument, "contract")
			check("the buyer's own for every other", buyer, "NPR", OnDocument, "nrb-buy")
			var name, country string
			if err := tx.QueryRowContext(t.Context(), `SELECT name, country FROM parties WHERE id = $1`, buyer).Scan(&name, &country); err != nil {
				return err
			}
			if r, err := RuleOnDocuments(t.Context(), tx.Tx, name, country, "NPR"); err != nil || r.ID != "nrb-buy" {
				t.Errorf("on the buyer's documents: %s, %v", r.ID, err)
			}
			if r, err := RuleOnDocuments(t.Context(), tx.Tx, "Nobody", country, "NPR"); err != nil || r.ID != "nrb-sell" {
				t.Errorf("on the documents of somebody new: %s, %v", r.ID, err)
			}
			check("everybody's for the currency", "another", "CNY", OnDocument, "cfets")
			check("everybody's for every other", "another", "JPY", OnDocument, "ecb")
			check("in the books", buyer, "CNY", InBooks, "cfets-month-first")
			check("for India's customs", buyer, "INR", ForCustoms, "cbic")
			check("for a customs that nobody has chosen for", buyer, "NPR", ForCustoms, "nrb-sell")

			if err := DropChoice(t.Context(), tx.Tx, Choice{Buyer: buyer, Currency: "CNY", Purpose: OnDocument, Version: 1}); err != nil {
				return err
			}
			check("after the choice was taken back", buyer, "CNY", OnDocument, "nrb-buy")
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestRulesAndChoicesThatAreRefused(t *testing.T) {
	good := Rule{Rule: rates.Rule{ID: "own", Name: "Our own", NameZH: "自定", Source: "contract", Side: money.Stated, Day: rates.TheDay}}
	each(t, func(t *testing.T, s *Store) {
		save := func(change func(*Rule)) error {
			r := good
			change(&r)
			return s.Update(t.Context(), tashi, func(tx *Tx) error { return StoreRule(t.Context(), tx.Tx, r) })
		}
		choose := func(c Choice) error {
			return s.Update(t.Context(), tashi, func(tx *Tx) error { return StoreChoice(t.Context(), tx.Tx, c) })
		}
		if err := save(func(*Rule) {}); err != nil {
			t.Fatal(err)
		}
		if err := save(func(r *Rule) { r.Version, r.MaxAge = 1, 5 }); err != nil {
			t.Fatal(err)
		}
		for _, test := range []struct {
			what string
			err  error
			want trade.Code
			says string
		}{
			{"a rule changed since", save(func(r *Rule) { r.Version = 1 }), trade.Conflict, "open it again"},
			{"a new rule of a name that is taken", save(func(*Rule) {}), trade.Conflict, "open it again"},
			{"a rule that was never stored", save(func(r *Rule) { r.ID, r.Version = "other", 3 }), trade.Conflict, "open it again"},
			{"a choice of no rule", choose(Choice{Currency: "USD", Purpose: OnDocument, Rule: "none"}), trade.NotFound, "no rate rule none"},
			{"a choice for nobody", choose(Choice{Buyer: "nobody", Currency: "USD", Purpose: OnDocument, Rule: "own"}), trade.NotFound, "address book"},
			{"a choice changed since", choose(Choice{Currency: "CNY", Purpose: OnDocument, Rule: "own"}), trade.Conflict, "open it again"},
		} {
			if whatWentWrong(test.err) != test.want || !strings.Contains(test.err.Error(), test.says) {
				t.Errorf("%s: %v, want %s that says %q", test.what, test.err, test.want, test.says)
			}
		}
	})
}

// recordings stores all recorded feeds, and returns them as a table too.
func recordings(t testing.TB, s *Store) *rates.Table {
	t.Helper()
	table := new(rates.Table)
	names, err := fs.Glob(sample.Files, "rates/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		f, err := sample.Files.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		feed, err := rates.Read(f)
		if err := errors.Join(err, f.Close()); err != nil {
			t.Fatal(err)
		}
		if _, err := s.ImportRates(t.Context(), tashi, name, feed); err != nil {
			t.Fatal(err)
		}
		table.Add(feed.Rates...)
	}
	return table
}

// TestTheDatabaseChoosesAsTheTable asks both for every pair of the desk's
// currencies by its rule, on every day of the recordings.
func TestTheDatabaseChoosesAsTheTable(t *testing.T) {
	six := []money.Currency{"CNY", "USD", "EUR", "INR", "NPR", "JPY"}
	each(t, func(t *testing.T, s *Store) {
		table := recordings(t, s)
		var days []civil.Date
		for _, span := range [][2]string{{"2025-10-05", "2025-10-22"}, {"2026-02-14", "2026-04-17"}, {"2026-07-26", "2026-08-10"}} {
			for d := dayOf(t, span[0]); !d.After(dayOf(t, span[1])); d = d.AddDays(1) {
				days = append(days, d)
			}
		}
		found := 0
		err := s.View(t.Context(), func(tx *Tx) error {
			for _, d := range days {
				for _, from := range six {
					for _, to := range six {
						for _, id := range []string{rates.DefaultRule(to), "cfets-month-first"} {
							rule, _ := rates.RuleOf(id)
							want, wrong := rates.Choose(t.Context(), table, rule, from, to, d)
							got, err := rates.Choose(t.Context(), In(tx.Tx), rule, from, to, d)
							if (err == nil) != (wrong == nil) || err != nil && err.Error() != wrong.Error() {
								t.Fatalf("%s to %s by %s on %s: %v, want %v", from, to, id, d, err, wrong)
							}
							if err == nil {
								found++
								sameAnswer(t, got, want)
							}
						}
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if found < 400 {
			t.Errorf("only %d rates were found, want 400", found)
		}
	})
}

func sameAnswer(t *testing.T, got, want rates.Answer) {
	t.Helper()
	same := func(a, b money.Rate) bool {
		return a.From == b.From && a.To == b.To && a.Side == b.Side && a.Source == b.Source && a.Date == b.Date && a.Through == b.Through &&
			a.Value.String() == b.Value.String() && a.Per.String() == b.Per.String()
	}
	if !same(got.Rate, want.Rate) || got.Day != want.Day || got.Rule != want.Rule ||
		!slices.EqualFunc(got.Path, want.Path, func(a, b rates.Step) bool { return same(a.Published, b.Published) && a.Inverted == b.Inverted }) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestHolding(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		recordings(t, s)
		enter := func(source rates.SourceID, from, to money.Currency, value, first, until string) {
			t.Helper()
			e, _ := rates.EnteredOf(source)
			m := Entry{Source: source, Side: e.Side, From: from, To: to, Value: exact.Must(value), Per: exact.Int(1), Date: dayOf(t, first), Who: "Tashi", Reason: "the bank's letter", At: noon}
			if until != "" {
				m.Until = dayOf(t, until)
			}
			if err := s.EnterRate(t.Context(), Who{Name: m.Who, At: m.At}, m); err != nil {
				t.Fatal(err)
			}
		}
		enter(rates.Contract, "USD", "CNY", "7.1234", "2026-04-01", "2026-04-05")
		enter(rates.Peg, "INR", "NPR", "1.60", "2026-01-01", "")
		enter(rates.Contract, "EUR", "CNY", "7.90", "2026-04-01", "2026-11-30")
		enter(rates.Contract, "JPY", "CNY", "0.047", "2026-04-10", "")
		enter(rates.Contract, "JPY", "CNY", "0.048", "2026-04-14", "2026-04-15")
		enter(rates.Contract, "GBP", "CNY", "9.10", "2026-04-10", "2026-12-31")
		enter(rates.Contract, "GBP", "CNY", "9.20", "2026-04-14", "2026-12-31")
		enter(rates.Contract, "GBP", "CNY", "9.20", "2026-04-14", "2026-04-15") // ended early
		enter(rates.CBIC, "USD", "INR", "94.5", "2026-04-02", "")
		correction := money.Rate{From: "USD", To: "INR", Value: exact.Must("93.5"), Per: exact.Int(1), Side: money.Mid, Source: rates.FBIL.Name(), Date: dayOf(t, "2026-03-20")}
		if _, err := s.ImportRates(t.Context(), tashi, "corrected", rates.Feed{Source: rates.FBIL, Rates: []money.Rate{correction}}); err != nil {
			t.Fatal(err)
		}
		for _, test := range []struct {
			what     string
			rule     string
			from, to money.Currency
			day      string
			value    string // empty for none
			side     money.Side
			says     string
		}{
			{"published", "nrb-sell", "USD", "NPR", "2026-04-04", "149.27", money.Sell, ""},
			{"as corrected", "fbil", "USD", "INR", "2026-03-22", "93.5", money.Mid, ""},
			{"entered, and marked so", "contract", "USD", "CNY", "2026-04-05", "7.1234", money.Stated, ""},
			{"entered for days that are over", "contract", "USD", "CNY", "2026-04-06", "", "", "There is no rate from USD to CNY by bank's contract rate (stated) that is valid on 2026-04-06"},
			{"entered for months", "contract", "EUR", "CNY", "2026-11-30", "7.90", money.Stated, ""},
			{"entered for months that are over", "contract", "EUR", "CNY", "2026-12-01", "", "", "enter one with its reason"},
			{"entered for months, the other way round", "contract", "CNY", "EUR", "2026-11-30", "1", money.Stated, ""},
			{"before the two days of another", "contract", "JPY", "CNY", "2026-04-13", "0.047", money.Stated, ""},
			{"in the two days of another", "contract", "JPY", "CNY", "2026-04-15", "0.048", money.Stated, ""},
			{"after the two days of another", "contract", "JPY", "CNY", "2026-04-16", "0.047", money.Stated, ""},
			{"after another that was corrected to end early", "contract", "GBP", "CNY", "2026-04-16", "9.10", money.Stated, ""},
			{"customs, until there is another", "cbic", "USD", "INR", "2026-09-01", "94.5", money.Stated, ""},
			{"the peg, until there is another", "peg", "INR", "NPR", "2036-01-01", "1.60", money.Stated, ""},
			{"the peg the other way round", "peg", "NPR", "INR", "2036-01-01", "1", money.Stated, ""},
			{"never published", "cfets", "INR", "CNY", "2026-04-04", "", "", "There is no rate from INR to CNY"},
			{"too old", "nrb-sell", "USD", "NPR", "2026-04-16", "", "", "11 days older than 2026-04-16"},
			{"by no rule", "boe", "USD", "NPR", "2026-04-16", "", "", "There is no rate rule boe."},
		} {
			a, err := s.Holding(t.Context(), test.rule, test.from, test.to, dayOf(t, test.day))
			switch {
			case test.value == "":
				if whatWentWrong(err) == "" || !strings.Contains(err.Error(), test.says) {
					t.Errorf("%s: %v, %v; want an error that says %q", test.what, a.Rate, err, test.says)
				}
			case err != nil || a.Rate.Value.String() != test.value || a.Rate.Side != test.side:
				t.Errorf("%s: %s (%s), %v; want %s (%s)", test.what, a.Rate.Value, a.Rate.Side, err, test.value, test.side)
			}
		}
	})
}

func TestABackupHasTheRules(t *testing.T) {
	t.Parallel()
	eachMigrated(t, func(t *testing.T, w Where) {
		s := openAt(t, w)
		own := Rule{Rule: rates.Rule{ID: "own", Name: "Our own", NameZH: "自定", Source: rates.Contract, Side: money.Stated, Day: rates.TheDay}}
		choice := Choice{Currency: "CNY", Purpose: OnDocument, Rule: "own", Version: 1}
		entered := Entry{Source: rates.Contract, Side: money.Stated, From: "USD", To: "CNY", Value: exact.Must("7.10"), Per: exact.Int(1),
			Date: dayOf(t, "2026-04-01"), Until: dayOf(t, "2026-04-05"), Who: "Tashi", Reason: "the bank's letter", At: noon}
		err := s.Update(t.Context(), tashi, func(tx *Tx) error {
			return errors.Join(StoreRule(t.Context(), tx.Tx, own), StoreChoice(t.Context(), tx.Tx, choice), enter(t.Context(), tx.Tx, entered))
		})
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "backup.db")
		if _, err := s.Backup(t.Context(), tashi, file); err != nil {
			t.Fatal(err)
		}
		empty := Where{Data: t.TempDir()}
		if w.URL != "" {
			empty = Where{URL: storetest.Postgres(t)}
		}
		if _, err := store.Restore(t.Context(), tashi, empty, file); err != nil {
			t.Fatal(err)
		}
		restored := openAt(t, empty)
		err = restored.View(t.Context(), func(tx *Tx) error {
			rule, err := RuleFor(t.Context(), tx.Tx, "", "CNY", OnDocument)
			if rule != own.Rule || err != nil {
				t.Errorf("the rule comes back as %+v, %v; want %+v", rule, err, own.Rule)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
		for day, want := range map[string]trade.Code{"2026-04-05": "", "2026-04-06": trade.NotFound} {
			if a, err := restored.Holding(t.Context(), "own", "USD", "CNY", dayOf(t, day)); whatWentWrong(err) != want || err == nil && a.Rate.Value.String() != "7.10" {
				t.Errorf("on %s the rate comes back as %s, %v", day, a.Rate.Value, err)
			}
		}
	})
}

func TestAnOrderKeepsTheRuleOfATotal(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		o := sampleOrder(t, kathmandu, "SO-1")
		o.TotalsIn = []trade.TotalIn{{Currency: "CNY", Rule: "cfets-month-first"}, {Currency: "NPR", Source: "nrb", Side: money.Sell}}
		if _, err := s.AddOrder(t.Context(), tashi, o); err != nil {
			t.Fatal(err)
		}
		back, _, err := s.Order(t.Context(), "SO-1")
		if err != nil || !slices.Equal(back.TotalsIn, o.TotalsIn) {
			t.Errorf("the totals come back as %+v, %v; want %+v", back.TotalsIn, err, o.TotalsIn)
		}
	})
}
