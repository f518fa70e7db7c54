package settings

import (
	"errors"
	"strings"
	"time"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/office"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

type exporterPage struct {
	page.Base
	Faults    []page.FieldFault
	Conflict  *page.Conflict
	New       bool            // nobody has said yet whose installation this is
	Sellers   []office.Seller // the sellers of orders, to fill the form from
	Taken     string          // the number of the order that the form is filled from
	Party     page.PartyFields
	Documents []page.Field
	Read      string // the version that the form was filled from
}

// exporterForm is the exporter's data as they were typed.
type exporterForm struct {
	page.PartyForm
	Calendar, Zone, Labels, Public, Version string
}

var exporterTmpl = page.Parse[exporterPage]("settings/exporter.html")

// showExporter serves GET /exporter: the form of the exporter's data. ?order= fills it
// with the seller of that order.
func (s *pages) showExporter(c fiber.Ctx) error {
	number := c.Query("order")
	form, err := office.LookForForm(c.Context(), s.Store, s.Who(c), number)
	if err != nil {
		return err
	}
	p := exporterPage{Base: s.Base(c, say.Msg("Exporter")), Taken: number, New: form.New, Sellers: form.Sellers}
	f := formOfExporter(form.Exporter)
	var found trade.Faults
	if form.Exporter.Seller != nil {
		_, found = trade.CheckParty(f.Party(), true)
	}
	return p.draw(c, fiber.StatusOK, f, found, page.NewSaid())
}

// saveExporter serves POST /exporter: it saves the exporter's data, or adds or removes a
// row for an account.
func (s *pages) saveExporter(c fiber.Ctx) error {
	f := exporterForm{
		PartyForm: page.PartyFormOf(c, true), Calendar: c.FormValue("calendar"), Zone: page.HalfWidth(c.FormValue("zone")),
		Labels: c.FormValue("labels"), Public: page.HalfWidth(c.FormValue("public")), Version: c.FormValue("version"),
	}
	f.OfThisDesk = true
	p := exporterPage{Base: s.Base(c, say.Msg("Exporter"))}
	if f.Edited(c.FormValue("do")) {
		return p.draw(c, fiber.StatusOK, f, nil, page.NewSaid())
	}
	f.Tidy()
	_, err := office.Save(c.Context(), s.Store, s.Who(c), f.exporter(page.SentVersion(c)))
	stale, found, refused := (*store.Stale[trade.Exporter])(nil), trade.Faults(nil), (*trade.Error)(nil)
	switch {
	case errors.As(err, &stale):
		return p.changed(c, f, stale.Now, stale.By)
	case errors.As(err, &found):
		party, other := saidOfExporter(found)
		return p.draw(c, fiber.StatusUnprocessableEntity, f, party, other)
	case errors.As(err, &refused) && exporterFields[refused.Field] != "":
		other := page.NewSaid()
		other.Fault(exporterFields[refused.Field], refused)
		_, warnings := trade.CheckParty(f.Party(), true)
		return p.draw(c, fiber.StatusUnprocessableEntity, f, warnings, other)
	case err != nil:
		return err
	}
	s.Flash(c, say.Msg("The exporter's data are saved. Documents issued from now on carry them."))
	return c.Redirect().Status(fiber.StatusSeeOther).To("/exporter")
}

// changed answers with the form, and shows what somebody else has saved beside what was
// typed. The form's button saves what was typed over the other's values.
func (p exporterPage) changed(c fiber.Ctx, f exporterForm, now trade.Exporter, by string) error {
	theirs := formOfExporter(now)
	p.Conflict = &page.Conflict{
		Changed: page.SinceOpened(by, time.Time{}), Version: now.Version, Drop: "/exporter",
		Rows: append(page.Differences(theirs.PartyForm.Fields(nil).All(), f.PartyForm.Fields(nil).All()), page.Differences(theirs.documents(), f.documents())...),
	}
	_, found := trade.CheckParty(f.Party(), true)
	return p.draw(c, fiber.StatusConflict, f, found, page.NewSaid())
}

// saidOfExporter returns the exporter's faults in two parts: those of the seller, with
// pointers that begin at the party, and those at the other fields.
func saidOfExporter(found trade.Faults) (party trade.Faults, other page.Said) {
	other = page.NewSaid()
	for _, f := range found {
		field, ofSeller := strings.CutPrefix(f.Pointer, "/seller")
		if ofSeller {
			f.Pointer = field
			party = append(party, f)
		} else {
			other.Fault(exporterFields[strings.TrimPrefix(f.Pointer, "/")], f)
		}
	}
	return party, other
}

// exporterFields are the ids of the form's fields, by the fields of the exporter.
var exporterFields = map[string]string{"calendar": "calendar", "zone": "zone", "labels": "labels", "address": "public"}

// formOfExporter returns the form filled from the stored exporter.
func formOfExporter(e trade.Exporter) exporterForm {
	f := exporterForm{Calendar: string(e.Calendar), Zone: e.Zone, Labels: string(e.Labels), Public: e.Address, Version: page.VersionText(e.Version)}
	if e.Seller != nil {
		f.PartyForm = page.FormOfParty(*e.Seller, true)
	}
	f.Seller, f.OfThisDesk = true, true
	if len(f.Banks) == 0 {
		f.Banks = []page.BankForm{{}}
	}
	return f
}

// exporter returns what was typed, unchecked, as an exporter of that version.
func (f exporterForm) exporter(version int64) trade.Exporter {
	seller := f.Party()
	return trade.Exporter{
		Seller: &seller, Calendar: trade.Calendar(f.Calendar), Zone: f.Zone, Labels: trade.Labels(f.Labels), Address: f.Public, Version: version,
	}
}

// documents returns the fields for what all documents have in common.
func (f exporterForm) documents() []page.Field {
	return []page.Field{
		{ID: "calendar", Label: say.Msg("Fiscal year of the numbers"), Value: f.Calendar, Kind: page.Select, Auto: "off", Need: page.Needed, Choices: page.Chosen([]page.Choice{
			{Value: string(trade.January), Label: say.Msg("from 1 January, as in China")},
			{Value: string(trade.April), Label: say.Msg("from 1 April, as in India")},
			{Value: string(trade.Shrawan), Label: say.Msg("from 1 Shrawan, as in Nepal")},
		}, f.Calendar), Hint: say.Msg("Once documents are issued in the current year, another fiscal year can begin only after it ends.")},
		{ID: "zone", Label: say.Msg("Time zone"), Value: f.Zone, List: "zones", Auto: "off", Need: page.Needed,
			Hint: say.Msg("Documents carry the date in this time zone. Write a name like Asia/Shanghai.")},
		{ID: "labels", Label: say.Msg("Language of the documents' labels"), Value: f.Labels, Kind: page.Select, Auto: "off", Need: page.Needed, Choices: page.Chosen([]page.Choice{
			{Value: string(trade.EnglishChinese), Label: say.Msg("English and Chinese")},
			{Value: string(trade.English), Label: say.Msg("English")},
		}, f.Labels)},
		{ID: "public", Label: say.Msg("Public address of the check page"), Value: f.Public, Kind: page.Address, Auto: "off", Wide: true,
			Hint: say.Msg("The QR code on a document leads to this address, where a buyer can check that the document is genuine. Write it like https://desk.example.com; leave it empty if this desk cannot be reached from outside."), Need: page.Optional},
	}
}

// draw answers with the form f, what was found in its party and what is said about its
// other fields.
func (p exporterPage) draw(c fiber.Ctx, status int, f exporterForm, found trade.Faults, other page.Said) error {
	p.Party, p.Documents, p.Read = f.Fields(found), other.AttachTo(f.documents()), f.Version
	p.Faults = append(p.Party.Summary(), other.Summary(p.Documents...)...)
	p.Faulty = len(p.Faults) > 0 || p.Conflict != nil
	return exporterTmpl.Render(c, status, p)
}
