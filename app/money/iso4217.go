package money

// currency is what ISO 4217 and the papers need to know of one.
type currency struct {
	digits       int32
	name, nameZH string
}

var currencies = map[Currency]currency{
	CNY:   {2, "Chinese Yuan", "人民币"},
	INR:   {2, "Indian Rupees", "印度卢比"},
	NPR:   {2, "Nepalese Rupees", "尼泊尔卢比"},
	EUR:   {2, "Euros", "欧元"},
	USD:   {2, "US Dollars", "美元"},
	"JPY": {0, "Japanese Yen", "日元"},
}
