package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io/fs"
	"math/rand/v2"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/golang-sql/civil"

	"woolroad/app/exact"
	"woolroad/app/issue"
	"woolroad/app/money"
	"woolroad/app/orders"
	"woolroad/app/ratebook"
	"woolroad/app/sample"
	"woolroad/app/store"
	"woolroad/app/web/say"
	"woolroad/documents"
	"woolroad/rates"
	"woolroad/rates/reason"
)

// recordingsTaken imports every recording. Among their figures are some that are held,
// some that are corrected, and days without any.
func recordingsTaken(t testing.TB, d *desk) {
	t.Helper()
	take := func(name string, read func(string) ([]byte, error), edit func(string) string) {
		b, err := read(name)
		if err != nil {
			t.Fatal(err)
		}
		feed, err := rates.Read(strings.NewReader(edit(string(b))))
		if refused := (*reason.ErrFeed)(nil); errors.As(err, &refused) {
			return // a recorded refusal
		}
		if err == nil {
			_, err = ratebook.Import(t.Context(), d.store, store.Who{Name: "Tashi", At: today}, ratebook.Intake{Name: name, Share: exact.Must("0.10")}, feed)
		}
		if err != nil {
			t.Fatal(name, err)
		}
	}
	as := func(s string) string { return s }
	for _, of := range []struct {
		files fs.FS
		glob  string
	}{{sample.Files, "rates/*"}, {os.DirFS("../../rates/testdata"), "*.*"}, {os.DirFS("../command/testdata"), "*-20*"}} {
		names, err := fs.Glob(of.files, of.glob)
		if err != nil || len(names) < 3 {
			t.Fatal(names, err)
		}
		for _, name := range names {
			take(name, func(n string) ([]byte, error) { return fs.ReadFile(of.files, n) }, as)
		}
	}
	nrb := func(n string) ([]byte, error) { return fs.ReadFile(sample.Files, n) }
	// A day's selling rate is corrected, and the last day's lost its point.
	take("rates/nrb-2026-04-01_2026-04-05.json", nrb, func(s string) string { return strings.Replace(s, `"149.27"`, `"149.37"`, 1) })
	take("rates/nrb-2026-04-01_2026-04-05.json", nrb, func(s string) string {
		s = s[strings.LastIndex(s, `"date":"2026-04-05"`):]
		return `{"status":{"code":200},"data":{"payload":[{` + strings.Replace(s, `"sell":"1`, `"sell":"10`, 1)
	})
}

// onPages replaces the names of sides by those that pages show.
var onPages = strings.NewReplacer("(buy)", "(buying)", "(sell)", "(selling)", " (stated)", "")

var isoDay = regexp.MustCompile(`\d{4}-\d{2}-\d{2}`)

// asPagesSay returns a sentence of the rules with the words and days that pages show.
func asPagesSay(t *testing.T, sentence string) string {
	return isoDay.ReplaceAllStringFunc(onPages.Replace(sentence), func(text string) string {
		d, err := civil.ParseDate(text)
		if err != nil {
			t.Fatal(err)
		}
		return say.English.Date(d)
	})
}

// question is a rate that the test asks for in every place that shows it.
type question struct {
	from, to money.Currency
	day      civil.Date
	ask      map[string]string // as an order file asks
	rates    ratebook.Question
}

func (q question) String() string {
	return fmt.Sprintf("%s/%s on %s by %v", q.from, q.to, q.day, q.ask)
}

// anyQuestion returns a random question about the time of the recordings and around it.
func anyQuestion(r *rand.Rand) question {
	pick := func(all string) string { w := strings.Fields(all); return w[r.IntN(len(w))] }
	starts := []civil.Date{{Year: 2015, Month: 1, Day: 10}, {Year: 2022, Month: 6, Day: 20}, {Year: 2025, Month: 10, Day: 1}, {Year: 2026, Month: 2, Day: 10}, {Year: 2026, Month: 3, Day: 15}, {Year: 2026, Month: 3, Day: 30}, {Year: 2026, Month: 7, Day: 25}}
	q := question{day: starts[r.IntN(len(starts))].AddDays(r.IntN(25)), from: money.Currency(pick("USD EUR USD INR CNY JPY")), to: money.Currency(pick("NPR CNY INR CHF GBP USD JPY"))}
	switch r.IntN(9) {
	case 0, 1:
		q.from, q.to, q.ask = "USD", "NPR", map[string]string{"source": "nrb", "side": "sell"}
	case 2:
		q.to, q.ask = "NPR", map[string]string{"source": "nrb", "side": pick("buy sell")}
	case 3:
		q.to, q.ask = "INR", map[string]string{"source": pick("fbil ecb")}
	case 6:
		q.to, q.ask = "CNY", map[string]string{"source": "cfets"}
	case 4:
		q.from, q.to, q.ask = "EUR", money.Currency(pick("CHF USD CNY")), map[string]string{"source": "ecb"}
	case 5:
		q.ask = map[string]string{"rule": pick("cfets-month-first nrb-buy contract")}
	case 7:
		q.from, q.to, q.ask = money.Currency(pick("USD CNY INR")), "CHF", map[string]string{"rule": "ecb"}
	default:
		q.ask = map[string]string{"rule": "default"}
	}
	if q.from == q.to {
		q.from = "GBP"
	}
	q.rates = ratebook.Question{From: q.from, To: q.to, Day: q.day, Source: rates.SourceID(q.ask["source"]), Side: money.Side(q.ask["side"]), Rule: q.ask["rule"]}
	if q.rates.Rule == rates.ByDefault {
		q.rates.Rule = ""
	}
	return q
}

// TestAllPlacesSayTheSameRate asks random questions of the rate book, the order's page,
// the draft and the issue: each must give the same figure with its path, or the same
// refusal.
func TestAllPlacesSayTheSameRate(t *testing.T) {
	d := newDesk(t)
	recordingsTaken(t, d)
	who := store.Who{Name: say.DeskName, At: today}
	file := readTestFile(t, "../command/testdata/ecb-held-order.json")
	r := rand.New(rand.NewPCG(1, 1))
	kinds := map[string]int{}
	for i := range questions {
		q := anyQuestion(r)
		number := fmt.Sprintf("SO-Q-%d", i)
		keepQuestion(t, d, file, number, q)

		answer, err := ratebook.Find(t.Context(), d.store, who, q.rates)
		held, none, stale := (*rates.ErrHeld)(nil), (*rates.ErrNone)(nil), (*rates.ErrStale)(nil)
		refusal := ""
		switch {
		case errors.As(err, &held):
			kinds["held"]++
			refusal = held.Error()
		case errors.As(err, &none):
			kinds["missing"]++
			format, args := none.Sentence()
			refusal = fmt.Sprintf(format, args...)
		case errors.As(err, &stale):
			kinds["old"]++
			answer, refusal = stale.Answer, stale.Error()
		case err != nil:
			t.Fatalf("%s: %v", q, err)
		default:
			kinds["found"]++
		}

		page := d.get("/orders/" + number)
		draft, draftErr := issue.Draft(t.Context(), d.store, who, number, documents.KindCommercialInvoice)
		issued, issueErr := issue.Issue(t.Context(), d.store, who, issue.Request{Order: number, Kinds: []documents.Kind{documents.KindCommercialInvoice}})
		if refusal != "" {
			if !strings.Contains(html.UnescapeString(page.body), asPagesSay(t, refusal)) {
				t.Errorf("%s: the page does not say %q", q, refusal)
			}
			if issueErr == nil || !strings.Contains(issueErr.Error(), refusal) {
				t.Errorf("%s: issued, %v; want %q", q, issueErr, refusal)
			}
		} else if issueErr != nil {
			t.Errorf("%s: not issued: %v", q, issueErr)
		}
		if refusal != "" {
			if draftErr == nil || !strings.Contains(draftErr.Error(), refusal) {
				t.Errorf("%s: drawn as a draft, %v; want %q", q, draftErr, refusal)
			}
		} else if draftErr != nil {
			t.Errorf("%s: not drawn as a draft: %v", q, draftErr)
		}
		if none != nil || held != nil {
			continue
		}
		total, err := money.Parse("100000", q.from) // of every order here
		if err != nil {
			t.Fatal(err)
		}
		amount, err := answer.Rate.Convert(total)
		if err != nil {
			t.Fatal(q, err)
		}
		if shown := string(q.to) + " " + amount.Grouped(); !strings.Contains(page.body, shown) {
			t.Errorf("%s: the page does not show %s", q, shown)
		}
		if refusal != "" || draftErr != nil || issueErr != nil {
			continue
		}
		want := convertedBy(documents.Converted{Amount: amount, Rate: answer.Rate})
		if got := convertedBy(invoiceOf(t, draft.Document).In[0]); got != want {
			t.Errorf("%s: the draft has %s, want %s", q, got, want)
		}
		stored, err := issue.LookAtDocument(t.Context(), d.store, who, issued.Documents[0].Number)
		if err != nil {
			t.Fatal(q, err)
		}
		if got := convertedBy(invoiceOf(t, stored.Content).In[0]); got != want {
			t.Errorf("%s: the issued document has %s, want %s", q, got, want)
		}
	}
	for _, kind := range []string{"found", "held", "missing", "old"} {
		if kinds[kind] < questions/50 {
			t.Errorf("only %d of %d questions are of a rate that is %s: %v", kinds[kind], questions, kind, kinds)
		}
	}
}

// convertedBy returns a converted total with its rate and path as one text.
func convertedBy(c documents.Converted) string {
	r := c.Rate
	return fmt.Sprintf("%s %s at %s for %s of %s by %s (%s) through %q", c.Amount.Currency(), c.Amount, r.Value, r.Per, r.Date, r.Source, r.Side, r.Through)
}

func invoiceOf(t testing.TB, doc documents.Document) documents.Invoice {
	t.Helper()
	invoice, ok := doc.(*documents.CommercialInvoice)
	if !ok || len(invoice.Invoice.In) != 1 {
		t.Fatalf("%T has not one total in another currency", doc)
	}
	return invoice.Invoice
}

// keepQuestion stores an order that asks the question.
func keepQuestion(t testing.TB, d *desk, file []byte, number string, q question) {
	t.Helper()
	var o map[string]any
	file = bytes.ReplaceAll(file, []byte(`"L1"`), []byte(`"L-`+number+`"`)) // no lot is billed twice
	if err := json.Unmarshal(file, &o); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"currency": string(q.to)}
	for key, value := range q.ask {
		want[key] = value
	}
	o["number"], o["date"], o["currency"], o["totals_in"] = number, q.day.String(), string(q.from), []any{want}
	b, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := orders.Add(t.Context(), d.store, tashi, orders.Read(bytes.NewReader(b)), orders.Source{}); err != nil {
		t.Fatal(q, err)
	}
}
