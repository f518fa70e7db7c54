package documents

import (
	"github.com/golang-sql/civil"

	"woolroad/app/fibre"
)

// Labels says in which languages a document's labels are printed.
type Labels string

// The languages of labels.
const (
	English        Labels = "en"
	EnglishChinese Labels = "en+zh"
)

// Bilingual is a text in English and Chinese.
type Bilingual struct {
	EN string `json:"en"`
	ZH string `json:"zh,omitempty"`
}

// Header is the part that every document of a shipment has, after the UN Layout Key.
type Header struct {
	Labels         Labels     `json:"labels"`
	Demo           bool       `json:"demo,omitempty"` // goods and companies are invented, and each page says so
	Number         string     `json:"number"`
	Date           civil.Date `json:"date"`
	Place          string     `json:"place,omitempty"` // of issue
	Exporter       Party      `json:"exporter"`
	Buyer          Party      `json:"buyer"`
	Consignee      *Party     `json:"consignee,omitempty"` // nil: same as buyer
	Notify         *Party     `json:"notify,omitempty"`    // nil: same as buyer
	Order          string     `json:"order"`
	Contract       string     `json:"contract,omitempty"`
	BuyerReference string     `json:"buyer_reference,omitempty"`
	Credit         *Credit    `json:"credit,omitempty"`
	Companion      string     `json:"companion,omitempty"`  // the number of the companion document
	Supersedes     string     `json:"supersedes,omitempty"` // the number of the document that this one corrects
	Reason         string     `json:"reason,omitempty"`     // why the document supersedes it
	Transport      Transport  `json:"transport"`
	Terms          string     `json:"terms"` // "CPT Kathmandu, Nepal, Incoterms 2020"
	Origin         Bilingual  `json:"origin"`
	Marks          []string   `json:"marks,omitempty"`
	Remarks        []string   `json:"remarks,omitempty"` // printed as they are given
	Packages       []Packages `json:"packages"`
	PackageCount   int        `json:"package_count"`
	Gross          fibre.Mass `json:"gross"`
	Tare           fibre.Mass `json:"tare"`
	Net            fibre.Mass `json:"net"`
	// CheckAddress is the start of the address that a priced document's QR code leads to,
	// "https://desk.example". Where it is empty the code holds figures to compare
	// instead.
	CheckAddress string `json:"check_address,omitempty"`
}

// Head returns the header. With it every struct that embeds a Header has the method that
// Document asks for.
func (h *Header) Head() *Header { return h }

// Party is a company as the document names it.
type Party struct {
	Name      string   `json:"name"`
	NameLocal string   `json:"name_local,omitempty"`
	Address   []string `json:"address"`
	Country   string   `json:"country"` // name of the country, printed unless the address has it
	IDs       []ID     `json:"ids,omitempty"`
	Contact   string   `json:"contact,omitempty"`
	Phone     string   `json:"phone,omitempty"`
	Email     string   `json:"email,omitempty"`
}

// ID is a number that a party is registered under: "PAN", "301234567".
type ID struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

// Credit is the documentary credit that the document is presented under.
type Credit struct {
	Number      string     `json:"number"`
	Date        civil.Date `json:"date"`
	IssuingBank string     `json:"issuing_bank"`
}

// Transport is how the goods travel. Places are written as the order gives them.
type Transport struct {
	Mode        Bilingual `json:"mode"` // "By road"
	Loading     string    `json:"loading"`
	Border      string    `json:"border,omitempty"`
	Discharge   string    `json:"discharge,omitempty"`
	Destination string    `json:"destination"`
	Truck       string    `json:"truck,omitempty"`
	Vessel      string    `json:"vessel,omitempty"`
	Flight      string    `json:"flight,omitempty"`
	Container   string    `json:"container,omitempty"`
	Seal        string    `json:"seal,omitempty"`
}

// Packages is how many packages of one kind there are.
type Packages struct {
	Count int       `json:"count"`
	Code  string    `json:"code"` // UN/ECE Recommendation 21
	Name  Bilingual `json:"name"` // "compressed bales"
}
