package issue

import (
	"context"

	"woolroad/app/store"
	"woolroad/app/store/activity"
)

// Shown is an order as its page shows it.
type Shown struct {
	*Look
	Events []activity.Event // the order's activity, the latest first, with times in the exporter's zone
	Older  int64            // the number of the event before which the next page begins; 0: there is none
}

// Show returns the order with that number and a page of its activity: up to most events,
// which must be at least 1, from the one before the event numbered before. 0 starts with
// the latest event. The errors are those of LookAt.
func Show(ctx context.Context, s *store.Store, who store.Who, number string, most int, before int64) (Shown, error) {
	return store.View(ctx, s, who, func(t *store.Tx) (out Shown, err error) {
		if out.Look, err = lookAt(ctx, t, number); err != nil {
			return out, err
		}
		if out.Events, err = activity.List(ctx, t.Tx, out.Info.ID, most+1, before); err != nil {
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
