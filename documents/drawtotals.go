package documents

import (
	"strconv"

	"woolroad/app/fibre"
	"woolroad/app/money"
	"woolroad/documents/layout"
)

// sumRow returns a row with a label at x in the style labelled and a figure in the column
// amounts in the style st.
func (s *sheet) sumRow(x layout.Unit, amounts column, labelled, st layout.Style, l Bilingual, detail, figure string) block {
	text := l.EN + detail
	if s.zh {
		text += " " + l.ZH
	}
	c := cell{width: max(3000, amounts.right()-layout.Width(st, figure)-x-400), zh: s.zh}
	c.text("terms", labelled, text)
	height := max(c.height(), leading(st)) + 110
	return block{height, func() {
		base := s.y + 60 + baseline(st)
		s.drawLines(x+60, base-baseline(labelled), c.lines)
		s.fitted("total", amounts.right(), base, st, width-3500, figure)
		s.y += height
	}}
}

// carried draws the sum of the lines so far, at the foot or head of a page.
func (s *sheet) carried(l Bilingual, x layout.Unit, amounts column, sum money.Amount) {
	s.y += 60
	s.sumRow(x, amounts, styleSub, styleBold, l, "", sum.Grouped()).draw()
	s.doc.Line(left, s.y, right, s.y, 25, faint)
}

// goodsRow returns the row with the sum of each column of the line table, prices apart.
func (s *sheet) goodsRow(inv *Invoice, set lineTable) block {
	var packages int
	var gross, net, mass fibre.Mass
	for _, l := range inv.Lines {
		packages, gross, net, mass = packages+l.Packages, gross.Add(l.Gross), net.Add(l.Net), mass.Add(l.InvoiceMass)
	}
	st := set.body
	height := leading(st) + 110
	return block{height, func() {
		base := s.y + 60 + baseline(st)
		s.doc.Text("label", set.cols[1].x+60, base, st, s.label(labelGoodsValue))
		for j, f := range []string{count(packages), gross.Grouped(), net.Grouped(), mass.Grouped(), "", inv.Goods.Grouped()} {
			s.figure(set.cols[j+2], base, st, f)
		}
		s.y += height
	}}
}

// totals returns the block of goods, charges, the total, deposit and balance.
func (s *sheet) totals(inv *Invoice, set lineTable) block {
	cols := set.cols
	x, amounts := cols[1].x, cols[len(cols)-1]
	row := func(st layout.Style, l Bilingual, detail, figure string) block {
		return s.sumRow(x, amounts, st, st, l, detail, figure)
	}
	percent := func(c Charge, of string) string {
		if c.Percent == "" {
			return ""
		}
		return " " + c.Percent + " %" + of
	}
	over := []block{s.goodsRow(inv, set)}
	if c := inv.Discount; c.Amount.Sign() != 0 {
		over = append(over, row(styleBody, labelDiscount, percent(c, ""), "−"+c.Amount.Grouped()))
	}
	if c := inv.Freight; c.Amount.Sign() != 0 {
		over = append(over, row(styleBody, labelFreight, "", c.Amount.Grouped()))
	}
	if c := inv.Insurance; c.Amount.Sign() != 0 {
		over = append(over, row(styleBody, labelInsurance, percent(c, " on 110 % of the value"), c.Amount.Grouped()))
	}
	total := row(styleTotal, labelTotal, " "+s.h.Terms, string(inv.Currency)+" "+inv.Total.Grouped())
	var under []block
	if d := inv.Deposit; d != nil {
		under = append(under,
			row(styleBody, labelDeposit, percent(*d, ""), d.Amount.Grouped()),
			row(styleBold, labelBalance, "", inv.Balance.Grouped()))
	}
	const rules layout.Unit = 280 // over and under the total
	return block{60 + heightOf(over...) + rules + total.height + heightOf(under...), func() {
		s.y += 60
		for _, b := range over {
			b.draw()
		}
		s.doc.Line(left, s.y+40, right, s.y+40, 90, ink)
		s.y += 120
		total.draw()
		s.doc.Line(left, s.y+40, right, s.y+40, 90, ink)
		s.y += 100
		for _, b := range under {
			b.draw()
		}
	}}
}

// words returns the block with the total in words.
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

// details returns a block of two columns: the total in other currencies, and where to pay
// and what the exporter declares.
func (s *sheet) details(inv *Invoice) block {
	const gap layout.Unit = 500
	one := cell{width: half - gap/2 - 60, zh: s.zh}
	two := one
	if len(inv.In) > 0 {
		one.label(labelOtherMoney)
		for _, c := range inv.In {
			one.text("totals_in", styleBold, string(c.Amount.Currency())+" "+c.Amount.Grouped())
			one.text("totals_in source", styleSub, rateText(c.Rate))
			if c.Rate.Rule != "" {
				one.both("totals_in rule", styleSub, Bilingual{c.Rate.Rule, c.Rate.RuleZH})
			}
		}
	}
	pay := &two
	if len(inv.In) == 0 {
		pay = &one
	}
	pay.label(labelPayTo)
	if len(inv.Banks) == 0 {
		pay.both("bank", styleBody, labelBankAdvised)
	}
	for i, b := range inv.Banks {
		field := "bank " + strconv.Itoa(i+1)
		pay.text(field+" name", styleBody, joinFilled(", ", b.Name, b.Address))
		account := string(b.Currency) + " account " + b.Account
		if b.SWIFT != "" {
			account = "SWIFT " + b.SWIFT + " · " + account
		}
		pay.text(field+" account", styleBody, account)
		if b.IBAN != "" {
			pay.text(field+" iban", styleBody, "IBAN "+b.IBAN)
		}
		if between := b.Intermediary; between != nil {
			account := ""
			if between.Account != "" {
				account = "account " + between.Account
			}
			swift := ""
			if between.SWIFT != "" {
				swift = "SWIFT " + between.SWIFT
			}
			pay.text(field+" intermediary", styleSub, s.label(labelIntermediary)+": "+joinFilled(" · ", joinFilled(", ", between.Name, between.Address), swift, account))
		}
		if i == len(inv.Banks)-1 {
			pay.text(field+" beneficiary", styleBody, b.Beneficiary)
		}
	}
	two.label(labelDeclaration)
	two.text("declaration", styleSub, inv.Declaration.EN)
	if s.zh && inv.Declaration.ZH != "" {
		two.text("declaration", styleSub, inv.Declaration.ZH)
	}
	h := max(one.height(), two.height())
	return block{h + 350, func() {
		if h+200 > s.room() { // the rows have left too little of the page
			s.breakPage()
		}
		s.doc.Line(left, s.y, left+half-gap/2, s.y, 35, edge)
		s.doc.Line(left+half+gap/2, s.y, right, s.y, 35, edge)
		s.drawLines(left+60, s.y+120, one.lines)
		s.drawLines(left+half+gap/2+60, s.y+120, two.lines)
		s.y += h + 350
	}}
}
