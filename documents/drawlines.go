package documents

import (
	"slices"
	"strconv"
	"strings"

	"woolroad/documents/layout"
)

// density is how closely a table's rows stand, and in which sizes of type.
type density struct {
	body, italic, sub, subItalic layout.Style
	pad                          layout.Unit // above and below a row's text
}

// Invoices of up to 12 lines are set in type of the usual size, longer ones in smaller
// type on fewer pages.
var (
	roomy = density{body: styleBody, italic: styleItalic, sub: styleSub, subItalic: styleSubItal, pad: 120}
	dense = density{
		body: resize(styleBody, 760), italic: resize(styleItalic, 760), sub: resize(styleSub, 640), subItalic: resize(styleSubItal, 640), pad: 40,
	}
)

// resize returns st in another size, in 1/100 point.
func resize(st layout.Style, size int) layout.Style {
	st.Size = size
	return st
}

// lineTable is the table of an invoice's lines, measured and ready to be drawn.
type lineTable struct {
	density
	cols []column
	rows []lineRow
}

// lineRow is one line of the table.
type lineRow struct {
	goods   cell
	figures [6]string
	height  layout.Unit
}

// lineTable measures the table of lines: columns as wide as their figures need, the
// description in the remaining width.
func (s *sheet) lineTable(inv *Invoice) lineTable {
	set := lineTable{density: roomy}
	if len(inv.Lines) > 12 {
		set.density = dense
	}
	cols := []column{
		{label: labelNo, field: "line", width: 650, text: true},
		{label: labelGoods, field: "description", text: true},
		{label: labelPkgs, field: "packages"},
		{label: labelGross, field: "gross"},
		{label: labelNet, field: "net"},
		{label: massLabel(inv.Masses), field: "invoice mass"},
		{label: priceLabel(inv), field: "price"},
		{label: Bilingual{labelAmount.EN + " " + string(inv.Currency), labelAmount.ZH}, field: "amount"},
	}
	rows := make([]lineRow, len(inv.Lines))
	column := make([][]string, 6)
	for i, l := range inv.Lines {
		rows[i].figures = [6]string{count(l.Packages), l.Gross.Grouped(), l.Net.Grouped(), l.InvoiceMass.Grouped(), l.Price.Grouped(), l.Amount.Grouped()}
		for j, f := range rows[i].figures {
			column[j] = append(column[j], f)
		}
	}
	column[1] = append(column[1], s.h.Gross.Grouped())
	column[2] = append(column[2], s.h.Net.Grouped())
	column[5] = append(column[5], inv.Goods.Grouped(), inv.Freight.Amount.Grouped(), inv.Insurance.Amount.Grouped())
	used := cols[0].width
	for j := range column {
		c := &cols[j+2]
		c.widen(set.body, s.zh, column[j]...)
		used += c.width
	}
	const least = 4800 // for the description
	if over := used + least - width; over > 0 {
		for j := range column { // the columns and the figures in them shrink
			c := &cols[j+2]
			c.width -= over * c.width / (used - cols[0].width)
		}
		used = width - least
	}
	cols[1].width = width - used
	x := left
	for i := range cols {
		cols[i].x = x
		x += cols[i].width
	}
	origins, pers := manyOrigins(inv.Lines), manyPers(inv.Lines)
	for i := range rows {
		rows[i].goods = s.goods(set.density, cols[1].width-160, i, &inv.Lines[i], origins, pers)
		rows[i].height = rows[i].goods.height() + 2*set.pad
	}
	set.cols, set.rows = cols, rows
	return set
}

// massLabel returns the label of the masses that the goods are sold by. 公定重量 is used only
// where every lot is conditioned.
func massLabel(masses []LotMass) Bilingual {
	conditioned := 0
	for _, m := range masses {
		if m.Regain != nil {
			conditioned++
		}
	}
	switch conditioned {
	case len(masses):
		return labelInvoiceMass
	case 0:
		return labelInvoiceNet
	default:
		return labelInvoiceMixed
	}
}

// priceLabel returns the label of the prices, with how many kilograms they are of where
// that is the same for all of them.
func priceLabel(inv *Invoice) Bilingual {
	of := "/ kg"
	switch per := inv.Lines[0].Price.Per(); {
	case manyPers(inv.Lines):
		of = labelPrice.EN
	case per != "1":
		of = "/ " + per + " kg"
	}
	return Bilingual{string(inv.Currency) + " " + of, labelPrice.ZH}
}

// manyPers reports whether some prices are of other numbers of kilograms than others.
func manyPers(lines []InvoiceLine) bool {
	return slices.ContainsFunc(lines, func(l InvoiceLine) bool { return l.Price.Per() != lines[0].Price.Per() })
}

// manyOrigins reports whether the lines come from more than one country. Where they come
// from one, only the box at the top of the document names it.
func manyOrigins(lines []InvoiceLine) bool {
	for _, l := range lines {
		if l.Origin != lines[0].Origin {
			return true
		}
	}
	return false
}

// goods returns a cell of width w with everything that line i, counted from 0, says about
// the goods; origin says whether that includes the country, and per whether it includes how
// many kilograms the price is of.
func (s *sheet) goods(d density, w layout.Unit, i int, l *InvoiceLine, origin, per bool) cell {
	c := cell{width: w, zh: s.zh}
	field := "line " + strconv.Itoa(i+1) + " description"
	c.accented(field, d.body, l.Description, l.Species, d.italic)
	parts := make([]string, 0, 6)
	if s.zh && l.Product.ZH != "" {
		parts = append(parts, l.Product.ZH)
	}
	if !strings.Contains(l.Description, l.Species) {
		parts = append(parts, l.Species)
	}
	switch n := len(l.Lots); {
	case n == 1:
		parts = append(parts, "lot "+l.Lots[0])
	case n <= 40:
		parts = append(parts, "lots "+strings.Join(l.Lots, ", "))
	default:
		parts = append(parts, strconv.Itoa(n)+" lots, each in the packing list")
	}
	for _, k := range l.Kinds {
		parts = append(parts, count(k.Count)+" "+k.Name.EN+" ("+k.Code+")")
	}
	parts = append(parts, "HS "+l.HS6)
	for _, hs := range l.HS {
		parts = append(parts, hs.Label+" "+hs.Value)
	}
	if origin {
		parts = append(parts, "origin "+l.Origin)
	}
	if per {
		unit := "kg"
		if n := l.Price.Per(); n != "1" {
			unit = n + " kg"
		}
		parts = append(parts, "price per "+unit)
	}
	c.accented(field, d.sub, strings.Join(parts, " · "), l.Species, d.subItalic)
	if v := l.CustomsValue; v != nil {
		c.text(field, d.body, s.label(labelNoCharge)+": "+string(v.Currency())+" "+v.Grouped())
	}
	return c
}

// line draws line i of the table, counted from 0.
func (s *sheet) line(set lineTable, i int) {
	row := set.rows[i]
	base := s.y + set.pad + baseline(set.body)
	s.doc.Text("line", set.cols[0].x+60, base, set.body, strconv.Itoa(i+1))
	s.drawLines(set.cols[1].x+60, s.y+set.pad, row.goods.lines)
	for j, f := range row.figures {
		s.figure(set.cols[j+2], base, set.body, f)
	}
	s.y += row.height
	s.doc.Line(left, s.y, right, s.y, 25, faint)
}
