package orderfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"woolroad/app/exact"
)

// Encode writes a value as compact JSON, with all characters as they are.
func Encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

// An Order is a whole order file.
type Order struct {
	Number         string   `json:"number"`
	Date           string   `json:"date"`
	Seller         Party    `json:"seller"`
	Buyer          Party    `json:"buyer"`
	Consignee      *Party   `json:"consignee,omitempty"`
	Notify         *Party   `json:"notify,omitempty"`
	Contract       string   `json:"contract,omitempty"`
	BuyerReference string   `json:"buyer_reference,omitempty"`
	Credit         *Credit  `json:"credit,omitempty"`
	Currency       string   `json:"currency"`
	Terms          Terms    `json:"terms"`
	Payment        Payment  `json:"payment"`
	Route          Route    `json:"route"`
	Delivery       *Period  `json:"delivery,omitempty"`
	Marks          []string `json:"marks,omitempty"`
	Remarks        []Remark `json:"remarks,omitempty"`
	Lots           []Lot    `json:"lots"`
	Lines          []Line   `json:"lines"`
	Charges        *Charges `json:"charges,omitempty"`
	TotalsIn       []Total  `json:"totals_in,omitempty"`
}

// Localities are the pointers to the texts of an order file that name a town, a port or a
// border crossing.
var Localities = []string{"/terms/place", "/route/loading", "/route/border", "/route/discharge", "/route/destination"}

// A Party is a company in an order file.
type Party struct {
	Name      string            `json:"name"`
	NameLocal string            `json:"name_local,omitempty"`
	Address   []string          `json:"address"`
	Country   string            `json:"country"`
	IDs       IDs               `json:"ids,omitempty"`
	Confirmed map[string]string `json:"ids_confirmed,omitempty"`
	Contact   string            `json:"contact,omitempty"`
	Phone     string            `json:"phone,omitempty"`
	Email     string            `json:"email,omitempty"`
	Banks     []Bank            `json:"banks,omitempty"`
}

// An ID is a number that a party is registered under, with the kind that is its key.
type ID struct{ Kind, Value string }

// IDs are numbers that a party is registered under, as an object whose keys have the order
// of the list.
type IDs []ID

// MarshalJSON writes an object with a key for each number.
func (ids IDs) MarshalJSON() ([]byte, error) {
	out := []byte{'{'}
	for i, id := range ids {
		if i > 0 {
			out = append(out, ',')
		}
		pair, err := Encode(map[string]string{id.Kind: id.Value})
		if err != nil {
			return nil, err
		}
		out = append(out, pair[1:len(pair)-1]...)
	}
	return append(out, '}'), nil
}

// UnmarshalJSON reads what MarshalJSON writes. A number that is not a text is an error.
func (ids *IDs) UnmarshalJSON(b []byte) error {
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

// A Bank is an account of the seller.
type Bank struct {
	Currency     string        `json:"currency"`
	Name         string        `json:"name"`
	Address      string        `json:"address"`
	SWIFT        string        `json:"swift,omitempty"`
	Account      string        `json:"account"`
	IBAN         string        `json:"iban,omitempty"`
	Intermediary *Intermediary `json:"intermediary,omitempty"`
}

// An Intermediary is the bank through which money reaches an account.
type Intermediary struct {
	Name    string `json:"name"`
	Address string `json:"address,omitempty"`
	SWIFT   string `json:"swift,omitempty"`
	Account string `json:"account,omitempty"`
}

// A Remark is a line that documents print as it is given.
type Remark struct {
	Text      string   `json:"text"`
	Documents []string `json:"documents,omitempty"`
}

// A Credit is the documentary credit that an order is paid under.
type Credit struct {
	Number           string `json:"number"`
	Date             string `json:"date"`
	IssuingBank      string `json:"issuing_bank"`
	PartialShipments string `json:"partial_shipments,omitempty"`
}

// Terms are the trade term with its place and edition.
type Terms struct {
	Incoterm string `json:"incoterm"`
	Place    string `json:"place"`
	Edition  string `json:"edition"`
}

// A Payment says how the buyer pays.
type Payment struct {
	Text           string        `json:"text"`
	DepositPercent *exact.Number `json:"deposit_percent,omitempty"`
}

// A Route says how the goods travel.
type Route struct {
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

// A Lot is a lot with its bales.
type Lot struct {
	Number         string        `json:"number"`
	Product        string        `json:"product"`
	Species        string        `json:"species,omitempty"`
	County         string        `json:"county,omitempty"`
	Cooperative    string        `json:"cooperative,omitempty"`
	Package        string        `json:"package"`
	Basis          string        `json:"basis"`
	RegainStandard *exact.Number `json:"regain_standard,omitempty"`
	RegainMeasured *exact.Number `json:"regain_measured,omitempty"`
	MassDecimals   int32         `json:"mass_decimals"`
	Test           *Test         `json:"test,omitempty"`
	Bales          []Bale        `json:"bales"`
}

// A Test is what a laboratory found.
type Test struct {
	Certificate            string        `json:"certificate,omitempty"`
	Laboratory             string        `json:"laboratory,omitempty"`
	Date                   string        `json:"date,omitempty"`
	MeanFibreDiameter      *exact.Number `json:"mean_fibre_diameter_um,omitempty"`
	DiameterCVPercent      *exact.Number `json:"mean_fibre_diameter_cv_percent,omitempty"`
	Length                 *exact.Number `json:"length_mm,omitempty"`
	VegetableMatterPercent *exact.Number `json:"vegetable_matter_percent,omitempty"`
	GreasePercent          *exact.Number `json:"grease_percent,omitempty"`
	AshPercent             *exact.Number `json:"ash_percent,omitempty"`
	RegainPercent          *exact.Number `json:"regain_percent,omitempty"`
	CoarseHairPerMille     *exact.Number `json:"coarse_hair_per_mille,omitempty"`
	ImpurityPerMille       *exact.Number `json:"impurity_per_mille,omitempty"`
	Colour                 string        `json:"colour,omitempty"`
}

// A Bale is a bale with its masses in kilograms.
type Bale struct {
	Number string       `json:"number"`
	Gross  exact.Number `json:"gross"`
	Tare   exact.Number `json:"tare"`
}

// A Line sells lots, or an agreed quantity, at one price for a kilogram, 100 kg or 1000 kg.
type Line struct {
	Product       string            `json:"product"`
	Description   string            `json:"description"`
	Specification string            `json:"specification,omitempty"`
	HS6           string            `json:"hs6"`
	HS            map[string]string `json:"hs,omitzero"`
	Origin        string            `json:"origin"`
	Agreed        *Agreed           `json:"agreed,omitempty"`
	Lots          []string          `json:"lots"`
	Unit          string            `json:"unit"`
	Price         exact.Number      `json:"price"`
	PricePer      string            `json:"price_per,omitempty"`
	NoCharge      bool              `json:"no_charge,omitempty"`
}

// An Agreed is the quantity of a line that seller and buyer have agreed on.
type Agreed struct {
	Quantity       exact.Number  `json:"quantity"`
	Unit           string        `json:"unit"`
	Of             string        `json:"of"`
	MorePercent    *exact.Number `json:"more_percent,omitempty"`
	LessPercent    *exact.Number `json:"less_percent,omitempty"`
	Basis          string        `json:"basis"`
	RegainStandard *exact.Number `json:"regain_standard,omitempty"`
	MassDecimals   int32         `json:"mass_decimals"`
}

// A Period is the days in which the goods are to be delivered.
type Period struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Charges are what is taken off and added to the goods' value.
type Charges struct {
	Discount             *exact.Number `json:"discount,omitempty"`
	DiscountPercent      *exact.Number `json:"discount_percent,omitempty"`
	Freight              *exact.Number `json:"freight,omitempty"`
	Insurance            *exact.Number `json:"insurance,omitempty"`
	InsuranceRatePercent *exact.Number `json:"insurance_rate_percent,omitempty"`
}

// A Total asks for the total in another currency.
type Total struct {
	Currency string `json:"currency"`
	Source   string `json:"source,omitempty"`
	Side     string `json:"side,omitempty"`
	Rule     string `json:"rule,omitempty"`
	Rate     *Rate  `json:"rate,omitempty"`
}

// A Rate is an exchange rate that the order states.
type Rate struct {
	Value  exact.Number `json:"value"`
	Per    exact.Number `json:"per"`
	Source string       `json:"source"`
	Date   string       `json:"date"`
}
