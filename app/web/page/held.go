package page

import (
	"woolroad/app/exact"
	"woolroad/app/ratebook"
	"woolroad/app/web/say"
)

// percentOf returns a share in per cent: "10" for 0.10.
func percentOf(share exact.Number) string { return share.Mul(exact.Int(100)).Trim(0).String() }

// HeldRate is a held rate as pages show it, decided or not.
type HeldRate struct {
	ratebook.Held
	Source, Side say.Message
	Percent      string
	Who          say.Message
	What         State
}

// HeldForm is a held rate with what the form that decides about it sends along.
type HeldForm struct {
	HeldRate
	CSRF, Request string
	Back          string // the page to which a decision leads; empty: HeldPath
}

// HeldForms returns the forms for held rates on a page with frame b. back is the page to
// which a decision leads.
func HeldForms(list []ratebook.Held, b Base, back string) (all []HeldForm) {
	for _, h := range HeldRates(list) {
		all = append(all, HeldForm{h, b.CSRF, b.Request, back})
	}
	return all
}

// decisions are the states of held rates as pages show them.
var decisions = map[ratebook.Decision]State{
	ratebook.Undecided: {say.Msg("awaiting a decision"), "due"},
	ratebook.Confirmed: {say.Msg("confirmed"), "ok"},
	ratebook.Followed:  {say.Msg("confirmed with another"), "ok"},
	ratebook.Rejected:  {say.Msg("rejected"), "bad"},
	ratebook.Withdrawn: {say.Msg("replaced by the publisher"), "draft"},
}

// HeldRates returns held rates as pages show them.
func HeldRates(list []ratebook.Held) (out []HeldRate) {
	for _, h := range list {
		out = append(out, HeldRate{Held: h, Source: say.PublisherLabel(h.Rate.Source), Side: say.SideLabel(h.Rate.Side),
			Percent: percentOf(h.Share), Who: say.WhoLabel(h.DecidedBy), What: decisions[h.Decision]})
	}
	return out
}
