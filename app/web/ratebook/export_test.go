package ratebook

import (
	"testing"

	"woolroad/app/money"
	"woolroad/app/ratebook"
	"woolroad/app/web/say"
	"woolroad/rates"
)

func TestReadFrom(t *testing.T) {
	for feed, want := range map[string]string{
		"nrb.json":                  "nrb.json",
		"/home/desk/rates/nrb.json": "nrb.json",
		`C:\rates\nrb.json`:         "nrb.json",
		"https://rates.example/nrb": "https://rates.example/nrb",
		"contract":                  "contract",
		"":                          "",
	} {
		if got := say.English.Say(readFrom(ratebook.StoredRate{Feed: feed})); got != want {
			t.Errorf("readFrom(%q) = %q, want %q", feed, got, want)
		}
	}
	byHand := ratebook.StoredRate{Feed: "contract", Rate: money.Rate{Source: rates.Contract.Name()}}
	if got := say.English.Say(readFrom(byHand)); got != "entered by hand" {
		t.Errorf("what a person entered was read from %q", got)
	}
}
