package verify

import (
	"context"
	"encoding/json"
	"slices"

	"woolroad/app/store"
	"woolroad/app/store/db"
	"woolroad/app/trade"
	"woolroad/app/trade/exporter"
)

// A request is what somebody asked for, as stored with the answer.
type request struct{ key, result, at, who string }

// requestBatch is how many requests are read at a time.
const requestBatch = 300

// checkRequests compares the answers that were given to requests with what they are about:
// the documents that were issued, who issued them, and the exporter.
func (c *checker) checkRequests(ctx context.Context) error {
	if err := c.eachRequest(ctx, []string{"documents.issue"}, c.issuedBy); err != nil {
		return err
	}
	return c.eachRequest(ctx, []string{"office.save", "office.set"}, c.savedExporter)
}

// eachRequest calls f with the requests of some operations, a batch at a time. f may read
// more in the transaction.
func (c *checker) eachRequest(ctx context.Context, operations []string, f func(context.Context, []request) error) error {
	for after := ""; ; {
		var q db.Query
		q.And(`operation IN ` + q.Among(operations))
		q.And(`key > ` + q.Arg(after))
		var batch []request
		err := c.t.Each(ctx, `SELECT key, result, at, who FROM requests WHERE `+q.Conditions()+` ORDER BY key LIMIT `+text(requestBatch), q.Args, func(row db.Scanner) error {
			var r request
			err := row.Scan(&r.key, &r.result, &r.at, &r.who)
			batch = append(batch, r)
			return err
		})
		if err != nil || len(batch) == 0 {
			return err
		}
		if err := f(ctx, batch); err != nil {
			return err
		}
		after = batch[len(batch)-1].key
	}
}

// issuedBy notes documents that a request was answered with and that are missing, or that
// somebody else has issued by their order's activity.
func (c *checker) issuedBy(ctx context.Context, batch []request) error {
	answers := make([][]string, len(batch))
	var numbers []string
	for i, r := range batch {
		if err := json.Unmarshal([]byte(r.result), &answers[i]); err != nil {
			c.wrong(store.Stored, "", "the answer to the request of %s at %s (requests) cannot be read.", r.who, r.at)
		}
		numbers = append(numbers, answers[i]...)
	}
	type issue struct{ order, at, who string }
	issues := map[string]issue{}
	var q db.Query
	err := c.t.Each(ctx, `
		SELECT i.number, coalesce(o.number, ''), i.issued_at, coalesce(e.who, '')
		FROM issued i LEFT JOIN orders o ON o.id = i.subject_id LEFT JOIN events e ON e.subject = i.subject_id AND e.at = i.issued_at AND e.args LIKE '["' || i.number || '"%'
		WHERE i.number IN `+q.Among(numbers), q.Args, func(row db.Scanner) error {
		var number string
		var is issue
		err := row.Scan(&number, &is.order, &is.at, &is.who)
		issues[number] = is
		return err
	})
	if err != nil {
		return err
	}
	for i, r := range batch {
		for _, number := range answers[i] {
			switch is, there := issues[number]; {
			case !there && !c.isNamed(number):
				c.wrong(store.Sealed, number, "a request of %s at %s (requests) was answered with it, and it is missing.", r.who, r.at)
			case there && is.who != "" && is.who != r.who && r.at <= is.at:
				c.wrong(store.Stored, is.order, "its activity (events) says that %s issued %s, and the request (requests) was of %s.", is.who, number, r.who)
			}
		}
	}
	return nil
}

// savedExporter notes an exporter that is not the one that was saved as its version.
func (c *checker) savedExporter(ctx context.Context, batch []request) error {
	stored, err := c.t.Exporter(ctx)
	if err != nil || len(c.odd) > 0 {
		return nil // which checkExporter says
	}
	for _, r := range batch {
		var saved exporter.Exporter
		if err := json.Unmarshal([]byte(r.result), &saved); err != nil || saved.Version != stored.Version {
			continue
		}
		unknown := c.desk.since == "" && c.desk.by == "" // after a step of the schema back
		if !sameExporter(saved, stored) || r.who != c.desk.by && !unknown {
			c.wrong(store.Stored, "", "the exporter (exporter) is not as it was saved at %s by %s.", r.at, r.who)
		}
	}
	return nil
}

// sameExporter reports whether two exporters are the same.
func sameExporter(a, b exporter.Exporter) bool {
	if (a.Seller == nil) != (b.Seller == nil) || a.Calendar != b.Calendar || a.Zone != b.Zone || a.Labels != b.Labels || a.Address != b.Address {
		return false
	}
	if a.Seller == nil {
		return true
	}
	first, err := trade.EncodeParty(*a.Seller)
	second, err2 := trade.EncodeParty(*b.Seller)
	return err == nil && err2 == nil && slices.Equal(first, second)
}
