package products

import (
	"errors"
	"time"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/products"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/app/typing"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

type regainPage struct {
	page.Base
	Faults   []page.FieldFault
	Conflict *page.Conflict
	Product  say.Message
	Path     string // of the product
	Action   string
	ID       string // empty: a new one
	Fields   []page.Field
	Verified bool
	Read     string // the version that the form was filled from
}

// regainForm is the regain that a source states, as it was typed.
type regainForm struct {
	Percent, Source, Date, Note, Version string
	Verified                             bool
}

var regainTmpl = page.Parse[regainPage]("products/regain.html")

// regainPage returns the page of the form for a new regain of a product.
func (s *pages) regainPage(c fiber.Ctx, product store.Product) regainPage {
	label := say.Bilingual(product.Name, product.NameZH)
	p := regainPage{Base: s.Base(c, say.Msg("Regain of %s", label)), Product: label, Path: page.JoinPath("/products", product.Name)}
	p.Action = p.Path + "/regains/new"
	return p
}

// newRegain serves GET /products/:name/regains/new: an empty form.
func (s *pages) newRegain(c fiber.Ctx) error {
	product, err := products.Look(c.Context(), s.Store, s.Who(c), page.Param(c, "name"))
	if err != nil {
		return err
	}
	return s.regainPage(c, product.Product.Product).draw(c, fiber.StatusOK, regainForm{Date: product.Today.String(), Version: "0"}, page.NewSaid())
}

// addRegain serves POST /products/:name/regains/new: it saves a regain with its source. A
// regain that is there already in the same words is not added again.
func (s *pages) addRegain(c fiber.Ctx) error {
	f, name := regainFormOf(c), page.Param(c, "name")
	_, err := products.AddRegain(c.Context(), s.Store, s.Who(c), name, f.typed())
	if found := (trade.Faults)(nil); errors.As(err, &found) {
		product, err := products.Look(c.Context(), s.Store, s.Who(c), name)
		if err != nil {
			return err
		}
		return s.regainPage(c, product.Product.Product).draw(c, fiber.StatusUnprocessableEntity, f, page.SaidOf(found))
	}
	if err != nil {
		return err
	}
	s.Flash(c, say.Msg("The regain is saved, with its source."))
	return c.Redirect().Status(fiber.StatusSeeOther).To(page.JoinPath("/products", name))
}

// editRegain serves GET /products/:name/regains/:id: the form of a stored regain.
func (s *pages) editRegain(c fiber.Ctx) error {
	p, r, err := s.regainAt(c)
	if err != nil {
		return err
	}
	return p.draw(c, fiber.StatusOK, formOfRegain(r), page.NewSaid())
}

// regainAt returns the page of the form for the regain in the address, and that regain.
// Its errors are NotFound and those of the database.
func (s *pages) regainAt(c fiber.Ctx) (regainPage, store.StatedRegain, error) {
	r, err := products.LookAtRegain(c.Context(), s.Store, s.Who(c), page.Param(c, "name"), page.Param(c, "id"))
	if err != nil {
		return regainPage{}, store.StatedRegain{}, err
	}
	p := s.regainPage(c, r.Product.Product)
	p.ID, p.Action = r.Regain.ID, p.Path+page.JoinPath("/regains", r.Regain.ID)
	return p, r.Regain, nil
}

// saveRegain serves POST /products/:name/regains/:id: it changes or deletes the regain.
func (s *pages) saveRegain(c fiber.Ctx) error {
	f, ctx, who, name, id := regainFormOf(c), c.Context(), s.Who(c), page.Param(c, "name"), page.Param(c, "id")
	done, err := say.Msg("The regain is saved, with its source."), error(nil)
	if c.FormValue("do") == "delete" {
		done = say.Msg("The regain is removed.")
		err = products.DeleteRegain(ctx, s.Store, who, name, id, page.SentVersion(c))
	} else {
		_, err = products.ChangeRegain(ctx, s.Store, who, name, id, f.typed(), page.SentVersion(c))
	}
	stale, found := (*store.Stale[store.StatedRegain])(nil), trade.Faults(nil)
	if !errors.As(err, &stale) && !errors.As(err, &found) {
		if err != nil {
			return err
		}
		s.Flash(c, done)
		return c.Redirect().Status(fiber.StatusSeeOther).To(page.JoinPath("/products", name))
	}
	p, _, err := s.regainAt(c)
	if err != nil {
		return err
	}
	if stale == nil {
		return p.draw(c, fiber.StatusUnprocessableEntity, f, page.SaidOf(found))
	}
	theirs := formOfRegain(stale.Now)
	p.Conflict = &page.Conflict{Changed: page.SinceOpened(stale.By, time.Time{}), Version: stale.Now.Version, Drop: p.Action, Rows: page.Differences(theirs.fields(), f.fields())}
	if theirs.Verified != f.Verified {
		p.Conflict.Rows = append(p.Conflict.Rows, page.Difference{Label: say.Msg("I have read the source itself"), Theirs: yesNo(theirs.Verified), Mine: yesNo(f.Verified)})
	}
	return p.draw(c, fiber.StatusConflict, f, page.NewSaid())
}

// yesNo returns the word "yes" or "no".
func yesNo(yes bool) say.Message {
	if yes {
		return say.Msg("yes")
	}
	return say.Msg("no")
}

// regainFormOf returns the form that a browser sent.
func regainFormOf(c fiber.Ctx) regainForm {
	return regainForm{page.ReadNumber(c.FormValue("percent"), typing.PerCent), page.OneLine(c.FormValue("source")), page.PlainDay(c.FormValue("date")),
		page.OneLine(c.FormValue("note")), c.FormValue("version"), c.FormValue("verified") != ""}
}

// formOfRegain returns the form filled from a stored regain.
func formOfRegain(r store.StatedRegain) regainForm {
	return regainForm{r.Percent.String(), r.Source, r.Date.String(), r.Note, page.VersionText(r.Version), r.Verified}
}

// typed returns what was typed, for the operation to read.
func (f regainForm) typed() products.TypedRegain {
	return products.TypedRegain{Percent: f.Percent, Source: f.Source, Date: f.Date, Note: f.Note, Verified: f.Verified}
}

// fields returns all fields of the form but the tick box.
func (f regainForm) fields() []page.Field {
	return append(regainFields(f.Percent, f.Source, f.Date, page.Needed),
		page.Field{ID: "note", Label: say.Msg("Note"), Value: f.Note, Kind: page.Lines, Auto: "off", Wide: true, Hint: say.Msg("State which kind of the product the regain is for, and any doubts."), Need: page.Optional})
}

// draw answers with the form f and what is said about its fields.
func (p regainPage) draw(c fiber.Ctx, status int, f regainForm, about page.Said) error {
	p.Fields, p.Verified, p.Read = about.AttachTo(f.fields()), f.Verified, f.Version
	p.Faults = about.Summary(p.Fields...)
	p.Faulty = len(p.Faults) > 0 || p.Conflict != nil
	return regainTmpl.Render(c, status, p)
}
