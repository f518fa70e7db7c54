package web

import (
	"errors"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/store"
	"woolroad/app/trade"
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

var regainTmpl = parse[regainPage]("regain.html")

// regainPage is the page of a form about the product that the address names.
func (s *Server) regainPage(c fiber.Ctx) (p regainPage, all []store.StatedRegain, err error) {
	name := param(c, "name")
	err = s.store.View(c.Context(), func(t *store.Tx) error {
		product, err := t.Product(c.Context(), name)
		if err != nil {
			return err
		}
		label := bilingual(product.Name, product.NameZH)
		p = regainPage{Base: s.base(c, "products", msg("Regain of %s", label)), Product: label, Path: joinPath("/products", name)}
		p.Action = p.Path + "/regains/new"
		all, err = t.Regains(c.Context(), name)
		return err
	})
	return p, all, err
}

// newRegain serves GET /products/:name/regains/new.
func (s *Server) newRegain(c fiber.Ctx) error {
	p, _, err := s.regainPage(c)
	if err != nil {
		return err
	}
	day, err := s.day(c.Context())
	if err != nil {
		return err
	}
	return p.draw(c, fiber.StatusOK, regainForm{Date: day, Version: "0"}, newSaid())
}

// addRegain serves POST /products/:name/regains/new. What is said already in
// the same words is not said twice.
func (s *Server) addRegain(c fiber.Ctx) error {
	p, _, err := s.regainPage(c)
	if err != nil {
		return err
	}
	f := regainFormOf(c)
	r, about := f.regain(param(c, "name"))
	if len(about.faults) > 0 {
		return p.draw(c, fiber.StatusUnprocessableEntity, f, about)
	}
	ctx := c.Context()
	err = s.store.Update(ctx, s.who(c), func(t *store.Tx) error {
		there, err := t.Regains(ctx, r.Product)
		if err != nil || slices.ContainsFunc(there, func(k store.StatedRegain) bool { return formOfRegain(k).same(f) }) {
			return err
		}
		_, err = t.PutRegain(ctx, r)
		return err
	})
	if err != nil {
		return err
	}
	s.flash(c, msg("The regain is saved, with its source."))
	return c.Redirect().Status(fiber.StatusSeeOther).To(p.Path)
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
func (s *Server) regainAt(c fiber.Ctx) (p regainPage, r store.StatedRegain, err error) {
	p, all, err := s.regainPage(c)
	if err != nil {
		return p, r, err
	}
	i := slices.IndexFunc(all, func(r store.StatedRegain) bool { return r.ID == param(c, "id") })
	if i < 0 {
		return p, r, &trade.Error{Code: trade.NotFound, Field: "id", Format: "There is no such regain any more."}
	}
	p.ID, p.Action = all[i].ID, p.Path+joinPath("/regains", all[i].ID)
	return p, all[i], nil
}

// saveRegain serves POST /products/:name/regains/:id, by which it is changed or
// taken out.
func (s *Server) saveRegain(c fiber.Ctx) error {
	p, was, err := s.regainAt(c)
	if err != nil {
		return err
	}
	f := regainFormOf(c)
	r, about := f.regain(was.Product)
	r.ID, r.Version = was.ID, versionOf(f.Version)
	ctx, done := c.Context(), msg("The regain is saved, with its source.")
	switch {
	case c.FormValue("do") == "delete":
		done = msg("The regain is taken out.")
		err = s.store.Update(ctx, s.who(c), func(t *store.Tx) error { return t.DeleteRegain(ctx, r.ID, r.Version) })
	case len(about.faults) > 0:
		return p.draw(c, fiber.StatusUnprocessableEntity, f, about)
	default:
		err = s.store.Update(ctx, s.who(c), func(t *store.Tx) error {
			_, err := t.PutRegain(ctx, r)
			return err
		})
	}
	if stale := (*store.Stale[store.StatedRegain])(nil); errors.As(err, &stale) {
		kept := formOfRegain(stale.Now)
		f.Version = kept.Version
		p.Both = &versions{Changed: sinceOpened(stale.By), Drop: p.Action, Rows: differences(kept.fields(), f.fields())}
		if kept.Verified != f.Verified {
			l := s.lang(c)
			p.Both.Rows = append(p.Both.Rows, versionsRow{msg("Read in the source itself"), l.say(yesNo(kept.Verified)), l.say(yesNo(f.Verified))})
		}
		return p.draw(c, fiber.StatusConflict, f, about)
	}
	if err != nil {
		return err
	}
	s.flash(c, done)
	return c.Redirect().Status(fiber.StatusSeeOther).To(p.Path)
}

func yesNo(yes bool) Message {
	if yes {
		return msg("yes")
	}
	return msg("no")
}

func regainFormOf(c fiber.Ctx) regainForm {
	return regainForm{typedNumber(c.FormValue("percent")), oneLine(c.FormValue("source")), oneLine(c.FormValue("date")),
		oneLine(c.FormValue("note")), c.FormValue("version"), c.FormValue("verified") != ""}
}

func formOfRegain(r store.StatedRegain) regainForm {
	return regainForm{r.Percent.String(), r.Source, r.Date.String(), r.Note, versionText(r.Version), r.Verified}
}

// same says whether two say the same, of whatever version.
func (f regainForm) same(g regainForm) bool {
	g.Version = f.Version
	return f == g
}

// regain is what was typed, and what is wrong with it.
func (f regainForm) regain(product string) (store.StatedRegain, said) {
	about := newSaid()
	percent, day := readRegain(about, f.Percent, f.Source, f.Date)
	about.length("note", f.Note)
	return store.StatedRegain{
		Product: product, AgreedRegain: store.AgreedRegain{Percent: percent, Source: f.Source, Date: day}, Verified: f.Verified, Note: f.Note,
	}, about
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
