package search

import (
	"html/template"
	"regexp"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/search"
	"woolroad/app/store"
	"woolroad/app/typing"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

type findPage struct {
	page.Base
	Groups []hitGroup
}

// hitGroup is the hits of one kind, with the columns of their table.
type hitGroup struct {
	Label string
	Heads template.HTML // of the table's columns
	Body  template.HTML // the rows of the table
	Full  bool          // there may be more
}

// hitRow is one hit with the page to which it leads.
type hitRow struct {
	store.Hit
	Path   string
	Title  string
	Detail say.Message // a document's kind, a lot's product or a party's country
	State  page.State
	Found  []foundText
	Marks  store.HitBy // the values to mark, since they match the search
}

// foundText is a text of a hit that matches the search and that no column shows.
type foundText struct{ Label, Text say.Message }

// The cells of hits, which columnsOf puts together.
var (
	numberCell = page.Column[hitRow]{Class: "nowrap", Header: true, Write: func(m *page.Markup, h hitRow) {
		writeHit(m, h)
		if h.Detail.Format != "" {
			m.Add(`<div class="small muted">`).Say(h.Detail).Add(`</div>`)
		}
	}}
	pricedCells = []page.Column[hitRow]{
		{Label: say.Msg("Buyer"), Class: "who", Write: writeBuyer},
		{Label: say.Msg("Date"), Class: "nowrap", Write: func(m *page.Markup, h hitRow) { m.Text(m.Lang.Date(h.Date)) }},
		{Label: say.Msg("Total"), Class: "n", Write: func(m *page.Markup, h hitRow) { writeMarked(m, say.Amount(h.Total), h.Marks.Total) }},
		{Label: say.Msg("State"), Write: func(m *page.Markup, h hitRow) { m.State(h.State) }},
	}
	nameCell   = page.Column[hitRow]{Header: true, Write: writeHit}
	detailCell = page.Column[hitRow]{Label: say.Msg("Details"), Write: func(m *page.Markup, h hitRow) { m.Say(h.Detail) }}
	orderCell  = page.Column[hitRow]{Label: say.Msg("Order"), Class: "nowrap", Write: writeOrders}
	foundCell  = page.Column[hitRow]{Label: say.Msg("Found by"), Write: writeFound}
)

// columnsOf returns the columns of hits of a kind. Those of orders and of what they were
// found by are there only where a hit has something to say in them.
func columnsOf(kind store.HitKind, rows []hitRow) []page.Column[hitRow] {
	columns := []page.Column[hitRow]{nameCell, detailCell}
	if kind == store.HitOrder || kind == store.HitDocument {
		columns = append([]page.Column[hitRow]{numberCell}, pricedCells...)
	}
	if slices.ContainsFunc(rows, func(h hitRow) bool { return len(h.Orders) > 0 }) {
		columns = slices.Insert(columns, 1, orderCell)
	}
	if slices.ContainsFunc(rows, func(h hitRow) bool { return len(h.Found) > 0 }) {
		columns = append(columns, foundCell)
	}
	return columns
}

// writeMarked writes a text, marked where it matches the search.
func writeMarked(m *page.Markup, text string, matches bool) {
	if matches {
		m.Add(`<mark>`).Text(text).Add(`</mark>`)
	} else {
		m.Text(text)
	}
}

// writeHit writes the link that leads to a hit.
func writeHit(m *page.Markup, h hitRow) {
	m.Add(`<a href="`).Text(h.Path).Add(`">`)
	writeMarked(m, h.Title, h.Marks.Number)
	m.Add(`</a>`).Unread(h.Unread)
}

// writeBuyer writes the buyer of an order or a document as a link to the address book.
func writeBuyer(m *page.Markup, h hitRow) {
	m.Add(`<a class="plain" href="`).Text(page.BuyerPath(h.OrderID)).Add(`">`)
	writeMarked(m, h.Name, h.Marks.Name)
	m.Add(`</a>`)
}

// writeFound writes the texts by which a hit was found besides those of other cells.
func writeFound(m *page.Markup, h hitRow) {
	for _, found := range h.Found {
		m.Add(`<div><span class="muted">`).Say(found.Label).Add(`</span> <mark>`).Say(found.Text).Add(`</mark></div>`)
	}
}

// writeOrders writes the orders to which a hit leads.
func writeOrders(m *page.Markup, h hitRow) {
	for _, number := range h.Orders {
		m.Add(`<a class="nowrap" href="`).Text(page.JoinPath("/orders", number)).Add(`">`)
		writeMarked(m, number, h.Marks.Orders)
		m.Add(`</a> `)
	}
}

var findTmpl = page.Parse[findPage]("search/find.html")

// mostHits is the number of hits of one kind that a search shows.
const mostHits = 20

// groups are the kinds of hits, in the order of the page.
var groups = []struct {
	kind   store.HitKind
	label  say.Message
	number say.Message
}{
	{store.HitOrder, say.Msg("Orders"), say.Msg("Order")},
	{store.HitDocument, say.Msg("Documents"), say.Msg("Document")},
	{store.HitParty, say.Msg("Parties"), say.Msg("Name")},
	{store.HitLot, say.Msg("Lots"), say.Msg("Lot")},
	{store.HitBale, say.Msg("Bales"), say.Msg("Bale")},
}

// find serves GET /search: what matches the searched text. The exact number of an order,
// a document or a lot leads straight to it. A text of more than 400 bytes fails with status
// 400.
func (s *pages) find(c fiber.Ctx) error {
	text := strings.TrimSpace(typing.Text(c.Query("q")))
	p := findPage{Base: s.Base(c, say.Msg("Search"))}
	p.Query = text
	if len(text) > 400 {
		return fiber.ErrBadRequest
	}
	if text == "" {
		return findTmpl.Render(c, fiber.StatusOK, p)
	}
	p.Title = say.Msg("Search for “%s”", text)
	hits, err := search.Find(c.Context(), s.Store, s.Who(c), text, mostHits)
	if err != nil {
		return err
	}
	for _, group := range groups {
		g := hitGroup{Label: p.Lang.Say(group.label)}
		var rows []hitRow
		for _, h := range hits {
			if h.Kind != group.kind {
				continue
			}
			row := rowOf(h)
			if strings.EqualFold(h.Number, text) && (h.Kind == store.HitOrder || h.Kind == store.HitDocument || h.Kind == store.HitLot) {
				return c.Redirect().Status(fiber.StatusSeeOther).To(row.Path)
			}
			rows = append(rows, row)
		}
		if len(rows) == 0 {
			continue
		}
		columns := columnsOf(group.kind, rows)
		columns[0].Label = group.number
		if g.Heads, err = headsOf(p.Lang, columns); err != nil {
			return err
		}
		if g.Body, err = page.Rows(p.Lang, columns, rows); err != nil {
			return err
		}
		g.Full = len(rows) == mostHits
		p.Groups = append(p.Groups, g)
	}
	return findTmpl.Render(c, fiber.StatusOK, p)
}

// headsOf returns the HTML of the heads of columns. It is no template, which would spend more
// time on the heads than the search on finding. Its error is that of a label that is no
// sentence.
func headsOf(l say.Lang, columns []page.Column[hitRow]) (template.HTML, error) {
	m := page.Markup{Lang: l}
	for _, c := range columns {
		m.Add(`<th scope="col"`)
		if c.Class == "n" {
			m.Add(` class="n"`)
		}
		m.Add(`>`).Say(c.Label).Add("</th>\n")
	}
	return template.HTML(m.B.String()), m.Err
}

// rowOf returns a hit as the page shows it.
func rowOf(h store.Hit) hitRow {
	row := hitRow{Hit: h, Title: h.Number, Marks: h.By}
	switch h.Kind {
	case store.HitOrder:
		row.Path, row.State = page.JoinPath("/orders", h.Number), page.OrderStates[h.Status]
	case store.HitDocument:
		row.Path, row.Detail, row.State = page.JoinPath("/documents", h.Number), say.KindTitle(h.Document), page.DocumentState(h.SupersededBy)
	case store.HitParty:
		row.Path, row.Title, row.Detail = page.JoinPath("/parties", h.ID), h.Name, say.CountryName(h.Country)
		row.Marks.Number = h.By.Name
	case store.HitLot:
		row.Path, row.Detail = page.JoinPath("/lots", h.Number), say.ProductLabel(h.Product)
	case store.HitBale:
		row.Path, row.Detail = page.JoinPath("/lots", h.Lot)+"#bale-"+h.Number, say.Msg("in lot %s", h.Lot)
	}
	for _, found := range h.Found {
		text := found.Text
		if text == "" {
			text = say.Amount(found.Amount)
		}
		row.Found = append(row.Found, foundText{labelOf(found.Pointer), say.Plain(text)})
	}
	return row
}

// ofLot matches the pointer to the number of a lot.
var ofLot = regexp.MustCompile(`^/lots/[0-9]+/number$`)

// amounts are the labels of the amounts that a document has besides its total.
var amounts = map[string]say.Message{
	"/deposit": say.Msg("Deposit"), "/balance": say.Msg("Balance"), "/totals_in": say.Msg("Total in another currency"),
}

// labelOf returns the label of a found text or amount by its place in an order file or a
// document, such as "Seal". For a name or a number it returns what that belongs to, such as
// "Consignee".
func labelOf(pointer string) say.Message {
	if ofLot.MatchString(pointer) {
		return say.Msg("Lot")
	}
	if label, is := amounts[strings.TrimRight(pointer, "/0123456789")]; is {
		return label
	}
	steps := strings.Split(pointer, "/")
	for len(steps) > 2 && (steps[len(steps)-1] == "number" || strings.HasPrefix(steps[len(steps)-1], "name")) {
		steps = steps[:len(steps)-1]
	}
	if len(steps) > 2 && steps[1] == "ids" {
		return say.NumberLabel(steps[2])
	}
	return say.PlaceOf("/"+steps[len(steps)-1], nil)
}
