// Package trade holds what the business deals in, which is parties, orders, lots and
// bales, with the rules that they follow and the figures that they come to. It reads and
// writes order files.
//
// Its one rule: values in, values out. It has no clock, no database and no page, and a
// rule that a person has broken comes back as a Fault, which says where it is and what to
// do about it.
package trade

import (
	"github.com/golang-sql/civil"

	"woolroad/app/codes"
	"woolroad/app/exact"
	"woolroad/app/money"
)

// An Order is what a buyer has ordered, at which price, and how it is packed and sent as far
// as that is known. It holds
// what was given, right or not: Check says which rules it breaks, and Totals relies on an
// order that breaks none.
//
// Texts are as given. Identifiers, and a bank's SWIFT and IBAN, are in the form that
// codes.CanonicalID gives them.
type Order struct {
	Number         string
	Date           civil.Date
	Seller         Party
	Buyer          Party
	Consignee      *Party // nil: the buyer
	Notify         *Party // nil: the buyer
	Contract       string
	BuyerReference string
	Credit         *Credit
	Currency       money.Currency
	Terms          Terms
	Payment        Payment
	Route          Route
	Delivery       *Period // nil: none agreed
	Marks          []string
	Remarks        []Remark
	Lots           []Lot
	Lines          []Line
	Charges        Charges
	TotalsIn       []TotalIn
}

// A Credit is the documentary credit that an order is paid under.
type Credit struct {
	Number      string
	Date        civil.Date
	IssuingBank string
	// PartialShipments is PartialAllowed or PartialNotAllowed; "": the credit does not say.
	PartialShipments string
}

// What a credit may say of partial shipments.
const (
	PartialAllowed    = "allowed"
	PartialNotAllowed = "not_allowed"
)

// A Remark is a line of text that documents print as it is given.
type Remark struct {
	Text      string
	Documents []string // the kinds of document that print it, "packing-list"; none: all of them
}

// Terms are the trade term, its named place and the edition of Incoterms.
type Terms struct {
	Incoterm codes.Incoterm
	Place    string
	Edition  string // "2020"
}

// A Payment says how the buyer pays, in words, and what is due in advance.
type Payment struct {
	Text           string
	DepositPercent *exact.Number // nil: no deposit, or Deposit as given
	// Deposit is the part of its order's deposit that a consignment bears. Nobody agrees on
	// it, so an order file has no key for it. nil: none, or by per cent.
	Deposit *money.Amount
}

// A Route says how the goods travel. Every place is as given; none is inferred.
type Route struct {
	Mode        codes.Mode
	Loading     string
	Destination string
	Border      string
	Discharge   string
	Truck       string
	Vessel      string
	Flight      string
	Container   string
	Seal        string
}

// A Line is one kind of goods at one price. Its quantity is the invoice mass of its lots, or
// the agreed quantity while it has none.
type Line struct {
	Product       string            // a codes.Product's name
	Description   string            // lines of text with a line break between them
	Specification string            // what the goods must be like, lines of text as the description; "": not agreed
	HS6           string            // "5101.21"
	HS            map[string]string // further digits by country, "CN": "5101210090"
	Origin        string            // ISO 3166-1 country
	Lots          []string          // numbers of the order's lots; none: nothing is packed for the line yet
	Unit          string            // UN/ECE Recommendation 20: "KGM"
	Price         money.Price       // per kilogram, 100 kg or 1000 kg
	NoCharge      bool              // a free sample: the price is a value for customs only
	Agreed        *Agreed           // nil: what the line's lots weigh is what was agreed
}

// Charges are what is taken off the goods' value and added to it.
type Charges struct {
	Discount             *money.Amount // nil: none, or by per cent
	DiscountPercent      *exact.Number // nil: Discount as given
	Freight              *money.Amount // nil: none
	Insurance            *money.Amount // nil: none, or by rate
	InsuranceRatePercent *exact.Number // nil: Insurance as given
}

// A TotalIn asks for the total in another currency: at a publisher's rate of the order's
// date, at the rate that a rule of the desk chooses, or at the Rate given.
type TotalIn struct {
	Currency money.Currency
	Source   string      // "nrb", "fbil", "cfets", "ecb"; empty where Rule or Rate is given
	Side     money.Side  // for "nrb"
	Rule     string      // the rule's ID, "cfets-month-first"
	Rate     *money.Rate // agreed or looked up by the exporter
}
