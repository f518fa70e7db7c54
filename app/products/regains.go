package products

import (
	"cmp"
	"context"
	"slices"
	"unicode/utf8"

	"github.com/golang-sql/civil"

	"woolroad/app/store"
	"woolroad/app/trade"
)

// Regain is what is said of a product's regain, and that product.
type Regain struct {
	Stored
	Regain store.StatedRegain
}

// LookAtRegain returns what is said of a product's regain under that id. One that is
// not there, or not the product's, is a NotFound error.
func LookAtRegain(ctx context.Context, s *store.Store, who store.Who, product, id string) (Regain, error) {
	return store.View(ctx, s, who, func(t *store.Tx) (out Regain, err error) {
		if out.Stored, err = look(ctx, t, product); err != nil {
			return out, err
		}
		out.Regain, err = among(out.Said, id)
		return out, err
	})
}

func among(said []store.StatedRegain, id string) (store.StatedRegain, error) {
	i := slices.IndexFunc(said, func(r store.StatedRegain) bool { return r.ID == id })
	if i < 0 {
		return store.StatedRegain{}, &trade.Error{Code: trade.NotFound, Field: "id", Format: "There is no such regain any more."}
	}
	return said[i], nil
}

// TypedRegain is what is said of a regain, as it is typed.
type TypedRegain struct {
	Percent, Source, Date, Note string
	Verified                    bool // whether the source itself was read
}

// AddRegain checks what is said of a product's regain as it was typed, and stores it
// with its source. What is said already in the same words is not said twice.
//
// Where it breaks rules, the error is trade.Faults with all of them, whose pointers are
// "/percent", "/source", "/date" and "/note". A product that there is not is a NotFound
// error.
func AddRegain(ctx context.Context, s *store.Store, who store.Who, product string, typed TypedRegain) (store.StatedRegain, error) {
	content := []any{product, typed}
	return store.Change(ctx, s, who, "regains.add", content, func(t *store.Tx) (store.StatedRegain, error) {
		r, err := typed.of(ctx, t, product)
		if err != nil {
			return r, err
		}
		there, err := t.Regains(ctx, product)
		if err != nil {
			return r, err
		}
		for _, said := range there {
			if typedOf(said) == typedOf(r) {
				return said, nil
			}
		}
		return t.SaveRegain(ctx, r)
	})
}

// ChangeRegain checks what is said of a product's regain as it was typed, and stores it
// in place of what is under that id, if that is still of the version given: otherwise
// the error is a *store.Stale[store.StatedRegain]. The other errors are AddRegain's, and
// NotFound where nothing is under that id any more.
func ChangeRegain(ctx context.Context, s *store.Store, who store.Who, product, id string, typed TypedRegain, version int64) (store.StatedRegain, error) {
	content := []any{product, id, typed, version}
	return store.Change(ctx, s, who, "regains.change", content, func(t *store.Tx) (store.StatedRegain, error) {
		if err := isOf(ctx, t, product, id); err != nil {
			return store.StatedRegain{}, err
		}
		r, err := typed.of(ctx, t, product)
		if err != nil {
			return r, err
		}
		r.ID, r.Version = id, version
		return t.SaveRegain(ctx, r)
	})
}

// DeleteRegain takes out what is said of a product's regain under that id, if it is
// still of the version given: otherwise the error is a
// *store.Stale[store.StatedRegain]. What is not there is a NotFound error.
func DeleteRegain(ctx context.Context, s *store.Store, who store.Who, product, id string, version int64) error {
	content := []any{product, id, version}
	_, err := store.Change(ctx, s, who, "regains.delete", content, func(t *store.Tx) (struct{}, error) {
		if err := isOf(ctx, t, product, id); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, t.DeleteRegain(ctx, id, version)
	})
	return err
}

// isOf refuses an id that no regain of the product has.
func isOf(ctx context.Context, t *store.Tx, product, id string) error {
	if _, err := t.Product(ctx, product); err != nil {
		return err
	}
	said, err := t.Regains(ctx, product)
	if err != nil {
		return err
	}
	_, err = among(said, id)
	return err
}

// typedOf returns what is said, as it would be typed.
func typedOf(r store.StatedRegain) TypedRegain {
	return TypedRegain{r.Percent.String(), r.Source, r.Date.String(), r.Note, r.Verified}
}

// of returns what was typed as what is said of that product, or why it cannot be: the
// product is not there, or the rules that what was typed breaks.
func (typed TypedRegain) of(ctx context.Context, t *store.Tx, product string) (store.StatedRegain, error) {
	p, err := t.Product(ctx, product)
	if err != nil {
		return store.StatedRegain{}, err
	}
	regain, found := agreed(typed.Percent, typed.Source, typed.Date)
	found = append(found, tooLong("/note", typed.Note)...)
	return store.StatedRegain{Product: p.Name, AgreedRegain: regain, Verified: typed.Verified, Note: typed.Note}, found.Err()
}

// agreed reads a regain with who says it and when that was looked up.
func agreed(percent, source, date string) (r store.AgreedRegain, found trade.Faults) {
	r.Source = source
	if percent == "" {
		found = append(found, missing("/percent", "This is needed; fill it in."))
	} else {
		number, faults := trade.CheckRegain(percent)
		for _, f := range faults {
			f.Pointer = "/percent"
			found = append(found, f)
		}
		r.Percent = number
	}
	if source == "" {
		found = append(found, missing("/source", "Say who says it: a standard, a contract, a custom."))
	}
	found = append(found, tooLong("/source", source)...)
	day, err := civil.ParseDate(date)
	if err != nil {
		found = append(found, trade.Fault{Pointer: "/date", Code: trade.FaultNotADate,
			Format: "%s is no day; write it like 2026-04-03.", Args: []any{cmp.Or(date, "–")}})
	}
	r.Date = day
	return r, found
}

func missing(pointer, format string) trade.Fault {
	return trade.Fault{Pointer: pointer, Code: trade.FaultMissing, Format: format}
}

// tooLong returns the fault of a text that is longer than an order file's may be.
func tooLong(pointer, text string) trade.Faults {
	n := utf8.RuneCountInString(text)
	if n <= trade.LongText {
		return nil
	}
	return trade.Faults{{Pointer: pointer, Code: trade.FaultTooLong, Format: "This has %d characters; at most %d fit.", Args: []any{n, trade.LongText}}}
}
