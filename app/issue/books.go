package issue

import (
	"context"
	"errors"

	"github.com/golang-sql/civil"

	"woolroad/app/money"
	"woolroad/app/store"
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

// Counts reports whether sums have the document: it prints a total, and no other document
// has taken its place.
func (d Booked) Counts() bool { return d.CNY != nil && d.SupersededBy == "" }

// InCNY is a document's total in CNY by the rule that the desk has chosen for its books,
// as of the document's date.
type InCNY struct {
	Amount  money.Amount // of no currency where Missing says why
	Rate    money.Rate   // the zero Rate for a total in CNY, and where there is none
	Rule    rates.Rule   // by which the rate was looked for; the zero Rule for a total in CNY
	Missing *trade.Error // that no rate was published, that it is too old, or that it is held
}

// CNYSum is what documents come to in CNY.
type CNYSum struct {
	Count   int // of the documents that are in Total
	Missing int // of those that have a total and no figure in CNY
	Total   money.Amount
}

// add adds the document to the sum, if it counts.
func (s *CNYSum) add(d Booked) error {
	switch {
	case !d.Counts():
		return nil
	case d.CNY.Missing != nil:
		s.Missing++
		return nil
	}
	total, err := s.Total.Add(d.CNY.Amount)
	if errors.Is(err, money.ErrTooLarge) {
		return &trade.Error{Code: trade.Invalid, Field: "currency", Err: err, Format: "The sum in %s has more than 18 digits; pick fewer.", Args: []any{"CNY"}}
	}
	s.Count, s.Total = s.Count+1, total
	return err
}

// books converts the totals of documents, and looks for each rule and rate once.
type books struct {
	t     *store.Tx
	rules map[string]rates.Rule // by the buyer's id
	found map[wanted]found
}

// wanted is which rate is asked for.
type wanted struct {
	rule string
	from money.Currency
	day  civil.Date // that counts
}

// found is a rate, or why there is none.
type found struct {
	rate    money.Rate
	missing *trade.Error
}

func booksOf(t *store.Tx) *books {
	return &books{t, map[string]rates.Rule{}, map[wanted]found{}}
}

// enter returns the document as the books have it.
//
// A figure that the document prints by the same rule, from the rate published for the
// same day, stays the one that was printed, also where that rate was corrected since.
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
	is, err := b.rate(ctx, wanted{rule.ID, info.Total.Currency(), day}, rule)
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
		d.CNY.Missing = &trade.Error{Code: trade.Invalid, Field: "total", Err: err, Format: "In CNY it has more than 18 digits."}
		return d, nil
	}
	d.CNY.Amount, d.CNY.Rate = amount, is.rate
	return d, err
}

// rule returns the rule of the books for the buyer of that order.
func (b *books) rule(ctx context.Context, orderID string) (rates.Rule, error) {
	buyer, err := b.t.BuyerOf(ctx, orderID)
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

// rate returns the rate into CNY that holds, or why there is none.
func (b *books) rate(ctx context.Context, w wanted, rule rates.Rule) (found, error) {
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

// printed returns the figure in CNY that the document prints by that rule, or nil.
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
		same, err := b.by(ctx, in.Rate, rule)
		if err != nil {
			return nil, err
		}
		if same {
			return &in, nil
		}
	}
	return nil, nil
}

// by reports whether a printed rate was chosen by that rule: it names it, or names none and
// is of the source and side that mean this rule.
func (b *books) by(ctx context.Context, rate money.Rate, rule rates.Rule) (bool, error) {
	if rate.Rule != "" {
		return rate.Rule == rule.Name, nil
	}
	if rate.Side == money.Stated || rate.Side != rule.Side || rate.Source != rule.Source.Name() {
		return false, nil
	}
	usual, err := rates.SourceRule(ctx, ratebook.In(b.t.Tx), rule.Source, rule.Side)
	return usual.ID == rule.ID, err
}
