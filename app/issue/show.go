package issue

import (
	"context"

	"woolroad/app/store"
)

// Shown is an order as its page shows it.
type Shown struct {
	*Look
	Events []store.Event // of the order, the latest first, with their times in the exporter's zone
	Older  int64         // the event before which to go on; 0: there is no more
}

// Show returns the order of that number with a page of what happened to it: up to that
// many events, at least one, from before the one of that number on, 0 from the latest on. An order that
// is not there is a NotFound error.
func Show(ctx context.Context, s *store.Store, who store.Who, number string, most int, before int64) (Shown, error) {
	return store.View(ctx, s, who, func(t *store.Tx) (out Shown, err error) {
		if out.Look, err = lookAt(ctx, t, number); err != nil {
			return out, err
		}
		if out.Events, err = t.Timeline(ctx, out.Info.ID, most+1, before); err != nil {
			return out, err
		}
		if len(out.Events) > most {
			out.Events = out.Events[:most]
			out.Older = out.Events[most-1].N
		}
		for i, e := range out.Events {
			if !e.At.IsZero() {
				out.Events[i].At = e.At.In(out.Zone)
			}
		}
		return out, nil
	})
}
