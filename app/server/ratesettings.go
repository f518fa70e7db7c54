package server

import (
	"fmt"
	"net/url"
	"strings"

	"woolroad/app/ratefeed"
	"woolroad/rates"
)

// RateSettings returns the text for the help of commands that fetch rates: the settings
// with their defaults, marked where nobody has checked them.
func RateSettings() string {
	var b strings.Builder
	b.WriteString(`Settings, all of them variables:

  WOOLROAD_RATES              off: no publisher is asked, except one whose own
                              address is set below
  WOOLROAD_RATES_CONTACT      your mail address or page, for the publishers
  WOOLROAD_RATES_HELD_BEYOND  how many percent a rate may move before a person
                              has to confirm it; 10
`)
	for _, p := range rates.Publishers {
		name := prefix + "RATES_" + strings.ToUpper(string(p.ID))
		note := ""
		if !p.AddressChecked {
			note = "\n                              (as other programs use it; not checked)"
		}
		timesNote := ""
		if !p.TimesChecked {
			timesNote = "; customary, not checked"
		}
		fmt.Fprintf(&b, "  %-27s address to ask, or off;\n                              %s%s\n", name, p.Address, note)
		fmt.Fprintf(&b, "  %-27s when, in %s; %s%s\n", name+"_AT", p.Zone, p.Times, timesNote)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// rates reads the settings that RateSettings describes.
func (r *reader) rates() (s ratefeed.Settings) {
	all, by := r.setting("rates", "")
	if all != "" && all != ratefeed.Off {
		r.fault("%s is off or not set; name a publisher's address with %s_NRB and the like", by, by)
	}
	for _, one := range []struct {
		id  rates.SourceID
		set *ratefeed.Setting
	}{{rates.NRB, &s.NRB}, {rates.FBIL, &s.FBIL}, {rates.CFETS, &s.CFETS}, {rates.ECB, &s.ECB}} {
		*one.set = r.publisher(string(one.id))
		if one.set.Address == "" && all == ratefeed.Off {
			one.set.Address = ratefeed.Off
		}
	}
	s.Contact, by = r.setting("rates_contact", "")
	if strings.ContainsFunc(s.Contact, func(c rune) bool { return c <= ' ' || c > '~' || c == '(' || c == ')' }) {
		r.fault("%s is not an address in plain ASCII, like mailto:desk@company.example", by)
	}
	s.Share, by = r.setting("rates_held_beyond", "")
	if _, err := s.HeldBeyond(); err != nil {
		r.fault("%s: %w", by, err)
	}
	return s
}

// publisher reads the settings of one publisher.
func (r *reader) publisher(id string) (s ratefeed.Setting) {
	var by string
	s.Address, by = r.setting("rates_"+id, "")
	if u, err := url.Parse(s.Address); s.Address != "" && s.Address != ratefeed.Off && (err != nil || u.Host == "" || u.User != nil) {
		r.fault("%s is neither off nor an address; write one that begins with https:// and holds no password", by)
	}
	s.Times, by = r.setting("rates_"+id+"_at", "")
	if _, err := rates.ParseTimes(s.Times); s.Times != "" && err != nil {
		r.fault("%s: %w", by, err)
	}
	return s
}
