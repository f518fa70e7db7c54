// Package texts goes through the texts of an order by their places in the order file, and
// says in which of them two orders differ.
package texts

import (
	"fmt"
	"iter"
	"maps"
	"slices"
	"strconv"

	"github.com/golang-sql/civil"

	"woolroad/app/money"
	"woolroad/app/trade"
	"woolroad/app/trade/orderfile"
)

// A Use says what texts of an order are for.
type Use uint8

// The uses of texts.
const (
	Stored  Use = 1 << iota // every value that an order file writes
	Printed                 // documents print the text as it is given
	Sought                  // the order is found by the text
)

// Of returns the texts of an order that have a use, each with its JSON Pointer in the
// order file, in the order of the file. It leaves out empty texts.
func Of(o trade.Order, use Use) iter.Seq2[string, string] {
	return func(yield func(pointer, text string) bool) {
		w := walk{use: use, yield: yield}
		w.beforeParties(o)
		for _, p := range parties(&o) {
			w.party(p, o.Currency)
		}
		w.betweenPartiesAndLots(o)
		for i, lot := range o.Lots {
			at := fmt.Sprintf("/lots/%d", i)
			w.lot(at, lot)
			for j, bale := range lot.Bales {
				w.bale(at+"/bales/"+strconv.Itoa(j), bale)
			}
		}
		w.afterLots(o)
	}
}

// OfLot returns the texts that an order file writes of a lot, but those of its bales, each with
// its JSON Pointer, which begins at the lot.
func OfLot(lot trade.Lot) iter.Seq2[string, string] {
	return func(yield func(pointer, text string) bool) {
		w := walk{use: Stored, yield: yield}
		w.lot("", lot)
	}
}

// A walk goes through the values of an order, part by part, and gives those that have a
// use to yield until yield returns false.
type walk struct {
	use   Use
	yield func(pointer, text string) bool
	done  bool
}

// give gives a text that is not empty to yield, with the key as the last step of its
// pointer. The text has the use Stored and those in uses.
func (w *walk) give(at, key, text string, uses Use) {
	if text != "" && !w.done && (Stored|uses)&w.use != 0 {
		w.done = !w.yield(at+"/"+key, text)
	}
}

// giveFigure gives a value that is not nil to yield as a text. The value has no use but
// Stored.
func giveFigure[T fmt.Stringer](w *walk, at, key string, value *T) {
	if value != nil && w.use&Stored != 0 {
		w.give(at, key, (*value).String(), 0)
	}
}

// day gives a date that is not zero to yield as a text. The date has no use but Stored.
func (w *walk) day(at, key string, d civil.Date) {
	if !d.IsZero() {
		giveFigure(w, at, key, &d)
	}
}

// list gives each text of a list that is not empty to yield, with its index as the last
// step of its pointer. The texts have the use Stored and those in uses.
func (w *walk) list(pointer string, texts []string, uses Use) {
	for i, text := range texts {
		w.give(pointer, strconv.Itoa(i), text, uses)
	}
}

// beforeParties goes through what stands before the parties: the number and the date.
func (w *walk) beforeParties(o trade.Order) {
	w.give("", "number", o.Number, Sought)
	w.day("", "date", o.Date)
}

// A partyAt is a party of an order with its place.
type partyAt struct {
	at string
	*trade.Party
}

// parties returns the parties that an order names.
func parties(o *trade.Order) []partyAt {
	list := []partyAt{{"/seller", &o.Seller}, {"/buyer", &o.Buyer}}
	for _, p := range []partyAt{{"/consignee", o.Consignee}, {"/notify", o.Notify}} {
		if p.Party != nil {
			list = append(list, p)
		}
	}
	return list
}

// party goes through the values of a party. Documents print the accounts in the order's
// currency, which is cur. No order is found by its seller, who is in all of them.
func (w *walk) party(p partyAt, cur money.Currency) {
	name := Printed | Sought
	if p.at == "/seller" {
		name = Printed
	}
	w.give(p.at, "name", p.Name, name)
	w.give(p.at, "name_local", p.NameLocal, name)
	w.list(p.at+"/address", p.Address, Printed)
	w.give(p.at, "country", p.Country, 0)
	for _, id := range p.IDs {
		w.give(p.at+"/ids", orderfile.Escape(id.Kind), id.Value, Printed)
	}
	for _, kind := range slices.Sorted(maps.Keys(p.Confirmed)) {
		w.give(p.at+"/ids_confirmed", orderfile.Escape(kind), p.Confirmed[kind], 0)
	}
	w.give(p.at, "contact", p.Contact, Printed)
	w.give(p.at, "phone", p.Phone, Printed)
	w.give(p.at, "email", p.Email, Printed)
	for i, b := range p.Banks {
		at, uses := p.at+"/banks/"+strconv.Itoa(i), Use(0)
		if b.Currency == cur {
			uses = Printed
		}
		w.give(at, "currency", string(b.Currency), 0)
		w.give(at, "name", b.Name, uses)
		w.give(at, "address", b.Address, uses)
		w.give(at, "swift", b.SWIFT, uses)
		w.give(at, "account", b.Account, uses)
		w.give(at, "iban", b.IBAN, uses)
		if i := b.Intermediary; i != nil {
			at += "/intermediary"
			w.give(at, "name", i.Name, uses)
			w.give(at, "address", i.Address, uses)
			w.give(at, "swift", i.SWIFT, uses)
			w.give(at, "account", i.Account, uses)
		}
	}
}

// betweenPartiesAndLots goes through what stands between the parties and the lots: the
// references, credit, currency, terms, payment, route, delivery, marks and remarks.
func (w *walk) betweenPartiesAndLots(o trade.Order) {
	w.give("", "contract", o.Contract, Printed|Sought)
	w.give("", "buyer_reference", o.BuyerReference, Printed|Sought)
	if c := o.Credit; c != nil {
		w.give("/credit", "number", c.Number, Printed|Sought)
		w.day("/credit", "date", c.Date)
		w.give("/credit", "issuing_bank", c.IssuingBank, Printed)
		w.give("/credit", "partial_shipments", c.PartialShipments, 0)
	}
	w.give("", "currency", string(o.Currency), 0)
	w.give("/terms", "incoterm", string(o.Terms.Incoterm), 0)
	w.give("/terms", "place", o.Terms.Place, Printed|Sought)
	w.give("/terms", "edition", o.Terms.Edition, 0)
	w.give("/payment", "text", o.Payment.Text, Printed)
	giveFigure(w, "/payment", "deposit_percent", o.Payment.DepositPercent)
	w.give("/route", "mode", string(o.Route.Mode), 0)
	w.give("/route", "loading", o.Route.Loading, Printed|Sought)
	w.give("/route", "destination", o.Route.Destination, Printed|Sought)
	w.give("/route", "border", o.Route.Border, Printed|Sought)
	w.give("/route", "discharge", o.Route.Discharge, Printed|Sought)
	w.give("/route", "truck", o.Route.Truck, Printed|Sought)
	w.give("/route", "vessel", o.Route.Vessel, Printed|Sought)
	w.give("/route", "flight", o.Route.Flight, Printed|Sought)
	w.give("/route", "container", o.Route.Container, Printed|Sought)
	w.give("/route", "seal", o.Route.Seal, Printed|Sought)
	if p := o.Delivery; p != nil {
		w.day("/delivery", "from", p.From)
		w.day("/delivery", "to", p.To)
	}
	w.list("/marks", o.Marks, Printed)
	for i, r := range o.Remarks {
		at := "/remarks/" + strconv.Itoa(i)
		w.give(at, "text", r.Text, Printed)
		w.list(at+"/documents", r.Documents, 0)
	}
}

// lot goes through the values of a lot without its bales.
func (w *walk) lot(at string, lot trade.Lot) {
	w.give(at, "number", lot.Number, Printed|Sought)
	w.give(at, "product", lot.Product, 0)
	w.give(at, "species", lot.Species, 0)
	w.give(at, "county", lot.County, 0)
	w.give(at, "cooperative", lot.Cooperative, 0)
	w.give(at, "package", lot.Package, 0)
	if r := lot.Regain; r != nil {
		w.give(at, "basis", "conditioned", 0)
		giveFigure(w, at, "regain_standard", &r.Standard)
		giveFigure(w, at, "regain_measured", &r.Measured)
	} else {
		w.give(at, "basis", "net", 0)
	}
	w.give(at, "mass_decimals", strconv.Itoa(int(lot.MassDecimals)), 0)
	if t := lot.Test; t != nil {
		w.test(at+"/test", *t)
	}
}

// test goes through what a laboratory found.
func (w *walk) test(at string, t trade.Test) {
	w.give(at, "certificate", t.Certificate, Printed|Sought)
	w.give(at, "laboratory", t.Laboratory, 0)
	giveFigure(w, at, "date", t.Date)
	giveFigure(w, at, "mean_fibre_diameter_um", t.MeanFibreDiameter)
	giveFigure(w, at, "mean_fibre_diameter_cv_percent", t.DiameterCVPercent)
	giveFigure(w, at, "length_mm", t.Length)
	giveFigure(w, at, "vegetable_matter_percent", t.VegetableMatterPercent)
	giveFigure(w, at, "grease_percent", t.GreasePercent)
	giveFigure(w, at, "ash_percent", t.AshPercent)
	giveFigure(w, at, "regain_percent", t.RegainPercent)
	giveFigure(w, at, "coarse_hair_per_mille", t.CoarseHairPerMille)
	giveFigure(w, at, "impurity_per_mille", t.ImpurityPerMille)
	w.give(at, "colour", t.Colour, Printed)
}

// bale goes through the values of a bale.
func (w *walk) bale(at string, b trade.Bale) {
	w.give(at, "number", b.Number, Printed)
	giveFigure(w, at, "gross", &b.Gross)
	giveFigure(w, at, "tare", &b.Tare)
}

// afterLots goes through what stands after the lots: the lines, the charges and the totals
// in other currencies.
func (w *walk) afterLots(o trade.Order) {
	for i, line := range o.Lines {
		w.line("/lines/"+strconv.Itoa(i), line)
	}
	giveFigure(w, "/charges", "discount", o.Charges.Discount)
	giveFigure(w, "/charges", "discount_percent", o.Charges.DiscountPercent)
	giveFigure(w, "/charges", "freight", o.Charges.Freight)
	giveFigure(w, "/charges", "insurance", o.Charges.Insurance)
	giveFigure(w, "/charges", "insurance_rate_percent", o.Charges.InsuranceRatePercent)
	for i, t := range o.TotalsIn {
		at := "/totals_in/" + strconv.Itoa(i)
		w.give(at, "currency", string(t.Currency), 0)
		w.give(at, "source", t.Source, 0)
		w.give(at, "side", string(t.Side), 0)
		w.give(at, "rule", t.Rule, 0)
		if r := t.Rate; r != nil {
			giveFigure(w, at, "rate/value", &r.Value)
			giveFigure(w, at, "rate/per", &r.Per)
			w.give(at, "rate/source", r.Source, Printed)
			w.day(at, "rate/date", r.Date)
		}
	}
}

// line goes through the values of a line.
func (w *walk) line(at string, line trade.Line) {
	w.give(at, "product", line.Product, 0)
	w.give(at, "description", line.Description, Printed)
	w.give(at, "specification", line.Specification, 0)
	w.give(at, "hs6", line.HS6, 0)
	for _, country := range slices.Sorted(maps.Keys(line.HS)) {
		w.give(at+"/hs", orderfile.Escape(country), line.HS[country], 0)
	}
	w.give(at, "origin", line.Origin, 0)
	if a := line.Agreed; a != nil {
		w.agreed(at+"/agreed", *a)
	}
	w.list(at+"/lots", line.Lots, 0)
	w.give(at, "unit", line.Unit, 0)
	giveFigure(w, at, "price", &line.Price)
	if per := line.Price.Per(); per != "1" {
		w.give(at, "price_per", per, 0)
	}
	if line.NoCharge {
		w.give(at, "no_charge", "true", 0)
	}
}

// agreed goes through the values of an agreed quantity.
func (w *walk) agreed(at string, a trade.Agreed) {
	basis := "net"
	if a.Regain != nil {
		basis = "conditioned"
	}
	giveFigure(w, at, "quantity", &a.Quantity)
	w.give(at, "unit", a.Unit, 0)
	w.give(at, "of", a.Of, 0)
	giveFigure(w, at, "more_percent", a.More)
	giveFigure(w, at, "less_percent", a.Less)
	w.give(at, "basis", basis, 0)
	giveFigure(w, at, "regain_standard", a.Regain)
	w.give(at, "mass_decimals", strconv.Itoa(int(a.MassDecimals)), 0)
}
