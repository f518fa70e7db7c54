package verify

import (
	"encoding/json"
	"slices"
	"strings"

	"woolroad/app/store"
	"woolroad/app/store/activity"
)

// An event is something that happened to an order, as stored.
type event struct {
	n       int64
	at, who string
	code    activity.Code
	args    []string
}

// isEntry reports whether the event is the first one of an order.
func (e event) isEntry() bool { return e.code == activity.Entered || e.code == activity.Imported }

// isChange reports whether the event counts a version of the order.
func (e event) isChange() bool { return e.code == activity.Changed || e.code == activity.Replaced }

// isIssue reports whether the event is that a document was issued.
func (e event) isIssue() bool { return e.code == activity.Issued || e.code == activity.Superseded }

// hasIssuedInClosed reports whether an order's events say that a document of a closed series
// was issued for it.
func (c *checker) hasIssuedInClosed(text string) bool {
	events, _ := eventsOf(text)
	return slices.ContainsFunc(events, func(e event) bool { return e.isIssue() && len(e.args) > 0 && c.isOfClosed(e.args[0]) })
}

// eventsOf reads the events of an order, in their order. It returns false where one cannot be
// read.
func eventsOf(text string) (all []event, readable bool) {
	readable = true
	for _, r := range split(text) {
		e := event{n: integer(r[0]), at: r[1], who: r[2], code: activity.CodeOf(r[3])}
		if err := json.Unmarshal([]byte(r[4]), &e.args); err != nil {
			readable = false
		}
		all = append(all, e)
	}
	slices.SortFunc(all, func(a, b event) int { return int(a.n - b.n) })
	return all, readable
}

// activity compares the order's activity with its row and with its documents. Of orders from
// before there was an activity, it has what happened since.
func (o *ordered) activity(issued [][]string) {
	all, readable := eventsOf(o.row[orderEvents])
	if !readable {
		o.say(store.Stored, "an event of its activity (events) cannot be read.")
		return
	}
	for i, e := range all {
		if e.n != int64(i+1) {
			o.say(store.Stored, "event %d of its activity (events) is missing.", i+1)
			return // what is missing is not in its documents' and changes' events either
		}
	}
	whole := len(all) > 0 && all[0].isEntry()
	o.changes(all, whole)
	for _, d := range issued {
		if !o.c.isEvidence(d[0]) {
			o.issueOf(d, all, whole)
		}
	}
	for _, e := range all {
		switch {
		case e.isIssue() && len(e.args) > 0 && o.c.isOfClosed(e.args[0]):
		case e.isIssue() && !slices.ContainsFunc(issued, func(d []string) bool { return len(e.args) > 0 && d[0] == e.args[0] }):
			o.say(store.Stored, "its activity (events) says that %s was issued, which is missing.", strings.Join(e.args, ", "))
		case e.code == activity.Dated && len(e.args) > 0 && o.c.isOfClosed(e.args[0]):
		case e.code == activity.Dated && !slices.ContainsFunc(issued, func(d []string) bool { return len(e.args) > 0 && d[0] == e.args[0] }):
			o.say(store.Stored, "event %d of its activity (events) says how %s was dated, which is missing.", e.n, strings.Join(e.args, ", "))
		case !e.isEntry() && !e.isChange() && !e.isIssue() && e.code != activity.Dated:
			o.say(store.Stored, "event %d of its activity (events) is of no kind that this program knows: %s.", e.n, e.code)
		case e.isEntry() && e.n > 1:
			o.say(store.Stored, "event %d of its activity (events) enters the order again.", e.n)
		}
	}
}

// changes compares the order's version, and who changed it last, with its activity.
func (o *ordered) changes(all []event, whole bool) {
	version, at, by := integer(o.row[orderVersion]), o.row[orderChangedAt], o.row[orderChangedBy]
	var changes int64
	last := event{}
	for _, e := range all {
		if e.isChange() {
			changes++
		}
		if e.isChange() || e.isEntry() {
			last = e
		}
	}
	switch {
	case whole && changes != version-1, changes > version-1:
		o.say(store.Stored, "it is of version %d, and its activity (events) has %d changes.", version, changes)
	case last.n == 0 && at != "":
		o.say(store.Stored, "it was changed at %s, and its activity (events) does not say so.", at)
	case last.n != 0 && (last.at != at || last.who != by):
		o.say(store.Stored, "it was changed at %s by %s (changed_at, changed_by), and its activity (events) says at %s by %s.", at, by, last.at, last.who)
	}
}

// issueOf compares a document with the event that it was issued. An order of before there was
// an activity may have documents without.
func (o *ordered) issueOf(d []string, all []event, whole bool) {
	number, at, supersedes, reason := d[0], d[2], d[3], d[4]
	want := event{at: at, code: activity.Issued, args: []string{number}}
	if supersedes != "" {
		want.code, want.args = activity.Superseded, []string{number, supersedes, reason}
	}
	found := 0
	for _, e := range all {
		if !e.isIssue() || len(e.args) == 0 || e.args[0] != number {
			continue
		}
		if found++; e.at != want.at || e.code != want.code || !slices.Equal(e.args, want.args) {
			o.say(store.Stored, "event %d of its activity (events) says otherwise than %s, which was issued then.", e.n, number)
		}
	}
	old := !whole && (len(all) == 0 && o.row[orderChangedAt] == "" || len(all) > 0 && at < all[0].at)
	if found == 0 && !old || found > 1 {
		o.say(store.Stored, "its activity (events) says %d times that %s was issued.", found, number)
	}
}
