package orders

import (
	"strings"
	"time"

	"woolroad/app/store/activity"
	"woolroad/app/web/say"
)

// How many events of an order's activity a page shows at once, and how many changes of each.
const (
	eventsShown  = 10
	changesShown = 8
)

// happenings are the events of an order that a page shows at once, the latest first.
type happenings struct {
	Events []happening
	Older  int64 // the id of the event before which the next page goes on; 0: none
}

// happening is one event of an order's activity.
type happening struct {
	At      time.Time   // in the exporter's zone
	Who     say.Message // without Format: not known
	What    say.Message
	Changes []change
	More    []change // those beyond changesShown
}

// change is a value of an order that was replaced by another one.
type change struct {
	Place    say.Message
	From, To say.Message // without Format: empty
}

// happened are the sentences for the events of an order.
var happened = map[activity.Code]say.Message{
	activity.Entered:  say.Msg("Order entered"),
	activity.Imported: say.Msg("Order imported from %s"),
	activity.Changed:  say.Msg("Order changed"),
	activity.Replaced: say.Msg("Order replaced by %s"),

	activity.Issued:     say.Msg("%s issued"),
	activity.Superseded: say.Msg("%s issued in place of %s: %s"),
	activity.Dated:      say.Msg("%s dated %s, the date of %s, which was ahead of the clock; the clock, whose time this entry has, was confirmed as right"),
}

// happeningsOf returns events as the page shows them. older is the id of the event before
// which the next page goes on, 0 for none.
func happeningsOf(events []activity.Event, older int64) happenings {
	out := happenings{Older: older}
	for _, e := range events {
		h := happening{At: e.At, What: happened[e.Code]}
		for _, a := range e.Args {
			h.What.Args = append(h.What.Args, a)
		}
		if h.What.Format == "" { // an event that a newer program stored
			h.What = say.Plain(string(e.Code) + " " + strings.Join(e.Args, ", "))
		}
		if who, known := say.Actors[e.Who]; known {
			h.Who = who
		} else if e.Who != "" {
			h.Who = say.Plain(e.Who)
		}
		for _, c := range e.Changes {
			h.Changes = append(h.Changes, change{say.PlaceOf(c.Pointer, nil), say.ValueOfOrder(c.Pointer, c.From), say.ValueOfOrder(c.Pointer, c.To)})
		}
		if len(h.Changes) > changesShown {
			h.Changes, h.More = h.Changes[:changesShown], h.Changes[changesShown:]
		}
		out.Events = append(out.Events, h)
	}
	return out
}
