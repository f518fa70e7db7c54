package web

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/golang-sql/civil"

	"woolroad/app/codes"
	"woolroad/app/exact"
	"woolroad/app/store"
	"woolroad/app/trade"
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
	productsTmpl = parse[productsPage]("products.html")
	productTmpl  = parse[productPage]("product.html")
)

func (s *Server) productsRoutes(app *fiber.App) {
	app.Get("/products", s.listProducts)
	app.Get("/products/:name", s.showProduct)
	app.Post("/products/:name", s.saveProduct)
	app.Get("/products/:name/regains/new", s.newRegain)
	app.Post("/products/:name/regains/new", s.addRegain)
	app.Get("/products/:name/regains/:id", s.editRegain)
	app.Post("/products/:name/regains/:id", s.saveRegain)
}

// listProducts serves GET /products.
func (s *Server) listProducts(c fiber.Ctx) error {
	ctx := c.Context()
	p := productsPage{Base: s.base(c, "products", msg("Products"))}
	err := s.store.View(ctx, func(t *store.Tx) error {
		all, err := t.Catalogue(ctx)
		if err != nil {
			return err
		}
		said, err := t.Regains(ctx, "")
		if err != nil {
			return err
		}
		p.Rows = nil
		for _, product := range all {
			p.Rows = append(p.Rows, rowOfProduct(product, said))
		}
		return nil
	})
	if err != nil {
		return err
	}
	return productsTmpl.render(c, fiber.StatusOK, p)
}

func rowOfProduct(p store.Product, said []store.StatedRegain) productRow {
	row := productRow{Product: p, Label: bilingual(p.Name, p.NameZH), Covers: codes.HS6(p.HS6).Text()}
	if known, err := codes.LookupProduct(p.Name); err == nil {
		row.Species = bilingual(known.Species.Name, known.Species.NameZH)
	}
	for _, r := range said {
		if r.Product == p.Name {
			row.Said = append(row.Said, r)
		}
	}
	row.Agreed = agreedOf(p, row.Said)
	return row
}

// agreedOf is the regain that the desk proposes for a product. It is verified if
// a source that was read says so.
func agreedOf(p store.Product, said []store.StatedRegain) *agreed {
	if p.Regain == nil {
		return nil
	}
	return &agreed{*p.Regain, slices.ContainsFunc(said, func(r store.StatedRegain) bool {
		return r.Verified && r.Source == p.Regain.Source && r.Percent.Cmp(p.Regain.Percent) == 0
	})}
}

// readProduct is the page of the product that the address names, and that
// product.
func (s *Server) readProduct(c fiber.Ctx) (page productPage, p store.Product, err error) {
	ctx, name := c.Context(), param(c, "name")
	page = productPage{Base: s.base(c, "products", msg("Products")), Path: joinPath("/products", name), Name: name}
	err = s.store.View(ctx, func(t *store.Tx) (err error) {
		if p, err = t.Product(ctx, name); err != nil {
			return err
		}
		if page.Said, err = t.Regains(ctx, name); err != nil {
			return err
		}
		e, err := t.Exporter(ctx)
		if err != nil {
			return err
		}
		zone, err := e.Location()
		if err != nil {
			return err
		}
		page.Title, page.Agreed = bilingual(p.Name, p.NameZH), agreedOf(p, page.Said)
		page.By, page.At = p.ChangedBy, p.ChangedAt.In(zone)
		return nil
	})
	return page, p, err
}

// showProduct serves GET /products/:name. ?take= fills the form with what is
// said of the regain.
func (s *Server) showProduct(c fiber.Ctx) error {
	page, p, err := s.readProduct(c)
	if err != nil {
		return err
	}
	f := formOfProduct(p)
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
	page, p, err := s.readProduct(c)
	if err != nil {
		return err
	}
	f := productForm{oneLine(c.FormValue("name_zh")), c.FormValue("hs6"), typedNumber(c.FormValue("percent")),
		oneLine(c.FormValue("source")), oneLine(c.FormValue("date")), c.FormValue("version")}
	about := f.read(&p)
	if len(about.faults) > 0 {
		return page.draw(c, fiber.StatusUnprocessableEntity, f, about)
	}
	ctx := c.Context()
	err = s.store.Update(ctx, s.who(c), func(t *store.Tx) error { return t.ChangeProduct(ctx, p) })
	if stale := (*store.Stale[store.Product])(nil); errors.As(err, &stale) {
		kept := formOfProduct(stale.Now)
		f.Version = kept.Version
		page.Both = &versions{Changed: sinceOpened(stale.By), Drop: page.Path, Rows: differences(kept.fields(p.Name), f.fields(p.Name))}
		return page.draw(c, fiber.StatusConflict, f, about)
	}
	if err != nil {
		return err
	}
	s.flash(c, msg("%s is saved. Orders and papers that are there keep what they say.", p.Name))
	return c.Redirect().Status(fiber.StatusSeeOther).To(page.Path)
}

// read puts what was typed into a product, and says what is wrong with it.
func (f productForm) read(p *store.Product) said {
	about := newSaid()
	p.NameZH, p.HS6, p.Version, p.Regain = f.NameZH, f.HS6, versionOf(f.Version), nil
	if f.NameZH == "" {
		about.fault("name_zh", msg("This is needed; fill it in."))
	}
	about.length("name_zh", f.NameZH)
	if known, err := codes.LookupProduct(p.Name); err == nil {
		if problem := (*codes.Problem)(nil); errors.As(known.CheckHS(codes.HS6(f.HS6)), &problem) {
			about.fault("hs6", problem)
		}
	}
	if f.Percent != "" || f.Source != "" || f.Date != "" {
		percent, day := readRegain(about, f.Percent, f.Source, f.Date)
		p.Regain = &store.AgreedRegain{Percent: percent, Source: f.Source, Date: day}
	}
	return about
}

// readRegain reads a regain with who says it and when that was looked up.
func readRegain(about said, percent, source, date string) (n exact.Number, day civil.Date) {
	if percent == "" {
		about.fault("percent", msg("This is needed; fill it in."))
	} else {
		found, faults := trade.CheckRegain(percent)
		for _, f := range faults {
			about.fault("percent", f)
		}
		n = found
	}
	if source == "" {
		about.fault("source", msg("Say who says it: a standard, a contract, a custom."))
	}
	about.length("source", source)
	day, err := civil.ParseDate(date)
	if err != nil {
		about.fault("date", msg("%s is no day; write it like 2026-04-03.", cmp.Or(date, "–")))
	}
	return n, day
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
