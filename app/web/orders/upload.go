package orders

import (
	"errors"
	"fmt"
	"mime/multipart"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/orders"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/app/trade/texts"
	"woolroad/app/web/form"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

type uploadPage struct {
	page.Base
	*form.Form
	Files []uploaded
}

// uploaded is the result of one uploaded order file.
type uploaded struct {
	Name     string
	Number   string // of the order; empty where it could not be read
	Outcome  outcome
	Same     bool // the same order was stored already, and nothing was done
	Faults   []page.Warning
	More     int // faults that are not listed
	Warnings []page.Warning
	Swap     *swap // nil: there is no other order to replace
}

// outcome is the state of an uploaded file as pages name it.
type outcome struct {
	page.State
	Stored bool
}

// swap is the stored order that has the number of an uploaded one, with what would change
// if the uploaded one replaced it.
type swap struct {
	Version int64
	File    string // the order file, as it would be saved
	Issued  bool   // documents of the stored order are issued
	Changes []change
	More    []change
}

// faultsShown is the number of faults of one file that a page lists.
const faultsShown = 200

var (
	uploadTmpl = page.Parse[uploadPage]("orders/upload.html")
	uploadForm = form.Of(page.Field{ID: "file", Label: say.Msg("Order files"), Kind: page.File, Accept: ".json,application/json", Many: true, Need: page.Asked,
		Hint: say.Msg("Choose JSON files with one order each, at most 10 MB each and %d MB together. Files without faults are saved at once; if an order with the same number exists, both are shown side by side first.", page.MaxTogether>>20)})
)

// FileField returns the field for the files. Its label says "more" below the results of others.
func (p uploadPage) FileField() []page.Field {
	all := p.Fields()
	if len(p.Files) > 0 {
		all[0].Label = say.Msg("More order files")
	}
	return all
}

// uploadPage returns the page for uploading files, with the form f.
func (s *pages) uploadPage(c fiber.Ctx, f *form.Form) uploadPage {
	return uploadPage{Base: s.Base(c, say.Msg("Upload order files")), Form: f}
}

// The outcomes that an uploaded file may have.
var (
	outcomes = map[store.Outcome]outcome{
		store.Added:     {page.State{Label: say.Msg("added"), Look: "ok"}, true},
		store.Unchanged: {page.State{Label: say.Msg("already saved, unchanged"), Look: "draft"}, true},
		store.Changed:   {page.State{Label: say.Msg("replaced"), Look: "ok"}, true},
	}
	refusedFile = outcome{page.State{Label: say.Msg("refused"), Look: "bad"}, false}
	takenFile   = outcome{page.State{Label: say.Msg("number in use"), Look: "due"}, false}
)

// showUpload serves GET /orders/upload. ?order= lists orders that were just saved, ?same=
// those that were saved already with the same content.
func (s *pages) showUpload(c fiber.Ctx) error {
	p := s.uploadPage(c, uploadForm.New())
	query := c.Request().URI().QueryArgs()
	put := len(query.PeekMulti("order"))
	sent := append(slices.Clone(query.PeekMulti("order")), query.PeekMulti("same")...)
	var numbers []string
	for _, b := range sent[:min(len(sent), page.FilesAtOnce)] {
		numbers = append(numbers, string(b))
	}
	list, err := orders.LookAll(c.Context(), s.Store, s.Who(c), numbers)
	if err != nil {
		return err
	}
	for i, o := range list {
		f := uploaded{Number: o.Order.Number, Outcome: outcome{page.State{Label: say.Msg("saved"), Look: "ok"}, true}}
		if i >= put {
			f.Outcome = outcomes[store.Unchanged]
		}
		f.Warnings = warningsIn(orders.Judge(o.Order).Faults().Warnings(), o.Order)
		p.Files = append(p.Files, f)
	}
	return uploadTmpl.Render(c, fiber.StatusOK, p)
}

// upload serves POST /orders/upload: it saves the orders of all good files, also where
// other files are refused. A form that cannot be read fails with status 400.
func (s *pages) upload(c fiber.Ctx) error {
	sent, err := uploadForm.ReadFiles(c)
	if err != nil {
		return err
	}
	p := s.uploadPage(c, sent)
	files := sent.Files("/file")
	switch {
	case len(files) == 0:
		return p.refused(c, say.Msg("Choose at least one order file."))
	case len(files) > page.FilesAtOnce:
		return p.refused(c, say.Msg("Choose at most %d files at once.", page.FilesAtOnce))
	}
	for i, f := range files {
		done, err := s.take(c, f, i)
		if err != nil {
			return err
		}
		p.Files = append(p.Files, done)
	}
	if slices.ContainsFunc(p.Files, func(f uploaded) bool { return !f.Outcome.Stored }) {
		p.Faulty = true
		return uploadTmpl.Render(c, fiber.StatusUnprocessableEntity, p)
	}
	if len(p.Files) == 1 {
		if p.Files[0].Same {
			s.Flash(c, say.Msg("Order %s is already saved with the same content; nothing was changed.", p.Files[0].Number))
		} else {
			s.Flash(c, say.Msg("Order %s is saved.", p.Files[0].Number))
		}
		return c.Redirect().Status(fiber.StatusSeeOther).To(page.JoinPath("/orders", p.Files[0].Number))
	}
	numbers := url.Values{}
	same := 0
	for _, f := range p.Files {
		if f.Same {
			numbers.Add("same", f.Number)
			same++
		} else {
			numbers.Add("order", f.Number)
		}
	}
	if same == len(p.Files) {
		s.Flash(c, say.Msg("All %d orders are already saved with the same content; nothing was changed.", same))
	} else {
		s.Flash(c, say.Msg("%d orders are saved.", len(p.Files)))
	}
	return c.Redirect().Status(fiber.StatusSeeOther).To("/orders/upload?" + numbers.Encode())
}

// refused answers with the upload page and the reason why no file was read.
func (p uploadPage) refused(c fiber.Ctx, why say.Message) error {
	p.Faulty = true
	p.Fault("/file", why)
	return uploadTmpl.Render(c, fiber.StatusUnprocessableEntity, p)
}

// take reads the n-th file of an upload and returns its result. It saves the order if
// nothing is wrong with it. Its errors are those of reading the file and of the database.
func (s *pages) take(c fiber.Ctx, f *multipart.FileHeader, n int) (uploaded, error) {
	name := filepath.Base(strings.ReplaceAll(f.Filename, `\`, "/"))
	u := uploaded{Name: name, Outcome: refusedFile}
	if f.Size > page.MaxUpload {
		u.Faults = []page.Warning{{Message: say.Msg("The file is larger than %d MB, the limit for an order file.", page.MaxUpload>>20)}}
		return u, nil
	}
	file, err := f.Open()
	if err != nil {
		return u, fmt.Errorf("open the uploaded %s: %w", name, err)
	}
	e := orders.Read(file)
	if err := file.Close(); err != nil {
		return u, fmt.Errorf("close the uploaded %s: %w", name, err)
	}
	saved, err := orders.Add(c.Context(), s.Store, s.Who(c), e, orders.Source{File: name, N: n})
	u.Outcome, u.Same = outcomes[saved.Outcome], saved.Outcome == store.Unchanged
	return u.says(e, err)
}

// says returns the result with all faults that were found in the order. err is the error
// of saving the order; an err that is not about the order is returned.
func (u uploaded) says(e orders.Entry, err error) (uploaded, error) {
	order := e.Order()
	faults, refused := e.With(err)
	u.Number, u.Warnings = order.Number, warningsIn(faults.Warnings(), order)
	taken, stale := (*orders.Taken)(nil), (*orders.Stale)(nil)
	switch {
	case err == nil:
		return u, nil
	case errors.As(err, &taken):
		u.Outcome = takenFile
		u.Swap, err = swapFor(taken.There, order)
		return u, err
	case errors.As(err, &stale):
		u.Outcome = takenFile
		u.Faults = []page.Warning{{Message: say.Msg("The order was changed after the comparison. The differences now are shown below.")}}
		u.Swap, err = swapFor(stale.There, order)
		return u, err
	case !refused:
		return u, err
	}
	bad := faults.Errors()
	u.Outcome, u.More = refusedFile, max(0, len(bad)-faultsShown)
	u.Faults = warningsIn(bad[:len(bad)-u.More], order)
	return u, nil
}

// swapFor returns what would change if the order replaced the stored one of its number.
// Its error is that of encoding the order.
func swapFor(there orders.Stored, order trade.Order) (*swap, error) {
	file, err := trade.Encode(order)
	if err != nil {
		return nil, err
	}
	w := &swap{Version: there.Info.Version, File: string(file), Issued: there.Info.Status != trade.OrderOpen}
	for _, d := range texts.Changes(there.Order, order) {
		w.Changes = append(w.Changes, change{say.PlaceOf(d.Pointer, nil), say.ValueOfOrder(d.Pointer, d.From), say.ValueOfOrder(d.Pointer, d.To)})
	}
	if len(w.Changes) > changesShown {
		w.Changes, w.More = w.Changes[:changesShown], w.Changes[changesShown:]
	}
	return w, nil
}

// replaceOrder serves POST /orders/upload/replace: an uploaded order replaces the version
// of the stored order with which it was compared. A form that no page of ours sends fails
// with status 400.
func (s *pages) replaceOrder(c fiber.Ctx) error {
	e := orders.Read(strings.NewReader(c.FormValue("order")))
	version, err := strconv.ParseInt(c.FormValue("version"), 10, 64)
	if err != nil || e.Faults().Err() != nil {
		return fiber.ErrBadRequest // our form had an order that was read without faults
	}
	u := uploaded{Name: c.FormValue("name")}
	saved, err := orders.ReplaceVersion(c.Context(), s.Store, s.Who(c), version, e, orders.Source{File: u.Name})
	if err != nil {
		if u, err = u.says(e, err); err != nil {
			return err
		}
		p := s.uploadPage(c, uploadForm.New())
		p.Files, p.Faulty = []uploaded{u}, true
		return uploadTmpl.Render(c, fiber.StatusUnprocessableEntity, p)
	}
	if saved.Outcome == store.Unchanged {
		s.Flash(c, say.Msg("Order %s is already saved with the same content; nothing was changed.", saved.Number))
	} else {
		s.Flash(c, say.Msg("Order %s is replaced.", saved.Number))
	}
	return c.Redirect().Status(fiber.StatusSeeOther).To(page.JoinPath("/orders", saved.Number))
}

// warningsIn returns faults of an order as warnings, with their places.
func warningsIn(faults trade.Faults, o trade.Order) []page.Warning {
	var list []page.Warning
	for _, f := range faults {
		list = append(list, page.WarningOf(f, &o))
	}
	return list
}
