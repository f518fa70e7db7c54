package rates

import (
	"context"
	"time"

	"github.com/golang-sql/civil"
)

// Source fetches from one publisher.
type Source interface {
	// ID returns the publisher's ID.
	ID() SourceID
	// Fetch returns what was published for the days from one to another, both included. A
	// day without rates is no error. The errors are *ErrFetch and ctx's own.
	Fetch(ctx context.Context, from, to civil.Date) (Feed, error)
}

// Publisher is what is known of a source that can be fetched. Settings start from it. Two
// of its fields say whether the others have been checked.
type Publisher struct {
	ID      SourceID
	Address string
	// AddressChecked says that an answer of this address was recorded. Otherwise the
	// address is what other programs that use it give.
	AddressChecked bool

	Zone     string // time zone of Times
	Times    string // when to ask: after the usual time of publishing, and again for late days
	Weekdays bool   // publishes from Monday to Friday only
	// TimesChecked says that Times follow from what the publisher states or from recorded
	// answers. Otherwise they are the customary ones.
	TimesChecked bool

	Step int // how many days to ask for at once; 0: any number
}

// Publishers are the sources that can be fetched, in the order in which they are listed.
// The list has no holidays: asking on one brings nothing new.
var Publishers = []Publisher{
	{ID: NRB, Address: "https://www.nrb.org.np/api/forex/v1/rates", AddressChecked: true,
		Zone: "Asia/Kathmandu", Times: "00:15 07:00", TimesChecked: true, Step: 100},
	{ID: FBIL, Address: "https://www.fbil.org.in/wasdm/refrates/fetchfiltered", AddressChecked: true,
		Zone: "Asia/Kolkata", Times: "13:45 18:00", TimesChecked: true, Weekdays: true, Step: 90}, // free figures come a week late
	{ID: CFETS, Address: "https://www.chinamoney.com.cn/ags/ms/cm-u-bk-ccpr/CcprHisNew",
		Zone: "Asia/Shanghai", Times: "09:30 12:00", Weekdays: true, Step: 100},
	{ID: ECB, Address: "https://www.ecb.europa.eu/stats/eurofxref/", AddressChecked: true,
		Zone: "Europe/Berlin", Times: "16:15 18:00", TimesChecked: true, Weekdays: true},
}

// PublisherOf returns what is known of a source, and false if it cannot be fetched.
func PublisherOf(id SourceID) (Publisher, bool) {
	for _, p := range Publishers {
		if p.ID == id {
			return p, true
		}
	}
	return Publisher{}, false
}

// Schedule returns when to ask: at the given times, written as ParseTimes reads them, or
// at the publisher's own if times is empty.
func (p Publisher) Schedule(times string) (Schedule, error) {
	if times == "" {
		times = p.Times
	}
	at, err := ParseTimes(times)
	if err != nil {
		return Schedule{}, err
	}
	zone, err := time.LoadLocation(p.Zone)
	if err != nil {
		return Schedule{}, err
	}
	return Schedule{Zone: zone, At: at, Weekdays: p.Weekdays}, nil
}

// Span is some days, both ends included.
type Span struct{ From, To civil.Date }

// Spans returns the days from one to another, cut into spans that the publisher may be
// asked for at once, the earliest first.
func (p Publisher) Spans(from, to civil.Date) (all []Span) {
	for !from.After(to) {
		end := to
		if last := from.AddDays(p.Step - 1); p.Step > 0 && last.Before(to) {
			end = last
		}
		all = append(all, Span{from, end})
		from = end.AddDays(1)
	}
	return all
}
