package issue

import (
	"fmt"
	"iter"

	"woolroad/app/trade"
)

// Texts are the texts of an order that its papers print as they are given, each
// with its JSON Pointer in the order file. The same text may be there twice, and
// so may texts of an order that could be read in part only.
func Texts(o trade.Order) iter.Seq2[string, string] {
	return func(yield func(pointer, text string) bool) {
		t := texts{yield: yield}
		t.parties(o)
		t.terms(o)
		t.goods(o)
	}
}

// texts hands texts on until it is told to stop.
type texts struct {
	yield func(pointer, text string) bool
	done  bool
}

func (t *texts) give(pointer, text string) {
	if text != "" && !t.done {
		t.done = !t.yield(pointer, text)
	}
}

func (t *texts) list(pointer string, lines []string) {
	for i, line := range lines {
		t.give(fmt.Sprintf("%s/%d", pointer, i), line)
	}
}

func (t *texts) parties(o trade.Order) {
	t.party("/seller", o.Seller)
	for i, b := range o.Seller.Banks {
		if b.Currency != o.Currency {
			continue // other accounts stay off the papers
		}
		at := fmt.Sprintf("/seller/banks/%d", i)
		t.give(at+"/name", b.Name)
		t.give(at+"/address", b.Address)
		t.give(at+"/swift", b.SWIFT)
		t.give(at+"/account", b.Account)
		t.give(at+"/iban", b.IBAN)
	}
	t.party("/buyer", o.Buyer)
	if o.Consignee != nil {
		t.party("/consignee", *o.Consignee)
	}
	if o.Notify != nil {
		t.party("/notify", *o.Notify)
	}
}

func (t *texts) party(at string, p trade.Party) {
	t.give(at+"/name", p.Name)
	t.give(at+"/name_local", p.NameLocal)
	t.list(at+"/address", p.Address)
	for _, id := range p.IDs {
		t.give(at+"/ids/"+id.Kind, id.Value)
	}
	t.give(at+"/contact", p.Contact)
	t.give(at+"/phone", p.Phone)
	t.give(at+"/email", p.Email)
}

func (t *texts) terms(o trade.Order) {
	t.give("/contract", o.Contract)
	t.give("/buyer_reference", o.BuyerReference)
	if o.Credit != nil {
		t.give("/credit/number", o.Credit.Number)
		t.give("/credit/issuing_bank", o.Credit.IssuingBank)
	}
	t.give("/terms/place", o.Terms.Place)
	t.give("/payment/text", o.Payment.Text)
	t.give("/route/loading", o.Route.Loading)
	t.give("/route/border", o.Route.Border)
	t.give("/route/discharge", o.Route.Discharge)
	t.give("/route/destination", o.Route.Destination)
	t.give("/route/truck", o.Route.Truck)
	t.give("/route/vessel", o.Route.Vessel)
	t.give("/route/flight", o.Route.Flight)
	t.give("/route/container", o.Route.Container)
	t.give("/route/seal", o.Route.Seal)
	t.list("/marks", o.Marks)
	for i, want := range o.TotalsIn {
		if want.Rate != nil {
			t.give(fmt.Sprintf("/totals_in/%d/rate/source", i), want.Rate.Source)
		}
	}
}

func (t *texts) goods(o trade.Order) {
	for i, l := range o.Lots {
		at := fmt.Sprintf("/lots/%d", i)
		t.give(at+"/number", l.Number)
		if l.Test != nil {
			t.give(at+"/test/certificate", l.Test.Certificate)
			t.give(at+"/test/colour", l.Test.Colour)
		}
		for j, b := range l.Bales {
			t.give(fmt.Sprintf("%s/bales/%d/number", at, j), b.Number)
		}
	}
	for i, l := range o.Lines {
		t.give(fmt.Sprintf("/lines/%d/description", i), l.Description)
	}
}
