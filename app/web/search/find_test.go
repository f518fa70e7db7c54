package search

import (
	"strings"
	"testing"

	"woolroad/app/store"
	"woolroad/app/web/say"
)

func TestTextsAreCalledByTheirPlaces(t *testing.T) {
	for _, test := range []struct{ pointer, en, zh string }{
		{"/route/seal", "Seal", "封志号"},
		{"/terms/place", "Place", ""},
		{"/contract", "Contract", ""},
		{"/buyer_reference", "Buyer's reference", ""},
		{"/credit/number", "Letter of credit", "信用证"},
		{"/consignee/name", "Consignee", "收货人"},
		{"/buyer/name_local", "Buyer", "买方"},
		{"/name_local", "Name in its own script", ""},
		{"/ids/NP-PAN", say.English.Say(say.NumberLabel("NP-PAN")), ""},
		{"/deposit", "Deposit", "定金"},
		{"/balance", "Balance", "余款"},
		{"/totals_in/1", "Total in another currency", "其他币种总额"},
		{"/lots/3/number", "Lot", "批次"},
		{"/lots/3/test/certificate", "Certificate", ""},
	} {
		if got := say.English.Say(labelOf(test.pointer)); got != test.en {
			t.Errorf("%s is called %q, want %q", test.pointer, got, test.en)
		}
		if got := say.Chinese.Say(labelOf(test.pointer)); test.zh != "" && got != test.zh {
			t.Errorf("%s is called %q in Chinese, want %q", test.pointer, got, test.zh)
		}
	}
}

func TestOrdersAndWhatMatchedHaveColumnsOfTheirOwn(t *testing.T) {
	of := func(orders []string, found ...foundText) []hitRow {
		return []hitRow{{}, {Hit: store.Hit{Orders: orders}, Found: found}}
	}
	deposit := foundText{Label: say.Msg("Deposit"), Text: say.Plain("12,000.00 USD")}
	for _, test := range []struct {
		kind store.HitKind
		rows []hitRow
		want string
	}{
		{store.HitOrder, of(nil), "|Buyer|Date|Total|State"},
		{store.HitOrder, of(nil, deposit), "|Buyer|Date|Total|State|Found by"},
		{store.HitDocument, of([]string{"SO-2026-0041"}), "|Order|Buyer|Date|Total|State"},
		{store.HitDocument, of([]string{"SO-2026-0041"}, deposit), "|Order|Buyer|Date|Total|State|Found by"},
		{store.HitParty, of(nil, deposit), "|Details|Found by"},
		{store.HitLot, of([]string{"SO-2026-0041"}), "|Order|Details"},
		{store.HitBale, of([]string{"SO-2026-0041"}), "|Order|Details"},
	} {
		var labels []string
		for _, c := range columnsOf(test.kind, test.rows) {
			labels = append(labels, say.English.Say(c.Label))
		}
		if got := strings.Join(labels, "|"); got != test.want {
			t.Errorf("hits of kind %s have the columns %q, want %q", test.kind, got, test.want)
		}
	}
}
