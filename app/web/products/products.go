package products

import (
	"errors"
	"slices"
	"time"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/codes"
	"woolroad/app/products"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/app/typing"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

type productsPage struct {
	page.Base
	Rows []productRow
}

// productRow is a product as a row of the list.
type productRow struct {
	store.Product
	Label   say.Message
	Species say.Message
	Covers  string // the text of its HS subheading
	Agreed  *agreed
	Said    []store.StatedRegain
}

// oddRegain returns a warning about a regain that is unusual for the product, or a
// Message without Format where it is usual.
func oddRegain(product string, r store.AgreedRegain) say.Message {
	w, is := trade.OddRegain("", product, r.Percent)
	if !is {
		return say.Message{}
	}
	return say.Spoken(w, nil)
}

// statedRow is the regain that one source states for a product, with a warning if it is
// unusual.
type statedRow struct {
	store.StatedRegain
	Odd say.Message
}

// agreed is the regain that the desk proposes for a product.
type agreed struct {
	store.AgreedRegain
	Verified bool
}

type productPage struct {
	page.Base
	Faults   []page.FieldFault
	Conflict *page.Conflict
	Path     string // of this product
	Name     string
	Fields   []page.Field
	Regain   []page.Field // the fields of the regain that the desk proposes
	Agreed   *agreed      // the stored one that the desk proposes; nil: none
	Odd      say.Message  // what is odd about it
	Said     []statedRow
	Taken    *store.StatedRegain // the statement that the form is filled from; nil: none
	Read     string              // the version that the form was filled from
	By       string
	At       time.Time // in the exporter's zone; zero: not known
}

// productForm is a product as it was typed.
type productForm struct {
	NameZH, HS6, Percent, Source, Date, Version string
}

var (
	productsTmpl = page.Parse[productsPage]("products/products.html")
	productTmpl  = page.Parse[productPage]("products/product.html")
)

// listProducts serves GET /products: all products.
func (s *pages) listProducts(c fiber.Ctx) error {
	all, err := products.List(c.Context(), s.Store, s.Who(c))
	if err != nil {
		return err
	}
	p := productsPage{Base: s.Base(c, say.Msg("Products"))}
	for _, product := range all {
		p.Rows = append(p.Rows, rowOfProduct(product))
	}
	return productsTmpl.Render(c, fiber.StatusOK, p)
}

// rowOfProduct returns a product as a row of the list.
func rowOfProduct(p products.Product) productRow {
	row := productRow{
		Product: p.Product, Label: say.Bilingual(p.Name, p.NameZH), Covers: codes.HS6(p.HS6).Text(), Agreed: agreedOf(p), Said: p.Said,
	}
	if known, err := codes.LookupProduct(p.Name); err == nil {
		row.Species = say.Bilingual(known.Species.Name, known.Species.NameZH)
	}
	return row
}

// agreedOf returns the regain that the desk proposes for a product, or nil.
func agreedOf(p products.Product) *agreed {
	if p.Regain == nil {
		return nil
	}
	return &agreed{*p.Regain, p.Verified}
}

// productPage returns the page of the product in the address, and the product. Its errors
// are NotFound and those of the database.
func (s *pages) productPage(c fiber.Ctx) (productPage, products.Stored, error) {
	name := page.Param(c, "name")
	p, err := products.Look(c.Context(), s.Store, s.Who(c), name)
	shown := productPage{
		Base: s.Base(c, say.Bilingual(p.Name, p.NameZH)), Path: page.JoinPath("/products", name), Name: name,
		Agreed: agreedOf(p.Product), By: p.ChangedBy, At: p.ChangedAt,
	}
	if shown.Agreed != nil {
		shown.Odd = oddRegain(p.Name, shown.Agreed.AgreedRegain)
	}
	for _, r := range p.Said {
		shown.Said = append(shown.Said, statedRow{r, oddRegain(p.Name, r.AgreedRegain)})
	}
	return shown, p, err
}

// showProduct serves GET /products/:name: a product and its form. ?take= fills the form
// with the regain of that id.
func (s *pages) showProduct(c fiber.Ctx) error {
	shown, p, err := s.productPage(c)
	if err != nil {
		return err
	}
	f := formOfProduct(p.Product.Product)
	for _, r := range shown.Said {
		if r.ID == c.Query("take") {
			shown.Taken = &r.StatedRegain
			f.Percent, f.Source, f.Date = r.Percent.String(), r.Source, r.Date.String()
		}
	}
	return shown.draw(c, fiber.StatusOK, f, page.NewSaid())
}

// formOfProduct returns the form filled from a stored product.
func formOfProduct(p store.Product) productForm {
	f := productForm{NameZH: p.NameZH, HS6: p.HS6, Version: page.VersionText(p.Version)}
	if r := p.Regain; r != nil {
		f.Percent, f.Source, f.Date = r.Percent.String(), r.Source, r.Date.String()
	}
	return f
}

// saveProduct serves POST /products/:name: it saves the product.
func (s *pages) saveProduct(c fiber.Ctx) error {
	f := productForm{page.OneLine(c.FormValue("name_zh")), c.FormValue("hs6"), page.ReadNumber(c.FormValue("percent"), typing.PerCent),
		page.OneLine(c.FormValue("source")), page.PlainDay(c.FormValue("date")), c.FormValue("version")}
	typed := products.Typed{NameZH: f.NameZH, HS6: f.HS6, Percent: f.Percent, Source: f.Source, Date: f.Date}
	p, err := products.Change(c.Context(), s.Store, s.Who(c), page.Param(c, "name"), typed, page.SentVersion(c))
	stale, found := (*store.Stale[store.Product])(nil), trade.Faults(nil)
	if !errors.As(err, &stale) && !errors.As(err, &found) {
		if err != nil {
			return err
		}
		s.Flash(c, say.Msg("%s is saved. Existing orders and documents do not change.", p.Name))
		return c.Redirect().Status(fiber.StatusSeeOther).To(page.JoinPath("/products", p.Name))
	}
	shown, _, err := s.productPage(c)
	if err != nil {
		return err
	}
	if stale == nil {
		return shown.draw(c, fiber.StatusUnprocessableEntity, f, page.SaidOf(found))
	}
	theirs := formOfProduct(stale.Now)
	shown.Conflict = &page.Conflict{Changed: page.SinceOpened(stale.By, time.Time{}), Version: stale.Now.Version, Drop: shown.Path, Rows: page.Differences(theirs.fields(shown.Name), f.fields(shown.Name))}
	return shown.draw(c, fiber.StatusConflict, f, page.NewSaid())
}

// fields returns all fields of the form for the product of that name.
func (f productForm) fields(name string) []page.Field {
	return append(f.about(name), f.regain()...)
}

// about returns the fields of the form that are about the product itself.
func (f productForm) about(name string) []page.Field {
	hs6 := []page.Choice{}
	if known, err := codes.LookupProduct(name); err == nil {
		for _, h := range known.HS6 {
			hs6 = append(hs6, page.Choice{Value: string(h), Label: say.Msg("%s · %s", string(h), codes.Subheading{Code: h, Text: h.Text()})})
		}
	}
	return []page.Field{
		{ID: "name_zh", Label: say.Msg("Name in Chinese"), Value: f.NameZH, Auto: "off", Need: page.Needed},
		{ID: "hs6", Label: say.Msg("Usual HS subheading"), Value: f.HS6, Kind: page.Select, Auto: "off", Need: page.Needed, Wide: true, Choices: page.Chosen(hs6, f.HS6),
			Hint: say.Msg("An order line may use another of these codes.")},
	}
}

// regain returns the fields of the form that are about the proposed regain.
func (f productForm) regain() []page.Field {
	return regainFields(f.Percent, f.Source, f.Date, page.Optional)
}

// regainFields returns the fields of a regain and its source.
func regainFields(percent, source, date string, need page.FieldNeed) []page.Field {
	return []page.Field{
		{ID: "percent", Label: say.Msg("Regain, per cent"), Value: percent, Kind: page.Number, Auto: "off", Need: need},
		{ID: "date", Label: say.Msg("Looked up on"), Value: date, Kind: page.Date, Auto: "off", Need: need},
		{ID: "source", Label: say.Msg("Source"), Value: source, Auto: "off", Need: need, Wide: true, Hint: say.Msg("A standard, a contract, a custom: like GB/T 9994-2018.")},
	}
}

// draw answers with the form f and what is said about its fields.
func (p productPage) draw(c fiber.Ctx, status int, f productForm, about page.Said) error {
	p.Fields, p.Regain, p.Read = about.AttachTo(f.about(p.Name)), about.AttachTo(f.regain()), f.Version
	p.Faults = about.Summary(append(slices.Clone(p.Fields), p.Regain...)...)
	p.Faulty = len(p.Faults) > 0 || p.Conflict != nil
	return productTmpl.Render(c, status, p)
}
