package form

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

// Judge puts each fault and warning at the field that its pointer names, in place of
// those of an earlier call. It also notes, as AskToConfirm does, which registered
// numbers a person may confirm.
func (f *Form) Judge(found trade.Faults) {
	f.faults, f.notes = map[string][]any{}, map[string][]any{}
	f.AskToConfirm(found)
	for _, fault := range found {
		at, sentence := f.fieldOf(fault)
		if fault.Warning {
			f.notes[at] = append(f.notes[at], sentence)
		} else {
			f.Fault(at, sentence)
		}
	}
}

// fieldOf returns the pointer of the field that a fault is about, and the sentence that
// the field shows. That is the form's own sentence for a value that is missing, if it
// has one. A fault of one line of a text is shown at the text, and names the line.
func (f *Form) fieldOf(fault trade.Fault) (at string, sentence any) {
	at, sentence = fault.Pointer, fault
	if page.NotGiven(fault) && f.rules.Missing.Format != "" {
		sentence = f.rules.Missing
	}
	cut := max(0, strings.LastIndexByte(at, '/'))
	if s := f.rules.Shape.At(at[:cut]); s != nil && s.Kind == Lines {
		if i, err := strconv.Atoi(at[cut+1:]); err == nil {
			sentence = say.Msg("Line %s: %s", strconv.Itoa(i+1), sentence)
		}
		at = at[:cut]
	}
	return at, sentence
}

// Fault adds a fault of the field at a pointer, or of the whole form where it is empty.
func (f *Form) Fault(pointer string, sentence any) {
	f.faults[pointer] = append(f.faults[pointer], sentence)
}

// Blame adds an error for people as a fault of the field that the error names, or of the
// whole form where it has no such field.
func (f *Form) Blame(err *trade.Error) {
	at := "/" + err.Field
	if err.Field == "" || f.rules.Shape.At(at) == nil {
		at = ""
	}
	f.Fault(at, err)
}

// FaultsAt returns the faults of the field or part at a pointer.
func (f *Form) FaultsAt(pointer string) []any { return f.faults[pointer] }

// FaultyAt reports whether there is a fault at a pointer or below it.
func (f *Form) FaultyAt(pointer string) bool {
	for at := range f.faults {
		if at == pointer || strings.HasPrefix(at, pointer+"/") {
			return true
		}
	}
	return false
}

// AskToConfirm notes the registered numbers that fail their check, so that the form asks
// a person why each of them is right.
func (f *Form) AskToConfirm(found trade.Faults) {
	f.confirmable = map[string]bool{}
	for _, fault := range found {
		if trade.MayConfirm(fault) {
			f.confirmable[fault.Pointer] = true
		}
	}
}

// MayConfirm reports whether the registered number at a pointer fails its check, so that a
// person may give the reason why it is right.
func (f *Form) MayConfirm(pointer string) bool { return f.confirmable[pointer] }

// Refused reports whether the form has faults, or somebody else has saved something
// since.
func (f *Form) Refused() bool { return len(f.faults) > 0 || f.Conflict != nil }

// Faults returns all faults for the head of the page: those of the declared fields, in
// their order and with their labels, then those that are at none of them.
func (f *Form) Faults() (all []page.FieldFault) {
	if len(f.faults) == 0 {
		return nil
	}
	left := maps.Clone(f.faults)
	for _, pointer := range f.pointers() {
		if len(left[pointer]) == 0 {
			continue
		}
		d := f.Field(pointer)
		for _, sentence := range left[pointer] {
			if place := f.place(pointer, d); place.Format != "" {
				sentence = say.Msg("%s: %s", place, sentence)
			}
			all = append(all, page.FieldFault{Field: d.ID, Message: sentence})
		}
		delete(left, pointer)
	}
	for _, pointer := range slices.Sorted(maps.Keys(left)) {
		for _, sentence := range left[pointer] {
			all = append(all, page.FieldFault{Field: f.ID(pointer), Message: sentence})
		}
	}
	return all
}

// Refuse stores in the form why an operation has refused it, and returns the status of
// the answer. For faults, and for an error that names a field of the form, the status is
// 422. Where somebody else has saved since, the status is 409: formOf makes a form of
// what is stored now, which Differ compares, and drop is the path of the page that shows
// it. Any other error is returned as other.
func Refuse[T any](f *Form, err error, drop string, formOf func(T) *Form) (status int, other error) {
	stale, found, refused := (*store.Stale[T])(nil), trade.Faults(nil), (*trade.Error)(nil)
	switch {
	case errors.As(err, &stale):
		f.Differ(page.SinceOpened(stale.By, time.Time{}), stale.Version, drop, formOf(stale.Now))
		return fiber.StatusConflict, nil
	case errors.As(err, &found):
		f.Judge(found)
		return fiber.StatusUnprocessableEntity, nil
	case errors.As(err, &refused) && refused.Code != trade.NotFound && refused.Field != "" && f.rules.Shape.At("/"+refused.Field) != nil:
		f.Blame(refused)
		return fiber.StatusUnprocessableEntity, nil
	}
	return 0, err
}

// Differ stores that somebody else has saved since the form was opened. changed says who
// and when, version and theirs are what is stored now, and drop is the path of the page
// that shows it.
func (f *Form) Differ(changed say.Message, version int64, drop string, theirs *Form) {
	f.Conflict = &page.Conflict{Changed: changed, Version: version, Drop: drop, Rows: page.Differences(theirs.placed(), f.placed())}
}

// placed returns all declared fields, each with its place as its label, by which lists
// of faults and of differences name it.
func (f *Form) placed() (all []page.Field) {
	for _, pointer := range f.pointers() {
		d := f.Field(pointer)
		d.Label = f.place(pointer, d)
		all = append(all, d)
	}
	return all
}

// Warnings returns all faults and warnings of the declared fields with their places, for a
// page that shows what is stored and no form.
func (f *Form) Warnings() (all []page.Warning) {
	for _, d := range f.placed() {
		for _, sentence := range append(d.Faults, d.Notes...) {
			all = append(all, page.Warning{Place: d.Label, Message: sentence})
		}
	}
	return all
}
