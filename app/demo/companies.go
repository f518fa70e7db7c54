package demo

import (
	"woolroad/app/money"
	"woolroad/app/trade"
)

// All companies here are invented, and named so that nobody takes them for
// others. Their numbers keep the rules of their countries and belong to nobody
// that we know of.

// moreBanks are the invented seller's accounts beside those of the samples.
var moreBanks = []trade.Bank{
	{Currency: money.EUR, Name: "Lhasa Merchants Bank", Address: "Lhasa, China", SWIFT: "LHMBCNBL", Account: "1385 0100 2030 9911"},
	{Currency: money.CNY, Name: "Lhasa Merchants Bank", Address: "Lhasa, China", SWIFT: "LHMBCNBL", Account: "1385 0100 2030 1122"},
}

// buyer is a company and what it usually buys.
type buyer struct {
	party  object
	mark   string
	local  string // the buyer's currency
	habits []habit
}

// habit is an order as a buyer often places it.
type habit struct {
	goods    *goods
	currency string
	way      *way
	incoterm string
	payment  string
	deposit  string // in per cent of the total; empty: none
	combined bool   // the buyer wants invoice and packing list in one
}

// What buyers pay by.
const (
	advance = "30% by T/T in advance, balance against copies of shipping documents"
	sight   = "Irrevocable letter of credit at sight"
	dp      = "D/P at sight"
	days30  = "T/T within 30 days of the date of dispatch"
	prepaid = "100% by T/T before dispatch"
)

var buyers = []buyer{
	{
		party: nepal("Thirteen Yaks Carpet Works Pvt. Ltd.", "999000013", "Jorpati-5, Kathmandu 44600", "import@thirteen-yaks.example"),
		mark:  "TYC", local: "NPR",
		habits: []habit{
			{wool, "USD", gyirong, "CPT", advance, "30", false},
			{wool, "NPR", gyirong, "CPT", prepaid, "", false},
			{wool, "USD", zhangmu, "DAP", advance, "30", false},
		},
	},
	{
		party: nepal("Paper Kite Pashmina House Pvt. Ltd.", "999000021", "Patan Dhoka, Lalitpur 44700", "desk@paper-kite.example"),
		mark:  "PKP", local: "NPR",
		habits: []habit{
			{cashmere, "USD", gyirong, "CIP", prepaid, "", false},
			{cashmere, "CNY", gyirong, "CPT", prepaid, "", false},
		},
	},
	{
		party: nepal("Upside-Down Loom Industries Pvt. Ltd.", "999000034", "Boudha-6, Kathmandu 44600", "wool@upside-down-loom.example"),
		mark:  "UDL", local: "NPR",
		habits: []habit{
			{wool, "USD", zhangmu, "CPT", days30, "", false},
			{yak, "CNY", gyirong, "FCA", prepaid, "", false},
			{yak, "NPR", gyirong, "CPT", advance, "30", false},
		},
	},
	{
		party: india("Fable Fine Knits Private Limited", "03ZZZCF0001F1ZZ", "Plot 0, Storybook Lane", "Ludhiana, Punjab 141010", "imports@fable-knits.example"),
		mark:  "FFK", local: "INR",
		habits: []habit{
			{cashmere, "USD", nhavaSheva, "CIF", sight, "", false},
			{cashmere, "EUR", nhavaSheva, "CFR", dp, "", true},
		},
	},
	{
		party: india("Nowhere Near Carpets LLP", "09ZZZFN0002N1ZR", "Station Road", "Bhadohi, Uttar Pradesh 221401", "post@nowhere-near.example"),
		mark:  "NNC", local: "INR",
		habits: []habit{
			{wool, "USD", kolkata, "CIF", dp, "", true},
			{yak, "INR", airKolkata, "CIP", dp, "", true},
		},
	},
	{
		party: india("Once Upon a Yarn Private Limited", "19ZZZCO0003O1ZS", "3 Lighthouse Street", "Kolkata, West Bengal 700001", "yarn@once-upon.example"),
		mark:  "OUY", local: "INR",
		habits: []habit{
			{yak, "EUR", airKolkata, "CPT", advance, "30", false},
			{cashmere, "INR", airKolkata, "CIP", prepaid, "", true},
		},
	},
	{
		party: india("Neverland Woollens Private Limited", "06ZZZCN0004N1Z1", "Sector 99", "Panipat, Haryana 132103", "buy@neverland-woollens.example"),
		mark:  "NWP", local: "INR",
		habits: []habit{
			{wool, "USD", nhavaSheva, "CFR", sight, "", false},
			{wool, "INR", nhavaSheva, "FOB", dp, "", true},
		},
	},
	{
		party: india("Make-Believe Shawls LLP", "01ZZZFM0005M1Z7", "Floating Bazaar 7", "Srinagar, Jammu and Kashmir 190001", "shawls@make-believe.example"),
		mark:  "MBS", local: "INR",
		habits: []habit{
			{cashmere, "EUR", airKolkata, "CIP", advance, "30", false},
			{cashmere, "USD", airKolkata, "CPT", prepaid, "", true},
		},
	},
}

// nepal returns a company in Nepal as an order file has it.
func nepal(name, pan, street, email string) object {
	return object{
		"name": name, "address": []string{street, "Nepal"}, "country": "NP", "email": email, "contact": "Import Department",
		"ids": object{"np_pan": pan, "np_exim": pan + "0147NP"},
	}
}

// india returns a company in India as an order file has it.
func india(name, gstin, street, city, email string) object {
	return object{
		"name": name, "address": []string{street, city, "India"}, "country": "IN", "email": email,
		"ids": object{"in_gstin": gstin, "in_iec": gstin[2:12]},
	}
}

// way is how goods travel to a buyer.
type way struct {
	mode        string
	loading     string
	border      string
	discharge   string
	destination string // empty: the buyer's town
	place       string // named after a term under which the seller pays the carriage
	freight     int64  // US dollars for a hundred kilograms
}

var (
	gyirong    = &way{mode: "road", loading: "Lhasa, Xizang, China", border: "Gyirong, China", destination: "Kathmandu, Nepal", place: "Kathmandu, Nepal", freight: 13}
	zhangmu    = &way{mode: "road", loading: "Xigaze, Xizang, China", border: "Zhangmu, China", destination: "Kathmandu, Nepal", place: "Kathmandu, Nepal", freight: 12}
	nhavaSheva = &way{mode: "sea", loading: "Tianjin Xingang, China", discharge: "Nhava Sheva, India", place: "Nhava Sheva, India", freight: 22}
	kolkata    = &way{mode: "sea", loading: "Tianjin Xingang, China", discharge: "Haldia, India", place: "Haldia, India", freight: 24}
	airKolkata = &way{mode: "air", loading: "Lhasa Gonggar Airport, China", discharge: "Kolkata, India", place: "Kolkata, India", freight: 96}
)
