package trade

import "woolroad/app/money"

// A Party is a company as documents name it: seller, buyer, consignee or notify party.
type Party struct {
	Name      string
	NameLocal string // in the party's own script
	Address   []string
	Country   string // ISO 3166-1 alpha-2
	IDs       []ID
	Confirmed map[string]string `json:",omitempty"` // a person's reasons for numbers that fail their checks, by the numbers' kinds; nil: none
	Contact   string
	Phone     string
	Email     string
	Banks     []Bank // the seller's only
}

// An ID is a number that a party is registered under.
type ID struct {
	Kind  string // as codes.CheckID names it: "cn_uscc", "np_pan"
	Value string
}

// A Bank is an account that the buyer pays into.
type Bank struct {
	Currency money.Currency
	Name     string
	Address  string
	SWIFT    string
	Account  string
	IBAN     string
	// Intermediary is the bank through which the money reaches this one. nil: none
	Intermediary *Intermediary
}

// An Intermediary is the bank through which money reaches an account at another bank.
type Intermediary struct {
	Name    string
	Address string
	SWIFT   string
	Account string // of the account's bank, there
}
