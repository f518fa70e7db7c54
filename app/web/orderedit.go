package web

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/rates"
)

// orderFormRoutes are where orders are entered and edited by hand.
func (s *Server) orderFormRoutes(app *fiber.App) {
	app.Get("/orders/new", s.newOrder)
	app.Post("/orders/new", s.enterOrder)
	app.Get("/orders/drafts", s.listDrafts)
	app.Post("/orders/drafts/:id/delete", s.deleteDraft)
	app.Post("/orders/totals", s.showTotals)
	app.Get("/orders/:number/edit", s.editOrder)
	app.Post("/orders/:number/edit", s.enterOrder)
}

// maxBalesInForm is how many bales a form takes: a browser sends all of them
// each time, within what a form may have.
const maxBalesInForm = 5000

// newOrder serves GET /orders/new: an empty form, a copy of an order (?from) or
// a draft (?draft).
func (s *Server) newOrder(c fiber.Ctx) error {
	if id := c.Query("draft"); id != "" {
		return s.showDraft(c, id)
	}
	p := orderFormPage{form: newOrderForm(), Action: "/orders/new", Draft: rand.Text()}
	day, err := s.day(c.Context())
	if err != nil {
		return err
	}
	if from := c.Query("from"); from != "" {
		o, _, err := s.store.Order(c.Context(), from)
		if err == nil {
			p.form, err = copyOf(o)
		}
		if err != nil {
			return err
		}
		m := msg("This is a copy of order %s. The number, the date and the rates that were given are new: fill them in. The lots and bales are those of %s; give the ones that are sold now.", from, from)
		p.Note = &m
	} else if err := s.usualSeller(c.Context(), p.form); err != nil {
		return err
	}
	p.form.set("/date", day)
	return s.showForm(c, fiber.StatusOK, p)
}

// copyOf is the form of an order like that one, without what is that one's own.
func copyOf(o trade.Order) (*orderForm, error) {
	if err := fitsForm(o); err != nil {
		return nil, err
	}
	f, err := formOf(o)
	if err == nil {
		err = f.fits()
	}
	if err != nil {
		return nil, err
	}
	f.set("/number", "")
	for i := range o.TotalsIn {
		for _, key := range []string{"value", "date"} {
			f.set(fmt.Sprintf("/totals_in/%d/rate/%s", i, key), "")
		}
	}
	return f, nil
}

func fitsForm(o trade.Order) error {
	bales := 0
	for _, lot := range o.Lots {
		bales += len(lot.Bales)
	}
	if bales > maxBalesInForm {
		return &trade.Error{Code: trade.Invalid, Field: "bales", Args: []any{o.Number, bales, maxBalesInForm},
			Format: "Order %s has %d bales, and a form takes %d; change its file and upload it again."}
	}
	return nil
}

// day is the day that it is for the exporter.
func (s *Server) day(ctx context.Context) (day string, err error) {
	err = s.store.View(ctx, func(t *store.Tx) error {
		e, err := t.Exporter(ctx)
		if err != nil {
			return err
		}
		d, err := e.Day(s.now())
		day = d.String()
		return err
	})
	return day, err
}

// usualSeller fills in the exporter, or the seller of the order that came last
// where the exporter's own data are not kept yet.
func (s *Server) usualSeller(ctx context.Context, f *orderForm) error {
	return s.store.View(ctx, func(t *store.Tx) error {
		e, err := t.Exporter(ctx)
		if err != nil {
			return err
		}
		if e.Seller != nil {
			return f.fill("/seller", *e.Seller)
		}
		last, err := t.Orders(ctx, store.OrderFilter{}, store.ByDate, true, store.Paging{Limit: 1})
		if err != nil || len(last.Rows) == 0 {
			return err
		}
		o, _, err := t.OrderByID(ctx, last.Rows[0].ID)
		if err != nil {
			return err
		}
		return f.fill("/seller", o.Seller)
	})
}

// fill puts a party in place of what was typed.
func (f *orderForm) fill(at string, p trade.Party) error {
	if at != "/seller" {
		p.Banks = nil
	}
	whole, err := formOf(trade.Order{Seller: p})
	if err != nil {
		return err
	}
	f.clear(at)
	f.same[at] = false
	for _, v := range whole.fields() {
		if rest, ok := strings.CutPrefix(v.Name, "/seller"); ok {
			f.set(at+rest, v.Value)
		}
	}
	return nil
}

// editOrder serves GET /orders/:number/edit.
func (s *Server) editOrder(c fiber.Ctx) error {
	o, info, err := s.store.Order(c.Context(), param(c, "number"))
	if err != nil {
		return err
	}
	if err := fitsForm(o); err != nil {
		return err
	}
	f, err := formOf(o)
	if err == nil {
		err = f.fits()
	}
	if err != nil {
		return err
	}
	p := orderFormPage{
		form: f, Action: joinPath("/orders", info.Number, "edit"), Order: info.ID, Number: info.Number,
		Issued: info.Status != trade.OrderOpen, Version: info.Version, Draft: rand.Text(),
	}
	if faults := trade.Check(o); faults.Err() != nil {
		p.note(faults) // a rule is tighter than when the order was saved
	}
	return s.showForm(c, fiber.StatusOK, p)
}

// sentOrder is the page as the browser sent it, and what a button asked for.
func (s *Server) sentOrder(c fiber.Ctx) (orderFormPage, sentForm, error) {
	sent := readSent(c)
	f := readOrderForm(sent.fields)
	p := orderFormPage{form: f, Order: sent.other["order"], Draft: sent.other["draft"], Action: "/orders/new", Typed: true}
	if err := f.drawable(); err != nil {
		return p, sent, err
	}
	var errs [2]error
	p.Version, errs[0] = strconv.ParseInt(sent.other["version"], 10, 64)
	p.DraftVersion, errs[1] = strconv.ParseInt(sent.other["draft_version"], 10, 64)
	if errors.Join(errs[:]...) != nil || len(p.Draft) > 40 || p.Draft == "" {
		return p, sent, fiber.ErrBadRequest
	}
	p.Base = s.base(c, "orders", msg("New order"))
	return p, sent, nil
}

// sentForm is a form as it was sent.
type sentForm struct {
	fields []typedField // of the order, in the order of the page
	do     string       // what the button says
	other  map[string]string
}

func readSent(c fiber.Ctx) sentForm {
	sent := sentForm{other: map[string]string{}}
	for name, value := range c.Request().PostArgs().All() {
		switch name := string(name); {
		case name == "do":
			sent.do = string(value)
		case name == "same", strings.HasPrefix(name, "/"):
			sent.fields = append(sent.fields, typedField{name, string(value)})
		default:
			sent.other[name] = string(value)
		}
	}
	return sent
}

// enterOrder serves POST /orders/new and /orders/:number/edit: what a button of
// the form asks for.
func (s *Server) enterOrder(c fiber.Ctx) error {
	p, sent, err := s.sentOrder(c)
	if err != nil {
		return err
	}
	if p.Order != "" {
		if err := s.whichOrder(c.Context(), &p); err != nil {
			return err
		}
	}
	if left := p.form.paste(sent.other); left > 0 {
		return s.showFull(c, p, msg("A form takes %d bales; of the rows that were pasted, the last %d are left out. Upload an order of more bales as a file.", maxBalesInForm, left))
	}
	what, at, _ := strings.Cut(sent.do, ":")
	if what != "remove" && !p.form.root.fits("", 1) {
		return s.showFull(c, p, listsAreFull)
	}
	switch what {
	case "draft":
		p.form.settle()
		return s.saveDraft(c, p)
	case "save", "":
		return s.saveOrder(c, p)
	case "over":
		version, err := strconv.ParseInt(at, 10, 64)
		if err != nil {
			return fiber.ErrBadRequest
		}
		p.Version = version
		return s.saveOrder(c, p)
	case "party":
		if err := s.fillParty(c.Context(), p.form, at, sent.other["party:"+at]); err != nil {
			return err
		}
	case "add":
		if why := p.form.full(at); why.Format != "" {
			return s.showFull(c, p, why)
		}
		p.form.act(what, at)
	default:
		p.form.act(what, at)
	}
	p.form.settle()
	return s.showForm(c, fiber.StatusOK, p)
}

var formIsFull = msg("A form takes %d bales and has no room for more. Upload an order of more bales as a file.", maxBalesInForm)

// showFull shows the form with what fits, and says that not all did.
func (s *Server) showFull(c fiber.Ctx, p orderFormPage, why Message) error {
	p.form.settle()
	at := fieldID("/lots")
	p.notes, p.Faults = map[string][]any{at: {why}}, []fieldFault{{at, why}}
	return s.showForm(c, fiber.StatusUnprocessableEntity, p)
}

// whichOrder says which order is edited, whatever its number is by now.
func (s *Server) whichOrder(ctx context.Context, p *orderFormPage) error {
	return s.store.View(ctx, func(t *store.Tx) error {
		_, info, err := t.OrderByID(ctx, p.Order)
		p.Number, p.Issued = info.Number, info.Status != trade.OrderOpen
		p.Action = joinPath("/orders", info.Number, "edit")
		return err
	})
}

// act does what a button of the form asks for within the form.
func (f *orderForm) act(what, at string) {
	switch what {
	case "add":
		count := 1
		if patternOf(at) == "/lots/*/bales" {
			count = min(newBales, f.baleRoom())
		}
		f.add(at, count)
		if at == "/lots" {
			f.add(fmt.Sprintf("/lots/%d/bales", f.next("/lots")-1), newBales)
		}
	case "remove":
		f.remove(at)
	case "number":
		f.numberBales(at)
	case "tare":
		f.sameTare(at)
	}
}

// saveOrder keeps what was typed as an order, if it is one.
func (s *Server) saveOrder(c fiber.Ctx, p orderFormPage) error {
	p.form.tidy()
	o, faults := p.form.order()
	p.note(faults)
	if len(p.Faults) > 0 {
		return s.showForm(c, fiber.StatusUnprocessableEntity, p)
	}
	ctx := c.Context()
	var out store.Outcome
	err := s.store.Update(ctx, s.who(c), func(t *store.Tx) (err error) {
		if p.Order == "" {
			out, err = t.AddOrder(ctx, o)
		} else {
			out, err = t.ChangeOrder(ctx, p.Order, o, p.Version)
		}
		if err != nil {
			return err
		}
		return dropDraft(ctx, t, p)
	})
	stale, refused := (*store.Stale[trade.Order])(nil), (*trade.Error)(nil)
	switch {
	case errors.As(err, &stale):
		at, err := s.local(c.Context(), stale.At)
		if err != nil {
			return err
		}
		p.Changed = &changedMeanwhile{stale.By, at, stale.Version, compare(stale.Now, o), p.Action}
		return s.showForm(c, fiber.StatusConflict, p)
	case errors.As(err, &refused) && (refused.Code == trade.Conflict || refused.Code == trade.Invalid):
		p.refuse(refused)
		return s.showForm(c, fiber.StatusUnprocessableEntity, p)
	case err != nil:
		return err
	}
	switch out {
	case store.Unchanged:
		s.flash(c, msg("Order %s is kept already, as it is here.", o.Number))
	case store.Added:
		s.flash(c, msg("Order %s is entered.", o.Number))
	default:
		s.flash(c, msg("Order %s is changed.", o.Number))
	}
	return c.Redirect().Status(fiber.StatusSeeOther).To(joinPath("/orders", o.Number))
}

// refuse puts what the store said to its field.
func (p *orderFormPage) refuse(e *trade.Error) {
	at := ""
	switch e.Field {
	case "number":
		at = fieldID("/number")
		p.notes[at] = append(p.notes[at], e)
	case "lots":
		at = fieldID("/lots")
	}
	p.Faults = append(p.Faults, fieldFault{at, e})
}

func isNotFound(err error) bool {
	e := (*trade.Error)(nil)
	return errors.As(err, &e) && e.Code == trade.NotFound
}

// local is a moment by the exporter's clock.
func (s *Server) local(ctx context.Context, at time.Time) (time.Time, error) {
	err := s.store.View(ctx, func(t *store.Tx) error {
		e, err := t.Exporter(ctx)
		if err != nil {
			return err
		}
		zone, err := e.Location()
		if err == nil {
			at = at.In(zone)
		}
		return err
	})
	return at, err
}

// rateRules suggests the desk's rules for rates.
func (s *Server) rateRules(ctx context.Context, l Lang) (list []suggestion, err error) {
	err = s.store.View(ctx, func(t *store.Tx) error {
		rules, err := t.RateRules(ctx)
		list = append(list[:0], suggestion{rates.ByDefault, l.say(msg("What the desk has chosen for the buyer"))})
		for _, r := range rules {
			name := r.Name
			if l == Chinese {
				name = r.NameZH
			}
			list = append(list, suggestion{r.ID, name})
		}
		return err
	})
	return list, err
}

// showForm answers with the form and the figures of what is in it.
func (s *Server) showForm(c fiber.Ctx, status int, p orderFormPage) error {
	title := msg("New order")
	if p.Number != "" {
		title = msg("Edit order %s", p.Number)
	}
	p.Base = s.base(c, "orders", title)
	p.Here = p.Action
	p.form.room()
	p.Faulty = len(p.Faults) > 0
	var err error
	if p.Totals, err = s.totals(c.Context(), p.form); err != nil {
		return err
	}
	if p.Book, err = s.addressBook(c.Context()); err != nil {
		return err
	}
	if p.Rules, err = s.rateRules(c.Context(), p.Lang); err != nil {
		return err
	}
	return orderFormTmpl.render(c, status, p)
}
