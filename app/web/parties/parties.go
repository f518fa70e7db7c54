package parties

import (
	"html/template"
	"net/url"
	"time"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/parties"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/app/web/form"
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
	Filter   *form.Form
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
	form.Party
	Action string
	Back   string
}

// partyForm is the form of a party. The page draws accounts only for a party that sells.
var partyForm = form.OfParty("", false)

// partiesOf are the forms that have a party, by the pointer of the party in the form.
var partiesOf = map[string]*form.Rules{"": partyForm, "/seller": form.OfParty("/seller", true)}

var (
	partyFilters  = form.Of(page.Field{ID: "text", Name: "q", Label: findParty, Unseen: true, Within: findParty, Kind: page.Search, Most: 100})
	partiesTmpl   = page.Parse[partiesPage]("parties/parties.html")
	partyTmpl     = page.Parse[partyPage]("parties/party.html")
	partyFormTmpl = page.Parse[partyFormPage]("parties/form.html")
)

// findParty says what the list of parties is searched by.
var findParty = say.Msg("Name, number or country")

// partyCells are the cells of a row of the list, in the order of its heads.
var partyCells = []page.Column[parties.Info]{
	{Class: "wrap", Header: true, Write: func(m *page.Markup, p parties.Info) {
		m.Link(page.JoinPath("/parties", p.ID), p.Party.Name)
		if p.Party.NameLocal != "" {
			m.Add(` <span class="small muted">`).Text(p.Party.NameLocal).Add(`</span>`)
		}
		m.Unread(p.Unread)
	}},
	{Label: say.Msg("Country"), Class: "nowrap", Write: func(m *page.Markup, p parties.Info) { m.Say(say.CountryName(p.Party.Country)) }},
	{Label: say.Msg("In orders"), Class: "nowrap", Write: func(m *page.Markup, p parties.Info) {
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
	{Label: say.Msg("Registered numbers"), Class: "nowrap small told", Write: func(m *page.Markup, p parties.Info) {
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
	{Label: say.Msg("Latest order"), Class: "nowrap", Write: func(m *page.Markup, p parties.Info) { m.Text(m.Lang.Date(p.Last)) }},
}

// roleNames are the names of the roles that a party has in orders, in the order in which
// filters show them.
var roleNames = []struct {
	role parties.Role
	one  say.Message
	many say.Message
}{
	{parties.Buyer, say.Msg("Buyer"), say.Msg("Buyers")},
	{parties.Consignee, say.Msg("Consignee"), say.Msg("Consignees")},
	{parties.Notify, say.Msg("Notify party"), say.Msg("Notify parties")},
	{parties.Seller, say.Msg("Seller"), say.Msg("Sellers")},
}

// leadToBuyer serves GET /parties/buyer/:order: it redirects to the order's buyer in the
// address book. Lists of orders and documents link there, as they do not know the buyer's
// id. An order without a buyer in the address book fails with status 404.
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
	typed := partyFilters.Listed(l)
	f := parties.Filter{Role: parties.Role(l.Value("role")), Text: typed.Value("/text")}
	p := partiesPage{Base: s.Base(c, say.Msg("Parties")), Files: l.Files(), Filter: typed, Role: string(f.Role), Filtered: f != parties.Filter{}}
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
func rolesOf(info parties.Info) (in []say.Message) {
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
		In: rolesOf(party.Info), Pager: l.Pager(party.Orders.Prev, party.Orders.Next), By: party.ChangedBy, At: party.ChangedAt,
		Files: page.List{Path: "/orders", Values: url.Values{"party": {party.ID}}}.Files(),
	}
	for _, o := range party.Orders.Rows {
		p.Orders = append(p.Orders, page.OrderRowOf(o))
	}
	f := formOf(party.Party)
	f.Judge(party.Found)
	p.Facts, p.Warnings = partyFacts(party.Party), f.Warnings()
	if party.Unread {
		p.Warnings = append([]page.Warning{{Message: say.Msg("What is stored of this party is damaged: only its name and country can be read. Edit it and enter the rest again, or have a backup restored.")}}, p.Warnings...)
	}
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
		if i := b.Intermediary; i != nil {
			f.Add(say.Msg("Intermediary bank"), i.Name)
			f.Add(say.Msg("Address of the intermediary bank"), i.Address)
			f.Add(say.Msg("SWIFT code of the intermediary bank"), i.SWIFT)
			f.Add(say.Msg("Account of the bank at the intermediary bank"), i.Account)
		}
	}
	return f
}

// formOf returns the form filled from a stored party.
func formOf(p trade.Party) *form.Form {
	f := partyForm.New()
	f.FillParty("", p)
	return f
}

// newParty serves GET /parties/new: an empty form.
func (s *pages) newParty(c fiber.Ctx) error {
	f := partyForm.New()
	f.Version = "0"
	return s.drawNew(c, fiber.StatusOK, f)
}

// drawNew answers with the form of a new party.
func (s *pages) drawNew(c fiber.Ctx, status int, f *form.Form) error {
	p := partyFormPage{Base: s.Base(c, say.Msg("New party")), Party: form.Party{Form: f}, Action: "/parties/new", Back: "/parties"}
	p.Faulty = f.Refused()
	return partyFormTmpl.Render(c, status, p)
}

// addParty serves POST /parties/new: it saves a new party. A form that is sent twice
// finds the party that it added the first time.
func (s *pages) addParty(c fiber.Ctx) error {
	f := partyForm.Read(c)
	added, err := parties.Add(c.Context(), s.Store, s.Who(c), f.PartyOf(""))
	if err != nil {
		status, err := form.Refuse(f, err, "", formOf)
		if err != nil {
			return err
		}
		return s.drawNew(c, status, f)
	}
	s.Flash(c, say.Msg("%s is saved in the address book.", added.Name))
	return c.Redirect().Status(fiber.StatusSeeOther).To(page.JoinPath("/parties", added.ID))
}

// editParty serves GET /parties/:id/edit: the form of a stored party.
func (s *pages) editParty(c fiber.Ctx) error {
	return s.drawStored(c, fiber.StatusOK, nil)
}

// saveParty serves POST /parties/:id/edit: it saves a party, or adds or removes a row for
// an account.
func (s *pages) saveParty(c fiber.Ctx) error {
	id, f := page.Param(c, "id"), partyForm.Read(c)
	if f.Edit(c.FormValue("do")) {
		return s.drawStored(c, fiber.StatusOK, f)
	}
	f.Tidy()
	saved, err := parties.Change(c.Context(), s.Store, s.Who(c), id, f.PartyOf(""), page.SentVersion(c))
	if err != nil {
		status, err := form.Refuse(f, err, page.JoinPath("/parties", id, "edit"), formOf)
		if err != nil {
			return err
		}
		return s.drawStored(c, status, f)
	}
	s.Flash(c, say.Msg("%s is saved. Existing orders and documents do not change.", saved.Name))
	return c.Redirect().Status(fiber.StatusSeeOther).To(page.JoinPath("/parties", id))
}

// drawStored answers with the form of the stored party in the address: with f as it was
// sent, or filled from the party where f is nil. Its errors are those of reading the
// party.
func (s *pages) drawStored(c fiber.Ctx, status int, f *form.Form) error {
	party, err := parties.Look(c.Context(), s.Store, s.Who(c), page.Param(c, "id"))
	if err != nil {
		return err
	}
	back := page.JoinPath("/parties", party.ID)
	p := partyFormPage{Base: s.Base(c, say.Msg("Edit %s", party.Party.Name)), Party: form.Party{Form: f, Seller: party.Seller}, Action: back + "/edit", Back: back}
	switch {
	case f == nil:
		p.Form = formOf(party.Party)
		p.Version = page.VersionText(party.Version)
		p.Judge(party.Found.Warnings())
	case f.Conflict != nil:
		_, found := trade.CheckParty(f.PartyOf(""), party.Seller)
		f.Judge(found)
	}
	p.Faulty = p.Form.Refused()
	return partyFormTmpl.Render(c, status, p)
}

// drawNumbers serves POST /parties/numbers: the fields of the registered numbers for the
// chosen country, as the block that htmx puts into the form. ?at= is the pointer of the
// party in the form; another one fails with status 404.
func (s *pages) drawNumbers(c fiber.Ctx) error {
	at := c.Query("at")
	rules, known := partiesOf[at]
	if !known {
		return fiber.ErrNotFound
	}
	p := partyFormPage{Base: s.Base(c, say.Msg("New party")), Party: form.Party{Form: rules.Read(c), At: at}}
	return partyFormTmpl.Block(c, fiber.StatusOK, "partynumbers", p)
}
