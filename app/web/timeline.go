package web

import (
	"strings"
	"time"

	"woolroad/app/store"
)

// Of what happened to an order, a page shows so much at once.
const (
	eventsShown  = 10
	changesShown = 8
)

// timeline is what happened to an order, the latest first.
type timeline struct {
	Events []happening
	Older  int64 // the event before which to go on, 0 where there is no more
}

// happening is one event.
type happening struct {
	At      time.Time // in the exporter's zone
	Who     Message   // of no Format: not known
	What    Message
	Changes []change
	More    []change // that do not fit under the others
}

// change is a value that was given another one.
type change struct {
	Place    Message
	From, To Message // of no Format: nothing
}

// actors are those who do something, as pages call them.
var actors = map[string]Message{
	"desk":         msg("the desk"),
	"command line": msg("the command line"),
	"demo":         msg("the demo"),
}

// happened are the sentences of what happens to an order.
var happened = map[store.EventCode]Message{
	store.EventEntered:  msg("Order entered"),
	store.EventImported: msg("Order imported from %s"),
	store.EventChanged:  msg("Order changed"),
	store.EventReplaced: msg("Order replaced by %s"),

	store.EventIssued:     msg("%s issued"),
	store.EventSuperseded: msg("%s issued in place of %s: %s"),
}

// timelineOf is a page of what happened to an order.
func timelineOf(events []store.Event, older int64) timeline {
	out := timeline{Older: older}
	for _, e := range events {
		h := happening{At: e.At, What: happened[e.Code]}
		for _, a := range e.Args {
			h.What.Args = append(h.What.Args, a)
		}
		if h.What.Format == "" { // of a newer program
			h.What = plain(string(e.Code) + " " + strings.Join(e.Args, ", "))
		}
		if who, known := actors[e.Who]; known {
			h.Who = who
		} else if e.Who != "" {
			h.Who = plain(e.Who)
		}
		for _, c := range e.Changes {
			h.Changes = append(h.Changes, change{placeOf(c.Pointer, nil), valueOfOrder(c.Pointer, c.From), valueOfOrder(c.Pointer, c.To)})
		}
		if len(h.Changes) > changesShown {
			h.Changes, h.More = h.Changes[:changesShown], h.Changes[changesShown:]
		}
		out.Events = append(out.Events, h)
	}
	return out
}
