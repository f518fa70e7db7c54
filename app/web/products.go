package web

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
)

type productsPage struct {
	Base
	Rows []productRow
}

// productRow is a product in the list.
type productRow struct {
	store.Product
	Label   Message
	Species Message
	Covers  string // what its subheading is about
	Agreed  *agreed
	Said    []store.StatedRegain
}

// agreed is the regain that the desk proposes, and whether somebody has read
// what it rests on.
type agreed struct {
	store.AgreedRegain
	Verified bool
}

type productPage struct {
	Base
	Faults []fieldFault
	Both   *versions
	Path   string // of this product
	Name   string
	Fields []input
	Regain []input // the one that the desk proposes
	Agreed *agreed // as it is kept
	Said   []store.StatedRegain
	Taken  *store.StatedRegain // that the form is filled from
	Read   string              // the version that the form was filled from
	By     string
	At     time.Time // in the exporter's zone; zero: not known
}

// productForm is a product as it is typed.
type productForm struct {
	NameZH, HS6, Percent, Source, Date, Version string
}

var (
	productsTmpl = parse[productsPage]("products/products.html")
	productTmpl  = parse[productPage]("products/product.html")
)

func (s *Server) productsRoutes(app *fiber.App) {
	app.Get("/products", s.listProducts)
	bothFiles(app, "/products", s.exportProducts)
	app.Get("/products/:name", s.showProduct)
	app.Post("/products/:name", s.saveProduct)
	app.Get("/products/:name/regains/new", s.newRegain)
	app.Post("/products/:name/regains/new", s.addRegain)
	app.Get("/products/:name/regains/:id", s.editRegain)
	app.Post("/products/:name/regains/:id", s.saveRegain)
}

// listProducts serves GET /products.
func (s *Server) listProducts(c fiber.Ctx) error {
	all, err := products.List(c.Context(), s.store, s.who(c))
	if err != nil {
		return err
	}
	p := productsPage{Base: s.base(c, "products", msg("Products"))}
	for _, product := range all {
		p.Rows = append(p.Rows, rowOfProduct(product))
	}
	return productsTmpl.render(c, fiber.StatusOK, p)
}

func rowOfProduct(p products.Product) productRow {
	row := productRow{
		Product: p.Product, Label: bilingual(p.Name, p.NameZH), Covers: codes.HS6(p.HS6).Text(), Agreed: agreedOf(p), Said: p.Said,
	}
	if known, err := codes.LookupProduct(p.Name); err == nil {
		row.Species = bilingual(known.Species.Name, known.Species.NameZH)
	}
	return row
}

// agreedOf is the regain that the desk proposes for a product, or nil.
func agreedOf(p products.Product) *agreed {
	if p.Regain == nil {
		return nil
	}
	return &agreed{*p.Regain, p.Verified}
}

// productPage is the page of the product that the address names, and that product.
func (s *Server) productPage(c fiber.Ctx) (productPage, products.Stored, error) {
	name := param(c, "name")
	p, err := products.Look(c.Context(), s.store, s.who(c), name)
	return productPage{
		Base: s.base(c, "products", bilingual(p.Name, p.NameZH)), Path: joinPath("/products", name), Name: name,
		Said: p.Said, Agreed: agreedOf(p.Product), By: p.ChangedBy, At: p.ChangedAt,
	}, p, err
}

// showProduct serves GET /products/:name. ?take= fills the form with what is
// said of the regain.
func (s *Server) showProduct(c fiber.Ctx) error {
	page, p, err := s.productPage(c)
	if err != nil {
		return err
	}
	f := formOfProduct(p.Product.Product)
	for _, r := range page.Said {
		if r.ID == c.Query("take") {
			page.Taken = &r
			f.Percent, f.Source, f.Date = r.Percent.String(), r.Source, r.Date.String()
		}
	}
	return page.draw(c, fiber.StatusOK, f, newSaid())
}

func formOfProduct(p store.Product) productForm {
	f := productForm{NameZH: p.NameZH, HS6: p.HS6, Version: versionText(p.Version)}
	if r := p.Regain; r != nil {
		f.Percent, f.Source, f.Date = r.Percent.String(), r.Source, r.Date.String()
	}
	return f
}

// saveProduct serves POST /products/:name.
func (s *Server) saveProduct(c fiber.Ctx) error {
	f := productForm{oneLine(c.FormValue("name_zh")), c.FormValue("hs6"), typedNumber(c.FormValue("percent"), typing.PerCent),
		oneLine(c.FormValue("source")), plainDay(c.FormValue("date")), c.FormValue("version")}
	typed := products.Typed{NameZH: f.NameZH, HS6: f.HS6, Percent: f.Percent, Source: f.Source, Date: f.Date}
	p, err := products.Change(c.Context(), s.store, s.who(c), param(c, "name"), typed, versionOf(f.Version))
	stale, found := (*store.Stale[store.Product])(nil), trade.Faults(nil)
	if !errors.As(err, &stale) && !errors.As(err, &found) {
		if err != nil {
			return err
		}
		s.flash(c, msg("%s is saved. Orders and papers that are there keep what they say.", p.Name))
		return c.Redirect().Status(fiber.StatusSeeOther).To(joinPath("/products", p.Name))
	}
	page, _, err := s.productPage(c)
	if err != nil {
		return err
	}
	if stale == nil {
		return page.draw(c, fiber.StatusUnprocessableEntity, f, saidOf(found))
	}
	theirs := formOfProduct(stale.Now)
	f.Version = theirs.Version
	page.Both = &versions{Changed: sinceOpened(stale.By), Drop: page.Path, Rows: differences(theirs.fields(page.Name), f.fields(page.Name))}
	return page.draw(c, fiber.StatusConflict, f, newSaid())
}

// fields are all of the form's.
func (f productForm) fields(name string) []input {
	return append(f.about(name), f.regain()...)
}

func (f productForm) about(name string) []input {
	hs6 := []choice{}
	if known, err := codes.LookupProduct(name); err == nil {
		for _, h := range known.HS6 {
			hs6 = append(hs6, choice{Value: string(h), Label: bilingual(string(h)+" · "+h.Text(), string(h))})
		}
	}
	return []input{
		{ID: "name_zh", Label: msg("Name in Chinese"), Value: f.NameZH, Auto: "off", Required: true},
		{ID: "hs6", Label: msg("Usual HS subheading"), Value: f.HS6, Kind: "choice", Auto: "off", Required: true, Choices: chosen(hs6, f.HS6),
			Hint: msg("A line of an order may take another one of these.")},
	}
}

func (f productForm) regain() []input { return regainInputs(f.Percent, f.Source, f.Date, false) }

// regainInputs are the fields of a regain with who says it.
func regainInputs(percent, source, date string, required bool) []input {
	return []input{
		{ID: "percent", Label: msg("Regain, per cent"), Value: percent, Kind: "number", Auto: "off", Required: required},
		{ID: "source", Label: msg("Source"), Value: source, Auto: "off", Required: required, Hint: msg("A standard, a contract, a custom: like GB/T 9994-2018.")},
		{ID: "date", Label: msg("Looked up on"), Value: date, Kind: "date", Auto: "off", Required: required},
	}
}

// draw shows the form with what is said of it.
func (p productPage) draw(c fiber.Ctx, status int, f productForm, about said) error {
	p.Fields, p.Regain, p.Read = about.on(f.about(p.Name)), about.on(f.regain()), f.Version
	p.Faults = about.summary(append(slices.Clone(p.Fields), p.Regain...)...)
	p.Faulty = len(p.Faults) > 0 || p.Both != nil
	return productTmpl.render(c, status, p)
}
