package web

import (
	"errors"
	"strings"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/products"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/app/typing"
)

type regainPage struct {
	Base
	Faults   []fieldFault
	Both     *versions
	Product  Message
	Path     string // of the product
	Action   string
	ID       string // empty: a new one
	Fields   []input
	Verified bool
	Read     string // the version that the form was filled from
}

// regainForm is what is said of a regain, as it is typed.
type regainForm struct {
	Percent, Source, Date, Note, Version string
	Verified                             bool
}

var regainTmpl = parse[regainPage]("products/regain.html")

// regainPage is the page of a form about a product's regain.
func (s *Server) regainPage(c fiber.Ctx, product store.Product) regainPage {
	label := bilingual(product.Name, product.NameZH)
	p := regainPage{Base: s.base(c, "products", msg("Regain of %s", label)), Product: label, Path: joinPath("/products", product.Name)}
	p.Action = p.Path + "/regains/new"
	return p
}

// newRegain serves GET /products/:name/regains/new.
func (s *Server) newRegain(c fiber.Ctx) error {
	product, err := products.Look(c.Context(), s.store, s.who(c), param(c, "name"))
	if err != nil {
		return err
	}
	return s.regainPage(c, product.Product.Product).draw(c, fiber.StatusOK, regainForm{Date: product.Today.String(), Version: "0"}, newSaid())
}

// addRegain serves POST /products/:name/regains/new. What is said already in
// the same words is not said twice.
func (s *Server) addRegain(c fiber.Ctx) error {
	f, name := regainFormOf(c), param(c, "name")
	_, err := products.AddRegain(c.Context(), s.store, s.who(c), name, f.typed())
	if found := (trade.Faults)(nil); errors.As(err, &found) {
		product, err := products.Look(c.Context(), s.store, s.who(c), name)
		if err != nil {
			return err
		}
		return s.regainPage(c, product.Product.Product).draw(c, fiber.StatusUnprocessableEntity, f, saidOf(found))
	}
	if err != nil {
		return err
	}
	s.flash(c, msg("The regain is saved, with its source."))
	return c.Redirect().Status(fiber.StatusSeeOther).To(joinPath("/products", name))
}

// editRegain serves GET /products/:name/regains/:id.
func (s *Server) editRegain(c fiber.Ctx) error {
	p, r, err := s.regainAt(c)
	if err != nil {
		return err
	}
	return p.draw(c, fiber.StatusOK, formOfRegain(r), newSaid())
}

// regainAt is what the address names, and the page of its form.
func (s *Server) regainAt(c fiber.Ctx) (regainPage, store.StatedRegain, error) {
	r, err := products.LookAtRegain(c.Context(), s.store, s.who(c), param(c, "name"), param(c, "id"))
	if err != nil {
		return regainPage{}, store.StatedRegain{}, err
	}
	p := s.regainPage(c, r.Product.Product)
	p.ID, p.Action = r.Regain.ID, p.Path+joinPath("/regains", r.Regain.ID)
	return p, r.Regain, nil
}

// saveRegain serves POST /products/:name/regains/:id, by which it is changed or
// taken out.
func (s *Server) saveRegain(c fiber.Ctx) error {
	f, ctx, who, name, id := regainFormOf(c), c.Context(), s.who(c), param(c, "name"), param(c, "id")
	done, err := msg("The regain is saved, with its source."), error(nil)
	if c.FormValue("do") == "delete" {
		done = msg("The regain is taken out.")
		err = products.DeleteRegain(ctx, s.store, who, name, id, versionOf(f.Version))
	} else {
		_, err = products.ChangeRegain(ctx, s.store, who, name, id, f.typed(), versionOf(f.Version))
	}
	stale, found := (*store.Stale[store.StatedRegain])(nil), trade.Faults(nil)
	if !errors.As(err, &stale) && !errors.As(err, &found) {
		if err != nil {
			return err
		}
		s.flash(c, done)
		return c.Redirect().Status(fiber.StatusSeeOther).To(joinPath("/products", name))
	}
	p, _, err := s.regainAt(c)
	if err != nil {
		return err
	}
	if stale == nil {
		return p.draw(c, fiber.StatusUnprocessableEntity, f, saidOf(found))
	}
	theirs := formOfRegain(stale.Now)
	f.Version = theirs.Version
	p.Both = &versions{Changed: sinceOpened(stale.By), Drop: p.Action, Rows: differences(theirs.fields(), f.fields())}
	if theirs.Verified != f.Verified {
		l := s.lang(c)
		p.Both.Rows = append(p.Both.Rows, versionsRow{msg("Read in the source itself"), l.say(yesNo(theirs.Verified)), l.say(yesNo(f.Verified))})
	}
	return p.draw(c, fiber.StatusConflict, f, newSaid())
}

func yesNo(yes bool) Message {
	if yes {
		return msg("yes")
	}
	return msg("no")
}

func regainFormOf(c fiber.Ctx) regainForm {
	return regainForm{typedNumber(c.FormValue("percent"), typing.PerCent), oneLine(c.FormValue("source")), plainDay(c.FormValue("date")),
		oneLine(c.FormValue("note")), c.FormValue("version"), c.FormValue("verified") != ""}
}

func formOfRegain(r store.StatedRegain) regainForm {
	return regainForm{r.Percent.String(), r.Source, r.Date.String(), r.Note, versionText(r.Version), r.Verified}
}

func (f regainForm) typed() products.TypedRegain {
	return products.TypedRegain{Percent: f.Percent, Source: f.Source, Date: f.Date, Note: f.Note, Verified: f.Verified}
}

func (f regainForm) fields() []input {
	return append(regainInputs(f.Percent, f.Source, f.Date, true),
		input{ID: "note", Label: msg("Note"), Value: f.Note, Kind: "lines", Auto: "off", Wide: true, Hint: msg("For which kind of the product, and what is doubtful.")})
}

// draw shows the form with what is said of it.
func (p regainPage) draw(c fiber.Ctx, status int, f regainForm, about said) error {
	p.Fields, p.Verified, p.Read = about.on(f.fields()), f.Verified, f.Version
	p.Faults = about.summary(p.Fields...)
	p.Faulty = len(p.Faults) > 0 || p.Both != nil
	return regainTmpl.render(c, status, p)
}

// oneLine is a text with single spaces between its words.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
