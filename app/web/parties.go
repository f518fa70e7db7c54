package web

import (
	"errors"
	"net/url"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/codes"
	"woolroad/app/parties"
	"woolroad/app/store"
	"woolroad/app/trade"
)

type partiesPage struct {
	Base
	Rows     []partyRow
	Roles    []stateFilter
	Chips    []chip
	Pager    pager
	Files    files
	Text     string
	Role     string
	Filtered bool
}

// partyRow is a party in the list.
type partyRow struct {
	store.PartyInfo
	Country Message
	In      []Message // its roles
	Numbers []fact
}

type partyPage struct {
	Base
	ID       string
	Box      partyBox
	Facts    []fact
	In       []Message
	Warnings []warning
	Orders   []orderRow
	Pager    pager
	Files    files     // of the orders
	By       string    // who has changed it last
	At       time.Time // zero: not known
}

type partyFormPage struct {
	Base
	Faults []fieldFault
	Both   *versions
	ID     string // empty: a new one
	Action string
	Back   string
	Party  partyFields
	Read   string // the version that the form was filled from
}

var (
	partiesTmpl   = parse[partiesPage]("parties/parties.html")
	partyTmpl     = parse[partyPage]("parties/party.html")
	partyFormTmpl = parse[partyFormPage]("parties/form.html")
)

func (s *Server) partiesRoutes(app *fiber.App) {
	app.Get("/parties", s.listParties)
	bothFiles(app, "/parties", s.exportParties)
	app.Get("/parties/new", s.newParty)
	app.Post("/parties/new", s.addParty)
	app.Post("/parties/numbers", s.drawNumbers)
	app.Get("/parties/:id", s.showParty)
	app.Get("/parties/:id/edit", s.editParty)
	app.Post("/parties/:id/edit", s.saveParty)
}

// roleNames are what a party is in an order, in the order that filters have
// them.
var roleNames = []struct {
	role store.Role
	one  Message
	many Message
}{
	{store.Buyer, msg("Buyer"), msg("Buyers")},
	{store.Consignee, msg("Consignee"), msg("Consignees")},
	{store.Notify, msg("Notify party"), msg("Notify parties")},
	{store.Seller, msg("Seller"), msg("Sellers")},
}

// listParties serves GET /parties.
func (s *Server) listParties(c fiber.Ctx) error {
	l := listingOf(c)
	f := store.PartyFilter{Role: store.Role(l.get("role")), Text: l.get("q")}
	p := partiesPage{Base: s.base(c, "parties", msg("Parties")), Files: l.files(), Text: f.Text, Role: string(f.Role), Filtered: f != store.PartyFilter{}}
	p.Roles = append(p.Roles, stateFilter{msg("All"), l.with("role", ""), f.Role == ""})
	for _, r := range roleNames {
		p.Roles = append(p.Roles, stateFilter{r.many, l.with("role", string(r.role)), f.Role == r.role})
	}
	p.Chips = l.chips(func(_, value string) (Message, bool) { return msg("with “%s”", value), true }, "q")
	page, err := parties.List(c.Context(), s.store, s.who(c), f, store.Paging{Cursor: l.get("at")})
	if err != nil {
		return err
	}
	for _, info := range page.Rows {
		p.Rows = append(p.Rows, partyRow{info, countryName(info.Party.Country), rolesOf(info), partyOf(Message{}, &info.Party).IDs})
	}
	p.Pager = l.pager(page.Prev, page.Next)
	return partiesTmpl.render(c, fiber.StatusOK, p)
}

// countryName is a country in the page's language.
func countryName(code string) Message {
	country, err := codes.LookupCountry(code)
	if err != nil {
		return plain(code)
	}
	return bilingual(country.Name, country.NameZH)
}

// countryLabel is a country that a paper names, in the page's language.
func countryLabel(name string) Message {
	for _, c := range codes.Countries() {
		if c.Name == name {
			return bilingual(c.Name, c.NameZH)
		}
	}
	return plain(name)
}

// rolesOf says in how many orders a party is what.
func rolesOf(info store.PartyInfo) (in []Message) {
	for _, r := range roleNames {
		for _, has := range info.Roles {
			if has.Role == r.role {
				in = append(in, msg("%s (%d)", r.one, has.Orders))
			}
		}
	}
	return in
}

// showParty serves GET /parties/:id.
func (s *Server) showParty(c fiber.Ctx) error {
	l := listingOf(c)
	party, err := parties.LookWithOrders(c.Context(), s.store, s.who(c), param(c, "id"), store.Paging{Cursor: l.get("at"), Limit: 20})
	if err != nil {
		return err
	}
	p := partyPage{
		Base: s.base(c, "parties", plain(party.Party.Name)), ID: party.ID, Box: partyOf(Message{}, &party.Party),
		In: rolesOf(party.PartyInfo), Pager: l.pager(party.Orders.Prev, party.Orders.Next), By: party.ChangedBy, At: party.ChangedAt,
		Files: listing{"/orders", url.Values{"party": {party.ID}}}.files(),
	}
	for _, o := range party.Orders.Rows {
		p.Orders = append(p.Orders, rowOf(o))
	}
	p.Facts, p.Warnings = partyFacts(party.Party), partyWarnings(party.Stored)
	return partyTmpl.render(c, fiber.StatusOK, p)
}

// partyFacts are what is known of a party.
func partyFacts(p trade.Party) []fact {
	var f facts
	f.add(msg("Name"), p.Name, p.NameLocal)
	f.add(msg("Address"), p.Address...)
	for _, id := range p.IDs {
		f = append(f, fact{Label: numberLabel(id.Kind), Lines: []string{id.Value}, Note: confirmedNote(p, id.Kind)})
	}
	f.add(msg("Contact"), p.Contact)
	f.add(msg("Telephone"), p.Phone)
	f.add(msg("E-mail"), p.Email)
	for _, b := range p.Banks {
		lines := []string{b.Name, b.Address, b.Account}
		if b.SWIFT != "" {
			lines = append(lines, "SWIFT "+b.SWIFT)
		}
		if b.IBAN != "" {
			lines = append(lines, "IBAN "+b.IBAN)
		}
		f.add(msg("Account in %s", string(b.Currency)), lines...)
	}
	return f
}

// partyWarnings are what looks odd in a party that is stored.
func partyWarnings(p parties.Stored) (all []warning) {
	for _, in := range formOfParty(p.Party, p.Seller).fields(p.Found).all() {
		for _, sentence := range append(in.Faults, in.Notes...) {
			all = append(all, warning{Place: in.Label, Message: sentence})
		}
	}
	return all
}

// newParty serves GET /parties/new.
func (s *Server) newParty(c fiber.Ctx) error {
	return s.partyFormPage(c, store.PartyInfo{}).draw(c, fiber.StatusOK, partyForm{}, nil)
}

// partyFormPage is the page of the form of a party that is kept, or of a new one.
func (s *Server) partyFormPage(c fiber.Ctx, info store.PartyInfo) partyFormPage {
	p := partyFormPage{Base: s.base(c, "parties", msg("New party")), Action: "/parties/new", Back: "/parties", Read: "0"}
	if info.ID != "" {
		p.ID, p.Title, p.Back, p.Read = info.ID, msg("Edit %s", info.Party.Name), joinPath("/parties", info.ID), versionText(info.Version)
		p.Action = p.Back + "/edit"
	}
	return p
}

// addParty serves POST /parties/new. A second click finds the party that the
// first one has made.
func (s *Server) addParty(c fiber.Ctx) error {
	f := partyFormOf(c, false)
	added, err := parties.Add(c.Context(), s.store, s.who(c), f.party())
	if found := (trade.Faults)(nil); errors.As(err, &found) {
		return s.partyFormPage(c, store.PartyInfo{}).draw(c, fiber.StatusUnprocessableEntity, f, found)
	}
	if err != nil {
		return err
	}
	s.flash(c, msg("%s is in the address book.", added.Name))
	return c.Redirect().Status(fiber.StatusSeeOther).To(joinPath("/parties", added.ID))
}

// editParty serves GET /parties/:id/edit.
func (s *Server) editParty(c fiber.Ctx) error {
	party, err := parties.Look(c.Context(), s.store, s.who(c), param(c, "id"))
	if err != nil {
		return err
	}
	return s.partyFormPage(c, party.PartyInfo).draw(c, fiber.StatusOK, formOfParty(party.Party, party.Seller), party.Found.Warnings())
}

// saveParty serves POST /parties/:id/edit.
func (s *Server) saveParty(c fiber.Ctx) error {
	id, f, read := param(c, "id"), partyFormOf(c, true), c.FormValue("version")
	if f.edited(c.FormValue("do")) {
		return s.partyAgain(c, fiber.StatusOK, f, nil, nil)
	}
	f.tidy()
	saved, err := parties.Change(c.Context(), s.store, s.who(c), id, f.party(), versionOf(read))
	stale, found := (*store.Stale[trade.Party])(nil), trade.Faults(nil)
	switch {
	case errors.As(err, &stale):
		return s.partyAgain(c, fiber.StatusConflict, f, nil, stale)
	case errors.As(err, &found):
		return s.partyAgain(c, fiber.StatusUnprocessableEntity, f, found, nil)
	case err != nil:
		return err
	}
	s.flash(c, msg("%s is saved. Orders and papers that are there keep what they say.", saved.Name))
	return c.Redirect().Status(fiber.StatusSeeOther).To(joinPath("/parties", id))
}

// partyAgain shows the form with what was typed, what was found of it, and what
// somebody else has saved since.
func (s *Server) partyAgain(c fiber.Ctx, status int, f partyForm, found trade.Faults, stale *store.Stale[trade.Party]) error {
	party, err := parties.Look(c.Context(), s.store, s.who(c), param(c, "id"))
	if err != nil {
		return err
	}
	f.Seller = party.Seller
	p := s.partyFormPage(c, party.PartyInfo)
	p.Read = c.FormValue("version")
	if stale != nil {
		theirs := formOfParty(stale.Now, f.Seller)
		p.Both = &versions{Changed: sinceOpened(stale.By), Drop: p.Action, Rows: differences(theirs.fields(nil).all(), f.fields(nil).all())}
		p.Read = versionText(stale.Version)
		_, found = trade.CheckParty(f.party(), f.Seller)
	}
	return p.draw(c, status, f, found)
}

// sinceOpened says who has changed what a form shows.
func sinceOpened(by string) Message {
	if by == "" {
		return msg("This was changed since you opened it.")
	}
	return msg("%s changed this since you opened it.", by)
}

// drawNumbers serves POST /parties/numbers: the fields of a party's numbers for
// the country that was chosen, to be put into the page.
func (s *Server) drawNumbers(c fiber.Ctx) error {
	p := partyFormPage{Base: s.base(c, "parties", msg("New party")), Party: partyFormOf(c, false).fields(nil)}
	return partyFormTmpl.block(c, fiber.StatusOK, "partynumbers", p)
}

// draw shows the form with what is said of it.
func (p partyFormPage) draw(c fiber.Ctx, status int, f partyForm, found trade.Faults) error {
	p.Party = f.fields(found)
	p.Faults = p.Party.summary()
	p.Faulty = len(p.Faults) > 0 || p.Both != nil
	return partyFormTmpl.render(c, status, p)
}

// versionText is a version as a form carries it.
func versionText(v int64) string { return strconv.FormatInt(v, 10) }

// versionOf is the version that a form carries; one that cannot be read is none
// that is there.
func versionOf(text string) int64 {
	v, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return -1
	}
	return v
}
