package trade_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/golang-sql/civil"

	"woolroad/app/trade"
)

// What is worth a warning does not stop an order, and samples warn of nothing.
func TestWarnings(t *testing.T) {
	for _, test := range []struct {
		name  string
		in    string
		edits []edit
		want  []string
	}{
		{"the sample for Kathmandu", kathmandu, nil, nil},
		{"the sample for Nhava Sheva", sheva, nil, nil},
		{"a place that is not known", sheva, []edit{set("/terms/place", `"Cloud Castle, India"`)}, []string{"/terms/place: No UN/LOCODE is known here for \"Cloud Castle, India\""}},
		{"a place that is known to have no code", sheva, []edit{set("/terms/place", `"Nathu La"`)}, nil},
		{"a crossing that is known to have no code", kathmandu, []edit{set("/route/border", `"Zhangmu / Tatopani"`)}, nil},
		{"a crossing that is not known", kathmandu, []edit{set("/route/border", `"Yari, Humla"`)}, nil},
		{"a place far from the lanes", sheva, []edit{set("/route/loading", `"Urumqi, China"`)}, nil},
		{"Qingdao's port", sheva, []edit{set("/route/loading", `"Qingdao Port, China"`)}, nil},
		{"a name that several places have", sheva, []edit{set("/route/loading", `"Qingdao, China"`)}, []string{"/route/loading: \"Qingdao, China\" may be one of several places of UN/LOCODE: Qingdao Port CNQDG, Qingdao CNQIN."}},
		{"no account in the currency", sheva, []edit{del("/seller/banks/0")}, []string{"/seller/banks: The seller has no account in USD here; documents will say \"Bank details as advised\""}},
		{"no account at all", sheva, []edit{del("/seller/banks")}, []string{"/seller/banks: The seller has no account in USD"}},
		{"a USCC whose organisation code fails", sheva, []edit{set("/seller/ids/cn_uscc", `"91540100MA6T1ABC6K"`)}, []string{"/seller/ids/cn_uscc: The 17th character of USCC 91540100MA6T1ABC6K does not fit"}},
		{"a USCC whose organisation code fails, confirmed", sheva, []edit{set("/seller/ids/cn_uscc", `"91540100MA6T1ABC6K"`), set("/seller/ids_confirmed", `{"cn_uscc":"It stands so on the licence."}`)}, nil},
		{"a confirmation that no number needs", sheva, []edit{set("/seller/ids_confirmed", `{"cn_uscc":"It stands so on the licence."}`)}, []string{"/seller/ids_confirmed/cn_uscc: USCC 91540100MA6T1ABC5G passes its check and needs no confirmation"}},
		{"an IMO number that fails", sheva, []edit{set("/route/vessel", `"MV Tara (IMO 9319467) V.12"`)}, []string{"/route/vessel: The last digit of IMO number 9319467"}},
		{"an IMO number that fits", sheva, []edit{set("/route/vessel", `"MV Tara (IMO 9319466) V.12"`)}, nil},
		{"an invoice mass just more than a tenth above", sheva, []edit{set("/lots/0/regain_standard", `"26.36"`)}, []string{"/lots/0: The invoice mass of 820.43 kg differs from the net mass of 745.7 kg by more than 10 %", "/lots/0/regain_standard: A regain of 26.36 % is outside"}},
		{"a net mass rounded to kilograms", sheva, []edit{set("/lots/0", `{"number":"LHC26-007","product":"dehaired cashmere","package":"BG","basis":"net","mass_decimals":0,"bales":[{"number":"1","gross":"2.0","tare":"0.6"}]}`)}, []string{"/lots/0: The invoice mass of 1 kg differs from the net mass of 1.4 kg", "/lots/0/bales/0/gross: A bale of 2.0 kg gross is outside"}},
		{"an invoice mass just a tenth above", sheva, []edit{set("/lots/0/regain_standard", `"26.33"`)}, []string{"/lots/0/regain_standard: A regain of 26.33 % is outside"}},
		{"an invoice mass more than a tenth below", sheva, []edit{set("/lots/0/regain_measured", `"30.01"`)}, []string{"/lots/0: The invoice mass of 671.08 kg", "/lots/0/regain_measured: A regain of 30.01 % is outside the known range of wool"}},
		{"EXW", sheva, []edit{set("/terms/incoterm", `"EXW"`), del("/charges")}, []string{"/terms/incoterm: Under EXW the buyer clears"}},
		{"DDP", sheva, []edit{set("/terms/incoterm", `"DDP"`), del("/charges")}, []string{"/terms/incoterm: Under DDP the seller clears"}},
		{"EXW with freight and insurance", sheva, []edit{set("/terms/incoterm", `"EXW"`), set("/charges", `{"freight":"1.00","insurance":"1.00"}`)}, []string{
			"/charges/freight: Under EXW the buyer pays the carriage", "/charges/insurance: Under EXW the seller need not insure", "/terms/incoterm: Under EXW the buyer clears"}},
		{"CIF without insurance", sheva, []edit{del("/charges")}, []string{"/terms/incoterm: Under CIF the seller insures the goods, and no insurance is stated"}},
		{"CIF by several modes", sheva, []edit{set("/route/mode", `"multimodal"`)}, []string{"/terms/incoterm: CIF has the goods handed over at a port"}},
		{"coarse and short wool for Nepal", kathmandu, []edit{del("/route/border"), set("/lots/0/test/mean_fibre_diameter_um", `"38.1"`), set("/lots/0/test/length_mm", `"101.5"`)}, []string{
			"/lots/0/test/length_mm: An importers' guide", "/lots/0/test/mean_fibre_diameter_um: An importers' guide"}},
		{"wool for Nepal at the limits", kathmandu, []edit{del("/route/border"), set("/lots/0/test/mean_fibre_diameter_um", `"38.0"`), set("/lots/0/test/length_mm", `"101.60"`)}, nil},
		{"short cashmere for Nepal", sheva, []edit{set("/buyer/country", `"NP"`), del("/buyer/ids")}, nil},
		{"a number of another country", sheva, []edit{set("/buyer/country", `"NP"`), set("/buyer/ids", `{"in_iec":"AAKCS4417P"}`)}, []string{"/buyer/ids/in_iec: IEC is a number of IN, and this party is in NP"}},
		{"a test after the order", sheva, []edit{set("/lots/0/test/date", `"2026-03-22"`)}, []string{"/lots/0/test/date: The test is of 2026-03-22, after the order of 2026-03-21"}},
		{"a rate of eleven days ago", kolkata, []edit{del("/route/discharge"), set("/route/loading", `"Lhasa"`), set("/totals_in/1/rate/date", `"2026-03-24"`)}, []string{"/totals_in/1/rate/date: The rate of 2026-03-24 is 11 days older than the order"}},
		{"a rate of ten days ago", kolkata, []edit{del("/route/discharge"), set("/route/loading", `"Lhasa"`), set("/totals_in/1/rate/date", `"2026-03-25"`)}, nil},
	} {
		_, faults := trade.ReadOrder(bytes.NewReader(edited(t, sampleFile(t, test.in), test.edits...)))
		if err := faults.Err(); err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		good := len(faults) == len(test.want)
		for i := 0; good && i < len(faults); i++ {
			good = strings.HasPrefix(faults[i].Error(), test.want[i]) && faults[i].Code != ""
		}
		if !good {
			t.Errorf("%s: got\n%v\nwant\n%s", test.name, faults.Warnings(), strings.Join(test.want, "\n"))
		}
	}
}

func TestOldRate(t *testing.T) {
	day := civil.Date{Year: 2026, Month: 3, Day: 11}
	for _, test := range []struct {
		date string
		age  int
		old  bool
	}{{"2026-03-11", 0, false}, {"2026-03-01", 10, false}, {"2026-02-28", 11, true}} {
		r := rate("USD", "CNY", "7", "1", test.date)
		f, old := trade.OldRate("/totals_in/0/source", day, r)
		if age := trade.RateAge(day, r); age != test.age || old != test.old || !f.Warning || f.Pointer != "/totals_in/0/source" {
			t.Errorf("%s: got %d days, %t, %v; want %d, %t", test.date, age, old, f, test.age, test.old)
		}
	}
}

func TestTail(t *testing.T) {
	for number, want := range map[string]string{
		"SO-2026-0041": "2026-0041",
		"SO2026-0041":  "SO2026-0041",
		"2026-0041":    "2026-0041",
		"A-B-1":        "B-1",
		"LHW":          "LHW",
	} {
		if got := (trade.Order{Number: number}).Tail(); got != want {
			t.Errorf("Tail of %s = %s, want %s", number, got, want)
		}
	}
}
