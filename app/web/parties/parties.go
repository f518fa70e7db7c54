package parties

import (
	"errors"
	"html/template"
	"net/url"
	"time"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/parties"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

type partiesPage struct {
	page.Base
	Body     template.HTML // the rows of the list
	Roles    []page.StateFilter
	Chips    []page.Chip
	Pager    page.Pager
	Files    page.Files
	Text     string
	Role     string
	Filtered bool
}

type partyPage struct {
	page.Base
	ID       string
	Box      page.PartyBox
	Facts    []page.Fact
	In       []say.Message
	Warnings []page.Warning
	Orders   []page.OrderRow
	Pager    page.Pager
	Files    page.Files // of the orders
	By       string     // who changed the party last
	At       time.Time  // zero: not known
}

type partyFormPage struct {
	page.Base
	Faults   []page.FieldFault
	Conflict *page.Conflict
	ID       string // empty: a new one
	Action   string
	Back     string
	Party    page.PartyFields
	Read     string // the version that the form was filled from
}

var (
	partiesTmpl   = page.Parse[partiesPage]("parties/parties.html")
	partyTmpl     = page.Parse[partyPage]("parties/party.html")
	partyFormTmpl = page.Parse[partyFormPage]("parties/form.html")
)

// partyCells are the cells of a row of the list, in the order of its heads.
var partyCells = []page.Column[store.PartyInfo]{
	{Class: "wrap", Header: true, Write: func(m *page.Markup, p store.PartyInfo) {
		m.Link(page.JoinPath("/parties", p.ID), p.Party.Name)
		if p.Party.NameLocal != "" {
			m.Add(` <span class="small muted">`).Text(p.Party.NameLocal).Add(`</span>`)
		}
	}},
	{Label: say.Msg("Country"), Class: "nowrap", Write: func(m *page.Markup, p store.PartyInfo) { m.Say(say.CountryName(p.Party.Country)) }},
	{Label: say.Msg("In orders"), Class: "nowrap", Write: func(m *page.Markup, p store.PartyInfo) {
		in := rolesOf(p)
		for i, role := range in {
			if i > 0 {
				m.Add(", ")
			}
			m.Say(role)
		}
		if len(in) == 0 {
			m.Add(`<span class="muted">`).Say(say.Msg("in no orders")).Add(`</span>`)
		}
	}},
	{Label: say.Msg("Registered numbers"), Class: "nowrap small told", Write: func(m *page.Markup, p store.PartyInfo) {
		for i, number := range page.PartyOf(say.Message{}, &p.Party).IDs {
			if i > 0 {
				m.Add(" · ")
			}
			m.Add(`<span class="muted">`).Say(number.Label).Add(`</span> `)
			for _, line := range number.Lines {
				m.Text(line)
			}
		}
	}},
	{Label: say.Msg("Latest order"), Class: "nowrap", Write: func(m *page.Markup, p store.PartyInfo) { m.Text(m.Lang.Date(p.Last)) }},
}

// roleNames are the names of the roles that a party has in orders, in the order in which
// filters show them.
var roleNames = []struct {
	role store.Role
	one  say.Message
	many say.Message
}{
	{store.Buyer, say.Msg("Buyer"), say.Msg("Buyers")},
	{store.Consignee, say.Msg("Consignee"), say.Msg("Consignees")},
	{store.Notify, say.Msg("Notify party"), say.Msg("Notify parties")},
	{store.Seller, say.Msg("Seller"), say.Msg("Sellers")},
}

// leadToBuyer serves GET /parties/buyer/:order: it redirects to the order's buyer in the
// address book. Lists of orders and documents link there, as they do not know the buyer's
// id.
func (s *pages) leadToBuyer(c fiber.Ctx) error {
	id, err := parties.BuyerOf(c.Context(), s.Store, s.Who(c), page.Param(c, "order"))
	if err != nil {
		return err
	}
	if id == "" {
		return fiber.ErrNotFound
	}
	return c.Redirect().Status(fiber.StatusSeeOther).To(page.JoinPath("/parties", id))
}

// listParties serves GET /parties: the list with its filters.
func (s *pages) listParties(c fiber.Ctx) error {
	l := page.ListOf(c)
	f := store.PartyFilter{Role: store.Role(l.Value("role")), Text: l.Value("q")}
	p := partiesPage{Base: s.Base(c, say.Msg("Parties")), Files: l.Files(), Text: f.Text, Role: string(f.Role), Filtered: f != store.PartyFilter{}}
	p.Roles = append(p.Roles, page.StateFilter{Label: say.Msg("All"), Path: l.With("role", ""), Current: f.Role == ""})
	for _, r := range roleNames {
		p.Roles = append(p.Roles, page.StateFilter{Label: r.many, Path: l.With("role", string(r.role)), Current: f.Role == r.role})
	}
	p.Chips = l.Chips(func(_, value string) (say.Message, bool) { return say.Msg("contains “%s”", value), true }, "q")
	list, err := parties.List(c.Context(), s.Store, s.Who(c), f, store.Paging{Cursor: l.Value("at")})
	if err != nil {
		return err
	}
	if p.Body, err = page.Rows(p.Lang, partyCells, list.Rows); err != nil {
		return err
	}
	p.Pager = l.Pager(list.Prev, list.Next)
	return partiesTmpl.Render(c, fiber.StatusOK, p)
}

// rolesOf returns the roles of a party, each with the number of orders.
func rolesOf(info store.PartyInfo) (in []say.Message) {
	for _, r := range roleNames {
		for _, has := range info.Roles {
			if has.Role == r.role {
				in = append(in, say.Msg("%s (%d)", r.one, has.Orders))
			}
		}
	}
	return in
}

// showParty serves GET /parties/:id: a party with its orders.
func (s *pages) showParty(c fiber.Ctx) error {
	l := page.ListOf(c)
	party, err := parties.LookWithOrders(c.Context(), s.Store, s.Who(c), page.Param(c, "id"), store.Paging{Cursor: l.Value("at"), Limit: 20})
	if err != nil {
		return err
	}
	p := partyPage{
		Base: s.Base(c, say.Plain(party.Party.Name)), ID: party.ID, Box: page.PartyOf(say.Message{}, &party.Party),
		In: rolesOf(party.PartyInfo), Pager: l.Pager(party.Orders.Prev, party.Orders.Next), By: party.ChangedBy, At: party.ChangedAt,
		Files: page.List{Path: "/orders", Values: url.Values{"party": {party.ID}}}.Files(),
	}
	for _, o := range party.Orders.Rows {
		p.Orders = append(p.Orders, page.OrderRowOf(o))
	}
	p.Facts, p.Warnings = partyFacts(party.Party), partyWarnings(party.Stored)
	return partyTmpl.Render(c, fiber.StatusOK, p)
}

// partyFacts returns what is stored of a party as facts.
func partyFacts(p trade.Party) []page.Fact {
	var f page.Facts
	f.Add(say.Msg("Name"), p.Name, p.NameLocal)
	f.Add(say.Msg("Address"), p.Address...)
	for _, id := range p.IDs {
		f = append(f, page.Fact{Label: say.NumberLabel(id.Kind), Lines: []string{id.Value}, Note: page.ConfirmedNote(p, id.Kind)})
	}
	f.Add(say.Msg("Contact"), p.Contact)
	f.Add(say.Msg("Telephone"), p.Phone)
	f.Add(say.Msg("E-mail"), p.Email)
	for _, b := range p.Banks {
		lines := []string{b.Name, b.Address, b.Account}
		if b.SWIFT != "" {
			lines = append(lines, "SWIFT "+b.SWIFT)
		}
		if b.IBAN != "" {
			lines = append(lines, "IBAN "+b.IBAN)
		}
		f.Add(say.Msg("Account in %s", string(b.Currency)), lines...)
	}
	return f
}

// partyWarnings returns the faults and warnings of a stored party.
func partyWarnings(p parties.Stored) (all []page.Warning) {
	for _, in := range page.FormOfParty(p.Party, p.Seller).Fields(p.Found).All() {
		for _, sentence := range append(in.Faults, in.Notes...) {
			all = append(all, page.Warning{Place: in.Label, Message: sentence})
		}
	}
	return all
}

// newParty serves GET /parties/new: an empty form.
func (s *pages) newParty(c fiber.Ctx) error {
	return s.partyFormPage(c, store.PartyInfo{}).draw(c, fiber.StatusOK, page.PartyForm{}, nil)
}

// partyFormPage returns the page of the form for a stored party, or for a new one where
// info has no ID.
func (s *pages) partyFormPage(c fiber.Ctx, info store.PartyInfo) partyFormPage {
	p := partyFormPage{Base: s.Base(c, say.Msg("New party")), Action: "/parties/new", Back: "/parties", Read: "0"}
	if info.ID != "" {
		p.ID, p.Title, p.Back, p.Read = info.ID, say.Msg("Edit %s", info.Party.Name), page.JoinPath("/parties", info.ID), page.VersionText(info.Version)
		p.Action = p.Back + "/edit"
	}
	return p
}

// addParty serves POST /parties/new: it saves a new party. A form that is sent twice
// finds the party that it added the first time.
func (s *pages) addParty(c fiber.Ctx) error {
	f := page.PartyFormOf(c, false)
	added, err := parties.Add(c.Context(), s.Store, s.Who(c), f.Party())
	if found := (trade.Faults)(nil); errors.As(err, &found) {
		return s.partyFormPage(c, store.PartyInfo{}).draw(c, fiber.StatusUnprocessableEntity, f, found)
	}
	if err != nil {
		return err
	}
	s.Flash(c, say.Msg("%s is saved in the address book.", added.Name))
	return c.Redirect().Status(fiber.StatusSeeOther).To(page.JoinPath("/parties", added.ID))
}

// editParty serves GET /parties/:id/edit: the form of a stored party.
func (s *pages) editParty(c fiber.Ctx) error {
	party, err := parties.Look(c.Context(), s.Store, s.Who(c), page.Param(c, "id"))
	if err != nil {
		return err
	}
	return s.partyFormPage(c, party.PartyInfo).draw(c, fiber.StatusOK, page.FormOfParty(party.Party, party.Seller), party.Found.Warnings())
}

// saveParty serves POST /parties/:id/edit: it saves a party, or adds or removes a row for
// an account.
func (s *pages) saveParty(c fiber.Ctx) error {
	id, f := page.Param(c, "id"), page.PartyFormOf(c, true)
	if f.Edited(c.FormValue("do")) {
		return s.partyAgain(c, fiber.StatusOK, f, nil, nil)
	}
	f.Tidy()
	saved, err := parties.Change(c.Context(), s.Store, s.Who(c), id, f.Party(), page.SentVersion(c))
	stale, found := (*store.Stale[trade.Party])(nil), trade.Faults(nil)
	switch {
	case errors.As(err, &stale):
		return s.partyAgain(c, fiber.StatusConflict, f, nil, stale)
	case errors.As(err, &found):
		return s.partyAgain(c, fiber.StatusUnprocessableEntity, f, found, nil)
	case err != nil:
		return err
	}
	s.Flash(c, say.Msg("%s is saved. Existing orders and documents do not change.", saved.Name))
	return c.Redirect().Status(fiber.StatusSeeOther).To(page.JoinPath("/parties", id))
}

// partyAgain answers with the form and what was typed, its faults and, where stale is not
// nil, what somebody else has saved since. Its errors are those of reading the party.
func (s *pages) partyAgain(c fiber.Ctx, status int, f page.PartyForm, found trade.Faults, stale *store.Stale[trade.Party]) error {
	party, err := parties.Look(c.Context(), s.Store, s.Who(c), page.Param(c, "id"))
	if err != nil {
		return err
	}
	f.Seller = party.Seller
	p := s.partyFormPage(c, party.PartyInfo)
	p.Read = c.FormValue("version")
	if stale != nil {
		theirs := page.FormOfParty(stale.Now, f.Seller)
		p.Conflict = &page.Conflict{Changed: page.SinceOpened(stale.By, time.Time{}), Version: stale.Version, Drop: p.Action, Rows: page.Differences(theirs.Fields(nil).All(), f.Fields(nil).All())}
		_, found = trade.CheckParty(f.Party(), f.Seller)
	}
	return p.draw(c, status, f, found)
}

// drawNumbers serves POST /parties/numbers: the fields of the registered numbers for the
// chosen country, as the block that htmx puts into the form.
func (s *pages) drawNumbers(c fiber.Ctx) error {
	p := partyFormPage{Base: s.Base(c, say.Msg("New party")), Party: page.PartyFormOf(c, false).Fields(nil)}
	return partyFormTmpl.Block(c, fiber.StatusOK, "partynumbers", p)
}

// draw answers with the form f and what was found in it.
func (p partyFormPage) draw(c fiber.Ctx, status int, f page.PartyForm, found trade.Faults) error {
	p.Party = f.Fields(found)
	p.Faults = p.Party.Summary()
	p.Faulty = len(p.Faults) > 0 || p.Conflict != nil
	return partyFormTmpl.Render(c, status, p)
}
