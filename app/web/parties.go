package web

import (
	"errors"
	"reflect"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/codes"
	"woolroad/app/store"
	"woolroad/app/trade"
)

type partiesPage struct {
	Base
	Rows     []partyRow
	Roles    []stateFilter
	Chips    []chip
	Pager    pager
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
	partiesTmpl   = parse[partiesPage]("parties.html")
	partyTmpl     = parse[partyPage]("party.html")
	partyFormTmpl = parse[partyFormPage]("party-form.html")
)

func (s *Server) partiesRoutes(app *fiber.App) {
	app.Get("/parties", s.listParties)
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
	p := partiesPage{Base: s.base(c, "parties", msg("Parties")), Text: f.Text, Role: string(f.Role), Filtered: f != store.PartyFilter{}}
	p.Roles = append(p.Roles, stateFilter{msg("All"), l.with("role", ""), f.Role == ""})
	for _, r := range roleNames {
		p.Roles = append(p.Roles, stateFilter{r.many, l.with("role", string(r.role)), f.Role == r.role})
	}
	p.Chips = l.chips(func(_, value string) (Message, bool) { return msg("with “%s”", value), true }, "q")
	err := s.store.View(c.Context(), func(t *store.Tx) error {
		page, err := t.PartyPage(c.Context(), f, store.Paging{Cursor: l.get("at")})
		if err != nil {
			return err
		}
		p.Rows = nil
		for _, info := range page.Rows {
			p.Rows = append(p.Rows, partyRow{info, countryName(info.Party.Country), rolesOf(info), partyOf(Message{}, &info.Party).IDs})
		}
		p.Pager = l.pager(page.Prev, page.Next)
		return nil
	})
	if err != nil {
		return err
	}
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
	ctx, l := c.Context(), listingOf(c)
	var info store.PartyInfo
	var orders store.Page[store.OrderInfo]
	var zone *time.Location
	err := s.store.View(ctx, func(t *store.Tx) (err error) {
		if info, err = t.Party(ctx, param(c, "id")); err != nil {
			return err
		}
		e, err := t.Exporter(ctx)
		if err != nil {
			return err
		}
		if zone, err = e.Location(); err != nil {
			return err
		}
		orders, err = t.Orders(ctx, store.OrderFilter{Party: info.ID}, store.ByDate, true, store.Paging{Cursor: l.get("at"), Limit: 20})
		return err
	})
	if err != nil {
		return err
	}
	p := partyPage{
		Base: s.base(c, "parties", plain(info.Party.Name)), ID: info.ID, Box: partyOf(Message{}, &info.Party),
		In: rolesOf(info), Pager: l.pager(orders.Prev, orders.Next), By: info.ChangedBy, At: info.ChangedAt.In(zone),
	}
	for _, o := range orders.Rows {
		p.Orders = append(p.Orders, rowOf(o))
	}
	p.Facts, p.Warnings = partyFacts(info.Party), partyWarnings(info.Party)
	return partyTmpl.render(c, fiber.StatusOK, p)
}

// partyFacts are what is known of a party.
func partyFacts(p trade.Party) []fact {
	var f facts
	f.add(msg("Name"), p.Name, p.NameLocal)
	f.add(msg("Address"), p.Address...)
	for _, id := range p.IDs {
		f.add(numberLabel(id.Kind), id.Value)
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

// partyWarnings are what looks odd in a party that is kept.
func partyWarnings(p trade.Party) (all []warning) {
	form := formOfParty(p, len(p.Banks) > 0)
	_, found := form.party()
	for _, in := range form.fields(found).all() {
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
	party, found := f.party()
	p := s.partyFormPage(c, store.PartyInfo{})
	if found.Err() != nil {
		return p.draw(c, fiber.StatusUnprocessableEntity, f, found)
	}
	var id string
	ctx := c.Context()
	err := s.store.Update(ctx, s.who(c), func(t *store.Tx) error {
		there, err := t.PartyNamed(ctx, party.Name, party.Country)
		if err == nil && reflect.DeepEqual(there.Party, party) {
			id = there.ID
			return nil
		}
		id, err = t.AddParty(ctx, party)
		return err
	})
	if refused := (*trade.Error)(nil); errors.As(err, &refused) && refused.Field == "name" {
		return p.draw(c, fiber.StatusUnprocessableEntity, f, append(found, atName(refused)))
	}
	if err != nil {
		return err
	}
	s.flash(c, msg("%s is in the address book.", party.Name))
	return c.Redirect().Status(fiber.StatusSeeOther).To(joinPath("/parties", id))
}

// atName is a refusal at the field of the name.
func atName(e *trade.Error) trade.Fault {
	return e.At("/name")
}

// editParty serves GET /parties/:id/edit.
func (s *Server) editParty(c fiber.Ctx) error {
	info, err := s.party(c)
	if err != nil {
		return err
	}
	f := formOfParty(info.Party, isSeller(info))
	_, found := f.party()
	return s.partyFormPage(c, info).draw(c, fiber.StatusOK, f, found.Warnings())
}

// party is the party that the address names.
func (s *Server) party(c fiber.Ctx) (info store.PartyInfo, err error) {
	err = s.store.View(c.Context(), func(t *store.Tx) error {
		info, err = t.Party(c.Context(), param(c, "id"))
		return err
	})
	return info, err
}

// isSeller says whether a party may have accounts.
func isSeller(info store.PartyInfo) bool {
	for _, r := range info.Roles {
		if r.Role == store.Seller {
			return true
		}
	}
	return len(info.Party.Banks) > 0
}

// saveParty serves POST /parties/:id/edit.
func (s *Server) saveParty(c fiber.Ctx) error {
	info, err := s.party(c)
	if err != nil {
		return err
	}
	f := partyFormOf(c, isSeller(info))
	p := s.partyFormPage(c, info)
	p.Read = c.FormValue("version")
	if f.edited(c.FormValue("do")) {
		return p.draw(c, fiber.StatusOK, f, nil)
	}
	f.tidy()
	party, found := f.party()
	if found.Err() != nil {
		return p.draw(c, fiber.StatusUnprocessableEntity, f, found)
	}
	ctx := c.Context()
	err = s.store.Update(ctx, s.who(c), func(t *store.Tx) error { return t.ChangeParty(ctx, info.ID, party, versionOf(p.Read)) })
	stale, refused := (*store.Stale[trade.Party])(nil), (*trade.Error)(nil)
	switch {
	case errors.As(err, &stale):
		kept := formOfParty(stale.Now, f.Seller)
		p.Both = &versions{Changed: sinceOpened(stale.By), Drop: p.Action, Rows: differences(kept.fields(nil).all(), f.fields(nil).all())}
		p.Read = versionText(stale.Version)
		return p.draw(c, fiber.StatusConflict, f, found)
	case errors.As(err, &refused) && refused.Field == "name":
		return p.draw(c, fiber.StatusUnprocessableEntity, f, append(found, atName(refused)))
	case err != nil:
		return err
	}
	s.flash(c, msg("%s is saved. Orders and papers that are there keep what they say.", party.Name))
	return c.Redirect().Status(fiber.StatusSeeOther).To(p.Back)
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
