package products

import (
	"time"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/codes"
	"woolroad/app/products"
	stored "woolroad/app/store/products"
	"woolroad/app/trade"
	"woolroad/app/typing"
	"woolroad/app/web/form"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

type productsPage struct {
	page.Base
	Rows []productRow
}

// productRow is a product as a row of the list.
type productRow struct {
	stored.Product
	Label   say.Message
	Species say.Message
	Covers  string // the text of its HS subheading
	Agreed  *agreed
	Said    []stored.StatedRegain
}

// oddRegain returns a warning about a regain that is unusual for the product, or a
// Message without Format where it is usual.
func oddRegain(product string, r stored.AgreedRegain) say.Message {
	w, is := trade.OddRegain("", product, r.Percent)
	if !is {
		return say.Message{}
	}
	return say.Spoken(w, nil)
}

// statedRow is the regain that one source states for a product, with a warning if it is
// unusual.
type statedRow struct {
	stored.StatedRegain
	Odd say.Message
}

// agreed is the regain that the desk proposes for a product.
type agreed struct {
	stored.AgreedRegain
	Verified bool
}

type productPage struct {
	page.Base
	*form.Form
	Path   string // of this product
	Name   string
	Agreed *agreed     // the stored regain that the desk proposes; nil: none
	Odd    say.Message // what is odd about it
	Said   []statedRow
	Taken  *stored.StatedRegain // the statement that the form is filled from; nil: none
	By     string
	At     time.Time // in the exporter's zone; zero: not known
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
			fillRegain(f, r.AgreedRegain)
		}
	}
	return shown.draw(c, fiber.StatusOK, f)
}

// productForm returns the form of the product with that name.
func productForm(name string) *form.Rules {
	var hs6 []page.Choice
	if known, err := codes.LookupProduct(name); err == nil {
		for _, h := range known.HS6 {
			hs6 = append(hs6, page.Choice{Value: string(h), Label: say.Msg("%s · %s", string(h), codes.Subheading{Code: h, Text: h.Text()})})
		}
	}
	return form.Of(append([]page.Field{
		{ID: "name_zh", Label: say.Msg("Name in Chinese"), Auto: "off", Need: page.Needed},
		{ID: "hs6", Label: say.Msg("Usual HS subheading"), Kind: page.Select, Auto: "off", Need: page.Needed, Wide: true, Choices: hs6,
			Hint: say.Msg("An order line may use another of these codes.")},
	}, regainFields(page.Optional)...)...)
}

// regainFields declares the fields of a regain and its source.
func regainFields(need page.FieldNeed) []page.Field {
	return []page.Field{
		{ID: "percent", Label: say.Msg("Regain, per cent"), Kind: page.Number, Units: typing.PerCent, Auto: "off", Need: need},
		{ID: "date", Label: say.Msg("Looked up on"), Kind: page.Date, Auto: "off", Need: need},
		{ID: "source", Label: say.Msg("Source"), Auto: "off", Need: need, Wide: true, Hint: say.Msg("A standard, a contract, a custom: like GB/T 9994-2018.")},
	}
}

// fillRegain fills the fields of regainFields from a regain.
func fillRegain(f *form.Form, r stored.AgreedRegain) {
	f.Set("/percent", r.Percent.String())
	f.Set("/source", r.Source)
	f.Set("/date", r.Date.String())
}

// formOfProduct returns the form filled from a stored product.
func formOfProduct(p stored.Product) *form.Form {
	f := productForm(p.Name).New()
	f.Set("/name_zh", p.NameZH)
	f.Set("/hs6", p.HS6)
	if p.Regain != nil {
		fillRegain(f, *p.Regain)
	}
	f.Version = page.VersionText(p.Version)
	return f
}

// saveProduct serves POST /products/:name: it saves the product.
func (s *pages) saveProduct(c fiber.Ctx) error {
	name := page.Param(c, "name")
	f := productForm(name).Read(c)
	typed := products.Typed{NameZH: page.OneLine(f.Value("/name_zh")), HS6: f.Value("/hs6"), Percent: f.Value("/percent"),
		Source: page.OneLine(f.Value("/source")), Date: f.Value("/date")}
	p, err := products.Change(c.Context(), s.Store, s.Who(c), name, typed, page.SentVersion(c))
	if err != nil {
		status, err := form.Refuse(f, err, page.JoinPath("/products", name), formOfProduct)
		if err != nil {
			return err
		}
		shown, _, err := s.productPage(c)
		if err != nil {
			return err
		}
		return shown.draw(c, status, f)
	}
	s.Flash(c, say.Msg("%s is saved. Existing orders and documents do not change.", p.Name))
	return c.Redirect().Status(fiber.StatusSeeOther).To(page.JoinPath("/products", p.Name))
}

// draw answers with the page and the form f.
func (p productPage) draw(c fiber.Ctx, status int, f *form.Form) error {
	p.Form, p.Faulty = f, f.Refused()
	return productTmpl.Render(c, status, p)
}
