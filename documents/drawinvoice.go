package documents

import (
	"io"
	"strconv"
	"strings"

	"woolroad/app/money"
	"woolroad/documents/layout"
)

// Write draws the invoice.
func (inv *CommercialInvoice) Write(w io.Writer) error {
	seal, err := sealOf(inv, inv.Total)
	if err != nil {
		return err
	}
	return draw(w, inv, func(s *sheet) {
		s.seal = seal
		s.facts(labelInvoiceNo, labelPackingNo, inv.Payment)
		s.invoice(&inv.Invoice, true)
	})
}

// block is a part of a page that is measured before it is drawn.
type block struct {
	height layout.Unit
	draw   func()
}

// invoiceRow is a line ready to be set.
type invoiceRow struct {
	goods   cell
	figures [6]string
	height  layout.Unit
}

// carriedHeight is what a line of sums at a page's foot or head takes.
const carriedHeight layout.Unit = 560

// invoice draws the lines, the totals and what explains them, and the signature
// where the paper ends with them.
func (s *sheet) invoice(inv *Invoice, ends bool) {
	cols, rows := s.invoiceTable(inv)
	masses := s.massTable(inv)
	tail := []block{s.totals(inv, cols), s.words(inv), s.details(inv)}
	if ends && len(masses) == 0 {
		tail = append(tail, s.signature())
	}
	heights := make([]layout.Unit, len(rows))
	for i, r := range rows {
		heights[i] = r.height
	}

	s.y += 350
	sum := money.Zero(inv.Currency)
	amounts := cols[len(cols)-1]
	s.table(heights, tail, tableFrame{
		head:  func() { s.tableHead(cols) },
		carry: func(l Bilingual) { s.carried(l, cols[1].x, amounts, sum) },
		row: func(i int) {
			s.invoiceRow(cols, i, rows[i])
			sum, _ = sum.Add(inv.Lines[i].Amount) // Check has added them up
		},
	})
	if len(masses) > 0 {
		s.masses(inv, masses, ends)
	}
}

// invoiceTable lays the lines out: columns as wide as their figures need, the
// description in what is left.
func (s *sheet) invoiceTable(inv *Invoice) ([]column, []invoiceRow) {
	cur := string(inv.Currency)
	cols := []column{
		{label: labelNo, field: "line", width: 650, text: true},
		{label: labelGoods, field: "description", text: true},
		{label: labelPkgs, field: "packages"},
		{label: labelGross, field: "gross"},
		{label: labelNet, field: "net"},
		{label: labelInvoiceMass, field: "invoice mass"},
		{label: Bilingual{cur + " " + labelPrice.EN, labelPrice.ZH}, field: "price"},
		{label: Bilingual{labelAmount.EN + " " + cur, labelAmount.ZH}, field: "amount"},
	}
	rows := make([]invoiceRow, len(inv.Lines))
	column := make([][]string, 6)
	for i, l := range inv.Lines {
		rows[i].figures = [6]string{strconv.Itoa(l.Packages), l.Gross.Grouped(), l.Net.Grouped(), l.InvoiceMass.Grouped(), l.Price.Grouped(), l.Amount.Grouped()}
		for j, f := range rows[i].figures {
			column[j] = append(column[j], f)
		}
	}
	column[5] = append(column[5], inv.Goods.Grouped(), inv.Freight.Amount.Grouped(), inv.Insurance.Amount.Grouped())
	used := cols[0].width
	for j := range column {
		c := &cols[j+2]
		c.widen(styleBody, s.zh, column[j]...)
		used += c.width
	}
	const least = 4800 // of the description
	if over := used + least - width; over > 0 {
		for j := range column { // figures shrink to their columns
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
	for i := range rows {
		rows[i].goods = s.goods(cols[1].width-160, i, &inv.Lines[i])
		rows[i].height = rows[i].goods.height() + 240
	}
	return cols, rows
}

// goods is what a line says of the goods.
func (s *sheet) goods(w layout.Unit, i int, l *InvoiceLine) cell {
	c := cell{width: w, zh: s.zh}
	field := "line " + strconv.Itoa(i+1) + " description"
	c.accented(field, styleBody, l.Description, l.Species, styleItalic)
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
	case n <= 6:
		parts = append(parts, "lots "+strings.Join(l.Lots, ", "))
	default:
		parts = append(parts, strconv.Itoa(n)+" lots, each in the packing list")
	}
	parts = append(parts, "HS "+l.HS6)
	for _, hs := range l.HS {
		parts = append(parts, hs.Label+" "+hs.Value)
	}
	parts = append(parts, "origin "+l.Origin)
	c.accented(field, styleSub, strings.Join(parts, " · "), l.Species, styleSubItal)
	return c
}

func (s *sheet) invoiceRow(cols []column, i int, row invoiceRow) {
	base := s.y + 120 + baseline(styleBody)
	s.doc.Text("line", cols[0].x+60, base, styleBody, strconv.Itoa(i+1))
	s.drawLines(cols[1].x+60, s.y+120, row.goods.lines)
	for j, f := range row.figures {
		s.figure(cols[j+2], base, styleBody, f)
	}
	s.y += row.height
	s.doc.Line(left, s.y, right, s.y, 25, faint)
}

// carried is the sum of the lines so far, at the foot or head of a page.
func (s *sheet) carried(l Bilingual, x layout.Unit, amounts column, sum money.Amount) {
	s.y += 60
	s.sumRow(x, amounts, styleSub, styleBold, l, "", sum.Grouped())
	s.doc.Line(left, s.y, right, s.y, 25, faint)
}

// sumRow is a label with a figure in the amounts' column.
func (s *sheet) sumRow(x layout.Unit, amounts column, labelled, st layout.Style, l Bilingual, detail, figure string) {
	text := l.EN + detail
	if s.zh {
		text += " " + l.ZH
	}
	base := s.y + 60 + baseline(st)
	room := amounts.right() - layout.Width(st, figure) - x - 300
	fit, _ := layout.Shrink(labelled, room, text, smallest)
	s.doc.Text("label", x+60, base, fit, text)
	s.fitted("total", amounts.right(), base, st, width-3000, figure)
	s.y += leading(st) + 110
}

// totals are goods, charges, the total, deposit and balance.
func (s *sheet) totals(inv *Invoice, cols []column) block {
	x, amounts := cols[1].x, cols[len(cols)-1]
	rowHeight := leading(styleBody) + 110
	rows := 1
	charges := make([]func(), 0, 4)
	charge := func(l Bilingual, detail string, c Charge, sign string) {
		if c.Amount.Sign() == 0 {
			return
		}
		rows++
		charges = append(charges, func() {
			s.sumRow(x, amounts, styleBody, styleBody, l, detail, sign+c.Amount.Grouped())
		})
	}
	percent := func(c Charge, of string) string {
		if c.Percent == "" {
			return ""
		}
		return " " + c.Percent + " %" + of
	}
	charge(labelDiscount, percent(inv.Discount, ""), inv.Discount, "−")
	charge(labelFreight, "", inv.Freight, "")
	charge(labelInsurance, percent(inv.Insurance, " on 110 % of the value"), inv.Insurance, "")
	if inv.Deposit != nil {
		rows += 2
	}
	total := leading(styleTotal) + 330
	return block{layout.Unit(rows)*rowHeight + total + 120, func() {
		s.y += 60
		s.sumRow(x, amounts, styleBody, styleBody, labelGoodsValue, "", inv.Goods.Grouped())
		for _, c := range charges {
			c()
		}
		s.doc.Line(left, s.y+40, right, s.y+40, 90, ink)
		s.y += 120
		s.sumRow(x, amounts, styleTotal, styleTotal, labelTotal, " "+s.h.Terms, string(inv.Currency)+" "+inv.Total.Grouped())
		s.doc.Line(left, s.y+40, right, s.y+40, 90, ink)
		s.y += 100
		if inv.Deposit != nil {
			s.sumRow(x, amounts, styleBody, styleBody, labelDeposit, percent(*inv.Deposit, ""), inv.Deposit.Amount.Grouped())
			s.sumRow(x, amounts, styleBold, styleBold, labelBalance, "", inv.Balance.Grouped())
		}
	}}
}

// words is the total in words.
func (s *sheet) words(inv *Invoice) block {
	c := cell{width: width - 120, zh: s.zh}
	c.label(labelWords)
	c.text("total in words", styleBody, inv.Words)
	return block{c.height() + 350, func() {
		s.y += 200
		s.drawLines(left+60, s.y, c.lines)
		s.y += c.height() + 150
	}}
}

// details stand in two columns: the total in other currencies, and where to
// pay and what the exporter declares.
func (s *sheet) details(inv *Invoice) block {
	const gap layout.Unit = 500
	one := cell{width: half - gap/2 - 60, zh: s.zh}
	two := one
	if len(inv.In) > 0 {
		one.label(labelOtherMoney)
		for _, c := range inv.In {
			one.text("totals_in", styleBold, string(c.Amount.Currency())+" "+c.Amount.Grouped())
			one.text("totals_in source", styleSub, rateText(c.Rate))
		}
	}
	pay := &two
	if len(inv.In) == 0 {
		pay = &one
	}
	pay.label(labelPayTo)
	if b := inv.Bank; b == nil {
		pay.both("bank", styleBody, labelBankAdvised)
	} else {
		pay.text("bank name", styleBody, joined(", ", b.Name, b.Address))
		account := string(b.Currency) + " account " + b.Account
		if b.SWIFT != "" {
			account = "SWIFT " + b.SWIFT + " · " + account
		}
		pay.text("bank account", styleBody, account)
		if b.IBAN != "" {
			pay.text("bank iban", styleBody, "IBAN "+b.IBAN)
		}
		pay.text("bank beneficiary", styleBody, b.Beneficiary)
	}
	two.label(labelDeclaration)
	two.text("declaration", styleSub, inv.Declaration.EN)
	if s.zh && inv.Declaration.ZH != "" {
		two.text("declaration", styleSub, inv.Declaration.ZH)
	}
	h := max(one.height(), two.height())
	return block{h + 350, func() {
		if h+200 > s.room() { // taller than what the rows left of a page
			s.breakPage()
		}
		s.doc.Line(left, s.y, left+half-gap/2, s.y, 35, edge)
		s.doc.Line(left+half+gap/2, s.y, right, s.y, 35, edge)
		s.drawLines(left+60, s.y+120, one.lines)
		s.drawLines(left+half+gap/2+60, s.y+120, two.lines)
		s.y += h + 350
	}}
}
