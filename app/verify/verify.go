// Package verify checks all that is stored: what was issued, and whether every other table
// agrees with it.
//
// Its one rule: what is sealed decides. Documents are checked against their own hashes, and
// what lists, search, stock and activity say is compared with the documents and orders that
// it was made from. Nothing is changed.
package verify

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"woolroad/app/store"
	"woolroad/app/store/series"
)

// All checks everything that is stored for who, as of one moment, and returns all that is
// wrong. progress, which may be nil, is told how many documents were read.
//
// What it cannot know is said in the help of the command.
func All(ctx context.Context, s *store.Store, who store.Who, progress func(documents int)) (store.Report, error) {
	return store.View(ctx, s, who, func(t *store.Tx) (store.Report, error) { return all(ctx, t, progress) })
}

// all does the work of All within a transaction.
func all(ctx context.Context, t *store.Tx, progress func(documents int)) (store.Report, error) {
	c := checker{t: t, rates: map[usedRate]string{}, shared: map[string]string{}, odd: map[string]string{}, named: map[string]string{}}
	if err := c.begin(ctx); err != nil {
		return store.Report{}, fmt.Errorf("verify: %w", err)
	}
	var err error
	if c.report, err = series.Verify(ctx, t.Tx, c.besideDocuments(), progress); err != nil {
		return c.report, err
	}
	if !c.listed {
		c.report.Note(wrong(store.Derived, "", "lists and search words are not compared, since it is not noted that this version of woolroad has made them; the next start, or \"woolroad rebuild\", makes them."))
	}
	for _, check := range []func(context.Context) error{
		c.checkNamed, c.checkExporter, c.checkBilled, c.checkRates, c.checkOrders, c.checkStock, c.checkParties, c.checkRequests, c.checkStrays, c.checkGuards,
	} {
		if err := check(ctx); err != nil {
			return c.report, fmt.Errorf("verify: %w", err)
		}
	}
	return c.report, nil
}

// A checker compares tables in one transaction and notes what is wrong.
type checker struct {
	t      *store.Tx
	report store.Report
	listed bool                // whether lists and search words are made, so that they can be compared
	heads  map[string]extent   // the series by what their numbers begin with
	closed map[string]bool     // what the numbers of closed series begin with
	desk   exporterRow         // the exporter as stored
	mu     sync.Mutex          // held for what follows, which several workers write
	rates  map[usedRate]string // the rates that documents print, each with the number of the first of them
	shared map[string]string   // lots that a document bills whose order is not said to bill them, with the document's number
	odd    map[string]string   // what of the exporter a document prints otherwise, with the document's number
	named  map[string]string   // documents that may be missing, each with the number of the first one that names it
}

// wrong notes a sentence about something that is wrong in a part of what is stored. number is
// that of the document, order or lot that the sentence is about, or "".
func (c *checker) wrong(of store.Part, number, format string, args ...any) {
	c.report.Add(wrong(of, number, format, args...))
}

// isNamed reports whether a document of that number is named already as wrong or missing, or
// is of a closed series, so that what other tables have of it says nothing new.
func (c *checker) isNamed(number string) bool {
	return c.isOfClosed(number) || slices.ContainsFunc(c.report.Wrong, func(w store.Wrong) bool { return w.Of == store.Sealed && w.Number == number })
}

// isOfClosed reports whether a number begins as those of a closed series do. Such a document
// may be missing, or have no row in other tables: that is evidence, as series.Verify names it.
func (c *checker) isOfClosed(number string) bool {
	return c.closed[number[:strings.LastIndexByte(number, '-')+1]]
}

// isEvidence reports whether something of a document in a closed series was changed, as
// series.Verify names it. What another table says otherwise than the document is then evidence
// too.
func (c *checker) isEvidence(number string) bool {
	return slices.ContainsFunc(c.report.Closed, func(e series.Evidence) bool {
		return slices.ContainsFunc(e.Wrong, func(w store.Wrong) bool { return w.Number == number })
	})
}

// wrong returns a sentence about something that is wrong, as checker.wrong notes it.
func wrong(of store.Part, number, format string, args ...any) store.Wrong {
	return store.Wrong{Of: of, Number: number, What: fmt.Sprintf(format, args...)}
}

// An extent is which numbers the series of an id has given.
type extent struct {
	id          string
	first, next int64
}

// begin reads what the documents are compared with.
func (c *checker) begin(ctx context.Context) error {
	c.heads, c.closed = map[string]extent{}, map[string]bool{}
	open := map[string]bool{} // what the numbers of series begin with that are not closed
	err := eachRow(ctx, c.t, []string{"prefix", "year", "suffix", "first", "next", "(SELECT max(n) + 1 FROM issued i WHERE i.series = s.id)", "id", "(SELECT c.series FROM series_closed c WHERE c.series = s.id)"}, `FROM series s`, func(s []string) {
		begins := s[0] + "-" + s[1] + s[2] + "-"
		c.heads[begins] = extent{s[6], integer(s[3]), max(integer(s[4]), integer(s[5]))}
		if s[7] == "" {
			open[begins] = true
		} else {
			c.closed[begins] = true
		}
	})
	if err != nil {
		return err
	}
	// The row of a closed series may have been changed: its documents have the numbers that
	// others name. A row that was inserted there with a number of another series makes that
	// one no closed one.
	err = eachRow(ctx, c.t, []string{"begins"}, `FROM (SELECT DISTINCT rtrim(i.number, '0123456789') AS begins FROM series_closed c JOIN issued i ON i.series = c.series) d`, func(s []string) {
		c.closed[s[0]] = true
	})
	if err != nil {
		return err
	}
	maps.DeleteFunc(c.closed, func(begins string, _ bool) bool { return open[begins] })
	if c.listed, err = c.t.Listed(ctx); err != nil {
		return err
	}
	return c.readExporter(ctx)
}
