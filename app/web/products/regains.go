package products

import (
	"cmp"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/products"
	stored "woolroad/app/store/products"
	"woolroad/app/web/form"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

type regainPage struct {
	page.Base
	*form.Form
	Product say.Message
	Path    string // of the product
	Action  string
	Stored  bool // the regain is there already
}

var regainTmpl = page.Parse[regainPage]("products/regain.html")

// regainForm is the form of the regain that a source states.
var regainForm = form.Of(append(regainFields(page.Needed),
	page.Field{ID: "note", Label: say.Msg("Note"), Kind: page.Lines, Auto: "off", Need: page.Optional, Wide: true,
		Hint: say.Msg("State which kind of the product the regain is for, and any doubts.")},
	page.Field{ID: "verified", Label: say.Msg("I have read the source itself"), Kind: page.Tick,
		Hint: say.Msg("Do not tick this for a regain that you heard of or found elsewhere; such a regain is shown as not verified.")})...)

// formOfRegain returns the form filled from a stored regain.
func formOfRegain(r stored.StatedRegain) *form.Form {
	f := regainForm.New()
	fillRegain(f, r.AgreedRegain)
	f.Set("/note", r.Note)
	if r.Verified {
		f.Set("/verified", "yes")
	}
	f.Version = page.VersionText(r.Version)
	return f
}

// typedRegain returns what is typed, for the operation to read.
func typedRegain(f *form.Form) products.TypedRegain {
	return products.TypedRegain{Percent: f.Value("/percent"), Source: page.OneLine(f.Value("/source")), Date: f.Value("/date"),
		Note: page.OneLine(f.Value("/note")), Verified: f.Value("/verified") != ""}
}

// newRegain serves GET /products/:name/regains/new: an empty form.
func (s *pages) newRegain(c fiber.Ctx) error {
	product, err := products.Look(c.Context(), s.Store, s.Who(c), page.Param(c, "name"))
	if err != nil {
		return err
	}
	f := regainForm.New()
	f.Version = "0"
	f.Set("/date", product.Today.String())
	return s.drawRegain(c, fiber.StatusOK, product.Product.Product, "", f)
}

// drawRegain answers with the form of the product's regain with that ID, which is empty
// for a new one.
func (s *pages) drawRegain(c fiber.Ctx, status int, product stored.Product, id string, f *form.Form) error {
	label, path := say.Bilingual(product.Name, product.NameZH), page.JoinPath("/products", product.Name)
	p := regainPage{Base: s.Base(c, say.Msg("Regain of %s", label)), Form: f, Product: label, Path: path, Stored: id != ""}
	p.Action, p.Faulty = path+page.JoinPath("/regains", cmp.Or(id, "new")), f.Refused()
	return regainTmpl.Render(c, status, p)
}

// addRegain serves POST /products/:name/regains/new: it saves a regain with its source. A
// regain that is there already in the same words is not added again.
func (s *pages) addRegain(c fiber.Ctx) error {
	f, name := regainForm.Read(c), page.Param(c, "name")
	_, err := products.AddRegain(c.Context(), s.Store, s.Who(c), name, typedRegain(f))
	if err != nil {
		status, err := form.Refuse(f, err, "", formOfRegain)
		if err != nil {
			return err
		}
		product, err := products.Look(c.Context(), s.Store, s.Who(c), name)
		if err != nil {
			return err
		}
		return s.drawRegain(c, status, product.Product.Product, "", f)
	}
	return s.regainDone(c, say.Msg("The regain is saved, with its source."))
}

// regainDone leads to the product, whose page says what was done.
func (s *pages) regainDone(c fiber.Ctx, done say.Message) error {
	s.Flash(c, done)
	return c.Redirect().Status(fiber.StatusSeeOther).To(page.JoinPath("/products", page.Param(c, "name")))
}

// editRegain serves GET /products/:name/regains/:id: the form of a stored regain.
func (s *pages) editRegain(c fiber.Ctx) error { return s.drawStored(c, fiber.StatusOK, nil) }

// drawStored answers with the form of the stored regain in the address: with f as it was
// sent, or filled from the regain where f is nil. Its errors are NotFound and those of the
// database.
func (s *pages) drawStored(c fiber.Ctx, status int, f *form.Form) error {
	r, err := products.LookAtRegain(c.Context(), s.Store, s.Who(c), page.Param(c, "name"), page.Param(c, "id"))
	if err != nil {
		return err
	}
	if f == nil {
		f = formOfRegain(r.Regain)
	}
	return s.drawRegain(c, status, r.Product.Product, r.Regain.ID, f)
}

// saveRegain serves POST /products/:name/regains/:id: it changes or deletes the regain.
func (s *pages) saveRegain(c fiber.Ctx) error {
	f, ctx, who, name, id := regainForm.Read(c), c.Context(), s.Who(c), page.Param(c, "name"), page.Param(c, "id")
	done, err := say.Msg("The regain is saved, with its source."), error(nil)
	if c.FormValue("do") == "delete" {
		done = say.Msg("The regain is removed.")
		err = products.DeleteRegain(ctx, s.Store, who, name, id, page.SentVersion(c))
	} else {
		_, err = products.ChangeRegain(ctx, s.Store, who, name, id, typedRegain(f), page.SentVersion(c))
	}
	if err != nil {
		status, err := form.Refuse(f, err, page.JoinPath("/products", name, "regains", id), formOfRegain)
		if err != nil {
			return err
		}
		return s.drawStored(c, status, f)
	}
	return s.regainDone(c, done)
}
