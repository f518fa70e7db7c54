package issue_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"woolroad/app/issue"
	"woolroad/app/office"
	"woolroad/app/store"
	"woolroad/app/trade"
)

var tashi = store.Who{Name: "Tashi", At: noon}

// taken writes down what Export hands over.
type taken struct{ got []string }

func (e *taken) Begin() error { e.got = []string{"begin"}; return nil }

func (e *taken) Take(d issue.Booked, pdf []byte) error {
	if !strings.HasPrefix(string(pdf), "%PDF-") {
		return fmt.Errorf("%s comes with %d bytes", d.Number, len(pdf))
	}
	e.got = append(e.got, d.Number)
	return nil
}

func (e *taken) End(issue.Sums) error { e.got = append(e.got, "end"); return nil }

// TestDocuments reads what is issued in each way that pages and commands do.
func TestDocuments(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		keep(t, s, kolkata, nil)
		if _, err := issue.ReadCurrent(ctx, s, tashi, "SO-1"); codeOf(err) != trade.NotFound {
			t.Errorf("the documents of an order without any: %v", err)
		}
		if err := issue.Export(ctx, s, tashi, store.IssuedFilter{}, true, new(taken)); codeOf(err) != trade.NotFound {
			t.Errorf("all documents, where there are none: %v", err)
		}
		if _, err := issue.Issue(ctx, s, tashi, issue.Request{Order: "SO-1"}); err != nil {
			t.Fatal(err)
		}
		seen, err := issue.LookToSupersede(ctx, s, tashi, "CI-2026-0001")
		if err != nil || seen.Order != "SO-1" || seen.Beside == nil || seen.Beside.Number != "PL-2026-0001" {
			t.Errorf("the invoice to supersede: %+v, %v", seen, err)
		}
		correction := issue.Correction{Number: "CI-2026-0001", Beside: "PL-2026-0001", Reason: "A bale is missing."}
		click := tashi
		click.Request = "click"
		for range 2 { // the second is the same request
			result, order, err := issue.Supersede(ctx, s, click, correction)
			if err != nil || order != "SO-1" || strings.ReplaceAll(numbers(result), "+", "") != "CI-2026-0002 PL-2026-0002" {
				t.Errorf("superseded by %s of %s, %v", numbers(result), order, err)
			}
		}
		correction.Number = "CI-2026-0009"
		if _, _, err := issue.Supersede(ctx, s, click, correction); codeOf(err) != trade.NotFound {
			t.Errorf("what is not there is superseded: %v", err)
		}

		list, err := issue.List(ctx, s, tashi, store.IssuedFilter{}, store.IssuedByNumber, false, store.Paging{}, true)
		if err != nil || len(list.Rows) != 4 || list.Sums == nil || list.Sums.Documents != 2 || len(list.Sums.Totals) != 1 {
			t.Errorf("the list has %d, and sums %+v, %v; want 4, and the sums of the 2 that are current", len(list.Rows), list.Sums, err)
		}
		sums, err := issue.AddUp(ctx, s, tashi, store.IssuedFilter{State: store.Superseded})
		if err != nil || sums.Documents != 0 || len(sums.Totals) != 0 || sums.CNY == nil || sums.CNY.Count != 0 {
			t.Errorf("what is superseded adds up to %+v, %v", sums, err)
		}
		if list, err := issue.List(ctx, s, tashi, store.IssuedFilter{}, "weight", false, store.Paging{}, false); codeOf(err) != trade.Invalid {
			t.Errorf("by weight: %+v, %v", list, err)
		}

		d, err := issue.LookAtDocument(ctx, s, tashi, "CI-2026-0001")
		if err != nil || d.Order != "SO-1" || d.SupersededBy != "CI-2026-0002" || d.Content.Head().Number != "CI-2026-0001" {
			t.Errorf("the document is %+v, %v", d, err)
		}
		if at := d.IssuedAt.Format("15:04 -0700"); at != "12:00 +0800" {
			t.Errorf("it was issued at %s, want Shanghai's time", at)
		}

		file, err := issue.ReadFile(ctx, s, tashi, "CI-2026-0001")
		if err != nil || !strings.HasPrefix(string(file.PDF), "%PDF-") || file.Content.Head().Number != "CI-2026-0001" {
			t.Errorf("its file has %d bytes, %v", len(file.PDF), err)
		}
		numbersOf := func(files []issue.File) (list []string) {
			for _, f := range files {
				list = append(list, f.Number)
			}
			return list
		}
		current, err := issue.ReadCurrent(ctx, s, tashi, "SO-1")
		if want := []string{"CI-2026-0002", "PL-2026-0002"}; err != nil || !slices.Equal(numbersOf(current), want) {
			t.Errorf("current are %v, %v; want %v", numbersOf(current), err, want)
		}
		asked := []string{"PL-2026-0001", "CI-2026-0002"}
		if files, err := issue.ReadFiles(ctx, s, tashi, asked); err != nil || !slices.Equal(numbersOf(files), asked) {
			t.Errorf("files are %v, %v; want %v", numbersOf(files), err, asked)
		}
		for what, read := range map[string]func() error{
			"a document":       func() error { _, err := issue.LookAtDocument(ctx, s, tashi, "CI-1"); return err },
			"one to supersede": func() error { _, err := issue.LookToSupersede(ctx, s, tashi, "CI-1"); return err },
			"a file":           func() error { _, err := issue.ReadFile(ctx, s, tashi, "CI-1"); return err },
			"files":            func() error { _, err := issue.ReadFiles(ctx, s, tashi, []string{"CI-2026-0001", "CI-1"}); return err },
			"those of none":    func() error { _, err := issue.ReadCurrent(ctx, s, tashi, "SO-9"); return err },
		} {
			if err := read(); codeOf(err) != trade.NotFound {
				t.Errorf("%s that is not there: %v", what, err)
			}
		}

		all := new(taken)
		err = issue.Export(ctx, s, tashi, store.IssuedFilter{Kind: invoice}, true, all)
		if want := []string{"begin", "CI-2026-0001", "CI-2026-0002", "end"}; err != nil || !slices.Equal(all.got, want) {
			t.Errorf("handed over are %v, %v; want %v", all.got, err, want)
		}
	})
}

func TestCheck(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx, number := t.Context(), "SO-1"
		keep(t, s, kolkata, nil)
		if got, err := issue.Check(ctx, s, tashi, ""); err != nil || got != (issue.Checked{}) {
			t.Errorf("of nothing, on a desk that is nobody's: %+v, %v", got, err)
		}
		e, err := office.Set(ctx, s, tashi, office.Changes{SellerOf: &number})
		if err != nil {
			t.Fatal(err)
		}
		r, err := issue.Issue(ctx, s, tashi, issue.Request{Order: number})
		if err != nil {
			t.Fatal(err)
		}
		for what, hash := range map[string]string{"the file": r.Documents[0].PDFHash, "the chain": r.Documents[0].Hash} {
			if got, err := issue.Check(ctx, s, tashi, hash); err != nil || got.Found == nil || got.Found.Number != r.Documents[0].Number || got.Exporter != e.Seller.Name {
				t.Errorf("by the hash of %s: %+v, %v", what, got, err)
			}
		}
		for _, hash := range []string{"", "x", strings.Repeat("0", 64)} {
			if got, err := issue.Check(ctx, s, tashi, hash); err != nil || got.Found != nil || got.Exporter != e.Seller.Name {
				t.Errorf("by %q: %+v, %v", hash, got, err)
			}
		}
	})
}
