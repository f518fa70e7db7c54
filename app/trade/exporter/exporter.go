// Package exporter is what an installation is set up with: the seller whose desk it is, and
// what all of the seller's documents have in common.
package exporter

import (
	"errors"
	"net/url"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/trade"
)

// An Exporter is the seller whose installation this is, with what all documents have in
// common.
type Exporter struct {
	Seller   *trade.Party // nil until somebody stores one
	Calendar Calendar
	Zone     string // IANA, "Asia/Shanghai"; documents carry the day of this zone
	Labels   Labels
	Address  string // https://… of the page where a buyer checks a document; may be empty
	Version  int64  // 0 until something is stored
}

// Labels say in which languages the labels on documents are printed.
type Labels string

// The languages of labels.
const (
	English        Labels = "en"
	EnglishChinese Labels = "en+zh"
)

// MaxCheckAddress is how many bytes an Exporter's Address may have: the code on a priced
// document leads to the address, and a longer one would not scan when printed.
const MaxCheckAddress = 120

// Default returns the exporter of a desk whose settings nobody has stored: the
// calendar year, Shanghai, labels in English and Chinese, and no seller.
func Default() Exporter {
	return Exporter{Calendar: January, Zone: "Asia/Shanghai", Labels: EnglishChinese}
}

// Location returns the exporter's time zone. The error is Invalid where Zone names none.
func (e Exporter) Location() (*time.Location, error) {
	if e.Zone == "" || e.Zone == "Local" { // time.LoadLocation would take the machine's zone
		return nil, badZone(e.Zone, nil)
	}
	zone, err := time.LoadLocation(e.Zone)
	if err != nil {
		return nil, badZone(e.Zone, err)
	}
	return zone, nil
}

// badZone returns an Invalid error for a name that is no time zone.
func badZone(name string, err error) error {
	return &trade.Error{Code: trade.Invalid, Field: "zone", Err: err,
		Format: "%q is not a time zone; give a name like Asia/Kathmandu.", Args: []any{name}}
}

// Day returns the exporter's civil day at a time. The error is Invalid where Zone names no
// time zone.
func (e Exporter) Day(now time.Time) (civil.Date, error) {
	zone, err := e.Location()
	if err != nil {
		return civil.Date{}, err
	}
	return civil.DateOf(now.In(zone)), nil
}

// Year returns the fiscal year of a day in the exporter's calendar. The error is
// Unavailable for a day that the calendar does not reach, and Invalid for no calendar.
func (e Exporter) Year(day civil.Date) (string, error) { return e.Calendar.Year(day) }

// Faults returns everything with which documents could not be issued, each an Invalid
// error with its field: "calendar", "labels", "address", "seller" or "zone".
func (e Exporter) Faults() (all []*trade.Error) {
	bad := func(field, format string, args ...any) {
		all = append(all, &trade.Error{Code: trade.Invalid, Field: field, Format: format, Args: args})
	}
	switch e.Calendar {
	case January, April, Shrawan:
	default:
		bad("calendar", "%q is not a fiscal calendar; use JAN, APR or SHRAWAN.", string(e.Calendar))
	}
	switch e.Labels {
	case English, EnglishChinese:
	default:
		bad("labels", "%q is not a language of labels; use en or en+zh.", string(e.Labels))
	}
	if u, err := url.Parse(e.Address); e.Address != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
		bad("address", "%q is not the address of a page; write it like https://desk.example.com.", e.Address)
	}
	if len(e.Address) > MaxCheckAddress {
		bad("address", "The address is longer than the %d characters that a code on a document holds; use a shorter one.", MaxCheckAddress)
	}
	if s := e.Seller; s != nil && (s.Name == "" || s.Country == "") {
		bad("seller", "Enter the name and the country of the exporter.")
	}
	if _, err := e.Location(); err != nil {
		if sentence := (*trade.Error)(nil); errors.As(err, &sentence) {
			all = append(all, sentence)
		}
	}
	return all
}
