package trade_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"woolroad/app/trade"
)

var update = flag.Bool("update", false, "rewrite the golden files")

const (
	kathmandu = "01-kathmandu-scoured-wool"
	sheva     = "02-nhava-sheva-cashmere"
	kolkata   = "03-kolkata-yak-inr"
)

// agreed is what the lots of the order to Kathmandu weigh, as it is agreed on.
const agreed = `{"quantity":"5.1","unit":"TNE","of":"invoice_mass","more_percent":"3","less_percent":"3","basis":"conditioned","regain_standard":"15","mass_decimals":1}`

func sampleFile(t testing.TB, name string) []byte {
	t.Helper()
	return file(t, "..", "sample", "orders", name+".json")
}

// broken are changes to a sample, each with the errors that must come of it and
// no others: a pointer and a piece of what is said there.
var broken = []struct {
	name  string
	in    string
	edits []edit
	want  []string
}{
	{"no number", kathmandu, []edit{del("/number")}, []string{"/number: \"number\" is missing"}},
	{"an empty number", kathmandu, []edit{set("/number", `" "`)}, []string{"/number: This is empty"}},
	{"a number that climbs", kathmandu, []edit{set("/number", `"../SO-1"`)}, []string{"/number: \"../SO-1\" names a folder"}},
	{"a number with a backslash", kathmandu, []edit{set("/number", `"SO\\1"`)}, []string{"/number: "}},
	{"a number with two dots", kathmandu, []edit{set("/number", `"SO..1"`)}, []string{"/number: \"SO..1\" is not an order number"}},
	{"a number that ends with a dot", kathmandu, []edit{set("/number", `"SO-1."`)}, []string{"/number: \"SO-1.\" is not an order number"}},
	{"a number that is a page's name", kathmandu, []edit{set("/number", `"Drafts"`)}, []string{"/number: \"Drafts\" is the name of a page"}},
	{"a number that Windows keeps", kathmandu, []edit{set("/number", `"con.1"`)}, []string{"/number: \"con.1\" names a folder, and some computers"}},
	{"a long number", kathmandu, []edit{set("/number", `"SO-`+strings.Repeat("1", 33)+`"`)}, []string{"/number: "}},
	{"a day that does not exist", kathmandu, []edit{set("/date", `"2026-02-29"`)}, []string{"/date: The date 2026-02-29 does not exist"}},
	{"a date the American way", kathmandu, []edit{set("/date", `"04/03/2026"`)}, []string{"/date: \"04/03/2026\" is not a date"}},
	{"a date of long ago", kathmandu, []edit{set("/date", `"0206-04-03"`)}, []string{"/date: The date 0206-04-03 is before 1900"}},
	{"a currency that is withdrawn", kathmandu, []edit{set("/currency", `"HRK"`)}, []string{"/currency: \"HRK\" is no longer in use"}},
	{"a date as a number", kathmandu, []edit{set("/date", `20260403`)}, []string{"/date: This must be a text"}},
	{"no seller", kathmandu, []edit{del("/seller")}, []string{"/seller: \"seller\" is missing"}},
	{"a seller in words", kathmandu, []edit{set("/seller", `"Lhasa Highland Wool"`)}, []string{"/seller: This must be keys and values in { }"}},
	{"a name of null", kathmandu, []edit{set("/buyer/name", `null`)}, []string{"/buyer/name: This is null"}},
	{"a name of two lines", kathmandu, []edit{set("/buyer/name", `"Himal\nCarpet"`)}, []string{"/buyer/name: This has a line break"}},
	{"a name that turns the writing round", kathmandu, []edit{set("/buyer/name", `"Himal \u202e Carpet"`)}, []string{"/buyer/name: This has a line break"}},
	{"a name with half a letter", kathmandu, []edit{set("/buyer/name", `"Himal \ud800"`)}, []string{"/buyer/name: A character in this was lost"}},
	{"a name of 501 letters", kathmandu, []edit{set("/buyer/name", `"`+strings.Repeat("क", 501)+`"`)}, []string{"/buyer/name: This has 501 characters; at most 500 fit"}},
	{"an address without lines", kathmandu, []edit{set("/buyer/address", `[]`)}, []string{"/buyer/address: This list is empty"}},
	{"an address of 21 lines", kathmandu, []edit{set("/buyer/address", `["1"`+strings.Repeat(`,"2"`, 20)+`]`)}, []string{"/buyer/address: This list has 21 entries; at most 20"}},
	{"an address in one text", kathmandu, []edit{set("/buyer/address", `"Kathmandu"`)}, []string{"/buyer/address: This must be a list"}},
	{"a country that is none", kathmandu, []edit{set("/buyer/country", `"NEPALIA"`)}, []string{"/buyer/country: \"NEPALIA\" is not a country"}},
	{"an e-mail address without a host", kathmandu, []edit{set("/buyer/email", `"import@"`)}, []string{"/buyer/email: \"import@\" is not an e-mail address"}},
	{"a buyer with banks", kathmandu, []edit{set("/buyer/banks", `[]`)}, []string{"/buyer/banks: Only the seller has bank accounts"}},
	{"a USCC that fails", kathmandu, []edit{set("/seller/ids/cn_uscc", `"91540100MA6T1ABC5H"`)}, []string{"/seller/ids/cn_uscc: The last character"}},
	{"an identifier nobody knows", kathmandu, []edit{set("/seller/ids/cn_usc", `"1"`)}, []string{"/seller/ids/cn_usc: \"cn_usc\" is not a key of an order here; did you mean \"cn_uscc\"?"}},
	{"a GSTIN that fails", sheva, []edit{set("/buyer/ids/in_gstin", `"03AAKCS4417P1Z1"`)}, []string{"/buyer/ids/in_gstin: The last character"}},
	{"an IEC of somebody else", sheva, []edit{set("/buyer/ids/in_iec", `"AAEFB5520M"`)}, []string{"/buyer/ids/in_iec: IEC AAEFB5520M and GSTIN"}},
	{"a PAN of somebody else", sheva, []edit{set("/buyer/ids/in_pan", `"AAEFB5520M"`)}, []string{"/buyer/ids/in_pan: PAN AAEFB5520M and GSTIN"}},
	{"an IEC that is not the PAN", sheva, []edit{del("/buyer/ids/in_gstin"), set("/buyer/ids/in_pan", `"AAEFB5520M"`)}, []string{"/buyer/ids/in_iec: IEC AAKCS4417P and PAN AAEFB5520M"}},
	{"a BIC of no country", kathmandu, []edit{set("/seller/banks/1/swift", `"LHMB1NBL"`)}, []string{"/seller/banks/1/swift: BIC"}},
	{"an IBAN that fails", kathmandu, []edit{set("/seller/banks/0/iban", `"GB82WEST12345698765433"`)}, []string{"/seller/banks/0/iban: The check digits"}},
	{"a bank without an account", kathmandu, []edit{del("/seller/banks/0/account")}, []string{"/seller/banks/0/account: \"account\" is missing"}},
	{"a consignee without a country", kathmandu, []edit{set("/consignee", `{"name":"A","address":["B"]}`)}, []string{"/consignee/country: \"country\" is missing"}},
	{"a credit without a bank", kathmandu, []edit{set("/credit", `{"number":"LC1","date":"2026-01-01"}`)}, []string{"/credit/issuing_bank: \"issuing_bank\" is missing"}},
	{"an unknown currency", kathmandu, []edit{set("/currency", `"USX"`)}, []string{"/currency: \"USX\" is not a currency"}},
	{"a currency by its name", kathmandu, []edit{set("/currency", `"Dollar"`)}, []string{"/currency: \"DOLLAR\" is not a currency"}},
	{"an unknown Incoterm", kathmandu, []edit{set("/terms/incoterm", `"DAT"`)}, []string{"/terms/incoterm: DAT is not in Incoterms 2020; use DPU"}},
	{"FOB by road", kathmandu, []edit{set("/terms/incoterm", `"FOB"`)}, []string{"/terms/incoterm: FOB is for sea and inland waterway only; by road use FCA"}},
	{"CIF by air", kolkata, []edit{set("/terms/incoterm", `"CIF"`)}, []string{"/terms/incoterm: CIF is for sea"}},
	{"Incoterms of 2010", kathmandu, []edit{set("/terms/edition", `"2010"`)}, []string{"/terms/edition: \"2010\" is not known here; write one of 2020"}},
	{"an edition as a number", kathmandu, []edit{set("/terms/edition", `2020`)}, []string{"/terms/edition: This must be a text"}},
	{"a deposit above the whole", kathmandu, []edit{set("/payment/deposit_percent", `"100.01"`)}, []string{"/payment/deposit_percent: 100.01 is too much; it may be 100 at most"}},
	{"an unknown mode", kathmandu, []edit{set("/route/mode", `"truck"`)}, []string{"/route/mode: \"truck\" is not a mode of transport"}},
	{"a container that fails", sheva, []edit{set("/route/container", `"CSQU3054384"`)}, []string{"/route/container: The last digit"}},
	{"an empty line of marks", kathmandu, []edit{set("/marks/1", `""`)}, []string{"/marks/1: This is empty"}},
	{"31 lines of marks", kathmandu, []edit{set("/marks", `["`+strings.Repeat(`A","`, 30)+`B"]`)}, []string{"/marks: This list has 31 entries; at most 30"}},
	{"no lots", kathmandu, []edit{set("/lots", `[]`)}, []string{"/lines/0/lots/0: There is no lot \"LHW26-031\""}},
	{"no lots at all", kathmandu, []edit{del("/lots"), del("/lines/0/lots")}, []string{"/lines/0/lots: This line has no lots and no agreed quantity"}},
	{"a quantity of nothing", kathmandu, []edit{set("/lines/0/agreed", agreed), set("/lines/0/agreed/quantity", `"0.0"`)}, []string{"/lines/0/agreed/quantity: This must be above zero"}},
	{"a quantity in tonnes that says kg", kathmandu, []edit{set("/lines/0/agreed", agreed), set("/lines/0/agreed/quantity", `"24000 kg"`)}, []string{"/lines/0/agreed/quantity: \"24000 kg\" is not a number"}},
	{"a quantity of parts of a gram", kathmandu, []edit{set("/lines/0/agreed", agreed), set("/lines/0/agreed/quantity", `"5.1093001"`)}, []string{"/lines/0/agreed/quantity: 5.1093001 has 7 decimals; a quantity in TNE has 6 at most"}},
	{"a quantity in bales", kathmandu, []edit{set("/lines/0/agreed", agreed), set("/lines/0/agreed/unit", `"BL"`)}, []string{"/lines/0/agreed/unit: \"BL\" is not known here"}},
	{"a quantity of gross mass", kathmandu, []edit{set("/lines/0/agreed", agreed), set("/lines/0/agreed/of", `"gross"`)}, []string{"/lines/0/agreed/of: \"gross\" is not known here"}},
	{"a tolerance of everything", kathmandu, []edit{set("/lines/0/agreed", agreed), set("/lines/0/agreed/less_percent", `"100"`)}, []string{"/lines/0/agreed/less_percent: 100 is too much"}},
	{"an agreed basis without a regain", kathmandu, []edit{set("/lines/0/agreed", agreed), del("/lines/0/agreed/regain_standard")}, []string{"/lines/0/agreed/regain_standard: \"regain_standard\" is missing"}},
	{"net by a regain", kathmandu, []edit{set("/lines/0/agreed", agreed), set("/lines/0/agreed/basis", `"net"`)}, []string{"/lines/0/agreed/regain_standard: A lot sold by its net mass has no regain"}},
	{"an empty specification", kathmandu, []edit{set("/lines/0/specification", `""`)}, []string{"/lines/0/specification: This is empty"}},
	{"a delivery that ends before it begins", kathmandu, []edit{set("/delivery", `{"from":"2026-05-01","to":"2026-04-30"}`)}, []string{"/delivery/to: The period ends on 2026-04-30, before it begins on 2026-05-01"}},
	{"a delivery without an end", kathmandu, []edit{set("/delivery", `{"from":"2026-05-01"}`)}, []string{"/delivery/to: \"to\" is missing"}},
	{"washed wool", kathmandu, []edit{set("/lots/0/product", `"washed wool"`)}, []string{"/lots/0/product: \"washed wool\" may mean fleece-washed (5101.11) or scoured"}},
	{"a unit for a package", kathmandu, []edit{set("/lots/0/package", `"KGM"`)}, []string{"/lots/0/package: \"KGM\" is not a package code"}},
	{"an unknown basis", kathmandu, []edit{set("/lots/0/basis", `"gross"`)}, []string{"/lots/0/basis: \"gross\" is not known here; write one of conditioned, net"}},
	{"conditioned without a regain", kathmandu, []edit{del("/lots/0/regain_measured")}, []string{"/lots/0/regain_measured: \"regain_measured\" is missing"}},
	{"conditioned without both", kathmandu, []edit{del("/lots/0/regain_measured"), del("/lots/0/regain_standard")}, []string{"/lots/0/regain_standard: ", "/lots/0/regain_measured: "}},
	{"net with regains", kathmandu, []edit{set("/lots/0/basis", `"net"`)}, []string{"/lots/0/regain_measured: A lot sold by its net mass", "/lots/0/regain_standard: A lot sold by its net mass"}},
	{"a regain above a hundred", kathmandu, []edit{set("/lots/0/regain_measured", `"134.2"`)}, []string{"/lots/0/regain_measured: 134.2 is too much"}},
	{"decimals of a mass in a text", kathmandu, []edit{set("/lots/0/mass_decimals", `"1"`)}, []string{"/lots/0/mass_decimals: This must be a JSON number"}},
	{"four decimals of a mass", kathmandu, []edit{set("/lots/0/mass_decimals", `4`)}, []string{"/lots/0/mass_decimals: 4 is not 0, 1, 2 or 3"}},
	{"half a decimal of a mass", kathmandu, []edit{set("/lots/0/mass_decimals", `1.5`)}, []string{"/lots/0/mass_decimals: 1.5 is not"}},
	{"no decimals of a mass", kathmandu, []edit{del("/lots/0/mass_decimals")}, []string{"/lots/0/mass_decimals: \"mass_decimals\" is missing"}},
	{"a finding of nothing", kathmandu, []edit{set("/lots/0/test/length_mm", `"0.0"`)}, []string{"/lots/0/test/length_mm: This must be above zero"}},
	{"a test that does not exist in the calendar", kathmandu, []edit{set("/lots/0/test/date", `"2026-13-01"`)}, []string{"/lots/0/test/date: The date 2026-13-01 does not exist"}},
	{"a lot without bales", kathmandu, []edit{set("/lots/0/bales", `[]`)}, []string{"/lots/0/bales: This list is empty"}},
	{"a tare of the gross", kathmandu, []edit{set("/lots/0/bales/3/tare", `"87.0"`)}, []string{"/lots/0/bales/3/tare: The tare of 87.0 kg leaves nothing of the gross 87.0 kg"}},
	{"a gross as a JSON number", kathmandu, []edit{set("/lots/0/bales/3/gross", `87.0`)}, []string{"/lots/0/bales/3/gross: Decimals are written as text; put quotation marks around 87.0"}},
	{"a negative tare", kathmandu, []edit{set("/lots/0/bales/3/tare", `"-1.2"`)}, []string{"/lots/0/bales/3/tare: \"-1.2\" must not be negative"}},
	{"an over-long tare", kathmandu, []edit{set("/lots/0/bales/3/tare", `"1.`+strings.Repeat("2", 30)+`"`)}, []string{"/lots/0/bales/3/tare: This number has 31 digits; it may have 30"}},
	{"a gross with an exponent", kathmandu, []edit{set("/lots/0/bales/3/gross", `"8.7e1"`)}, []string{"/lots/0/bales/3/gross: \"8.7e1\" has an exponent"}},
	{"a gross that can be read in two ways", kathmandu, []edit{set("/lots/0/bales/3/gross", `"85,300"`)}, []string{"/lots/0/bales/3/gross: \"85,300\" can be read as 85.300 or as 85300"}},
	{"a price that can be read in two ways", kathmandu, []edit{set("/lines/0/price", `"१,२००"`)}, []string{"/lines/0/price: \"१,२००\" can be read as 1.200 or as 1200"}},
	{"a gross in tonnes", kathmandu, []edit{set("/lots/0/bales/3/gross", `"0.087 t"`)}, []string{"/lots/0/bales/3/gross: \"0.087 t\" is not a number"}},
	{"a gross of a ship", kathmandu, []edit{set("/lots/0/bales/3/gross", `"100000"`)}, []string{"/lots/0/bales/3/gross: 100,000 kg is more than a package weighs"}},
	{"a bale number twice", kathmandu, []edit{set("/lots/0/bales/3/number", `"2"`)}, []string{"/lots/0/bales/3/number: The bale number \"2\" is given twice in this order, first at /lots/0/bales/1/number"}},
	{"a bale number twice in two lots", sheva, []edit{set("/lots/1/bales/0/number", `"24"`)}, []string{"/lots/1/bales/0/number: The bale number \"24\" is given twice"}},
	{"a bale number with a space", kathmandu, []edit{set("/lots/0/bales/3/number", `"2 "`)}, []string{"/lots/0/bales/3/number: \"2 \" begins or ends with a space"}},
	{"an invoice mass of nothing", kathmandu, []edit{set("/lots/0/bales", `[{"number":"1","gross":"0.3","tare":"0.2"}]`), set("/lots/0/mass_decimals", `0`)}, []string{"/lots/0/mass_decimals: The invoice mass of 0.1 kg net rounds to zero"}},
	{"a lot number twice", sheva, []edit{set("/lots/1/number", `"LHC26-007"`), set("/lines/1/lots", `["LHC26-007"]`)}, []string{"/lines/1/lots/0: The lot \"LHC26-007\" is sold twice", "/lots/1/number: The lot number \"LHC26-007\" is given twice"}},
	{"a lot in two lines", sheva, []edit{set("/lines/1/lots/-", `"LHC26-007"`)}, []string{"/lines/1/lots/1: The lot \"LHC26-007\" is sold twice, first at /lines/0/lots/0"}},
	{"a lot twice in a line", sheva, []edit{set("/lines/1/lots/-", `"LHC26-008"`)}, []string{"/lines/1/lots/1: The lot \"LHC26-008\" is sold twice, first at /lines/1/lots/0"}},
	{"a lot in no line", sheva, []edit{del("/lines/1")}, []string{"/lots/1/number: The lot \"LHC26-008\" is in no line"}},
	{"a line without lots", kathmandu, []edit{set("/lines/0/lots", `[]`)}, []string{"/lines/0/lots: This line has no lots", "/lots/0/number: The lot \"LHW26-031\" is in no line"}},
	{"a line that does not speak of lots", kathmandu, []edit{del("/lines/0/lots")}, []string{"/lines/0/lots: This line has no lots", "/lots/0/number: "}},
	{"lots in one text", kathmandu, []edit{set("/lines/0/lots", `"LHW26-031"`)}, []string{"/lines/0/lots: This must be a list"}},
	{"a lot that is not there", kathmandu, []edit{set("/lines/0/lots/-", `"LHW26-032"`)}, []string{"/lines/0/lots/1: There is no lot \"LHW26-032\""}},
	{"a lot of another product", kathmandu, []edit{set("/lots/0/product", `"greasy wool"`)}, []string{"/lines/0/lots/0: The lot \"LHW26-031\" is greasy wool, and this line sells scoured wool"}},
	{"no lines", kathmandu, []edit{set("/lines", `[]`)}, []string{"/lines: This list is empty"}},
	{"an HS code of too many digits", kathmandu, []edit{set("/lines/0/hs6", `"5101210090"`)}, []string{"/lines/0/hs6: \"5101210090\" has 10 digits; the subheading is the first six of them: 5101.21."}},
	{"an HS code that is none", kathmandu, []edit{set("/lines/0/hs6", `"scoured"`)}, []string{"/lines/0/hs6: \"scoured\" is not a six-digit HS code; for scoured wool use one of 5101.21, 5101.29."}},
	{"a bale's number in other digits", kathmandu, []edit{set("/lots/0/bales/3/number", `"３"`)}, []string{"/lots/0/bales/3/number: The bale number \"3\" is given twice in this order, first at /lots/0/bales/2/number"}},
	{"an HS code of another product", kathmandu, []edit{set("/lines/0/hs6", `"5101.11"`), del("/lines/0/hs")}, []string{"/lines/0/hs6: HS code 5101.11 is greasy wool"}},
	{"a tariff code that differs", sheva, []edit{set("/lines/0/hs/IN", `"51052990"`)}, []string{"/lines/0/hs/IN: HS code 51052990 for India must begin with 510211"}},
	{"a tariff code of no country", kathmandu, []edit{set("/lines/0/hs/XX", `"51012100"`)}, []string{"/lines/0/hs/XX: \"XX\" is not a country"}},
	{"a tariff code with a letter", kathmandu, []edit{set("/lines/0/hs/CN", `"5101.21.009O"`)}, []string{"/lines/0/hs/CN: HS code \"5101.21.009O\" for China must be digits only"}},
	{"an origin that is none", kathmandu, []edit{set("/lines/0/origin", `"Chang Tang"`)}, []string{"/lines/0/origin: \"Chang Tang\" is not a country"}},
	{"a price per bale", kathmandu, []edit{set("/lines/0/unit", `"BL"`)}, []string{"/lines/0/unit: \"BL\" is not known here; write one of KGM"}},
	{"a price of nothing", kathmandu, []edit{set("/lines/0/price", `"0.000"`)}, []string{"/lines/0/price: This must be above zero"}},
	{"a price of seven decimals", kathmandu, []edit{set("/lines/0/price", `"4.8500000"`)}, []string{"/lines/0/price: 4.8500000 has 7 decimals; a price has 6"}},
	{"an amount too large to hold", kathmandu, []edit{set("/lines/0/price", `"`+strings.Repeat("9", 15)+`"`)}, []string{"/lines/0: The result has more than 18 digits"}},
	{"a sum too large to hold", sheva, []edit{set("/lines/0/price", `"12500000000000"`), set("/lines/1/price", `"12500000000000"`)}, []string{"/lines: The result has more than 18 digits"}},
	{"a freight too large to hold", kathmandu, []edit{set("/charges/freight", `"`+strings.Repeat("9", 17)+`"`)}, []string{"/charges/freight: 99999999999999999 is too large"}},
	{"a conversion too large to hold", kathmandu, []edit{set("/totals_in/1/rate/value", `"`+strings.Repeat("9", 15)+`"`)}, []string{"/totals_in/1: The result has more than 18 digits"}},
	{"a total of nothing", kathmandu, []edit{set("/lots/0/bales", `[{"number":"1","gross":"0.3","tare":"0.2"}]`), set("/lines/0/price", `"0.01"`), del("/charges")}, []string{"/lines: The order's total is 0.00; it must be above zero"}},
	{"a discount of everything", kathmandu, []edit{set("/charges/discount_percent", `"100"`)}, []string{"/charges/discount_percent: 100 is too much; it must be below 100"}},
	{"a freight of half a cent", kathmandu, []edit{set("/charges/freight", `"640.005"`)}, []string{"/charges/freight: 640.005 has 3 decimals and USD has 2"}},
	{"yen with decimals", kathmandu, []edit{set("/currency", `"JPY"`)}, []string{"/charges/freight: 640.00 has 2 decimals and JPY has 0"}},
	{"insurance twice", sheva, []edit{set("/charges/insurance", `"10.00"`)}, []string{"/charges/insurance_rate_percent: Give insurance or insurance_rate_percent, not both"}},
	{"insurance computed for CPT", kathmandu, []edit{set("/charges/insurance_rate_percent", `"0.35"`)}, []string{"/charges/insurance_rate_percent: Insurance is computed only for CIF and CIP, and this order is CPT"}},
	{"a rate of insurance that eats the value", sheva, []edit{set("/charges/insurance_rate_percent", `"90.91"`)}, []string{"/charges/insurance_rate_percent: 90.91 is too much; it may be 90.9"}},
	{"a total in the order's own currency", kathmandu, []edit{set("/totals_in/0", `{"currency":"USD","source":"ecb"}`)}, []string{"/totals_in/0/currency: The order is already in USD"}},
	{"a total twice", kathmandu, []edit{set("/totals_in/0", `{"currency":"CNY","source":"cfets"}`)}, []string{"/totals_in/1/currency: The total in CNY is requested twice, first at /totals_in/0/currency"}},
	{"a total without a rate", kathmandu, []edit{del("/totals_in/1/rate")}, []string{"/totals_in/1: This has no rate; give a source (nrb, fbil, cfets, ecb)"}},
	{"a total with two rates", kathmandu, []edit{set("/totals_in/1/source", `"cfets"`)}, []string{"/totals_in/1/rate: Give a source or a rate, not both"}},
	{"a rule and a source", kathmandu, []edit{set("/totals_in/0/rule", `"nrb-sell"`)}, []string{"/totals_in/0/rule: Give a source, a rule or a rate, and only one of them"}},
	{"a rule and a rate", kathmandu, []edit{set("/totals_in/1/rule", `"cfets"`)}, []string{"/totals_in/1/rule: Give a source, a rule or a rate, and only one of them"}},
	{"a rule in words", kathmandu, []edit{set("/totals_in/0", `{"currency":"NPR","rule":"the usual"}`)}, []string{"/totals_in/0/rule: \"the usual\" is not a name"}},
	{"a long rule", kathmandu, []edit{set("/totals_in/0", `{"currency":"NPR","rule":"`+strings.Repeat("r", 41)+`"}`)}, []string{"/totals_in/0/rule: This has 41 characters; at most 40"}},
	{"a side of a rule", kathmandu, []edit{set("/totals_in/0", `{"currency":"NPR","rule":"nrb","side":"sell"}`)}, []string{"/totals_in/0/side: Only the source nrb has a side"}},
	{"an unknown source", kathmandu, []edit{set("/totals_in/0", `{"currency":"NPR","source":"xe"}`)}, []string{"/totals_in/0/source: \"xe\" is not known here"}},
	{"nrb without a side", kathmandu, []edit{del("/totals_in/0/side")}, []string{"/totals_in/0/side: nrb publishes two rates"}},
	{"nrb at the middle", kathmandu, []edit{set("/totals_in/0/side", `"mid"`)}, []string{"/totals_in/0/side: \"mid\" is not known here; write one of buy, sell"}},
	{"nrb for rupees of India", kathmandu, []edit{set("/totals_in/0/currency", `"INR"`)}, []string{"/totals_in/0/source: nrb publishes rates in NPR, not in INR"}},
	{"fbil with a side", sheva, []edit{set("/totals_in/0/side", `"buy"`)}, []string{"/totals_in/0/side: Only the source nrb has a side"}},
	{"fbil for yuan", sheva, []edit{set("/totals_in/0", `{"currency":"NPR","source":"fbil"}`)}, []string{"/totals_in/0/source: fbil publishes rates in INR, not in NPR"}},
	{"cfets for rupees", sheva, []edit{set("/totals_in/0/source", `"cfets"`)}, []string{"/totals_in/0/source: cfets publishes rates in CNY, not in INR"}},
	{"a rate of nothing", kathmandu, []edit{set("/totals_in/1/rate/value", `"0"`)}, []string{"/totals_in/1/rate/value: This must be above zero"}},
	{"a rate per nothing", kathmandu, []edit{set("/totals_in/1/rate/per", `"0"`)}, []string{"/totals_in/1/rate/per: This must be above zero"}},
	{"a rate of tomorrow", kathmandu, []edit{set("/totals_in/1/rate/date", `"2026-04-04"`)}, []string{"/totals_in/1/rate/date: The rate of 2026-04-04 is later than the order of 2026-04-03"}},
	{"a key nearly known", kathmandu, []edit{set("/charges/frieght", `"1.00"`)}, []string{"/charges/frieght: \"frieght\" is not a key of an order here; did you mean \"freight\"?"}},
	{"a key not known at all", kathmandu, []edit{set("/lots/0/bales/3/colour", `"red"`)}, []string{"/lots/0/bales/3/colour: \"colour\" is not a key of an order here; remove it. The known keys are number, gross, tare."}},
	{"a key with a slash", kathmandu, []edit{{"/payment", `{"text":"T/T","a/b~c":1}`}}, []string{"/payment/a~1b~0c: \"a/b~c\" is not a key"}},
}

func TestEachFaultIsFoundAndNoOther(t *testing.T) {
	for _, test := range broken {
		_, faults := trade.ReadOrder(bytes.NewReader(edited(t, sampleFile(t, test.in), test.edits...)))
		errs := faults.Errors()
		good := len(errs) == len(test.want)
		for i := 0; good && i < len(errs); i++ {
			good = strings.HasPrefix(errs[i].Error(), test.want[i])
		}
		if !good {
			t.Errorf("%s: got\n  %s\nwant\n  %s", test.name, strings.ReplaceAll(errs.Error(), "\n", "\n  "), strings.Join(test.want, "\n  "))
		}
		for _, f := range faults {
			if m := f.Message(); strings.Contains(m, "%!") || !strings.HasSuffix(m, ".") && !strings.HasSuffix(m, "?") {
				t.Errorf("%s: %q is not a sentence", test.name, m)
			}
			if f.Code == "" {
				t.Errorf("%s: %q has no code", test.name, f)
			}
		}
	}
}

func TestTheFileItself(t *testing.T) {
	sample := string(sampleFile(t, kathmandu))
	for _, test := range []struct{ name, in, want string }{
		{"nothing", "", "The file is empty"},
		{"spaces", " \n", "The file is empty"},
		{"half a file", sample[:len(sample)/2], "The file ends at line 196, column "},
		{"a comma too many", "{\n \"a\": 1,\n}", "Line 3, column 1 is not JSON"},
		{"a letter before it, in Chinese", "{\n \"a\": \"拉萨\" x}", "Line 2, column 12 is not JSON"},
		{"two orders", sample + sample, "Line 433, column 1 is not JSON"},
		{"a comment", "// order\n" + sample, "Line 1, column 1 is not JSON"},
		{"Chinese in GBK", "{\n \"name\": \"\xc0\xad\xc8\xf8\"}", "Line 2, column 11 is not UTF-8"},
		{"UTF-16", "\xff\xfe{\x00", "Line 1, column 1 is not UTF-8"},
		{"a list", "[]", "This must be keys and values in { }"},
		{"a text", `"order"`, "This must be keys and values in { }"},
		{"null", "null", "This is null"},
		{"33 brackets", strings.Repeat("[", 33) + strings.Repeat("]", 33), "This is nested in more than 32 brackets"},
		{"a million brackets", strings.Repeat("[", 1_000_000), "Line 1, column 10001 is not JSON"},
		{"too many values", "[" + strings.Repeat("[],", 1_200_000) + "[]]", "The file has more than 1000000 values"},
		{"too many keys", `{"a0":0` + keys(300) + "}", "This has more than 300 keys"},
	} {
		_, faults := trade.ReadOrder(strings.NewReader(test.in))
		if len(faults) != 1 || faults[0].Warning || !strings.HasPrefix(faults[0].Message(), test.want) {
			t.Errorf("%s: got %v, want %s", test.name, faults, test.want)
		}
	}
}

// TestAParsersOwnWordsReachNobody cuts a small file off at each place, and inserts a letter
// there, and wants the place and what to do in words of ours.
func TestAParsersOwnWordsReachNobody(t *testing.T) {
	const small = "{\n \"number\": \"SO-1\",\n \"lots\": [1.5, true, null, {}]\n}"
	parsers := regexp.MustCompile(`invalid character|literal|looking for|unexpected|JSON input|unmarshal|strconv|decimal\.|syntax`)
	ours := regexp.MustCompile(`^Line [0-9]+, column [0-9]+ is not JSON: ".+" is not allowed there; check|^The file ends at line [0-9]+, column [0-9]+, before its last`)
	for i := 1; i < len(small); i++ {
		for _, in := range []string{small[:i], small[:i] + "m" + small[i+1:], small[:i] + "}" + small[i:]} {
			_, faults := trade.ReadOrder(strings.NewReader(in))
			for _, f := range faults {
				if said := f.Message(); parsers.MatchString(said) || f.Code == trade.FaultFileNotJSON && !ours.MatchString(said) {
					t.Errorf("%q: %s", in, said)
				}
			}
		}
	}
}

func keys(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `,"k%d":0`, i)
	}
	return b.String()
}

func TestKeysGivenTwice(t *testing.T) {
	sample := string(sampleFile(t, kathmandu))
	for _, test := range []struct{ old, new, want string }{
		{`"currency": "USD",` + "\n \"terms\"", `"currency": "USD", "currency": "EUR", "terms"`, "/currency: \"currency\" is given twice; keep one."},
		{`"cn_customs"`, `"cn_uscc": "1", "cn_customs"`, "/seller/ids/cn_uscc: \"cn_uscc\" is given twice; keep one."},
		{`"gross": "88.0"`, `"gross": "88.0", "gr\u006fss": "88.0"`, "/lots/0/bales/1/gross: \"gross\" is given twice; keep one."},
	} {
		in := strings.Replace(sample, test.old, test.new, 1)
		_, faults := trade.ReadOrder(strings.NewReader(in))
		if got := faults.Errors().Error(); in == sample || got != test.want {
			t.Errorf("%s: got %s, want %s", test.new, got, test.want)
		}
	}
}

// TestFifteenFaultsAtOnce reads a file with one fault of each kind that the desk
// promises to find, and two warnings; the golden file is what a person is told.
func TestFifteenFaultsAtOnce(t *testing.T) {
	_, faults := trade.ReadOrder(bytes.NewReader(file(t, "testdata", "fifteen-faults.json")))
	if n := len(faults.Errors()); n != 15 {
		t.Errorf("%d errors, want 15", n)
	}
	var got strings.Builder
	for _, f := range faults {
		if f.Warning {
			got.WriteString("warning: ")
		}
		got.WriteString(f.Error() + "\n")
	}
	path := filepath.Join("testdata", "fifteen-faults.txt")
	if *update {
		if err := os.WriteFile(path, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want := string(file(t, path)); got.String() != want {
		t.Errorf("got\n%swant\n%s", got.String(), want)
	}
}

// endless gives that many spaces and counts what was taken.
type endless struct{ left, taken int }

func (e *endless) Read(p []byte) (int, error) {
	n := min(len(p), e.left)
	if n == 0 {
		return 0, io.EOF
	}
	for i := range n {
		p[i] = ' '
	}
	e.left, e.taken = e.left-n, e.taken+n
	return n, nil
}

func TestAFileOf100MBIsOneFaultAndNotHeld(t *testing.T) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	r := &endless{left: 100 << 20}
	_, faults := trade.ReadOrder(r)
	runtime.ReadMemStats(&after)
	if len(faults) != 1 || faults[0].Pointer != "" || faults[0].Message() != "The file is larger than 10 MiB, the limit for an order file." {
		t.Errorf("got %v", faults)
	}
	if r.taken > trade.MaxOrderFile+1 {
		t.Errorf("%d bytes were read, want at most %d", r.taken, trade.MaxOrderFile+1)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 8*trade.MaxOrderFile {
		t.Errorf("%d bytes were allocated", used)
	}
}

func TestAFileThatBreaksOffWhileReading(t *testing.T) {
	_, faults := trade.ReadOrder(io.MultiReader(strings.NewReader("{"), failing{}))
	if len(faults) != 1 || faults[0].Message() != "The file could not be read: the disk is gone." {
		t.Errorf("got %v", faults)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("the disk is gone") }

func TestAnErrorIsAFaultAtAPlace(t *testing.T) {
	for kind, want := range map[trade.Code]trade.FaultCode{
		trade.NotFound: trade.FaultNotFound, trade.Conflict: trade.FaultConflict, trade.Invalid: trade.FaultInvalid, trade.Unavailable: trade.FaultUnavailable,
	} {
		f := (&trade.Error{Code: kind, Field: "number", Format: "There is an order %s.", Args: []any{"SO-1"}}).At("/number")
		if f.Code != want || f.Warning || f.Error() != "/number: There is an order SO-1." {
			t.Errorf("%s: got %+v, want the code %s", kind, f, want)
		}
	}
}

func TestTheSameFault(t *testing.T) {
	f := trade.Fault{Pointer: "/lots/0", Code: trade.FaultUnknownLot, Format: "There is no lot %q.", Args: []any{"1"}}
	for _, test := range []struct {
		what   string
		change func(*trade.Fault)
		want   bool
	}{
		{"itself", func(*trade.Fault) {}, true},
		{"as a warning", func(f *trade.Fault) { f.Warning = true }, true},
		{"elsewhere", func(f *trade.Fault) { f.Pointer = "/lots/1" }, false},
		{"of another code", func(f *trade.Fault) { f.Code = trade.FaultConflict }, false},
		{"of another lot", func(f *trade.Fault) { f.Args = []any{"2"} }, false},
		{"with more to say", func(f *trade.Fault) { f.Args = []any{"1", []string{"2"}} }, false},
	} {
		other := f
		test.change(&other)
		if got := f.Same(other); got != test.want || other.Same(f) != test.want {
			t.Errorf("the fault and the fault %s are the same = %v, want %v", test.what, got, test.want)
		}
	}
}
