package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/compose"
	"woolroad/app/store"
	"woolroad/app/trade"
)

// filesAtOnce is how many files one upload may have.
const filesAtOnce = 50

type uploadPage struct {
	Base
	Faults []fieldFault
	Files  []uploaded
}

// uploaded is what came of one order file.
type uploaded struct {
	Name     string
	Number   string // of the order; empty where it could not be read
	Outcome  outcome
	Same     bool // as what was kept: nothing was done
	Faults   []warning
	More     int // faults that are not listed
	Warnings []warning
	Swap     *swap // nil: no other order is there to be replaced
}

// outcome is what came of a file, as pages call it.
type outcome struct {
	state
	Kept bool
}

// swap is another order of the number, and what would change.
type swap struct {
	Version int64
	File    string // the order file, as it would be kept
	Issued  bool   // papers of it are
	Changes []change
	More    []change
}

// faultsShown is how many faults of one file a page lists.
const faultsShown = 200

// Together is how many MB all files of an upload may have.
func (uploadPage) Together() int { return maxTogether >> 20 }

var uploadTmpl = parse[uploadPage]("upload.html")

// What may come of a file.
var (
	outcomes = map[store.Outcome]outcome{
		store.Added:     {state{msg("added"), "ok"}, true},
		store.Unchanged: {state{msg("already there, the same"), "draft"}, true},
		store.Changed:   {state{msg("replaced"), "ok"}, true},
	}
	refusedFile = outcome{state{msg("refused"), "bad"}, false}
	takenFile   = outcome{state{msg("number taken"), "due"}, false}
)

// showUpload serves GET /orders/upload. ?order= lists orders that were just put
// in, ?same= those that were there already.
func (s *Server) showUpload(c fiber.Ctx) error {
	p := uploadPage{Base: s.base(c, "orders", msg("Upload order files"))}
	ctx := c.Context()
	query := c.Request().URI().QueryArgs()
	put := len(query.PeekMulti("order"))
	sent := append(slices.Clone(query.PeekMulti("order")), query.PeekMulti("same")...)
	err := s.store.View(ctx, func(t *store.Tx) error {
		p.Files = nil
		for i, b := range sent[:min(len(sent), filesAtOnce)] {
			order, _, err := t.Order(ctx, string(b))
			if err != nil {
				return err
			}
			f := uploaded{Number: order.Number, Outcome: outcome{state{msg("kept"), "ok"}, true}}
			if i >= put {
				f.Outcome = outcomes[store.Unchanged]
			}
			f.Warnings = warningsIn(trade.Check(order).Warnings(), order)
			p.Files = append(p.Files, f)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return uploadTmpl.render(c, fiber.StatusOK, p)
}

// upload serves POST /orders/upload: good files are kept, whatever the others are.
func (s *Server) upload(c fiber.Ctx) error {
	p := uploadPage{Base: s.base(c, "orders", msg("Upload order files"))}
	form, err := c.MultipartForm()
	if err != nil {
		return fiber.ErrBadRequest
	}
	files := form.File["file"]
	switch {
	case len(files) == 0:
		return p.refused(c, msg("Choose at least one order file."))
	case len(files) > filesAtOnce:
		return p.refused(c, msg("Choose at most %d files at once.", filesAtOnce))
	}
	for _, f := range files {
		done, err := s.take(c, f)
		if err != nil {
			return err
		}
		p.Files = append(p.Files, done)
	}
	if slices.ContainsFunc(p.Files, func(f uploaded) bool { return !f.Outcome.Kept }) {
		p.Faulty = true
		return uploadTmpl.render(c, fiber.StatusUnprocessableEntity, p)
	}
	if len(p.Files) == 1 {
		if p.Files[0].Same {
			s.flash(c, msg("Order %s was the same already; nothing is changed.", p.Files[0].Number))
		} else {
			s.flash(c, msg("Order %s is kept.", p.Files[0].Number))
		}
		return c.Redirect().Status(fiber.StatusSeeOther).To(joinPath("/orders", p.Files[0].Number))
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
		s.flash(c, msg("All %d orders were the same already; nothing is changed.", same))
	} else {
		s.flash(c, msg("%d orders are kept.", len(p.Files)))
	}
	return c.Redirect().Status(fiber.StatusSeeOther).To("/orders/upload?" + numbers.Encode())
}

func (p uploadPage) refused(c fiber.Ctx, why Message) error {
	p.Faulty, p.Faults = true, []fieldFault{{"file", why}}
	return uploadTmpl.render(c, fiber.StatusUnprocessableEntity, p)
}

// take reads an order file and keeps the order, if nothing is against it.
func (s *Server) take(c fiber.Ctx, f *multipart.FileHeader) (uploaded, error) {
	name := filepath.Base(strings.ReplaceAll(f.Filename, `\`, "/"))
	u := uploaded{Name: name, Outcome: refusedFile}
	if f.Size > maxUpload {
		u.Faults = []warning{{Message: msg("The file is larger than %d MB; an order file may not be.", maxUpload>>20)}}
		return u, nil
	}
	file, err := f.Open()
	if err != nil {
		return u, fmt.Errorf("open the uploaded %s: %w", name, err)
	}
	order, faults := readOrderFile(file)
	if err := file.Close(); err != nil {
		return u, fmt.Errorf("close the uploaded %s: %w", name, err)
	}
	return s.keep(c, u, order, faults)
}

// readOrderFile reads an order file with all that is against keeping it.
func readOrderFile(r io.Reader) (trade.Order, trade.Faults) {
	order, faults := trade.ReadOrder(r)
	for _, f := range compose.Unprintable(order) {
		if !slices.ContainsFunc(faults, func(other trade.Fault) bool { return other.Pointer == f.Pointer }) {
			faults = append(faults, f)
		}
	}
	return order, faults
}

// keep puts an order in, or says why not.
func (s *Server) keep(c fiber.Ctx, u uploaded, order trade.Order, faults trade.Faults) (uploaded, error) {
	u.Number = order.Number
	u.Warnings = warningsIn(faults.Warnings(), order)
	if bad := faults.Errors(); len(bad) > 0 {
		u.More = max(0, len(bad)-faultsShown)
		u.Faults = warningsIn(bad[:len(bad)-u.More], order)
		return u, nil
	}
	ctx, who := c.Context(), s.who(c)
	who.File = u.Name
	done, err := s.store.AddOrder(ctx, who, order)
	sentence := (*trade.Error)(nil)
	switch {
	case err == nil:
		u.Outcome, u.Same = outcomes[done], done == store.Unchanged
		return u, nil
	case !errors.As(err, &sentence):
		return u, err
	}
	if sentence.Code == trade.Conflict && sentence.Field == "number" {
		u.Outcome = takenFile
		u.Swap, err = s.swapFor(ctx, order)
		return u, err
	}
	u.Faults = []warning{refusal(sentence, order)}
	return u, nil
}

// swapFor is what would change if the order took the place of the one that is
// there.
func (s *Server) swapFor(ctx context.Context, order trade.Order) (*swap, error) {
	there, info, err := s.store.Order(ctx, order.Number)
	if err != nil {
		return nil, err
	}
	file, err := trade.Encode(order)
	if err != nil {
		return nil, err
	}
	w := &swap{Version: info.Version, File: string(file), Issued: info.Status != trade.OrderOpen}
	for _, d := range trade.Changes(there, order) {
		w.Changes = append(w.Changes, change{placeOf(d.Pointer, nil), d.From, d.To})
	}
	if len(w.Changes) > changesShown {
		w.Changes, w.More = w.Changes[:changesShown], w.Changes[changesShown:]
	}
	return w, nil
}

// replaceOrder serves POST /orders/upload/replace: an order that was uploaded
// takes the place of the one that it was compared with.
func (s *Server) replaceOrder(c fiber.Ctx) error {
	order, faults := readOrderFile(strings.NewReader(c.FormValue("order")))
	version, err := strconv.ParseInt(c.FormValue("version"), 10, 64)
	if err != nil || faults.Err() != nil {
		return fiber.ErrBadRequest // the form held what had been read without faults
	}
	u := uploaded{Name: c.FormValue("name"), Number: order.Number}
	ctx, who := c.Context(), s.who(c)
	who.File = u.Name
	_, info, err := s.store.Order(ctx, order.Number)
	if err != nil {
		return err
	}
	done, err := s.store.ChangeOrder(ctx, who, info.ID, order, version)
	sentence, stale := (*trade.Error)(nil), (*store.Stale[trade.Order])(nil)
	switch {
	case err == nil:
		if done == store.Unchanged {
			s.flash(c, msg("Order %s was the same already; nothing is changed.", order.Number))
		} else {
			s.flash(c, msg("Order %s is replaced.", order.Number))
		}
		return c.Redirect().Status(fiber.StatusSeeOther).To(joinPath("/orders", order.Number))
	case errors.As(err, &stale):
		u.Outcome = takenFile
		u.Faults = []warning{{Message: msg("The order was changed since the two were compared. Below is what would change now.")}}
		if u.Swap, err = s.swapFor(ctx, order); err != nil {
			return err
		}
	case errors.As(err, &sentence):
		u.Outcome, u.Faults = refusedFile, []warning{refusal(sentence, order)}
	default:
		return err
	}
	p := uploadPage{Base: s.base(c, "orders", msg("Upload order files")), Files: []uploaded{u}}
	p.Faulty = true
	return uploadTmpl.render(c, fiber.StatusUnprocessableEntity, p)
}

// refusal is what the store has against an order, at what it is about.
func refusal(e *trade.Error, o trade.Order) warning {
	pointer := ""
	switch e.Field {
	case "number":
		pointer = "/number"
	case "lots":
		i := slices.IndexFunc(o.Lots, func(l trade.Lot) bool { return len(e.Args) > 0 && e.Args[0] == l.Number })
		if i >= 0 {
			pointer = fmt.Sprintf("/lots/%d", i)
		}
	}
	return warningOf(e.At(pointer), &o)
}

func warningsIn(faults trade.Faults, o trade.Order) []warning {
	var list []warning
	for _, f := range faults {
		list = append(list, warningOf(f, &o))
	}
	return list
}
