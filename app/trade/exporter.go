package trade

import (
	"errors"
	"net/url"
	"time"

	"github.com/golang-sql/civil"
)

// Exporter is whose installation this is: the seller, and what all its documents
// have in common.
type Exporter struct {
	Seller   *Party // nil as long as nobody has said
	Calendar Calendar
	Zone     string // IANA, "Asia/Shanghai": its day is on the documents
	Labels   Labels
	Address  string // https://… of the page where a buyer checks a document; may be empty
	Version  int64  // 0 as long as nothing is stored
}

// Labels says in which languages the labels on documents stand.
type Labels string

// The languages of labels.
const (
	English        Labels = "en"
	EnglishChinese Labels = "en+zh"
)

// MaxCheckAddress is how many bytes an Exporter's Address may have: the code on a
// priced document leads to it, and a longer one would not scan from paper.
const MaxCheckAddress = 120

// DefaultExporter returns the exporter of a desk that nobody has said anything of:
// the calendar year, Shanghai, labels in English and Chinese and no seller.
func DefaultExporter() Exporter {
	return Exporter{Calendar: January, Zone: "Asia/Shanghai", Labels: EnglishChinese}
}

// Location returns the exporter's zone, or an Invalid error where Zone names none.
func (e Exporter) Location() (*time.Location, error) {
	if e.Zone == "" || e.Zone == "Local" { // which are the machine's
		return nil, badZone(e.Zone, nil)
	}
	zone, err := time.LoadLocation(e.Zone)
	if err != nil {
		return nil, badZone(e.Zone, err)
	}
	return zone, nil
}

func badZone(name string, err error) error {
	return &Error{Code: Invalid, Field: "zone", Err: err,
		Format: "%q is not a time zone; give a name like Asia/Kathmandu.", Args: []any{name}}
}

// Day returns the day that it is for the exporter at a time, or Location's error.
func (e Exporter) Day(now time.Time) (civil.Date, error) {
	zone, err := e.Location()
	if err != nil {
		return civil.Date{}, err
	}
	return civil.DateOf(now.In(zone)), nil
}

// Year returns the fiscal year of a day in the exporter's calendar, as Calendar.Year does.
func (e Exporter) Year(day civil.Date) (string, error) { return e.Calendar.Year(day) }

// Faults returns all that documents cannot be issued with, each with its field:
// "calendar", "labels", "address", "seller" and "zone".
func (e Exporter) Faults() (all []*Error) {
	bad := func(field, format string, args ...any) {
		all = append(all, &Error{Code: Invalid, Field: field, Format: format, Args: args})
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
		bad("address", "%q is not the address of a page; write it like https://papers.example.com.", e.Address)
	}
	if len(e.Address) > MaxCheckAddress {
		bad("address", "The address is longer than the %d characters that a code on paper holds; use a shorter one.", MaxCheckAddress)
	}
	if s := e.Seller; s != nil && (s.Name == "" || s.Country == "") {
		bad("seller", "The exporter needs a name and a country.")
	}
	if _, err := e.Location(); err != nil {
		if sentence := (*Error)(nil); errors.As(err, &sentence) {
			all = append(all, sentence)
		}
	}
	return all
}
