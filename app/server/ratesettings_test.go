package server

import (
	"strings"
	"testing"

	"woolroad/app/ratefeed"
)

func TestRateSettings(t *testing.T) {
	for _, test := range []struct {
		what    string
		environ []string
		want    ratefeed.Settings
	}{
		{"nothing", nil, ratefeed.Settings{}},
		{"an address and times", []string{"WOOLROAD_RATES_NRB=https://bank.example/rates", "WOOLROAD_RATES_NRB_AT=00:30 08:00"},
			ratefeed.Settings{NRB: ratefeed.Setting{Address: "https://bank.example/rates", Times: "00:30 08:00"}}},
		{"one is off", []string{"WOOLROAD_RATES_CFETS=off"}, ratefeed.Settings{CFETS: ratefeed.Setting{Address: "off"}}},
		{"all are off", []string{"WOOLROAD_RATES=off"},
			ratefeed.Settings{NRB: ratefeed.Setting{Address: "off"}, FBIL: ratefeed.Setting{Address: "off"}, CFETS: ratefeed.Setting{Address: "off"}, ECB: ratefeed.Setting{Address: "off"}}},
		{"all but one", []string{"WOOLROAD_RATES=off", "WOOLROAD_RATES_ECB=https://bank.example/"},
			ratefeed.Settings{NRB: ratefeed.Setting{Address: "off"}, FBIL: ratefeed.Setting{Address: "off"}, CFETS: ratefeed.Setting{Address: "off"}, ECB: ratefeed.Setting{Address: "https://bank.example/"}}},
		{"a contact and a share", []string{"WOOLROAD_RATES_CONTACT=mailto:desk@company.example", "WOOLROAD_RATES_HELD_BEYOND=2.5"},
			ratefeed.Settings{Contact: "mailto:desk@company.example", Share: "2.5"}},
	} {
		got, err := ReadConfig(nil, test.environ)
		if err != nil || got.Rates != test.want {
			t.Errorf("%s: %+v, %v; want %+v", test.what, got.Rates, err, test.want)
		}
	}
}

func TestWrongRateSettings(t *testing.T) {
	for _, test := range []struct{ environ, want string }{
		{"WOOLROAD_RATES=on", "WOOLROAD_RATES is off or not set"},
		{"WOOLROAD_RATES_FBIL=no", "WOOLROAD_RATES_FBIL is neither off nor an address"},
		{"WOOLROAD_RATES_FBIL=https://desk:secret@bank.example/", "WOOLROAD_RATES_FBIL is neither off nor an address"},
		{"WOOLROAD_RATES_ECB_AT=4 pm", `WOOLROAD_RATES_ECB_AT: "4" is not a time of the day`},
		{"WOOLROAD_RATES_CONTACT=desk (Lhasa)", "WOOLROAD_RATES_CONTACT is not an address in plain ASCII"},
		{"WOOLROAD_RATES_HELD_BEYOND=10%", `WOOLROAD_RATES_HELD_BEYOND: "10%" is not a share`},
		{"WOOLROAD_RATES_BOE=https://bank.example/", "there is no setting WOOLROAD_RATES_BOE"},
	} {
		_, err := ReadConfig(nil, []string{test.environ})
		if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v, want %s", test.environ, err, test.want)
		}
	}
}

// TestEveryRateSettingIsInTheHelp holds this, and that settings which nobody has checked
// are marked.
func TestEveryRateSettingIsInTheHelp(t *testing.T) {
	help := RateSettings()
	_, err := ReadConfig(nil, []string{"WOOLROAD_X=1"})
	for word := range strings.FieldsSeq(strings.ReplaceAll(err.Error(), ",", "")) {
		if strings.HasPrefix(word, "WOOLROAD_RATES") && !strings.Contains(help, "  "+word+" ") {
			t.Errorf("the help does not name %s:\n%s", word, help)
		}
	}
	if strings.Count(help, "not checked") != 2 {
		t.Errorf("the address and times of CFETS are not called unchecked:\n%s", help)
	}
	for line := range strings.Lines(help) {
		if len(line) > 101 {
			t.Errorf("a line of %d letters: %s", len(line), line)
		}
	}
}
