package web

import (
	"errors"
	"strings"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/office"
	"woolroad/app/store"
	"woolroad/app/trade"
)

type exporterPage struct {
	Base
	Faults  []fieldFault
	Both    *versions
	New     bool            // nobody has said yet whose installation this is
	Sellers []office.Seller // that orders name
	Taken   string          // the number of the order that the form is filled from
	Party   partyFields
	Papers  []input
	Read    string // the version that the form was filled from
}

// exporterForm is the exporter as it is typed.
type exporterForm struct {
	partyForm
	Calendar, Zone, Labels, Public, Version string
}

var exporterTmpl = parse[exporterPage]("settings/exporter.html")

func (s *Server) exporterRoutes(app *fiber.App) {
	app.Get("/exporter", s.showExporter)
	app.Post("/exporter", s.saveExporter)
}

// showExporter serves GET /exporter. ?order= fills the form with an order's
// seller.
func (s *Server) showExporter(c fiber.Ctx) error {
	number := c.Query("order")
	form, err := office.LookForForm(c.Context(), s.store, s.who(c), number)
	if err != nil {
		return err
	}
	p := exporterPage{Base: s.base(c, "exporter", msg("Exporter")), Taken: number, New: form.New, Sellers: form.Sellers}
	f := formOfExporter(form.Exporter)
	var found trade.Faults
	if form.Exporter.Seller != nil {
		_, found = trade.CheckParty(f.party(), true)
	}
	return p.draw(c, fiber.StatusOK, f, found, newSaid())
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
	_, err := office.Save(c.Context(), s.store, s.who(c), f.exporter())
	stale, found, refused := (*store.Stale[trade.Exporter])(nil), trade.Faults(nil), (*trade.Error)(nil)
	switch {
	case errors.As(err, &stale):
		return p.changed(c, f, stale.Now, stale.By)
	case errors.As(err, &found):
		party, other := saidOfExporter(found)
		return p.draw(c, fiber.StatusUnprocessableEntity, f, party, other)
	case errors.As(err, &refused) && exporterFields[refused.Field] != "":
		other := newSaid()
		other.fault(exporterFields[refused.Field], refused)
		_, warnings := trade.CheckParty(f.party(), true)
		return p.draw(c, fiber.StatusUnprocessableEntity, f, warnings, other)
	case err != nil:
		return err
	}
	s.flash(c, msg("The exporter's data are saved. Papers issued from now on carry them."))
	return c.Redirect().Status(fiber.StatusSeeOther).To("/exporter")
}

// changed shows what somebody else has saved beside what was typed; saved once more,
// that takes its place.
func (p exporterPage) changed(c fiber.Ctx, f exporterForm, now trade.Exporter, by string) error {
	theirs := formOfExporter(now)
	f.Version = theirs.Version
	p.Both = &versions{
		Changed: sinceOpened(by), Drop: "/exporter",
		Rows: append(differences(theirs.partyForm.fields(nil).all(), f.partyForm.fields(nil).all()), differences(theirs.papers(), f.papers())...),
	}
	_, found := trade.CheckParty(f.party(), true)
	return p.draw(c, fiber.StatusConflict, f, found, newSaid())
}

// saidOfExporter parts what was found of the exporter: what is said of the party, with
// pointers that begin there, and what is said at the other fields.
func saidOfExporter(found trade.Faults) (party trade.Faults, other said) {
	other = newSaid()
	for _, f := range found {
		field, ofSeller := strings.CutPrefix(f.Pointer, "/seller")
		if ofSeller {
			f.Pointer = field
			party = append(party, f)
		} else {
			other.fault(exporterFields[strings.TrimPrefix(f.Pointer, "/")], f)
		}
	}
	return party, other
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

// exporter is what was typed, as it stands.
func (f exporterForm) exporter() trade.Exporter {
	seller := f.party()
	return trade.Exporter{
		Seller: &seller, Calendar: trade.Calendar(f.Calendar), Zone: f.Zone, Labels: trade.Labels(f.Labels), Address: f.Public,
		Version: versionOf(f.Version),
	}
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
