package web

import (
	"errors"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/store"
	"woolroad/app/trade"
)

type exporterPage struct {
	Base
	Faults  []fieldFault
	Both    *versions
	New     bool           // nobody has said yet whose installation this is
	Sellers []sellerChoice // that orders name
	Taken   string         // the number of the order that the form is filled from
	Party   partyFields
	Papers  []input
	Read    string // the version that the form was filled from
}

// sellerChoice is a seller that orders name, and one of these orders.
type sellerChoice struct{ Name, Order string }

// exporterForm is the exporter as it is typed.
type exporterForm struct {
	partyForm
	Calendar, Zone, Labels, Public, Version string
}

var exporterTmpl = parse[exporterPage]("exporter.html")

func (s *Server) exporterRoutes(app *fiber.App) {
	app.Get("/exporter", s.showExporter)
	app.Post("/exporter", s.saveExporter)
}

// showExporter serves GET /exporter. ?order= fills the form with an order's
// seller.
func (s *Server) showExporter(c fiber.Ctx) error {
	ctx, number := c.Context(), c.Query("order")
	var e trade.Exporter
	p := exporterPage{Base: s.base(c, "exporter", msg("Exporter")), Taken: number}
	err := s.store.View(ctx, func(t *store.Tx) (err error) {
		if e, err = t.Exporter(ctx); err != nil {
			return err
		}
		p.New = e.Seller == nil
		if number != "" {
			o, _, err := t.Order(ctx, number)
			if err != nil {
				return err
			}
			e.Seller = &o.Seller
		} else if p.New {
			p.Sellers, err = sellers(c, t)
		}
		return err
	})
	if err != nil {
		return err
	}
	f := formOfExporter(e)
	var found trade.Faults
	if e.Seller != nil {
		_, found = trade.CheckParty(f.party(), true)
	}
	return p.draw(c, fiber.StatusOK, f, found, newSaid())
}

// sellers are those that orders name, each as the latest of its orders has it.
func sellers(c fiber.Ctx, t *store.Tx) (list []sellerChoice, err error) {
	ctx := c.Context()
	parties, err := t.PartyPage(ctx, store.PartyFilter{Role: store.Seller}, store.Paging{Limit: 5})
	if err != nil {
		return nil, err
	}
	for _, p := range parties.Rows {
		orders, err := t.Orders(ctx, store.OrderFilter{Party: p.ID}, store.ByDate, true, store.Paging{Limit: 1})
		if err != nil {
			return nil, err
		}
		for _, o := range orders.Rows {
			list = append(list, sellerChoice{p.Party.Name, o.Number})
		}
	}
	return list, nil
}

// saveExporter serves POST /exporter.
func (s *Server) saveExporter(c fiber.Ctx) error {
	f := exporterForm{
		partyForm: partyFormOf(c, true), Calendar: c.FormValue("calendar"), Zone: halfWidth(c.FormValue("zone")),
		Labels: c.FormValue("labels"), Public: halfWidth(c.FormValue("public")), Version: c.FormValue("version"),
	}
	f.Own = true
	p := exporterPage{Base: s.base(c, "exporter", msg("Exporter"))}
	if f.edited(c.FormValue("do")) {
		return p.draw(c, fiber.StatusOK, f, nil, newSaid())
	}
	f.tidy()
	e, found, other := f.exporter()
	if found.Err() != nil || len(other.faults) > 0 {
		return p.draw(c, fiber.StatusUnprocessableEntity, f, found, other)
	}
	err := s.store.PutExporter(c.Context(), s.who(c), e)
	refused := (*trade.Error)(nil)
	switch {
	case !errors.As(err, &refused):
	case refused.Field == "version":
		return s.exporterChanged(c, f)
	case exporterFields[refused.Field] != "":
		other.fault(exporterFields[refused.Field], refused)
		return p.draw(c, fiber.StatusUnprocessableEntity, f, found, other)
	}
	if err != nil {
		return err
	}
	s.flash(c, msg("The exporter's data are saved. Papers issued from now on carry them."))
	return c.Redirect().Status(fiber.StatusSeeOther).To("/exporter")
}

// exporterChanged shows what somebody else has kept beside what was typed; saved
// once more, that takes its place.
func (s *Server) exporterChanged(c fiber.Ctx, f exporterForm) error {
	e, err := s.store.Exporter(c.Context())
	if err != nil {
		return err
	}
	kept := formOfExporter(e)
	f.Version = kept.Version
	p := exporterPage{Base: s.base(c, "exporter", msg("Exporter"))}
	p.Both = &versions{
		Changed: msg("Somebody has changed the exporter's data since you opened them."), Drop: "/exporter",
		Rows: append(differences(kept.partyForm.fields(nil).all(), f.partyForm.fields(nil).all()), differences(kept.papers(), f.papers())...),
	}
	_, found := trade.CheckParty(f.party(), true)
	return p.draw(c, fiber.StatusConflict, f, found, newSaid())
}

// exporterFields are the fields of the form by those of the exporter.
var exporterFields = map[string]string{"calendar": "calendar", "zone": "zone", "labels": "labels", "address": "public"}

func formOfExporter(e trade.Exporter) exporterForm {
	f := exporterForm{Calendar: string(e.Calendar), Zone: e.Zone, Labels: string(e.Labels), Public: e.Address, Version: versionText(e.Version)}
	if e.Seller != nil {
		f.partyForm = formOfParty(*e.Seller, true)
	}
	f.Seller, f.Own = true, true
	if len(f.Banks) == 0 {
		f.Banks = []bankForm{{}}
	}
	return f
}

// exporter is what was typed, what is to be said of the party, and what is wrong
// with the rest.
func (f exporterForm) exporter() (trade.Exporter, trade.Faults, said) {
	e := trade.Exporter{
		Calendar: trade.Calendar(f.Calendar), Zone: f.Zone, Labels: trade.Labels(f.Labels), Address: f.Public, Version: versionOf(f.Version),
	}
	s := newSaid()
	for _, fault := range e.Faults() {
		s.fault(exporterFields[fault.Field], fault)
	}
	seller, found := trade.CheckParty(f.party(), true)
	e.Seller = &seller
	return e, found, s
}

// papers are the fields of what all papers have in common.
func (f exporterForm) papers() []input {
	return []input{
		{ID: "calendar", Label: msg("Fiscal year of the numbers"), Value: f.Calendar, Kind: "choice", Auto: "off", Required: true, Choices: chosen([]choice{
			{Value: string(trade.January), Label: msg("from 1 January, as in China")},
			{Value: string(trade.April), Label: msg("from 1 April, as in India")},
			{Value: string(trade.Shrawan), Label: msg("from 1 Shrawan, as in Nepal")},
		}, f.Calendar), Hint: msg("Once the running year has papers, another one can begin only after its end.")},
		{ID: "zone", Label: msg("Time zone"), Value: f.Zone, List: "zones", Auto: "off", Required: true,
			Hint: msg("Its day is the date of papers. Write a name like Asia/Shanghai.")},
		{ID: "labels", Label: msg("Language of the papers' labels"), Value: f.Labels, Kind: "choice", Auto: "off", Required: true, Choices: chosen([]choice{
			{Value: string(trade.EnglishChinese), Label: msg("English and Chinese")},
			{Value: string(trade.English), Label: msg("English")},
		}, f.Labels)},
		{ID: "public", Label: msg("Public address of the check page"), Value: f.Public, Kind: "url", Auto: "off", Wide: true,
			Hint: msg("The code on a paper leads a buyer there, to see that the paper is genuine. Like https://papers.example.com; leave it empty if this desk cannot be reached from outside.")},
	}
}

// draw shows the form with what is said of it.
func (p exporterPage) draw(c fiber.Ctx, status int, f exporterForm, found trade.Faults, other said) error {
	p.Party, p.Papers, p.Read = f.fields(found), other.on(f.papers()), f.Version
	p.Faults = append(p.Party.summary(), other.summary(p.Papers...)...)
	p.Faulty = len(p.Faults) > 0 || p.Both != nil
	return exporterTmpl.render(c, status, p)
}
