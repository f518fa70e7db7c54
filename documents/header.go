package documents

import (
	"github.com/golang-sql/civil"

	"woolroad/app/fibre"
)

// Labels says in which languages a document's labels stand.
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

// Header is what every document of a shipment carries, after the UN Layout Key.
type Header struct {
	Labels         Labels     `json:"labels"`
	Demo           bool       `json:"demo,omitempty"` // of invented goods and companies: each page says so
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
	Companion      string     `json:"companion,omitempty"`  // the number of the invoice or packing list beside this document
	Supersedes     string     `json:"supersedes,omitempty"` // the number of the document that this one corrects
	Reason         string     `json:"reason,omitempty"`     // why
	Transport      Transport  `json:"transport"`
	Terms          string     `json:"terms"` // "CPT Kathmandu, Nepal, Incoterms 2020"
	Origin         Bilingual  `json:"origin"`
	Marks          []string   `json:"marks,omitempty"`
	Packages       []Packages `json:"packages"`
	PackageCount   int        `json:"package_count"`
	Gross          fibre.Mass `json:"gross"`
	Tare           fibre.Mass `json:"tare"`
	Net            fibre.Mass `json:"net"`
	// CheckAddress begins the address that the code of a priced document leads to,
	// "https://desk.example"; where there is none the code holds figures to compare.
	CheckAddress string `json:"check_address,omitempty"`
}

// Head is the header itself: it makes every struct that embeds one a Document's.
func (h *Header) Head() *Header { return h }

// Party is a company as the document names it.
type Party struct {
	Name      string   `json:"name"`
	NameLocal string   `json:"name_local,omitempty"`
	Address   []string `json:"address"`
	Country   string   `json:"country"` // its name, printed unless the address has it
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

// Transport is how the goods travel; every place as the order gives it.
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
