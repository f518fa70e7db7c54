package orders

import (
	"strings"
	"time"

	"woolroad/app/store/activity"
	"woolroad/app/web/say"
)

// Of what happened to an order, a page shows so much at once.
const (
	eventsShown  = 10
	changesShown = 8
)

// happenings is what happened to an order, the latest first.
type happenings struct {
	Events []happening
	Older  int64 // the event before which to go on, 0 where there is no more
}

// happening is one event.
type happening struct {
	At      time.Time   // in the exporter's zone
	Who     say.Message // of no Format: not known
	What    say.Message
	Changes []change
	More    []change // that do not fit under the others
}

// change is a value that was given another one.
type change struct {
	Place    say.Message
	From, To say.Message // of no Format: nothing
}

// happened are the sentences of what happens to an order.
var happened = map[activity.Code]say.Message{
	activity.Entered:  say.Msg("Order entered"),
	activity.Imported: say.Msg("Order imported from %s"),
	activity.Changed:  say.Msg("Order changed"),
	activity.Replaced: say.Msg("Order replaced by %s"),

	activity.Issued:     say.Msg("%s issued"),
	activity.Superseded: say.Msg("%s issued in place of %s: %s"),
}

// happeningsOf returns a page of what happened to an order.
func happeningsOf(events []activity.Event, older int64) happenings {
	out := happenings{Older: older}
	for _, e := range events {
		h := happening{At: e.At, What: happened[e.Code]}
		for _, a := range e.Args {
			h.What.Args = append(h.What.Args, a)
		}
		if h.What.Format == "" { // of a newer program
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
