package products

import (
	"cmp"
	"context"
	"slices"
	"unicode/utf8"

	"github.com/golang-sql/civil"

	"woolroad/app/store"
	stored "woolroad/app/store/products"
	"woolroad/app/trade"
)

// Regain is one statement about a product's regain, with the product.
type Regain struct {
	Stored
	Regain stored.StatedRegain
}

// LookAtRegain returns the statement with that ID about a product's regain. An unknown
// ID, or one of another product, is a NotFound error.
func LookAtRegain(ctx context.Context, s *store.Store, who store.Who, product, id string) (Regain, error) {
	return store.View(ctx, s, who, func(t *store.Tx) (out Regain, err error) {
		if out.Stored, err = look(ctx, t, product); err != nil {
			return out, err
		}
		out.Regain, err = regainByID(out.Said, id)
		return out, err
	})
}

// regainByID returns the statement with that ID, or a NotFound error.
func regainByID(said []stored.StatedRegain, id string) (stored.StatedRegain, error) {
	i := slices.IndexFunc(said, func(r stored.StatedRegain) bool { return r.ID == id })
	if i < 0 {
		return stored.StatedRegain{}, &trade.Error{Code: trade.NotFound, Field: "id", Format: "This regain no longer exists."}
	}
	return said[i], nil
}

// TypedRegain is a statement about a regain, as it is typed.
type TypedRegain struct {
	Percent, Source, Date, Note string
	Verified                    bool // somebody has read the source itself
}

// AddRegain checks a statement about a product's regain as it was typed, and stores it.
// For a statement that is stored already in the same words it returns the stored one.
//
// If the statement breaks rules, the error is trade.Faults with all of them, whose
// pointers are "/percent", "/source", "/date" and "/note". An unknown product is a
// NotFound error.
func AddRegain(ctx context.Context, s *store.Store, who store.Who, product string, typed TypedRegain) (stored.StatedRegain, error) {
	content := []any{product, typed}
	return store.Change(ctx, s, who, "regains.add", content, func(t *store.Tx) (stored.StatedRegain, error) {
		r, err := typed.stated(ctx, t, product)
		if err != nil {
			return r, err
		}
		there, err := stored.Regains(ctx, t.Tx, product)
		if err != nil {
			return r, err
		}
		for _, said := range there {
			if typedOf(said) == typedOf(r) {
				return said, nil
			}
		}
		return stored.SaveRegain(ctx, t.Tx, r)
	})
}

// ChangeRegain checks a statement about a product's regain as it was typed, and stores it
// in place of the one with that ID, if that one still has the given version. Otherwise
// the error is a *store.Stale[stored.StatedRegain]. The other errors are those of
// AddRegain, and NotFound for an unknown ID.
func ChangeRegain(ctx context.Context, s *store.Store, who store.Who, product, id string, typed TypedRegain, version int64) (stored.StatedRegain, error) {
	content := []any{product, id, typed, version}
	return store.Change(ctx, s, who, "regains.change", content, func(t *store.Tx) (stored.StatedRegain, error) {
		if err := checkRegainOf(ctx, t, product, id); err != nil {
			return stored.StatedRegain{}, err
		}
		r, err := typed.stated(ctx, t, product)
		if err != nil {
			return r, err
		}
		r.ID, r.Version = id, version
		return stored.SaveRegain(ctx, t.Tx, r)
	})
}

// DeleteRegain deletes the statement with that ID about a product's regain, if it still
// has the given version. Otherwise the error is a *store.Stale[stored.StatedRegain]. An
// unknown ID is a NotFound error.
func DeleteRegain(ctx context.Context, s *store.Store, who store.Who, product, id string, version int64) error {
	content := []any{product, id, version}
	_, err := store.Change(ctx, s, who, "regains.delete", content, func(t *store.Tx) (struct{}, error) {
		if err := checkRegainOf(ctx, t, product, id); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, stored.DeleteRegain(ctx, t.Tx, id, version)
	})
	return err
}

// checkRegainOf returns a NotFound error unless the product has a statement with that ID.
func checkRegainOf(ctx context.Context, t *store.Tx, product, id string) error {
	if _, err := stored.Named(ctx, t.Tx, product); err != nil {
		return err
	}
	said, err := stored.Regains(ctx, t.Tx, product)
	if err != nil {
		return err
	}
	_, err = regainByID(said, id)
	return err
}

// typedOf returns a statement as it would be typed.
func typedOf(r stored.StatedRegain) TypedRegain {
	return TypedRegain{r.Percent.String(), r.Source, r.Date.String(), r.Note, r.Verified}
}

// stated checks the typed values and returns them as the regain stated for the product of
// that name. The error is trade.Faults if values break rules, and NotFound if there is no
// such product.
func (typed TypedRegain) stated(ctx context.Context, t *store.Tx, product string) (stored.StatedRegain, error) {
	p, err := stored.Named(ctx, t.Tx, product)
	if err != nil {
		return stored.StatedRegain{}, err
	}
	regain, found := readRegain(typed.Percent, typed.Source, typed.Date)
	found = append(found, tooLong("/note", typed.Note)...)
	return stored.StatedRegain{Product: p.Name, AgreedRegain: regain, Verified: typed.Verified, Note: typed.Note}, found.Err()
}

// readRegain reads a regain with its source and the date on which it was looked up.
func readRegain(percent, source, date string) (r stored.AgreedRegain, found trade.Faults) {
	r.Source = source
	if percent == "" {
		found = append(found, missingFault("/percent", "This field is required; fill it in."))
	} else {
		number, faults := trade.CheckRegain(percent)
		for _, f := range faults {
			f.Pointer = "/percent"
			found = append(found, f)
		}
		r.Percent = number
	}
	if source == "" {
		found = append(found, missingFault("/source", "Enter the source: a standard, a contract or a custom."))
	}
	found = append(found, tooLong("/source", source)...)
	day, err := civil.ParseDate(date)
	if err != nil {
		found = append(found, trade.Fault{Pointer: "/date", Code: trade.FaultNotADate,
			Format: "%s is not a date; write it like 2026-04-03.", Args: []any{cmp.Or(date, "–")}})
	}
	r.Date = day
	return r, found
}

// missingFault returns the fault of a value that must be given.
func missingFault(pointer, format string) trade.Fault {
	return trade.Fault{Pointer: pointer, Code: trade.FaultMissing, Format: format}
}

// tooLong returns the fault of a text that is longer than a text of an order file may be,
// or nil.
func tooLong(pointer, text string) trade.Faults {
	n := utf8.RuneCountInString(text)
	if n <= trade.LongText {
		return nil
	}
	return trade.Faults{{Pointer: pointer, Code: trade.FaultTooLong, Format: "This has %d characters; at most %d fit.", Args: []any{n, trade.LongText}}}
}
