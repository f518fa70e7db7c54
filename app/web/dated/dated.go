// Package dated is the box of a form by which a person confirms the date of new documents,
// where the last document is ahead of the clock.
package dated

import (
	"errors"
	"fmt"

	"github.com/golang-sql/civil"

	"woolroad/app/trade"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

// Field is the name of the box, and the field of the error that asks for it.
const Field = "dated"

// Declared is the box as forms read it. It is drawn by Fields, since its label names a day.
var Declared = page.Field{ID: Field, Kind: page.Tick}

// A Box is what a form shows. The zero Box is none: there is nothing to confirm.
type Box struct {
	Day    civil.Date // the date that the new documents will have
	Ticked bool
}

// Of returns the box for a form that err refused. sent is what the form sent of the box.
// Where err asks for a date, the box names that date and is not ticked. Where something else
// is wrong, the box stays as it was sent.
func Of(sent string, err error) Box {
	text, ticked := sent, true
	if e := (*trade.Error)(nil); errors.As(err, &e) && e.Field == Field {
		text, ticked = fmt.Sprint(e.Args[2]), false
	}
	day, unread := civil.ParseDate(text)
	if unread != nil { // nothing was ticked
		return Box{}
	}
	return Box{day, ticked}
}

// Asked reports whether the form has the box.
func (b Box) Asked() bool { return b != Box{} }

// Fields returns the box as the form draws it, or nothing where the form has none.
func (b Box) Fields() []page.Field {
	if !b.Asked() {
		return nil
	}
	f := Declared
	f.Ticked, f.Label = b.Day.String(), say.Msg("The clock is right: date the new documents %s", b.Day)
	if b.Ticked {
		f.Value = f.Ticked
	}
	return []page.Field{f}
}
