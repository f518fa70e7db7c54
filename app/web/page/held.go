package page

import (
	"woolroad/app/exact"
	"woolroad/app/ratebook"
	"woolroad/app/web/say"
)

// percentOf returns a share in percent: 0.10 is "10".
func percentOf(share exact.Number) string { return share.Mul(exact.Int(100)).Trim(0).String() }

// HeldRate is a value that waits for a person, or that was decided.
type HeldRate struct {
	ratebook.Held
	Source, Side say.Message
	Percent      string
	Who          say.Message
	What         State
}

// HeldForm is a held value with what its form sends along.
type HeldForm struct {
	HeldRate
	CSRF, Request string
	Back          string // the page to go on to; empty: that of all held values
}

// HeldForms returns the forms of held values on a page.
func HeldForms(list []ratebook.Held, b Base, back string) (all []HeldForm) {
	for _, h := range HeldRates(list) {
		all = append(all, HeldForm{h, b.CSRF, b.Request, back})
	}
	return all
}

var decisions = map[ratebook.Decision]State{
	ratebook.Undecided: {say.Msg("awaiting a decision"), "due"},
	ratebook.Confirmed: {say.Msg("confirmed"), "ok"},
	ratebook.Followed:  {say.Msg("confirmed with another"), "ok"},
	ratebook.Rejected:  {say.Msg("rejected"), "bad"},
	ratebook.Withdrawn: {say.Msg("replaced by the publisher"), "draft"},
}

// HeldRates returns held rates as the page shows them.
func HeldRates(list []ratebook.Held) (out []HeldRate) {
	for _, h := range list {
		out = append(out, HeldRate{Held: h, Source: say.PublisherLabel(h.Rate.Source), Side: say.SideLabel(h.Rate.Side),
			Percent: percentOf(h.Share), Who: say.WhoLabel(h.DecidedBy), What: decisions[h.Decision]})
	}
	return out
}
