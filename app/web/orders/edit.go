package orders

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/orders"
	"woolroad/app/store"
	"woolroad/app/store/parties"
	"woolroad/app/trade"
	"woolroad/app/trade/orderfile"
	"woolroad/app/web/form"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

// MaxBales is the number of bales that a form may have. A browser sends all of them each
// time, within the number of fields that a request may have.
const MaxBales = 5000

// newOrder serves GET /orders/new: an empty form, a copy of an order (?from) or a draft
// (?draft).
func (s *pages) newOrder(c fiber.Ctx) error {
	if id := c.Query("draft"); id != "" {
		return s.showDraft(c, id)
	}
	if from := c.Query("from"); from != "" {
		return s.copyOrder(c, from)
	}
	p := orderFormPage{Action: "/orders/new", Draft: rand.Text()}
	open := func(typed orders.Typed) (orders.Form, error) {
		return orders.NewForm(c.Context(), s.Store, s.Who(c), typed)
	}
	return s.showForm(c, fiber.StatusOK, &p, open, func(f *orders.Form) error {
		p.form = newOrderForm()
		if f.Seller != nil {
			p.form.fill("/seller", *f.Seller)
		}
		p.form.Set("/date", f.Today.String())
		return nil
	})
}

// copyOrder answers with the form of a new order, filled from the order of that number
// but for what must be entered anew. Its errors are NotFound, Invalid for an order that
// is too large for a form, and those of the database.
func (s *pages) copyOrder(c fiber.Ctx, from string) error {
	note := say.Msg("This is a copy of order %s. Enter a new number, a new date and any rates of your own. The lots and bales are still those of %s; replace them with the ones sold now.", from, from)
	p := orderFormPage{Action: "/orders/new", Draft: rand.Text(), Note: &note}
	open := func(typed orders.Typed) (orders.Form, error) {
		return orders.Duplicate(c.Context(), s.Store, s.Who(c), from, typed)
	}
	return s.showForm(c, fiber.StatusOK, &p, open, func(f *orders.Form) (err error) {
		if p.form, err = formOfFitting(f.Order); err != nil {
			return err
		}
		for _, pointer := range f.Afresh {
			p.form.Set(pointer, "")
		}
		return nil
	})
}

// orderNumbered returns the opening of the order with that number.
func (s *pages) orderNumbered(c fiber.Ctx, number string) opening {
	return func(typed orders.Typed) (orders.Form, error) {
		return orders.OpenOrder(c.Context(), s.Store, s.Who(c), number, typed)
	}
}

// formOfFitting returns the form of an order, or an Invalid error if the order is too
// large for a form.
func formOfFitting(o trade.Order) (*orderForm, error) {
	if err := fitsForm(o); err != nil {
		return nil, err
	}
	f := formOf(o)
	return f, f.fits()
}

// fitsForm returns an Invalid error if an order has more bales than a form may have.
func fitsForm(o trade.Order) error {
	bales := 0
	for _, lot := range o.Lots {
		bales += len(lot.Bales)
	}
	if bales > MaxBales {
		return &trade.Error{Code: trade.Invalid, Field: "bales", Args: []any{o.Number, bales, MaxBales},
			Format: "Order %s has %d bales, and a form holds at most %d; change the order file and upload it again."}
	}
	return nil
}

// fill replaces what was typed of the party at a place by a party of the address book.
func (f *orderForm) fill(at string, p trade.Party) {
	if at != "/seller" {
		p.Banks = nil
	}
	f.Clear(at)
	f.Omitted[at] = false
	f.FillParty(at, p)
}

// editOrder serves GET /orders/:number/edit: the form of a stored order.
func (s *pages) editOrder(c fiber.Ctx) error {
	p := orderFormPage{Draft: rand.Text()}
	return s.showForm(c, fiber.StatusOK, &p, s.orderNumbered(c, page.Param(c, "number")), func(f *orders.Form) (err error) {
		stored := orders.Judge(f.Order)
		p.Order, p.Version, p.stored = f.Info.ID, f.Info.Version, &stored
		p.form, err = formOfFitting(f.Order)
		return err
	})
}

// sentOrder returns the page of the form that the browser sent, and the form. Its errors
// are Invalid for a form that is too large to be drawn again, and a *fiber.Error of
// status 400 for one that no page of ours sends.
func (s *pages) sentOrder(c fiber.Ctx) (orderFormPage, sentForm, error) {
	sent := readSent(c)
	f := readOrderForm(sent.fields)
	f.dropRates(sent.other)
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
	p.Base = s.Base(c, say.Msg("New order"))
	return p, sent, nil
}

// sentForm is the order form as a browser sent it.
type sentForm struct {
	fields []form.Sent // of the order, in the order of the page
	do     string      // the value of the pressed button
	other  map[string]string
}

// readSent returns the form that the browser sent.
func readSent(c fiber.Ctx) sentForm {
	sent := sentForm{other: map[string]string{}}
	for name, value := range c.Request().PostArgs().All() {
		switch name := string(name); {
		case name == "do":
			sent.do = string(value)
		case name == "same", strings.HasPrefix(name, "/"):
			sent.fields = append(sent.fields, form.Sent{Name: name, Value: string(value)})
		default:
			sent.other[name] = string(value)
		}
	}
	return sent
}

// enterOrder serves POST /orders/new and /orders/:number/edit: it does what the pressed
// button asks for. It fails with status 400 for a button that no page of ours has.
func (s *pages) enterOrder(c fiber.Ctx) error {
	p, sent, err := s.sentOrder(c)
	if err != nil {
		return err
	}
	if left := p.form.paste(sent.other); left > 0 {
		return s.showFull(c, p, say.Msg("A form holds at most %d bales. Pasted rows that did not fit: %d. Upload a larger order as a file.", MaxBales, left))
	}
	what, at, _ := strings.Cut(sent.do, ":")
	if what != "remove" && !p.form.rowsFit(1) {
		return s.showFull(c, p, listsAreFull)
	}
	switch what {
	case "draft":
		p.form.Settle()
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
		party := bookParty(at, sent.other["party:"+at])
		return s.showTyped(c, fiber.StatusOK, p, party, func(f *orders.Form) error {
			if f.Party != nil {
				p.form.fill(at, *f.Party)
			}
			p.form.Settle()
			return nil
		})
	case "stock":
		return s.fillFromStock(c, p, at)
	case "add":
		if why := p.form.full(at); why.Format != "" {
			return s.showFull(c, p, why)
		}
		p.form.act(what, at)
	case "commas":
		p.Note = p.form.readCommas(at)
	default:
		p.form.act(what, at)
	}
	p.form.Settle()
	return s.showTyped(c, fiber.StatusOK, p, nil, nil)
}

var formIsFull = say.Msg("A form holds at most %d bales. Upload a larger order as a file.", MaxBales)

// showFull answers with the form as far as it fits, and with the sentence that says what
// did not fit.
func (s *pages) showFull(c fiber.Ctx, p orderFormPage, why say.Message) error {
	p.form.Settle()
	p.form.Judge(nil)
	p.form.Fault("/lots", why)
	p.Faults = []page.FieldFault{{Field: fieldID("/lots"), Message: why}}
	return s.showTyped(c, fiber.StatusUnprocessableEntity, p, nil, nil)
}

// act changes the form as a button asks: it adds or removes a row, numbers bales or
// copies tares.
func (f *orderForm) act(what, at string) {
	switch what {
	case "add":
		count := 1
		if orderfile.PatternOf(at) == "/lots/*/bales" {
			count = min(newBales, f.baleRoom())
		}
		f.Add(at, count)
		if at == "/lots" {
			f.Add(fmt.Sprintf("/lots/%d/bales", f.Next("/lots")-1), newBales)
		}
	case "remove":
		f.Remove(at)
	case "number":
		f.numberBales(at)
	case "tare":
		f.copyTares(at)
	}
}

// saveOrder saves what was typed as an order and leads to it, or answers with the form
// and its faults, or with what somebody else has saved since. Its errors are those of the
// operation that are not about the order.
func (s *pages) saveOrder(c fiber.Ctx, p orderFormPage) error {
	p.form.Tidy()
	e := orders.Read(bytes.NewReader(p.form.Document()))
	ctx, who, from := c.Context(), s.Who(c), orders.Source{Draft: p.Draft, DraftVersion: p.DraftVersion}
	var saved orders.Saved
	var err error
	if p.Order == "" {
		saved, err = orders.Add(ctx, s.Store, who, e, from)
	} else {
		saved, err = orders.Change(ctx, s.Store, who, p.Order, p.Version, e, from)
	}
	stale := (*orders.Stale)(nil)
	faults, refused := e.With(err)
	switch {
	case errors.As(err, &stale):
		p.note(faults)
		there := stale.There.Info
		p.Conflict = &page.Conflict{Changed: page.SinceOpened(there.ChangedBy, stale.At), Version: there.Version, Rows: differences(stale.There.Order, e.Order()), Drop: page.JoinPath("/orders", there.Number, "edit")}
		return s.showTyped(c, fiber.StatusConflict, p, nil, nil)
	case err != nil && refused:
		p.note(faults)
		return s.showTyped(c, fiber.StatusUnprocessableEntity, p, nil, nil)
	case err != nil:
		return err
	}
	switch saved.Outcome {
	case store.Unchanged:
		s.Flash(c, say.Msg("Order %s is already saved with the same content.", saved.Number))
	case store.Added:
		s.Flash(c, say.Msg("Order %s is entered.", saved.Number))
	default:
		s.Flash(c, say.Msg("Order %s is changed.", saved.Number))
	}
	return c.Redirect().Status(fiber.StatusSeeOther).To(page.JoinPath("/orders", saved.Number))
}

// opening is an operation that reads from the database what a form shows, such as
// orders.OpenOrder of one number.
type opening func(orders.Typed) (orders.Form, error)

// showTyped answers with the form as it was sent. party, which may be nil, names a party
// of the address book. begin, which may be nil, fills the form from the Form that it
// gets, which has that party if there is one. The errors of showTyped are those of
// showForm.
func (s *pages) showTyped(c fiber.Ctx, status int, p orderFormPage, party *parties.Name, begin func(*orders.Form) error) error {
	open := func(typed orders.Typed) (orders.Form, error) {
		return orders.TypedForm(c.Context(), s.Store, s.Who(c), p.Order, party, typed)
	}
	return s.showForm(c, status, &p, open, begin)
}

// showForm answers with the form and the figures of what is typed in it. begin fills the
// form from what is stored; it may be nil, and it may run more than once. The errors of
// showForm are those of open, begin and drawing the page.
func (s *pages) showForm(c fiber.Ctx, status int, p *orderFormPage, open opening, begin func(*orders.Form) error) error {
	form, err := open(func(f *orders.Form) (e orders.Entry, err error) {
		if begin != nil {
			if err := begin(f); err != nil {
				return e, err
			}
		}
		p.form.addRoom()
		if p.stored != nil {
			return *p.stored, nil
		}
		return p.form.typedOrder(), nil
	})
	if err != nil {
		return err
	}
	title := say.Msg("New order")
	if p.Order != "" {
		p.Number, p.Issued = form.Info.Number, form.Info.Status != trade.OrderOpen
		p.Action, title = page.JoinPath("/orders", p.Number, "edit"), say.Msg("Edit order %s", p.Number)
	}
	if p.stored != nil && p.stored.Faults().Err() != nil {
		p.note(p.stored.Faults()) // a rule is stricter now than when the order was saved
	} else if p.stored != nil {
		p.form.AskToConfirm(p.stored.Faults())
	}
	p.Base = s.Base(c, title)
	p.Here = p.Action
	p.Commas, p.Faulty = p.form.commas(), len(p.Faults) > 0
	p.Totals = s.totalsOf(form.Typed, form.Unrated, form.Rates)
	p.Book, p.deskRules = bookChoices(form.Parties), deskRules{form.Rules, form.Desk}
	return orderFormTmpl.Render(c, status, *p)
}
