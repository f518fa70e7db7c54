package issue

import (
	"context"
	"errors"

	"github.com/golang-sql/civil"

	"woolroad/app/money"
	"woolroad/app/store"
	"woolroad/app/store/parties"
	"woolroad/app/store/ratebook"
	"woolroad/app/trade"
	"woolroad/documents"
	"woolroad/rates"
)

// Booked is an issued document with its total as the books have it.
type Booked struct {
	store.IssuedInfo
	CNY *InCNY // nil: the document has no total
}

// Counts reports whether sums include the document: it prints a total and is not
// superseded.
func (d Booked) Counts() bool { return d.CNY != nil && d.SupersededBy == "" }

// InCNY is a document's total in CNY by the rule that the desk has chosen for its books,
// at the document's date.
type InCNY struct {
	Amount  money.Amount // the zero Amount where Missing says why
	Rate    money.Rate   // the zero Rate for a total in CNY, and where Missing says why
	Rule    rates.Rule   // by which the rate was chosen; the zero Rule for a total in CNY
	Missing *trade.Error // no rate was published, or it is too old or held; else nil
}

// CNYSum is the sum of documents in CNY.
type CNYSum struct {
	Count   int      // of the documents in Total
	Missing int      // of the documents with a total but no figure in CNY
	Without []Booked // the first few of these
	Total   money.Amount
}

// mostWithout is how many documents without a figure in CNY a sum names.
const mostWithout = 20

// add adds the document to the sum, if it counts. The error for a sum of more than 18
// digits is an Invalid *trade.Error.
func (s *CNYSum) add(d Booked) error {
	switch {
	case !d.Counts():
		return nil
	case d.CNY.Missing != nil:
		if s.Missing++; len(s.Without) < mostWithout {
			s.Without = append(s.Without, d)
		}
		return nil
	}
	total, err := s.Total.Add(d.CNY.Amount)
	if errors.Is(err, money.ErrTooLarge) {
		return &trade.Error{Code: trade.Invalid, Field: "currency", Err: err, Format: "The total in %s has more than 18 digits; choose fewer.", Args: []any{"CNY"}}
	}
	s.Count, s.Total = s.Count+1, total
	return err
}

// books converts the totals of documents, and looks up each rule and each rate only once.
type books struct {
	t     *store.Tx
	rules map[string]rates.Rule // by the buyer's ID
	found map[rateKey]rateFound
}

// rateKey is what a rate depends on.
type rateKey struct {
	rule string
	from money.Currency
	day  civil.Date // that counts for the rule
}

// rateFound is a rate, or why there is none.
type rateFound struct {
	rate    money.Rate
	missing *trade.Error
}

// booksOf returns books that read through t.
func booksOf(t *store.Tx) *books {
	return &books{t, map[string]rates.Rule{}, map[rateKey]rateFound{}}
}

// enter returns the document with its total in CNY.
//
// Where the document itself prints a total in CNY by the same rule, from the rate
// published for the same day, enter returns that printed figure, even if the rate was
// corrected since. A total without a rate has the reason as Missing, and one of more than 18
// digits an Invalid error there.
func (b *books) enter(ctx context.Context, info store.IssuedInfo) (Booked, error) {
	d := Booked{IssuedInfo: info}
	switch info.Total.Currency() {
	case "":
		return d, nil
	case money.CNY:
		d.CNY = &InCNY{Amount: info.Total}
		return d, nil
	}
	rule, err := b.rule(ctx, info.SubjectID)
	if err != nil {
		return d, err
	}
	d.CNY = &InCNY{Rule: rule}
	printed, err := b.printed(ctx, info.Number, rule)
	if err != nil {
		return d, err
	}
	day := rule.Day.Of(info.Date)
	if printed != nil && printed.Rate.Date == day {
		d.CNY.Amount, d.CNY.Rate = printed.Amount, printed.Rate
		return d, nil
	}
	is, err := b.rate(ctx, rateKey{rule.ID, info.Total.Currency(), day}, rule)
	switch {
	case err != nil:
		return d, err
	case is.missing != nil:
		d.CNY.Missing = is.missing
		return d, nil
	case printed != nil && printed.Rate.Date == is.rate.Date:
		d.CNY.Amount, d.CNY.Rate = printed.Amount, printed.Rate
		return d, nil
	}
	amount, err := is.rate.Convert(info.Total)
	if errors.Is(err, money.ErrTooLarge) {
		d.CNY.Missing = &trade.Error{Code: trade.Invalid, Field: "total", Err: err, Format: "The total in CNY has more than 18 digits."}
		return d, nil
	}
	d.CNY.Amount, d.CNY.Rate = amount, is.rate
	return d, err
}

// rule returns the rule for the books of the buyer of the order with that ID.
func (b *books) rule(ctx context.Context, orderID string) (rates.Rule, error) {
	buyer, err := parties.BuyerOf(ctx, b.t.Tx, orderID)
	if err != nil {
		return rates.Rule{}, err
	}
	rule, known := b.rules[buyer]
	if known {
		return rule, nil
	}
	rule, err = ratebook.RuleFor(ctx, b.t.Tx, buyer, money.CNY, ratebook.InBooks)
	b.rules[buyer] = rule
	return rule, err
}

// rate returns the rate into CNY that applies, or why there is none.
func (b *books) rate(ctx context.Context, w rateKey, rule rates.Rule) (rateFound, error) {
	is, known := b.found[w]
	if known {
		return is, nil
	}
	answer, err := ratebook.HoldingBy(ctx, b.t.Tx, rule, w.from, money.CNY, w.day)
	none, held, stale := (*rates.ErrNone)(nil), (*rates.ErrHeld)(nil), (*rates.ErrStale)(nil)
	switch {
	case err == nil:
		is.rate = answer.Rate
	case !(errors.As(err, &none) || errors.As(err, &held) || errors.As(err, &stale)) || !errors.As(err, &is.missing):
		return is, err
	}
	b.found[w] = is
	return is, nil
}

// printed returns the total in CNY that the document prints by that rule, or nil.
func (b *books) printed(ctx context.Context, number string, rule rates.Rule) (*documents.Converted, error) {
	doc, err := b.t.Document(ctx, number)
	if err != nil {
		return nil, err
	}
	priced, is := doc.(documents.Priced)
	if !is {
		return nil, nil
	}
	for _, in := range priced.Conversions() {
		if in.Amount.Currency() != money.CNY {
			continue
		}
		same, err := b.chosenBy(ctx, in.Rate, rule)
		if err != nil {
			return nil, err
		}
		if same {
			return &in, nil
		}
	}
	return nil, nil
}

// chosenBy reports whether a printed rate was chosen by that rule: it names the rule, or
// it names none and has the source and side that stand for this rule.
func (b *books) chosenBy(ctx context.Context, rate money.Rate, rule rates.Rule) (bool, error) {
	if rate.Rule != "" {
		return rate.Rule == rule.Name, nil
	}
	if rate.Side == money.Stated || rate.Side != rule.Side || rate.Source != rule.Source.Name() {
		return false, nil
	}
	usual, err := rates.SourceRule(ctx, ratebook.In(b.t.Tx), rule.Source, rule.Side)
	return usual.ID == rule.ID, err
}
