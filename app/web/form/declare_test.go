package form

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/app/trade/texts"
	"woolroad/app/typing"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

// offer is the form of a small offer, with two declared lists of fields in rows.
var offer = func() *Rules {
	r := Of(
		page.Field{ID: "product", Label: say.Msg("Product"), Kind: page.Select, Choices: []page.Choice{{Value: "wool", Label: say.Msg("Wool")}, {Value: "yak", Label: say.Msg("Yak")}}},
		page.Field{ID: "regain", Label: say.Msg("Regain, per cent"), Kind: page.Number, Units: typing.PerCent},
		page.Field{ID: "terms/currency", Label: say.Msg("Currency"), Kind: page.Currency},
		page.Field{ID: "bales/*/gross", Label: say.Msg("Gross"), Place: say.Msg("Bale %s › %s", "", say.Msg("Gross")), Kind: page.Number, Units: typing.Kilograms},
		page.Field{ID: "bales/*/mark", Label: say.Msg("Mark"), Place: say.Msg("Bale %s › %s", "", say.Msg("Mark"))},
		page.Field{ID: "until", Label: say.Msg("Until"), Kind: page.Date},
		page.Field{ID: "to", Label: say.Msg("Country"), Kind: page.Country},
		page.Field{ID: "note", Label: say.Msg("Note"), Kind: page.Lines},
		page.Field{ID: "firm", Label: say.Msg("Firm"), Kind: page.Tick},
	)
	r.Prefix, r.Most = "offer-", 3
	return r
}()

// sent returns the offer that a browser sends with these ids and values, given by turns.
func sent(pairs ...string) *Form {
	f := offer.New()
	for i := 0; i < len(pairs); i += 2 {
		f.Set(offer.pointerOf(pairs[i]), pairs[i+1])
	}
	return f
}

// labelled returns the ids and sentences of the faults at the head of the page.
func labelled(t *testing.T, f *Form) (all []string) {
	t.Helper()
	for _, fault := range f.Faults() {
		sentence, err := say.English.Sentence(fault.Message)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, fault.Field+" "+sentence)
	}
	return all
}

func TestWhatIsTypedIsUnderstoodByItsKind(t *testing.T) {
	for _, test := range []struct{ id, typed, want string }{
		{"offer-regain", "１６.０ %", "16.0"},
		{"offer-regain", "16,000", "16,000"},
		{"offer-terms-currency", " usd ", "USD"},
		{"offer-terms-currency", "usx", "usx"},
		{"offer-bales-0-gross", "85.3 kg", "85.3"},
		{"offer-bales-0-mark", " A 1 ", "A 1"},
		{"offer-until", "2026年4月3日", "2026-04-03"},
		{"offer-until", "April", "April"},
		{"offer-to", "नेपाल", "NP"},
		{"offer-note", " down only\r\n\r\n of spring ", "down only\nof spring"},
		{"offer-product", "felt", "felt"},
		{"offer-nothing", "x", ""},
		{"product", "wool", ""},
	} {
		pointer := offer.pointerOf(test.id)
		if got := sent(test.id, test.typed).Value("/" + strings.TrimPrefix(pointer, "/")); got != test.want {
			t.Errorf("%s %q is understood as %q, want %q", test.id, test.typed, got, test.want)
		}
	}
}

func TestFieldsComeInTheirOrderRowByRow(t *testing.T) {
	f := sent("offer-bales-0-gross", "80", "offer-bales-1-gross", "81", "offer-bales-2-gross", "82", "offer-bales-3-gross", "83", "offer-product", "felt", "offer-to", "XX")
	var got []string
	for _, d := range f.Fields() {
		got = append(got, d.ID+"="+d.Value)
	}
	want := "offer-product=felt offer-regain= offer-terms-currency= offer-bales-0-gross=80 offer-bales-0-mark= offer-bales-1-gross=81 offer-bales-1-mark= offer-bales-2-gross=82 offer-bales-2-mark= offer-until= offer-to=XX offer-note= offer-firm="
	if strings.Join(got, " ") != want {
		t.Errorf("the fields are %q, want %q", got, want)
	}
	for _, pointer := range []string{"/product", "/to"} { // what none of the choices is stays in sight
		if all := f.Field(pointer).Choices; !all[len(all)-1].Chosen || all[len(all)-1].Value != f.Value(pointer) {
			t.Errorf("%s offers %+v last", pointer, all[len(all)-1])
		}
	}
	f.Offer("/product", []page.Choice{{Value: "felt", Label: say.Msg("Felt")}}, nil)
	if all := f.Field("/product").Choices; len(all) != 1 || !all[0].Chosen {
		t.Errorf("offered are %+v", all)
	}
}

func TestButtonsAddAndRemoveRows(t *testing.T) {
	for _, test := range []struct {
		do     string
		edited bool
		want   string
	}{
		{"add:/bales", true, "80 81 "},
		{"remove:/bales/0", true, "81"},
		{"remove:/bales/7", false, "80 81"},
		{"add:/terms", false, "80 81"},
		{"add:/lots", false, "80 81"},
		{"remove:", false, "80 81"},
		{"save", false, "80 81"},
		{"", false, "80 81"},
	} {
		f := sent("offer-bales-0-gross", "80", "offer-bales-4-gross", "81")
		edited := f.Edit(test.do)
		var rows []string
		for i := range f.Rows("/bales") {
			rows = append(rows, f.Value("/bales/"+string(rune('0'+i))+"/gross"))
		}
		if got := strings.Join(rows, " "); edited != test.edited || got != test.want {
			t.Errorf("%q edits: %v, to %q; want %v, %q", test.do, edited, got, test.edited, test.want)
		}
	}
}

func TestFaultsStandAtTheirFields(t *testing.T) {
	f := sent("offer-bales-0-gross", "x", "offer-note", "down only\n"+strings.Repeat("x", 600))
	found := trade.Faults{
		{Pointer: "/note/1", Code: trade.FaultTooLong, Format: "This has %d characters; at most %d fit.", Args: []any{600, 500}},
		{Pointer: "/bales/0/gross", Code: trade.FaultNotANumber, Format: "%q is not a number.", Args: []any{"x"}},
		{Pointer: "/regain", Code: trade.FaultMissing, Format: "%q is missing; add it.", Args: []any{"regain"}},
		{Pointer: "/until", Format: "This day is far away.", Warning: true},
		{Pointer: "/lots", Format: "There are no lots."},
		{Format: "Somebody else has offered this."},
	}
	f.Judge(found)
	want := []string{
		"offer-regain Regain, per cent: \"regain\" is missing; add it.",
		"offer-bales-0-gross Bale 1 › Gross: \"x\" is not a number.",
		"offer-note Note: Line 2: This has 600 characters; at most 500 fit.",
		" Somebody else has offered this.",
		"offer-lots There are no lots.",
	}
	if got := labelled(t, f); !slices.Equal(got, want) {
		t.Errorf("the faults are %q, want %q", got, want)
	}
	if d := f.Field("/until"); len(d.Faults) != 0 || len(d.Notes) != 1 || !f.Refused() || !f.FaultyAt("/bales") || f.FaultyAt("/bale") {
		t.Errorf("the warned field is %+v", d)
	}
	f.Judge(nil)
	if f.Refused() || f.Faults() != nil {
		t.Error("faults stay that are no more")
	}
}

func TestWhatRefusesAForm(t *testing.T) {
	stored := func(gross string) *Form {
		return sent("offer-bales-0-gross", gross, "offer-firm", "yes", "offer-product", "wool")
	}
	for _, test := range []struct {
		what   string
		err    error
		status int
		want   string
	}{
		{"its faults", trade.Faults{{Pointer: "/regain", Format: "Too much."}}, 422, "offer-regain Regain, per cent: Too much."},
		{"an error about a field", &trade.Error{Code: trade.Conflict, Field: "until", Format: "Too late."}, 422, "offer-until Until: Too late."},
		{"that something is not there", &trade.Error{Code: trade.NotFound, Field: "product", Format: "No such product."}, 0, ""},
		{"an error about something else", &trade.Error{Code: trade.NotFound, Field: "number", Format: "No such offer."}, 0, ""},
		{"what somebody else has saved", &store.Stale[string]{Now: "80", Version: 7, By: "Tashi"}, 409, ""},
		{"what somebody else has saved of another kind", &store.Stale[int]{Now: 80, Version: 7}, 0, ""},
	} {
		f := sent("offer-bales-0-gross", "81", "offer-product", "yak")
		status, err := Refuse(f, test.err, "/offers/1", stored)
		if got := strings.Join(labelled(t, f), "; "); status != test.status || got != test.want || status == 0 && !errors.Is(err, test.err) {
			t.Errorf("%s: %d %v %q, want %d %q", test.what, status, err, got, test.status, test.want)
		}
		if test.status != 409 {
			continue
		}
		var rows []string
		for _, r := range f.Conflict.Rows {
			rows = append(rows, say.English.Say(r.Label)+" "+say.English.Say(r.Theirs)+" "+say.English.Say(r.Mine))
		}
		if got := strings.Join(rows, "; "); got != "Product Wool Yak; Bale 1 › Gross 80 81; Firm yes no" || f.Conflict.Over() != "over:7" || f.Conflict.Drop != "/offers/1" {
			t.Errorf("%s: %+v, %q", test.what, f.Conflict, got)
		}
	}
}

func TestAPartyComesAndGoes(t *testing.T) {
	f := OfParty("/seller", true).New()
	p := trade.Party{
		Name: "Patan Weavers Pvt. Ltd.", NameLocal: "पाटन", Address: []string{"Patan Dhoka", "Lalitpur, Nepal"}, Country: "NP",
		IDs: []trade.ID{{Kind: "np_pan", Value: "601234567"}}, Confirmed: map[string]string{"np_pan": "on the licence"},
		Contact: "Dolma", Phone: "+977 1 555", Email: "wool@patan.example", Banks: []trade.Bank{{Currency: "NPR", Name: "Bank", Address: "Patan", SWIFT: "S", Account: "1", IBAN: "2",
			Intermediary: &trade.Intermediary{Name: "Bank before it", Address: "New York", SWIFT: "T", Account: "3"}}},
	}
	f.FillParty("/seller", p)
	got := trade.Order{Seller: f.PartyOf("/seller")}
	for range texts.Changes(got, trade.Order{Seller: p}) {
		t.Fatalf("it is %+v, want %+v", got.Seller, p)
	}
	section := Party{Form: f, At: "/seller", Seller: true}
	if others := section.Others(); section.OthersOpen() || slices.ContainsFunc(others, func(d page.Field) bool { return strings.Contains(d.ID, "np_") }) {
		t.Errorf("of other countries are %+v", others)
	}
	if numbers := section.Numbers(); numbers[0].ID != "seller-ids-np_pan" || numbers[1].ID != "seller-ids_confirmed-np_pan" || len(section.Accounts()) != 1 || !section.Accounts()[0].ThroughOpen() {
		t.Errorf("the numbers are %+v", numbers)
	}
}

// TestBoxesOfOneNameAndNamesBesidesIDs reads the filters of a list as an address has them:
// boxes of one name are added up, and a field may be sent under another name than its id.
func TestBoxesOfOneNameAndNamesBesidesIDs(t *testing.T) {
	filters := Of(TextFilter(say.Msg("Text")), CurrencyFilter, FromFilter, page.Field{ID: "number", Kind: page.Several})
	f := filters.New()
	for _, one := range []Sent{{"q", " himal "}, {"currency", "JPY"}, {"from", "soon"}, {"number", "PL-1"}, {"number", "CI-1"}, {"text2", "x"}} {
		f.take(one.Name, one.Value)
	}
	if got := f.All("/number"); f.Value("/text") != "himal" || !slices.Equal(got, []string{"PL-1", "CI-1"}) {
		t.Errorf("the text is %q, and ticked are %q", f.Value("/text"), got)
	}
	if all := f.Field("/currency").Choices; !all[len(all)-1].Chosen || all[len(all)-1].Value != "JPY" {
		t.Errorf("the list that is shown is of another currency than the choice %+v", all[len(all)-1])
	}
	if day := f.Day("/from"); !day.IsZero() || !slices.Equal(labelled(t, f), []string{"from From date: soon is not a date; write it like 2026-04-03."}) {
		t.Errorf("the day is %s, and wrong is %q", day, labelled(t, f))
	}
	f.Blame(&trade.Error{Field: "elsewhere", Format: "Not here."})
	if got := labelled(t, f); got[len(got)-1] != " Not here." {
		t.Errorf("the faults are %q", got)
	}
}
