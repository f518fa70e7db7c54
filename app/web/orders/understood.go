package orders

import (
	"strings"

	"woolroad/app/codes"
	"woolroad/app/typing"
	"woolroad/app/web/form"
	"woolroad/app/web/page"
)

// lineBreaks replaces the line breaks of browsers and of old spreadsheets, a carriage return
// that stands alone, with a line feed.
var lineBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// understood returns what was typed into a field of the order form in the way that order
// files write it, for the form to show. It returns what it cannot read as it was typed;
// then trade.ReadOrder refuses it.
func understood(pointer string, kind form.Kind, typed string) string {
	key := pointer[strings.LastIndexByte(pointer, '/')+1:]
	switch {
	case key == "description", key == "specification":
		return strings.TrimSpace(lineBreaks.Replace(typed))
	case key == "text" && isRemark(pointer): // which is one line, even if it was pasted as several
		return strings.Join(form.SplitLines(typed), " ")
	case kind == form.Lines:
		return strings.TrimRight(lineBreaks.Replace(typed), " \n")
	case kind == form.Number:
		return form.Understood(page.Number, unitsOf(key), typed)
	case kind == form.Date:
		return form.Understood(page.Date, nil, typed)
	case key == "country", key == "origin":
		return form.Understood(page.Country, nil, typed)
	case kind == form.Code:
		return strings.ToUpper(form.Understood(page.Code, nil, typed))
	case key == "hs6":
		code := form.Understood(page.Code, nil, typed)
		if h, err := codes.ParseHS6(code); err == nil {
			return string(h)
		}
		return code
	case key == "number", strings.Contains(pointer, "/ids/"), strings.Contains(pointer, "/hs/"):
		return form.Understood(page.Code, nil, typed)
	}
	return form.Understood(page.Text, nil, typed)
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
