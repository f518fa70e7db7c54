package say

import (
	"testing"

	"github.com/golang-sql/civil"

	"woolroad/app/codes"
	"woolroad/app/trade"
)

func TestNamesInBothLanguages(t *testing.T) {
	wool, err := codes.LookupProduct("scoured wool")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		what        string
		said        Message
		english, zh string
	}{
		{"a month", MonthOf(civil.Date{Year: 2026, Month: 4, Day: 1}), "April 2026", "2026年4月"},
		{"a subheading of our goods", SubheadingLabel(codes.Subheading{Code: "5102.19", Text: "other fine animal hair"}), "other fine animal hair", "牦牛毛、无毛牦牛绒"},
		{"a subheading of other goods", SubheadingLabel(codes.Subheading{Code: "5103.10", Text: "noils"}), "noils", "其他货物"},
		{"a text that the program stored", StoredLabel("customary in the trade"), "customary in the trade", "行业惯例"},
		{"a text that somebody typed", StoredLabel("Contract 7"), "Contract 7", "Contract 7"},
		{
			"how a lot differs", Msg("Lot %s is already in stock with %s; correct the lot, or give it another number.", "LHW26-031", &trade.Error{Format: "one bale and not %d", Args: []any{9}}),
			"Lot LHW26-031 is already in stock with one bale and not 9; correct the lot, or give it another number.",
			"库存中的批次 LHW26-031 与此不同（是 1 件，不是 9 件）；请更正批次，或另编一号。",
		},
		{
			"why a kind of document cannot be issued", Msg("Order %s is already billed by the %s %s; a %s would bill its goods twice.", "SO-2026-0044", "commercial invoice", "CI-2026-0003", "commercial invoice cum packing list"),
			"Order SO-2026-0044 is already billed by the commercial invoice CI-2026-0003; a commercial invoice cum packing list would bill its goods twice.",
			"订单 SO-2026-0044 已由商业发票 CI-2026-0003 开票；再签发商业发票兼装箱单会使货物重复开票。",
		},
		{"a place in a list", Locality("Kolkata, India"), "Kolkata, India", "加尔各答"},
		{"a place that documents print in English", LocalityInFull("Kolkata, India"), "Kolkata, India", "加尔各答（Kolkata, India）"},
		{"one under its older name", LocalityInFull("Calcutta"), "Calcutta", "加尔各答（Calcutta）"},
		{"one in Chinese", LocalityInFull("加尔各答"), "Kolkata (加尔各答)", "加尔各答"},
		{"one by its code", LocalityInFull("INCCU"), "Kolkata (INCCU)", "加尔各答（INCCU）"},
		{"one without a Chinese name", LocalityInFull("Kakarbhitta, Nepal"), "Kakarbhitta, Nepal", "Kakarbhitta, Nepal"},
		{"one that nobody knows", LocalityInFull("Cloud Castle, India"), "Cloud Castle, India", "Cloud Castle, India"},
		{"a crossing by both its sides", LocalityInFull("Gyirong / Rasuwagadhi"), "Gyirong / Rasuwagadhi", "吉隆 / 热索瓦（Gyirong / Rasuwagadhi）"},
		{"one in Chinese", LocalityInFull("吉隆/热索瓦"), "Gyirong / Rasuwagadhi (吉隆/热索瓦)", "吉隆/热索瓦"},
		{"one of which a side has no Chinese name", Locality("Gyirong / Timure"), "Gyirong / Timure", "吉隆 / Timure"},
		{"one of which nobody knows a side", Locality("Gyirong / Cloud Castle"), "Gyirong / Cloud Castle", "Gyirong / Cloud Castle"},
		{"no place", LocalityInFull(""), "", ""},
		{"an Incoterms rule with its place", TermsInFull("CPT", "Kathmandu, Nepal"), "CPT Kathmandu, Nepal", "CPT 加德满都（Kathmandu, Nepal）"},
		{"a place among what has changed", ValueOfOrder("/route/border", "Gyirong, China"), "Gyirong, China", "吉隆（Gyirong, China）"},
		{
			"a subheading that is refused", Msg("%s", wool.CheckHS("5105.39")),
			"HS code 5105.39 is other fine animal hair, carded or combed; for scoured wool use one of 5101.21, 5101.29.",
			"HS 编码 5105.39 用于牦牛毛、无毛牦牛绒、牦牛绒条；洗净毛请从下列中选用：5101.21, 5101.29。",
		},
	} {
		if got := English.Say(test.said); got != test.english {
			t.Errorf("%s in English is %q, want %q", test.what, got, test.english)
		}
		if got := Chinese.Say(test.said); got != test.zh {
			t.Errorf("%s in Chinese is %q, want %q", test.what, got, test.zh)
		}
	}
}

func TestCountryLabel(t *testing.T) {
	for _, test := range []struct {
		lang       Lang
		name, want string
	}{
		{English, "Nepal", "Nepal"},
		{Chinese, "Nepal", "尼泊尔"},
		{Chinese, "India", "印度"},
		{Chinese, "Atlantis", "Atlantis"},
	} {
		if got := test.lang.Say(CountryLabel(test.name)); got != test.want {
			t.Errorf("countryLabel(%q) in %s = %q, want %q", test.name, test.lang, got, test.want)
		}
	}
}

func TestPrintedTermsNameTheirPlace(t *testing.T) {
	for _, test := range []struct{ text, en, zh string }{
		{"CPT Kathmandu, Nepal, Incoterms 2020", "CPT Kathmandu, Nepal, Incoterms 2020", "CPT 加德满都（Kathmandu, Nepal），Incoterms 2020"},
		{"FCA Our gate, Incoterms 2010", "FCA Our gate, Incoterms 2010", "FCA Our gate，Incoterms 2010"},
		{"as agreed", "as agreed", "as agreed"},
		{"", "", ""},
	} {
		m := PrintedTerms(test.text)
		if en, zh := English.Say(m), Chinese.Say(m); en != test.en || zh != test.zh {
			t.Errorf("%q: %q and %q, want %q and %q", test.text, en, zh, test.en, test.zh)
		}
	}
}
