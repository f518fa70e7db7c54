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

// HeldReason is the field for the reason of a decision about a held rate. A page may have
// many of them, so that their ids have those of the rates in them.
var HeldReason = Field{ID: "reason", Label: say.Msg("Reason (required to reject)"), Unseen: true, Most: 300}

// Fields returns the field for the reason. A rejected rate is not confirmed without one.
func (h HeldForm) Fields() []Field {
	f := HeldReason
	if h.Decision == ratebook.Rejected {
		f.Label, f.Need = say.Msg("Reason why the rate is right"), Asked
	}
	f.ID, f.Name, f.Within = "held-"+h.ID+"-"+f.ID, f.ID, f.Label
	return []Field{f}
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
