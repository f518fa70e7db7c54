package trade

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"woolroad/app/exact"
	"woolroad/app/fibre"
	"woolroad/app/money"
)

// Encode writes an order as an order file, always the same bytes for the same
// order; Decode reads it back.
func Encode(o Order) ([]byte, error) {
	b, err := encode(o.file())
	if err != nil {
		return nil, fmt.Errorf("encode order %s: %w", o.Number, err)
	}
	return b, nil
}

// EncodeParty writes a party as an order file has it; DecodeParty reads it back.
func EncodeParty(p Party) ([]byte, error) {
	b, err := encode(p.file())
	if err != nil {
		return nil, fmt.Errorf("encode party %s: %w", p.Name, err)
	}
	return b, nil
}

// DecodeParty reads a party that EncodeParty has written, by its shape alone.
func DecodeParty(data []byte) (Party, error) {
	var f partyFile
	if err := json.Unmarshal(data, &f); err != nil {
		return Party{}, fmt.Errorf("decode a party: %w", err)
	}
	return f.party(), nil
}

// EncodeLot writes a lot as an order file has it.
func EncodeLot(lot Lot) ([]byte, error) {
	b, err := encode(lot.file())
	if err != nil {
		return nil, fmt.Errorf("encode lot %s: %w", lot.Number, err)
	}
	return b, nil
}

// encode is compact JSON with its letters as they are.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

type orderFile struct {
	Number         string       `json:"number"`
	Date           string       `json:"date"`
	Seller         partyFile    `json:"seller"`
	Buyer          partyFile    `json:"buyer"`
	Consignee      *partyFile   `json:"consignee,omitempty"`
	Notify         *partyFile   `json:"notify,omitempty"`
	Contract       string       `json:"contract,omitempty"`
	BuyerReference string       `json:"buyer_reference,omitempty"`
	Credit         *creditFile  `json:"credit,omitempty"`
	Currency       string       `json:"currency"`
	Terms          termsFile    `json:"terms"`
	Payment        paymentFile  `json:"payment"`
	Route          routeFile    `json:"route"`
	Marks          []string     `json:"marks,omitempty"`
	Lots           []lotFile    `json:"lots"`
	Lines          []lineFile   `json:"lines"`
	Charges        *chargesFile `json:"charges,omitempty"`
	TotalsIn       []totalFile  `json:"totals_in,omitempty"`
}

type partyFile struct {
	Name      string            `json:"name"`
	NameLocal string            `json:"name_local,omitempty"`
	Address   []string          `json:"address"`
	Country   string            `json:"country"`
	IDs       idsFile           `json:"ids,omitempty"`
	Confirmed map[string]string `json:"ids_confirmed,omitempty"`
	Contact   string            `json:"contact,omitempty"`
	Phone     string            `json:"phone,omitempty"`
	Email     string            `json:"email,omitempty"`
	Banks     []bankFile        `json:"banks,omitempty"`
}

// idsFile is an object whose keys keep the order they were given in.
type idsFile []ID

func (ids idsFile) MarshalJSON() ([]byte, error) {
	out := []byte{'{'}
	for i, id := range ids {
		if i > 0 {
			out = append(out, ',')
		}
		pair, err := encode(map[string]string{id.Kind: id.Value})
		if err != nil {
			return nil, err
		}
		out = append(out, pair[1:len(pair)-1]...)
	}
	return append(out, '}'), nil
}

func (ids *idsFile) UnmarshalJSON(b []byte) error {
	d := json.NewDecoder(bytes.NewReader(b))
	if _, err := d.Token(); err != nil { // {
		return err
	}
	for d.More() {
		kind, err := d.Token()
		if err != nil {
			return err
		}
		value, err := d.Token()
		if err != nil {
			return err
		}
		k, ok := kind.(string)
		v, isText := value.(string)
		if !ok || !isText {
			return errors.New("an identifier is a text")
		}
		*ids = append(*ids, ID{Kind: k, Value: v})
	}
	if _, err := d.Token(); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	return nil
}

type bankFile struct {
	Currency string `json:"currency"`
	Name     string `json:"name"`
	Address  string `json:"address"`
	SWIFT    string `json:"swift,omitempty"`
	Account  string `json:"account"`
	IBAN     string `json:"iban,omitempty"`
}

type creditFile struct {
	Number      string `json:"number"`
	Date        string `json:"date"`
	IssuingBank string `json:"issuing_bank"`
}

type termsFile struct {
	Incoterm string `json:"incoterm"`
	Place    string `json:"place"`
	Edition  string `json:"edition"`
}

type paymentFile struct {
	Text           string        `json:"text"`
	DepositPercent *exact.Number `json:"deposit_percent,omitempty"`
}

type routeFile struct {
	Mode        string `json:"mode"`
	Loading     string `json:"loading"`
	Destination string `json:"destination"`
	Border      string `json:"border,omitempty"`
	Discharge   string `json:"discharge,omitempty"`
	Truck       string `json:"truck,omitempty"`
	Vessel      string `json:"vessel,omitempty"`
	Flight      string `json:"flight,omitempty"`
	Container   string `json:"container,omitempty"`
	Seal        string `json:"seal,omitempty"`
}

type lotFile struct {
	Number         string        `json:"number"`
	Product        string        `json:"product"`
	Package        string        `json:"package"`
	Basis          string        `json:"basis"`
	RegainStandard *exact.Number `json:"regain_standard,omitempty"`
	RegainMeasured *exact.Number `json:"regain_measured,omitempty"`
	MassDecimals   int32         `json:"mass_decimals"`
	Test           *testFile     `json:"test,omitempty"`
	Bales          []baleFile    `json:"bales"`
}

type testFile struct {
	Certificate            string        `json:"certificate,omitempty"`
	Date                   string        `json:"date,omitempty"`
	MeanFibreDiameter      *exact.Number `json:"mean_fibre_diameter_um,omitempty"`
	Length                 *exact.Number `json:"length_mm,omitempty"`
	VegetableMatterPercent *exact.Number `json:"vegetable_matter_percent,omitempty"`
	GreasePercent          *exact.Number `json:"grease_percent,omitempty"`
	CoarseHairPerMille     *exact.Number `json:"coarse_hair_per_mille,omitempty"`
	ImpurityPerMille       *exact.Number `json:"impurity_per_mille,omitempty"`
	Colour                 string        `json:"colour,omitempty"`
}

type baleFile struct {
	Number string     `json:"number"`
	Gross  fibre.Mass `json:"gross"`
	Tare   fibre.Mass `json:"tare"`
}

type lineFile struct {
	Product     string            `json:"product"`
	Description string            `json:"description"`
	HS6         string            `json:"hs6"`
	HS          map[string]string `json:"hs,omitzero"`
	Origin      string            `json:"origin"`
	Lots        []string          `json:"lots"`
	Unit        string            `json:"unit"`
	Price       exact.Number      `json:"price"`
}

type chargesFile struct {
	DiscountPercent      *exact.Number `json:"discount_percent,omitempty"`
	Freight              *exact.Number `json:"freight,omitempty"`
	Insurance            *exact.Number `json:"insurance,omitempty"`
	InsuranceRatePercent *exact.Number `json:"insurance_rate_percent,omitempty"`
}

type totalFile struct {
	Currency string    `json:"currency"`
	Source   string    `json:"source,omitempty"`
	Side     string    `json:"side,omitempty"`
	Rule     string    `json:"rule,omitempty"`
	Rate     *rateFile `json:"rate,omitempty"`
}

type rateFile struct {
	Value  exact.Number `json:"value"`
	Per    exact.Number `json:"per"`
	Source string       `json:"source"`
	Date   string       `json:"date"`
}

func (o Order) file() orderFile {
	f := orderFile{
		Number: o.Number, Date: o.Date.String(),
		Seller: o.Seller.file(), Buyer: o.Buyer.file(),
		Contract: o.Contract, BuyerReference: o.BuyerReference, Currency: string(o.Currency),
		Terms:   termsFile{string(o.Terms.Incoterm), o.Terms.Place, o.Terms.Edition},
		Payment: paymentFile{o.Payment.Text, o.Payment.DepositPercent},
		Route: routeFile{
			Mode: string(o.Route.Mode), Loading: o.Route.Loading, Destination: o.Route.Destination,
			Border: o.Route.Border, Discharge: o.Route.Discharge, Truck: o.Route.Truck, Vessel: o.Route.Vessel,
			Flight: o.Route.Flight, Container: o.Route.Container, Seal: o.Route.Seal,
		},
		Marks: o.Marks, Lots: []lotFile{}, Lines: []lineFile{},
	}
	if o.Consignee != nil {
		p := o.Consignee.file()
		f.Consignee = &p
	}
	if o.Notify != nil {
		p := o.Notify.file()
		f.Notify = &p
	}
	if c := o.Credit; c != nil {
		f.Credit = &creditFile{c.Number, c.Date.String(), c.IssuingBank}
	}
	for _, l := range o.Lots {
		f.Lots = append(f.Lots, l.file())
	}
	for _, l := range o.Lines {
		f.Lines = append(f.Lines, lineFile{l.Product, l.Description, l.HS6, l.HS, l.Origin, listed(l.Lots), l.Unit, l.Price.Number()})
	}
	if o.Charges != (Charges{}) {
		c := chargesFile{DiscountPercent: o.Charges.DiscountPercent, InsuranceRatePercent: o.Charges.InsuranceRatePercent}
		if a := o.Charges.Freight; a != nil {
			n := a.Number()
			c.Freight = &n
		}
		if a := o.Charges.Insurance; a != nil {
			n := a.Number()
			c.Insurance = &n
		}
		f.Charges = &c
	}
	for _, t := range o.TotalsIn {
		out := totalFile{Currency: string(t.Currency), Source: t.Source, Side: string(t.Side), Rule: t.Rule}
		if r := t.Rate; r != nil {
			out.Rate = &rateFile{r.Value, r.Per, r.Source, r.Date.String()}
		}
		f.TotalsIn = append(f.TotalsIn, out)
	}
	return f
}

// listed is a list as a file writes it: one that must be there is, even if it has
// nothing in it.
func listed(texts []string) []string { return append([]string{}, texts...) }

func (p Party) file() partyFile {
	f := partyFile{
		Name: p.Name, NameLocal: p.NameLocal, Address: listed(p.Address), Country: p.Country, IDs: p.IDs, Confirmed: p.Confirmed,
		Contact: p.Contact, Phone: p.Phone, Email: p.Email,
	}
	for _, b := range p.Banks {
		f.Banks = append(f.Banks, bankFile{string(b.Currency), b.Name, b.Address, b.SWIFT, b.Account, b.IBAN})
	}
	return f
}

func (f partyFile) party() Party {
	p := Party{
		Name: f.Name, NameLocal: f.NameLocal, Address: f.Address, Country: f.Country, IDs: f.IDs, Confirmed: f.Confirmed,
		Contact: f.Contact, Phone: f.Phone, Email: f.Email,
	}
	for _, b := range f.Banks {
		p.Banks = append(p.Banks, Bank{Currency: money.Currency(b.Currency), Name: b.Name, Address: b.Address, SWIFT: b.SWIFT, Account: b.Account, IBAN: b.IBAN})
	}
	return p
}

func (l Lot) file() lotFile {
	f := lotFile{Number: l.Number, Product: l.Product, Package: l.Package, Basis: "net", MassDecimals: l.MassDecimals, Bales: []baleFile{}}
	if r := l.Regain; r != nil {
		f.Basis, f.RegainStandard, f.RegainMeasured = "conditioned", &r.Standard, &r.Measured
	}
	if t := l.Test; t != nil {
		f.Test = &testFile{
			Certificate: t.Certificate, MeanFibreDiameter: t.MeanFibreDiameter, Length: t.Length,
			VegetableMatterPercent: t.VegetableMatterPercent, GreasePercent: t.GreasePercent,
			CoarseHairPerMille: t.CoarseHairPerMille, ImpurityPerMille: t.ImpurityPerMille, Colour: t.Colour,
		}
		if t.Date != nil {
			f.Test.Date = t.Date.String()
		}
	}
	for _, b := range l.Bales {
		f.Bales = append(f.Bales, baleFile(b))
	}
	return f
}
