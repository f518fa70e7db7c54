package stock

import (
	"errors"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/codes"
	"woolroad/app/stock"
	"woolroad/app/trade"
	"woolroad/app/trade/orderfile"
	"woolroad/app/trade/texts"
	"woolroad/app/typing"
	"woolroad/app/web/form"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

type lotFormPage struct {
	page.Base
	*form.Form
	Number string // of the lot that is changed; empty: a new one
	Action string
	Back   string
}

var lotFormTmpl = page.Parse[lotFormPage]("stock/form.html")

// The fields of the form of a lot, in the order of the page.
var (
	numberField = page.Field{ID: "number", Label: say.Msg("Lot number"), Auto: "off", Need: page.Needed, Most: 60}
	lotFields   = []page.Field{
		{ID: "product", Label: say.Msg("Product"), Kind: page.Select, Need: page.Needed, Choices: append([]page.Choice{{Label: say.Msg("Choose")}}, productChoices()...)},
		{ID: "package", Label: say.Msg("Kind of package"), Kind: page.Select, Need: page.Needed, Choices: packageChoices()},
		optional("species", say.Msg("Species")),
		optional("county", say.Msg("County of origin")),
		optional("cooperative", say.Msg("Cooperative")),
		{ID: "bales", Label: say.Msg("Bales"), Kind: page.Lines, Auto: "off", Need: page.Needed, Wide: true,
			Hint: say.Msg("Enter one bale per line: number, gross and tare in kg, as a spreadsheet copies them, or the gross alone. A bale without a number gets the next one.")},
		{ID: "tare", Label: say.Msg("Tare of each bale without one, kg"), Kind: page.Number, Units: typing.Kilograms, Auto: "off", Need: page.Optional},
		optional("test/certificate", say.Msg("Test certificate")),
		optional("test/laboratory", say.Msg("Laboratory")),
		{ID: "test/date", Label: say.Msg("Date of the test"), Kind: page.Date, Auto: "off", Need: page.Optional},
		figure("test/mean_fibre_diameter_um", say.Msg("Mean fibre diameter, µm"), typing.Micrometres),
		figure("test/mean_fibre_diameter_cv_percent", say.Msg("CV of the fibre diameter, per cent"), typing.PerCent),
		figure("test/length_mm", say.Msg("Length, mm"), typing.Millimetres),
		figure("test/coarse_hair_per_mille", say.Msg("Coarse hair, per mille"), typing.PerMille),
		figure("test/vegetable_matter_percent", say.Msg("Vegetable matter, per cent"), typing.PerCent),
		figure("test/grease_percent", say.Msg("Grease, per cent"), typing.PerCent),
		figure("test/ash_percent", say.Msg("Ash, per cent"), typing.PerCent),
		figure("test/impurity_per_mille", say.Msg("Impurity, per mille"), typing.PerMille),
		figure("test/regain_percent", say.Msg("Measured regain, per cent"), typing.PerCent),
		optional("test/colour", say.Msg("Colour")),
	}
	newLotForm = form.Of(append([]page.Field{numberField}, lotFields...)...)
	lotForm    = form.Of(lotFields...) // a lot keeps its number, which orders and documents name
)

// optional returns the field of a text that need not be there.
func optional(id string, label say.Message) page.Field {
	return page.Field{ID: id, Label: label, Auto: "off", Need: page.Optional, Most: trade.LongText}
}

// figure returns the field of a number that need not be there.
func figure(id string, label say.Message, units typing.Units) page.Field {
	return page.Field{ID: id, Label: label, Kind: page.Number, Units: units, Auto: "off", Need: page.Optional}
}

// productChoices returns the products that lots may be of.
func productChoices() (all []page.Choice) {
	for _, v := range codes.Products() {
		all = append(all, page.Choice{Value: v.Name, Label: say.Bilingual(v.Name, v.NameZH)})
	}
	return all
}

// packageChoices returns the kinds of package that bales may be.
func packageChoices() (all []page.Choice) {
	for _, v := range codes.Packages() {
		all = append(all, page.Choice{Value: v.Code, Label: say.Msg("%s · %s", v.Code, say.Bilingual(v.Name, v.NameZH))})
	}
	return all
}

// formOfLot returns the form filled from a stored lot.
func formOfLot(lot stock.Lot) *form.Form {
	f := filledForm(lot.Lot)
	f.Version = page.VersionText(lot.Version)
	return f
}

// filledForm returns the form filled from a lot.
func filledForm(lot trade.Lot) *form.Form {
	f := lotForm.New()
	for at, text := range texts.OfLot(lot) {
		if lotForm.Shape.At(at) != nil {
			f.Set(at, text)
		}
	}
	var rows []string
	for _, b := range lot.Bales {
		rows = append(rows, b.Number+"\t"+b.Gross.String()+"\t"+b.Tare.String())
	}
	f.Set("/bales", strings.Join(rows, "\n"))
	return f
}

// typedLot returns what is typed as the lot of an order file, with the number given, and with
// a number and the form's tare for bales that have none.
func typedLot(f *form.Form, number string) []byte {
	type object = map[string]any
	lot, test := object{"number": number}, object{}
	for _, field := range lotFields {
		text := f.Value("/" + field.ID)
		switch key, inTest := strings.CutPrefix(field.ID, "test/"); {
		case text == "" || key == "bales" || key == "tare":
		case inTest:
			test[key] = text
		default:
			lot[key] = text
		}
	}
	if len(test) > 0 {
		lot["test"] = test
	}
	bales, before := []object{}, "0"
	for _, row := range form.BaleRows(f.Value("/bales")) {
		bale := object{"number": row[0], "gross": row[1], "tare": row[2]}
		if row[0] == "" {
			bale["number"] = form.NextNumber(before)
		}
		if row[2] == "" {
			delete(bale, "tare")
			if tare := f.Value("/tare"); tare != "" {
				bale["tare"] = tare
			}
		}
		before = bale["number"].(string)
		bales = append(bales, bale)
	}
	lot["bales"] = bales
	b, err := orderfile.Encode(lot)
	if err != nil {
		panic(err) // texts can always be written
	}
	return b
}

// judge stores in the form what was found in a lot. What is wrong with a bale stands at the
// field of all bales, with the line of the bale.
func judge(f *form.Form, found trade.Faults) {
	var others, bales trade.Faults
	for _, fault := range found {
		if strings.HasPrefix(fault.Pointer, "/bales/") && !fault.Warning {
			bales = append(bales, fault)
		} else {
			others = append(others, fault)
		}
	}
	f.Judge(others)
	const most = 20
	for i, fault := range bales {
		if i == most {
			f.Fault("/bales", say.Msg("More faults: %d. Correct these first.", len(bales)-most))
			break
		}
		line, _, _ := strings.Cut(strings.TrimPrefix(fault.Pointer, "/bales/"), "/")
		n, err := strconv.Atoi(line)
		if err != nil {
			f.Fault("/bales", fault)
			continue
		}
		f.Fault("/bales", say.Msg("Line %s: %s", strconv.Itoa(n+1), say.Msg("%s: %s", say.PlaceOf(fault.Pointer, nil), say.Spoken(fault, nil))))
	}
}

// newLot serves GET /lots/new: an empty form.
func (s *pages) newLot(c fiber.Ctx) error {
	f := newLotForm.New()
	f.Version = "0"
	f.Set("/package", "BL")
	return s.drawLotForm(c, fiber.StatusOK, "", f)
}

// drawLotForm answers with the form of the lot of that number, which is empty for a new one.
func (s *pages) drawLotForm(c fiber.Ctx, status int, number string, f *form.Form) error {
	p := lotFormPage{Base: s.Base(c, say.Msg("New lot")), Form: f, Number: number, Action: "/lots/new", Back: "/lots"}
	if number != "" {
		p.Title, p.Back = say.Msg("Edit lot %s", number), page.JoinPath("/lots", number)
		p.Action = p.Back + "/edit"
	}
	p.Faulty = f.Refused()
	return lotFormTmpl.Render(c, status, p)
}

// addLot serves POST /lots/new: it adds the typed lot to the stock.
func (s *pages) addLot(c fiber.Ctx) error {
	f := newLotForm.Read(c)
	lot, found := trade.ReadLot(typedLot(f, f.Value("/number")))
	err := found.Err()
	if err == nil {
		_, err = stock.Enter(c.Context(), s.Store, s.Who(c), lot)
	}
	if err != nil {
		return s.refuseLot(c, "", f, found, err)
	}
	s.Flash(c, say.Msg("Lot %s is in stock.", lot.Number))
	return c.Redirect().Status(fiber.StatusSeeOther).To(page.JoinPath("/lots", lot.Number))
}

// editLot serves GET /lots/:number/edit: the form of a stored lot.
func (s *pages) editLot(c fiber.Ctx) error {
	number := page.Param(c, "number")
	lot, err := stock.Look(c.Context(), s.Store, s.Who(c), number)
	if err != nil {
		return err
	}
	return s.drawLotForm(c, fiber.StatusOK, lot.Number, formOfLot(lot))
}

// saveLot serves POST /lots/:number/edit: it changes the stored lot.
func (s *pages) saveLot(c fiber.Ctx) error {
	f, number := lotForm.Read(c), page.Param(c, "number")
	lot, found := trade.ReadLot(typedLot(f, number))
	err := found.Err()
	if err == nil {
		_, err = stock.Change(c.Context(), s.Store, s.Who(c), lot, page.SentVersion(c))
	}
	if err != nil {
		return s.refuseLot(c, number, f, found, err)
	}
	s.Flash(c, say.Msg("Lot %s is saved.", number))
	return c.Redirect().Status(fiber.StatusSeeOther).To(page.JoinPath("/lots", number))
}

// refuseLot answers with the form and why it was not saved. Its error is one that is not about
// the lot.
func (s *pages) refuseLot(c fiber.Ctx, number string, f *form.Form, found trade.Faults, err error) error {
	status, other := form.Refuse(f, err, page.JoinPath("/lots", number), filledForm)
	if other != nil {
		return other
	}
	if status == fiber.StatusUnprocessableEntity {
		refused := trade.Faults(nil)
		if errors.As(err, &refused) {
			found = refused
		}
		judge(f, found)
	}
	return s.drawLotForm(c, status, number, f)
}
