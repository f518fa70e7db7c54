package command

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"woolroad/app/issue"
	"woolroad/app/trade"
	"woolroad/documents"
	"woolroad/documents/layout"
)

// whole is a fault of the file as a whole, with a sentence that needs a capital
// letter and a full stop.
func whole(err error) trade.Fault {
	first, size := utf8.DecodeRuneInString(err.Error())
	return trade.Fault{Format: "%s.", Args: []any{string(unicode.ToUpper(first)) + err.Error()[size:]}}
}

// mistake is a fault that no change to the order mends.
func mistake(what string, err error) trade.Fault {
	return trade.Fault{
		Format: "%s could not be made (%s). This is a mistake in the program; please report it with the order file.",
		Args:   []any{what, err.Error()},
	}
}

// further are the faults at places that do not have one already.
func further(faults, more trade.Faults) trade.Faults {
	errs := faults.Errors()
	return slices.DeleteFunc(slices.Clone(more), func(m trade.Fault) bool {
		return slices.ContainsFunc(errs, func(f trade.Fault) bool {
			return strings.HasPrefix(f.Pointer+"/", m.Pointer+"/") || strings.HasPrefix(m.Pointer+"/", f.Pointer+"/") && f.Pointer != ""
		})
	})
}

// unprintable are the texts of an order that hold a letter which the papers'
// fonts do not have, each named once by its first such letter.
func unprintable(o trade.Order) trade.Faults {
	var faults trade.Faults
	for pointer, text := range issue.Texts(o) {
		glyph := (*layout.ErrGlyph)(nil)
		if err := layout.Check(pointer, text); !errors.As(err, &glyph) {
			continue // another error comes back when the paper is drawn
		}
		f := trade.Fault{Pointer: pointer, Format: "The papers have no letter for %q (%s); write this in Latin or Chinese letters.", Args: []any{string(glyph.Rune), fmt.Sprintf("%U", glyph.Rune)}}
		if !unicode.IsPrint(glyph.Rune) {
			f.Format, f.Args = "This holds an invisible character (%s); type the text again.", f.Args[1:]
		}
		faults = append(faults, f)
	}
	return faults
}

// undrawn is the fault that a paper could not be drawn.
func undrawn(p documents.Paper, err error) trade.Fault {
	info, _ := p.Kind().Info()
	what := "The " + strings.ToLower(info.Title)
	if glyph := (*layout.ErrGlyph)(nil); errors.As(err, &glyph) {
		return trade.Fault{Format: "%s cannot be drawn: %s", Args: []any{what, glyph.Error()}}
	}
	if errors.Is(err, documents.ErrSum) {
		return mistake(what, err)
	}
	return trade.Fault{Format: "%s cannot be drawn: %s. Shorten that text.", Args: []any{what, err.Error()}}
}

// unwritten is the fault that a folder could not be put in its place.
func unwritten(path string, err error) trade.Fault {
	if others := (*errOthers)(nil); errors.As(err, &others) {
		return whole(others)
	}
	remedy := "make room or name another folder with --out"
	switch {
	case errors.Is(err, fs.ErrPermission):
		remedy = "get the right to write there, or name another folder with --out"
	case errors.Is(err, errNotFolder):
		remedy = "move that file away, or name another folder with --out"
	}
	return trade.Fault{Format: "The folder %s could not be written (%s); %s.", Args: []any{path, err.Error(), remedy}}
}
