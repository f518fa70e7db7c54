package app_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"woolroad/app/orders"
	"woolroad/app/ratebook"
	"woolroad/app/sample"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/rates"
)

// The journey is the day's work on one order: its file is uploaded, a bale comes
// in late and the price goes up, and the documents are issued and fetched.
const (
	journeyOrder = "SO-2026-0041"
	journeyFile  = "orders/01-kathmandu-scoured-wool.json"
	journeyTotal = "USD 26,326.54" // of 61 bales at 4.95
)

func TestJourneyByMouse(t *testing.T) {
	t.Parallel()
	onEngines(t, "sqlite", func(t *testing.T, w store.Where) {
		d := newJourney(t, w, mouse{})
		d.open("/")
		d.upload()
		d.edit(true)
		d.issue()
		d.download()
	})
}

// TestJourneyByKeyboard moves no mouse and sets no focus: pages are reached by
// the single keys and by Tab alone.
func TestJourneyByKeyboard(t *testing.T) {
	t.Parallel()
	onEngines(t, "postgres", func(t *testing.T, w store.Where) {
		d := newJourney(t, w, keys{})
		d.open("/help")
		d.follow("press g and o", 200, strike("go"))
		d.upload()
		d.follow("press n", 200, strike("n"))
		d.says("h1", "New order")
		d.follow("look for the order", 200, strike("/"+journeyOrder+"\r"))
		d.says("h1", journeyOrder)
		d.edit(true)
		d.issue()
		d.download()
	})
}

// TestJourneyWithoutScripts does the same with the forms' own buttons.
func TestJourneyWithoutScripts(t *testing.T) {
	t.Parallel()
	onEngines(t, "sqlite", func(t *testing.T, w store.Where) {
		d := newJourney(t, w, mouse{})
		if _, err := chromedp.Call(d.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
			t.Fatal(err)
		}
		d.open("/")
		if is := eval[string](d.tab, "typeof htmx"); is != "undefined" {
			t.Fatal("the page's scripts run")
		}
		d.upload()
		d.edit(false)
		d.issue()
		d.download()
	})
}

// journey is a desk that holds nothing but rates, one who works at it, and the
// database beside.
type journey struct {
	*tab
	by   hands
	desk *store.Store
	log  *logged // of the program
	down string  // where the browser puts files
}

func newJourney(t *testing.T, w store.Where, h hands) journey {
	t.Helper()
	stored := openStore(t, w)
	storeRates(t, stored, "nrb-2026-04-01_2026-04-05.json")
	r := run(t, w)
	return journey{newTab(t, r.address), h, stored, r.log, t.TempDir()}
}

// openStore opens the database beside the program.
func openStore(t *testing.T, w store.Where) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// storeRates stores the recorded rates of a sample.
func storeRates(t *testing.T, s *store.Store, name string) {
	t.Helper()
	b, err := sample.Files.ReadFile("rates/" + name)
	if err != nil {
		t.Fatal(err)
	}
	feed, err := rates.Read(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ratebook.Import(t.Context(), s, tashi, ratebook.Intake{Name: name}, feed); err != nil {
		t.Fatal(err)
	}
}

// storeOrder stores the order of the file, which some tests start from.
func (d journey) storeOrder() {
	d.t.Helper()
	b, err := sample.Files.ReadFile(journeyFile)
	if err != nil {
		d.t.Fatal(err)
	}
	o, faults := trade.ReadOrder(bytes.NewReader(b))
	if err := faults.Err(); err != nil {
		d.t.Fatal(err)
	}
	if _, err := orders.Add(d.t.Context(), d.desk, tashi, orders.Judge(o), orders.Source{}); err != nil {
		d.t.Fatal(err)
	}
}

// order returns the order as it is stored.
func (d journey) order() trade.Order {
	d.t.Helper()
	o, err := orders.Look(d.t.Context(), d.desk, tashi, journeyOrder)
	if err != nil {
		d.t.Fatal(err)
	}
	return o.Order
}

// upload goes from the empty list to the order of the file.
func (d journey) upload() {
	d.t.Helper()
	file := filepath.Join(d.t.TempDir(), "order.json")
	b, err := sample.Files.ReadFile(journeyFile)
	if err != nil {
		d.t.Fatal(err)
	}
	if err := os.WriteFile(file, b, 0o644); err != nil {
		d.t.Fatal(err)
	}
	d.says("main", "No orders yet")
	d.follow("go to the upload", 200, d.by.press(`main a[href="/orders/upload"]`))
	d.do("choose the file", d.by.choose("#file", file))
	d.follow("upload the file", 200, d.by.press(`form[action="/orders/upload"] .primary`))
	d.says(".flash", journeyOrder)
	d.says("main", "USD 25,420.11", "NPR")
}

// edit puts in the late bale and the new price, sees the totals and saves.
func (d journey) edit(scripts bool) {
	d.t.Helper()
	d.follow("edit the order", 200, d.by.press(`.head a[href$="/edit"]`))
	d.says("#totals", "USD 25,420.11")
	addBales := d.by.press(`button[value="add:/lots/0/bales"]`)
	if scripts {
		d.do("add bales", addBales)
	} else {
		d.follow("add bales", 200, addBales)
	}
	const bale = "#f-lots-0-bales-60-"
	d.do("enter the late bale", d.by.write(bale+"number", "61"), d.by.write(bale+"gross", "80.0"), d.by.write(bale+"tare", "1.2"))
	d.do("enter the new price", d.by.write("#f-lines-0-price", "4.95"))
	if scripts {
		d.shows("#totals", journeyTotal)
	} else {
		d.follow("compute the totals", 200, d.by.press(`aside button[value="totals"]`))
	}
	d.says("#totals", journeyTotal, "5,191.1", "NPR")
	d.follow("save the order", 200, d.by.press(`button[value="save"]`))
	d.says(".flash", "Order "+journeyOrder+" is changed.")
	d.says("main", journeyTotal, "61 bales")
	d.says("#activity", "4.85", "4.95")
}

// issue issues what is offered, after the word that it cannot be undone.
func (d journey) issue() {
	d.t.Helper()
	d.follow("go and issue", 200, d.by.press(`.head a[href$="/issue"]`))
	d.says("main", "This cannot be undone.", journeyTotal)
	if n := len(d.issued()); n != 0 {
		d.t.Fatalf("%d documents are issued before that is confirmed", n)
	}
	d.follow("issue", 200, d.by.press(`form[action$="/issue"] .primary`))
	d.says(".flash", "Issued:")
}

// issued returns the order's documents as they are stored.
func (d journey) issued() []store.Issued {
	d.t.Helper()
	ctx := d.t.Context()
	list, err := store.View(ctx, d.desk, tashi, func(tx *store.Tx) ([]store.Issued, error) {
		_, info, err := tx.Order(ctx, journeyOrder)
		if err != nil {
			return nil, err
		}
		return tx.IssuedFor(ctx, info.ID)
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return list
}

// download fetches each document by its link and compares it with the stored file.
func (d journey) download() {
	d.t.Helper()
	documents := d.issued()
	if len(documents) != 2 {
		d.t.Fatalf("%d documents are issued, want an invoice and a packing list", len(documents))
	}
	for _, p := range documents {
		want, err := store.View(d.t.Context(), d.desk, tashi, func(tx *store.Tx) ([]byte, error) { return tx.PDF(d.t.Context(), p.Number) })
		if err != nil {
			d.t.Fatal(err)
		}
		d.says("#document", p.Number)
		name, got := d.fetch(`#document a[download][href*="` + p.Number + `"]`)
		if sum := sha256.Sum256(got); hex.EncodeToString(sum[:]) != p.PDFHash || !bytes.Equal(got, want) {
			d.t.Errorf("%s came as %d bytes of SHA-256 %x; %d of %s are stored", p.Number, len(got), sum, len(want), p.PDFHash)
		}
		if !strings.HasPrefix(name, p.Number) || !strings.HasSuffix(name, ".pdf") {
			d.t.Errorf("%s came as a file named %q", p.Number, name)
		}
	}
}

// fetch presses a link to a file, and returns what the browser then has.
func (d journey) fetch(selector string) (name string, file []byte) {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(d.ctx, patience)
	defer cancel()
	events := true
	_, err := chromedp.CallBrowser(ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllowAndName, BrowserContextID: chromedp.FromContext(ctx).BrowserContextID,
		DownloadPath: d.down, EventsEnabled: &events,
	})
	if err != nil {
		d.t.Fatal(err)
	}
	// Other tests fetch files in the same browser.
	begun, done := chromedp.BrowserEvents(ctx, browser.DownloadWillBegin), chromedp.BrowserEvents(ctx, browser.DownloadProgress)
	d.do("press "+selector, d.by.press(selector))
	guid := ""
	for ev, err := range begun {
		if err != nil {
			d.t.Fatalf("wait for %s: %v", selector, err)
		}
		if strings.HasPrefix(ev.URL, d.address) {
			guid, name = ev.GUID, ev.SuggestedFilename
			break
		}
	}
	for ev, err := range done {
		if err != nil {
			d.t.Fatalf("wait for %s: %v", name, err)
		}
		if ev.GUID == guid && ev.State == browser.DownloadProgressStateCompleted {
			break
		}
		if ev.GUID == guid && ev.State == browser.DownloadProgressStateCanceled {
			d.t.Fatalf("%s did not come", name)
		}
	}
	b, err := os.ReadFile(filepath.Join(d.down, guid))
	if err != nil {
		d.t.Fatal(err)
	}
	return name, b
}
