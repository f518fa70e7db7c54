package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"woolroad/app/orders"
	"woolroad/app/store"
	"woolroad/app/trade"
	orderpages "woolroad/app/web/orders"
	"woolroad/app/web/say"
)

// RunCommand runs the program with arguments, as command.Run does.
var RunCommand func(ctx context.Context, args []string, stdout, stderr io.Writer) int

// way is one way in which an order is given to the program.
type way struct {
	name string
	// give gives an order file in this way and returns the faults for which it is refused.
	give func(d *desk, g given) []string
	// says returns a fault of the order as this way shows it.
	says func(f trade.Fault, o *trade.Order) string
	// mend corrects the faults that no order given in this way can have.
	mend []func(o map[string]any)
	// cannot are the faults that no order given in this way can have, by pointer, with the reason.
	cannot map[string]string
	// instead are the codes of faults that have another code in this way, by pointer.
	instead map[string]trade.FaultCode
	// inPlace is set where the order replaces a stored one, and sameNumber where that is
	// the one of its number.
	inPlace, sameNumber bool
	// judged is set where only an order without faults of its own can be given.
	judged bool
}

// given is an order file that is given to the program.
type given struct {
	file  []byte
	there orders.Stored // the stored order that it is to replace; zero: none
}

// ways are all ways in which an order is given: first those for a new order, then those
// for an order in place of another.
var ways = []way{
	{name: "POST /orders/new", give: (*desk).giveForm, says: onForm, mend: []func(map[string]any){mendJSON},
		cannot: onlyInFiles, instead: map[string]trade.FaultCode{"/buyer/address": trade.FaultEmptyList}}, // a form has all fields
	{name: "POST /orders/upload", give: (*desk).giveUpload, says: onUpload},
	{name: "orders import", give: (*desk).giveCommand, says: plainly},
	{name: "orders.Add of a file", give: (*desk).giveFile, says: plainly},
	{name: "orders.Add of a value", give: (*desk).giveValue, says: plainly, mend: []func(map[string]any){mendJSON, mendTypes},
		cannot: joined(onlyInFiles, notInValues), instead: map[string]trade.FaultCode{"/buyer/address": trade.FaultEmptyList}}, // no list is an empty one

	{name: "POST /orders/:number/edit", inPlace: true, give: (*desk).giveEditForm, says: onForm, mend: []func(map[string]any){mendJSON},
		cannot: onlyInFiles, instead: map[string]trade.FaultCode{"/buyer/address": trade.FaultEmptyList}},
	{name: "POST /orders/upload/replace", inPlace: true, sameNumber: true, judged: true, give: (*desk).giveSwap, says: onUpload},
	{name: "orders import --replace", inPlace: true, sameNumber: true, give: (*desk).giveReplacing, says: plainly},
	{name: "orders.Replace", inPlace: true, sameNumber: true, give: (*desk).giveReplace, says: plainly},
	{name: "orders.ReplaceVersion", inPlace: true, sameNumber: true, give: (*desk).giveReplaceVersion, says: plainly},
	{name: "orders.Change", inPlace: true, give: (*desk).giveChange, says: plainly},
}

// onlyInFiles are the faults of fifteen-faults.json that only a file can have.
var onlyInFiles = map[string]string{
	"/lots/0/bales/0/gross": "what is typed has no JSON type",
	"/charges/frieght":      "nobody types keys",
	"/totals_in/0/currency": "nobody types a key twice",
}

// notInValues are the further faults that no order value can have.
var notInValues = map[string]string{
	"/date":                 "a day that does not exist is not read",
	"/lots/1/bales/0/gross": "a mass is never below zero",
	"/lots/1/bales/1/gross": "a mass has at most 30 digits",
}

func joined(lists ...map[string]string) map[string]string {
	all := map[string]string{}
	for _, list := range lists {
		maps.Copy(all, list)
	}
	return all
}

// mendJSON corrects what only a file can have wrong.
func mendJSON(o map[string]any) {
	part(o, "lots", 0, "bales", 0)["gross"] = "82.1"
	o["charges"] = map[string]any{}
}

// mendTypes corrects what no order value can have wrong.
func mendTypes(o map[string]any) {
	o["date"] = "2026-04-30"
	part(o, "lots", 1, "bales", 0)["gross"] = "82.1"
	part(o, "lots", 1, "bales", 1)["gross"] = "88.0"
	part(o, "buyer")["address"] = []any{}
}

// part returns the object at a path within another.
func part(o map[string]any, path ...any) map[string]any {
	at := any(o)
	for _, step := range path {
		switch step := step.(type) {
		case string:
			at = at.(map[string]any)[step]
		case int:
			at = at.([]any)[step]
		}
	}
	return at.(map[string]any)
}

// sayings is a test of one order that is refused, with the faults that it has.
type sayings struct {
	name    string
	file    string // a sample; empty: the file with fifteen faults
	change  func(o map[string]any)
	stored  bool   // the sample as it is
	want    string // the one fault there is, but for fifteen
	upload  string // what the upload says in place of it
	before  string // the number of the order that this one is given in place of; empty: its own
	renamed string // the fault's sentence where the order that is there gets the number
}

// TestEachWayInSaysTheSame gives one order with the same faults by form, upload, command
// and operation, as a new order and in place of a stored one.
func TestEachWayInSaysTheSame(t *testing.T) {
	for _, test := range []sayings{
		{name: "fifteen faults"},
		{name: "a letter that no document can print", file: kathmandu, change: func(o map[string]any) { o["contract"] = "🐑" },
			want: "/contract document.no_letter"},
		{name: "a lot of another order", file: kathmandu, stored: true, want: "/lots/0 conflict", change: func(o map[string]any) {
			o["number"] = "SO-2"
			part(o, "lots", 0, "bales", 0)["gross"] = "82.2"
		}},
		{name: "a number that is taken", file: kathmandu, stored: true, want: "/number conflict",
			change: func(o map[string]any) { o["contract"] = "another" }, upload: "Order SO-2026-0041 already exists.",
			before: "SO-3", renamed: "Order %s already exists; give this order another number."},
	} {
		t.Run(test.name, func(t *testing.T) {
			migrated.Each(t, func(t *testing.T, w store.Where) { test.eachWay(t, newDeskAt(t, w)) })
		})
	}
}

func (test sayings) eachWay(t *testing.T, d *desk) {
	file := []byte(nil)
	if test.file == "" {
		file = readTestFile(t, "../trade/testdata/fifteen-faults.json")
	} else {
		file = changedFile(t, []byte(sampleOrder(t, test.file)), test.change)
	}
	if test.stored {
		d.keepOrder(test.file)
	}
	_, err := orders.Add(t.Context(), d.store, tashi, orders.Read(bytes.NewReader(file)), orders.Source{})
	all := trade.Faults(nil)
	if !errors.As(err, &all) {
		t.Fatalf("the operation says %v", err)
	}
	if test.file == "" && len(all) != 15 || test.file != "" && (len(all) != 1 || all[0].Pointer+" "+string(all[0].Code) != test.want) {
		t.Fatalf("the operation says %d faults, want 15 or %s:\n%v", len(all), test.want, all)
	}
	for _, w := range ways {
		if w.sameNumber && test.before != "" || w.judged && !test.stored {
			continue
		}
		g := given{file: file}
		if test.file == "" {
			for _, mend := range w.mend {
				g.file = changedFile(t, g.file, mend)
			}
		}
		order, _ := trade.ReadOrder(bytes.NewReader(g.file))
		if w.inPlace {
			number := order.Number
			if test.before != "" {
				number = test.before
			}
			g.there = d.storeBefore(number)
		}
		want, got := test.said(w, all, &order), w.give(d, g)
		slices.Sort(want)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", w.name, diff)
		}
		if w.inPlace && d.stored(g.there.Info.Number).Info.Version != g.there.Info.Version {
			t.Errorf("%s: the order that was there is changed", w.name)
		}
	}
}

// said returns the sentences that a way must show for these faults.
func (test sayings) said(w way, all trade.Faults, o *trade.Order) (said []string) {
	if test.upload != "" && w.name == "POST /orders/upload" {
		return []string{test.upload}
	}
	for _, f := range all {
		if test.file == "" && w.cannot[f.Pointer] != "" {
			continue
		}
		if code := w.instead[f.Pointer]; code != "" && f.Code == trade.FaultMissing {
			f.Code, f.Format, f.Args = code, "This list is empty; it needs at least one entry.", nil
		}
		if w.inPlace && test.renamed != "" {
			f.Format = test.renamed
		}
		said = append(said, w.says(f, o))
	}
	return said
}

// storeBefore stores and returns an order of that number, which another is to replace: a
// sample with a lot of its own.
func (d *desk) storeBefore(number string) orders.Stored {
	o, faults := trade.ReadOrder(strings.NewReader(sampleOrder(d.t, kathmandu)))
	if err := faults.Err(); err != nil {
		d.t.Fatal(err)
	}
	o.Number, o.Lots[0].Number, o.Lines[0].Lots = number, "BEFORE", []string{"BEFORE"}
	d.storeAsIs(o)
	return d.stored(number)
}

func readTestFile(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.FromSlash(path))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func changedFile(t *testing.T, file []byte, change func(map[string]any)) []byte {
	t.Helper()
	var o map[string]any
	if err := json.Unmarshal(file, &o); err != nil {
		t.Fatal(err)
	}
	change(o)
	b, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// entry returns the order as read from its file.
func (g given) entry() orders.Entry { return orders.Read(bytes.NewReader(g.file)) }

// giveFile gives the file to orders.Add.
func (d *desk) giveFile(g given) []string {
	_, err := orders.Add(d.t.Context(), d.store, tashi, g.entry(), orders.Source{})
	return d.saidBy(err)
}

// giveValue gives the order to orders.Add as a value.
func (d *desk) giveValue(g given) []string {
	order, faults := trade.Decode(bytes.NewReader(g.file))
	if err := faults.Err(); err != nil {
		d.t.Errorf("no value has these: %v", err)
	}
	_, err := orders.Add(d.t.Context(), d.store, tashi, orders.Judge(order), orders.Source{})
	return d.saidBy(err)
}

func (d *desk) giveReplace(g given) []string {
	_, err := orders.Replace(d.t.Context(), d.store, tashi, g.entry(), orders.Source{})
	return d.saidBy(err)
}

func (d *desk) giveReplaceVersion(g given) []string {
	_, err := orders.ReplaceVersion(d.t.Context(), d.store, tashi, g.there.Info.Version, g.entry(), orders.Source{})
	return d.saidBy(err)
}

func (d *desk) giveChange(g given) []string {
	_, err := orders.Change(d.t.Context(), d.store, tashi, g.there.Info.ID, g.there.Info.Version, g.entry(), orders.Source{})
	return d.saidBy(err)
}

// saidBy returns the faults in an operation's error, as commands print them.
func (d *desk) saidBy(err error) (said []string) {
	faults := trade.Faults(nil)
	if !errors.As(err, &faults) {
		d.t.Errorf("the operation says %v", err)
	}
	for _, f := range faults {
		said = append(said, plainly(f, nil))
	}
	return said
}

// plainly returns a fault as commands print it.
func plainly(f trade.Fault, _ *trade.Order) string {
	return f.Pointer + " " + string(f.Code) + ": " + f.Message()
}

func (d *desk) giveCommand(g given) []string { return d.importing(g.file) }

func (d *desk) giveReplacing(g given) []string { return d.importing(g.file, "--replace") }

// importing gives the file to the command that imports orders, and returns the faults for
// which the command refuses it.
func (d *desk) importing(file []byte, flags ...string) (said []string) {
	path := filepath.Join(d.t.TempDir(), "order.json")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		d.t.Fatal(err)
	}
	where := []string{"--data", d.where.Data}
	if d.where.URL != "" {
		where = []string{"--database", d.where.URL}
	}
	var out, log bytes.Buffer
	RunCommand(d.t.Context(), slices.Concat([]string{"orders", "import", path, "--json"}, where, flags), &out, &log)
	var results []struct {
		Outcome string
		Faults  []struct {
			Pointer, Code, Message string
			Warning                bool
		}
	}
	if err := json.Unmarshal(out.Bytes(), &results); err != nil || len(results) != 1 || results[0].Outcome != "refused" {
		d.t.Fatalf("%v: %s\n%s", err, out.Bytes(), log.Bytes())
	}
	for _, f := range results[0].Faults {
		if !f.Warning {
			said = append(said, f.Pointer+" "+f.Code+": "+f.Message)
		}
	}
	return said
}

func (d *desk) giveUpload(g given) []string {
	d.get("/orders/upload")
	a := d.uploadFile(g.file)
	if said := listed(d.t, a.body); said != nil {
		return said
	}
	for _, sentence := range []string{"Order SO-2026-0041 already exists."} {
		if strings.Contains(plainText(a.body), sentence) {
			return []string{sentence}
		}
	}
	return nil
}

// giveSwap sends the form by which the upload page replaces the stored order with the
// file's.
func (d *desk) giveSwap(g given) []string {
	d.get("/orders/upload")
	a := d.post("/orders/upload/replace", url.Values{
		"order": {string(g.file)}, "version": {strconv.FormatInt(g.there.Info.Version, 10)}, "name": {"order.json"},
	})
	return listed(d.t, a.body)
}

func (d *desk) uploadFile(b []byte) answer {
	return d.upload(file{"order.json", string(b)})
}

func onUpload(f trade.Fault, o *trade.Order) string {
	return say.English.Say(say.PlaceOf(f.Pointer, o)) + ": " + say.English.Say(say.Spoken(f, o))
}

func (d *desk) giveForm(g given) []string { return d.typeInto("/orders/new", g.file) }

func (d *desk) giveEditForm(g given) []string {
	return d.typeInto("/orders/"+g.there.Info.Number+"/edit", g.file)
}

// typeInto replaces the values of the form at a path by those of the file, and saves the
// form.
func (d *desk) typeInto(path string, file []byte) []string {
	fields := formOnPage(d.t, d.get(path).body)
	fields = slices.DeleteFunc(fields, func(f sentField) bool { return strings.HasPrefix(f.Name, "/") })
	var o any
	if err := json.Unmarshal(file, &o); err != nil {
		d.t.Fatal(err)
	}
	fields = append(fields, typedInto("", o)...)
	a := d.submit(path, "save", fields)
	if a.status != 422 {
		d.t.Errorf("the form: status %d", a.status)
	}
	return listed(d.t, a.body)
}

// typedInto returns the fields into which a value of a file is typed.
func typedInto(at string, v any) (fields []sentField) {
	switch v := v.(type) {
	case map[string]any:
		for key, part := range v {
			fields = append(fields, typedInto(at+"/"+key, part)...)
		}
	case []any:
		if between, texts := "\n", textsOf(v); texts != nil {
			if strings.HasPrefix(at, "/lines/") {
				between = ", "
			}
			return []sentField{{at, strings.Join(texts, between)}}
		}
		for i, part := range v {
			fields = append(fields, typedInto(at+"/"+strconv.Itoa(i), part)...)
		}
	default:
		return []sentField{{at, fmt.Sprint(v)}}
	}
	return fields
}

// textsOf returns the texts of a list of texts, and nil for any other list.
func textsOf(list []any) (texts []string) {
	for _, v := range list {
		if _, isObject := v.(map[string]any); isObject {
			return nil
		}
		texts = append(texts, fmt.Sprint(v))
	}
	return texts
}

func onForm(f trade.Fault, _ *trade.Order) string {
	at := "#" + orderpages.FieldOf(f.Pointer) + " "
	if f.Code == trade.FaultMissing || f.Code == trade.FaultEmptyList {
		return at + "Fill in: " + say.English.Say(orderpages.PlaceOf(f.Pointer))
	}
	return at + say.English.Say(orderpages.PlaceOf(f.Pointer)) + ": " + say.English.Say(say.Spoken(f, nil))
}

// listed returns the faults that a page lists, each with the id to which it links.
func listed(t testing.TB, page string) (said []string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var walk func(n *html.Node, inside bool)
	walk = func(n *html.Node, inside bool) {
		for _, a := range n.Attr {
			inside = inside || a.Key == "class" && a.Val == "faults"
		}
		if inside && n.Data == "li" {
			said = append(said, itemOf(n))
			return
		}
		for c := range n.ChildNodes() {
			walk(c, inside)
		}
	}
	walk(root, false)
	return said
}

// itemOf returns the text of an item of a list, after the id to which its link leads.
func itemOf(li *html.Node) string {
	link, text := "", ""
	for n := range li.Descendants() {
		if n.Type == html.TextNode {
			text += n.Data
		}
		for _, a := range n.Attr {
			if a.Key == "href" {
				link = a.Val + " "
			}
		}
	}
	return link + text
}
