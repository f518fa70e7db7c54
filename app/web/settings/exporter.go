package settings

import (
	"github.com/gofiber/fiber/v3"

	"woolroad/app/office"
	"woolroad/app/trade"
	"woolroad/app/trade/exporter"
	"woolroad/app/web/form"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

type exporterPage struct {
	page.Base
	form.Party
	New     bool            // nobody has said yet whose installation this is
	Sellers []office.Seller // the sellers of orders, to fill the form from
	Taken   string          // the number of the order that the form is filled from
}

// Documents returns the fields for what all documents have in common.
func (p exporterPage) Documents() []page.Field {
	return p.Fields("/calendar", "/zone", "/labels", "/address")
}

var exporterTmpl = page.Parse[exporterPage]("settings/exporter.html")

// exporterForm is the form of the exporter's data.
var exporterForm = form.OfParty("/seller", true,
	page.Field{ID: "calendar", Label: say.Msg("Fiscal year of the numbers"), Kind: page.Select, Auto: "off", Need: page.Needed, Choices: []page.Choice{
		{Value: string(exporter.January), Label: say.Msg("from 1 January, as in China")},
		{Value: string(exporter.April), Label: say.Msg("from 1 April, as in India")},
		{Value: string(exporter.Shrawan), Label: say.Msg("from 1 Shrawan, as in Nepal")},
	}, Hint: say.Msg("Once documents are issued in the current year, another fiscal year can begin only after it ends.")},
	page.Field{ID: "zone", Label: say.Msg("Time zone"), List: "zones", Auto: "off", Need: page.Needed,
		Hint: say.Msg("Documents carry the date in this time zone. Write a name like Asia/Shanghai.")},
	page.Field{ID: "labels", Label: say.Msg("Language of the documents' labels"), Kind: page.Select, Auto: "off", Need: page.Needed, Choices: []page.Choice{
		{Value: string(exporter.EnglishChinese), Label: say.Msg("English and Chinese")},
		{Value: string(exporter.English), Label: say.Msg("English")},
	}},
	page.Field{ID: "address", Label: say.Msg("Public address of the check page"), Kind: page.Address, Auto: "off", Wide: true, Need: page.Optional,
		Hint: say.Msg("The QR code on a document leads to this address, where a buyer can check that the document is genuine. Write it like https://desk.example.com; leave it empty if this desk cannot be reached from outside.")},
)

// formOf returns the form filled from an exporter, with a row for a first account.
func formOf(e exporter.Exporter) *form.Form {
	f := exporterForm.New()
	if e.Seller != nil {
		f.FillParty("/seller", *e.Seller)
	}
	if f.Rows("/seller/banks") == 0 {
		f.Add("/seller/banks", 1)
	}
	for pointer, text := range map[string]string{"/calendar": string(e.Calendar), "/zone": e.Zone, "/labels": string(e.Labels), "/address": e.Address} {
		f.Set(pointer, text)
	}
	f.Version = page.VersionText(e.Version)
	return f
}

// exporterOf returns what is typed, unchecked, as an exporter of that version.
func exporterOf(f *form.Form, version int64) exporter.Exporter {
	seller := f.PartyOf("/seller")
	return exporter.Exporter{Seller: &seller, Calendar: exporter.Calendar(f.Value("/calendar")), Zone: page.HalfWidth(f.Value("/zone")),
		Labels: exporter.Labels(f.Value("/labels")), Address: f.Value("/address"), Version: version}
}

// judgeSeller sets what is found in the typed seller at its fields.
func judgeSeller(f *form.Form) {
	_, found := trade.CheckParty(f.PartyOf("/seller"), true)
	for i := range found {
		found[i].Pointer = "/seller" + found[i].Pointer
	}
	f.Judge(found)
}

// showExporter serves GET /exporter: the form of the exporter's data. ?order= fills it
// with the seller of that order.
func (s *pages) showExporter(c fiber.Ctx) error {
	number := c.Query("order")
	there, err := office.LookForForm(c.Context(), s.Store, s.Who(c), number)
	if err != nil {
		return err
	}
	f := formOf(there.Exporter)
	if there.Exporter.Seller != nil {
		judgeSeller(f)
	}
	return s.drawExporter(c, fiber.StatusOK, f, exporterPage{Taken: number, New: there.New, Sellers: there.Sellers})
}

// saveExporter serves POST /exporter: it saves the exporter's data, or adds or removes a
// row for an account.
func (s *pages) saveExporter(c fiber.Ctx) error {
	f := exporterForm.Read(c)
	if f.Edit(c.FormValue("do")) {
		return s.drawExporter(c, fiber.StatusOK, f, exporterPage{})
	}
	f.Tidy()
	if _, err := office.Save(c.Context(), s.Store, s.Who(c), exporterOf(f, page.SentVersion(c))); err != nil {
		judgeSeller(f)
		status, err := form.Refuse(f, err, "/exporter", formOf)
		if err != nil {
			return err
		}
		return s.drawExporter(c, status, f, exporterPage{})
	}
	s.Flash(c, say.Msg("The exporter's data are saved. Documents issued from now on carry them."))
	return c.Redirect().Status(fiber.StatusSeeOther).To("/exporter")
}

// drawExporter answers with the page p and the form f.
func (s *pages) drawExporter(c fiber.Ctx, status int, f *form.Form, p exporterPage) error {
	p.Base, p.Party = s.Base(c, say.Msg("Exporter")), form.Party{Form: f, At: "/seller", Seller: true}
	p.Faulty = f.Refused()
	return exporterTmpl.Render(c, status, p)
}
