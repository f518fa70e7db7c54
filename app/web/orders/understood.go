package orders

import (
	"strings"

	"woolroad/app/codes"
	"woolroad/app/typing"
	"woolroad/app/web/form"
	"woolroad/app/web/page"
)

// understood returns what was typed into a field of the order form in the way that order
// files write it, for the form to show. It returns what it cannot read as it was typed;
// then trade.ReadOrder refuses it.
func understood(pointer string, kind form.Kind, typed string) string {
	key := pointer[strings.LastIndexByte(pointer, '/')+1:]
	switch kind {
	case form.Number:
		return page.ReadNumber(typed, unitsOf(key))
	case form.Date:
		return page.PlainDay(typed)
	case form.Code:
		code := page.HalfWidth(typed)
		if key == "country" || key == "origin" {
			return page.ReadCountry(code)
		}
		return strings.ToUpper(code)
	case form.Lines:
		return strings.TrimRight(strings.ReplaceAll(typed, "\r\n", "\n"), " \n")
	}
	switch {
	case key == "description":
		return strings.TrimSpace(strings.ReplaceAll(typed, "\r\n", "\n"))
	case key == "text" && isRemark(pointer): // which is one line, even if it was pasted as several
		return strings.Join(form.SplitLines(typed), " ")
	case key == "hs6":
		if h, err := codes.ParseHS6(page.HalfWidth(typed)); err == nil {
			return string(h)
		}
		return page.HalfWidth(typed)
	case key == "number", strings.Contains(pointer, "/ids/"), strings.Contains(pointer, "/hs/"):
		return page.HalfWidth(typed)
	}
	return strings.TrimSpace(typed)
}

// unitsOf returns the units in which the order file writes the figure with that key.
func unitsOf(key string) typing.Units {
	switch {
	case key == "gross" || key == "tare":
		return typing.Kilograms
	case strings.HasSuffix(key, "_percent"), strings.HasPrefix(key, "regain_"):
		return typing.PerCent
	case strings.HasSuffix(key, "_per_mille"):
		return typing.PerMille
	case key == "mean_fibre_diameter_um":
		return typing.Micrometres
	case key == "length_mm":
		return typing.Millimetres
	}
	return nil
}
