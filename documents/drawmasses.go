package documents

import (
	"strings"

	"woolroad/documents/layout"
)

// massRow is one lot in the mass table, measured and ready to be drawn.
type massRow struct {
	lot     cell
	figures [4]string // net, agreed, measured, invoice mass
	finding cell
	height  layout.Unit
}

// massColumns returns the columns of the mass table.
func massColumns(inv *Invoice) []column {
	cols := []column{
		{label: labelLot, field: "lot", width: 2700, text: true},
		{label: labelNet, field: "net", width: 1700},
		{label: labelAgreed, field: "regain_standard", width: 2300},
		{label: labelMeasured, field: "regain_measured", width: 2600},
		{label: massLabel(inv.Masses), field: "invoice mass", width: 2500},
		{label: labelCertificate, field: "test", width: 6200, text: true},
	}
	x := left
	for i := range cols {
		cols[i].x = x
		x += cols[i].width
		if cols[i].field == "invoice mass" {
			x += 200
			cols[i+1].width -= 200
		}
	}
	return cols
}

// massTable measures the table that shows how each lot's invoice mass was calculated. It
// returns nil where all lots are sold by net mass and none was tested.
func (s *sheet) massTable(inv *Invoice) []massRow {
	worth := false
	for _, m := range inv.Masses {
		worth = worth || m.Regain != nil || m.Certificate != "" || len(m.Findings) > 0 || m.Net.Cmp(m.InvoiceMass) != 0
	}
	if !worth {
		return nil
	}
	cols := massColumns(inv)
	rows := make([]massRow, len(inv.Masses))
	for i, m := range inv.Masses {
		r := massRow{
			lot:     cell{width: cols[0].width - 160, zh: s.zh},
			finding: cell{width: cols[5].width - 60, zh: s.zh},
			figures: [4]string{m.Net.Grouped(), "", "", m.InvoiceMass.Grouped()},
		}
		r.lot.text("lot", styleBody, m.Lot)
		if m.Regain != nil {
			r.figures[1], r.figures[2] = m.Regain.Standard.String(), m.Regain.Measured.String()
		} else {
			r.finding.both("test", styleSub, labelSoldByNet)
		}
		if text := joinFilled(": ", m.Certificate, strings.Join(m.Findings, ", ")); text != "" {
			r.finding.text("test", styleSub, text)
		}
		r.height = max(r.lot.height(), r.finding.height()) + 140
		rows[i] = r
	}
	return rows
}

// masses draws the mass table. It draws the signature too if ends is set, which means
// that the document ends with the table.
func (s *sheet) masses(inv *Invoice, rows []massRow, ends bool) {
	cols := massColumns(inv)
	heights := make([]layout.Unit, len(rows))
	measured := false
	for i, r := range rows {
		heights[i] = r.height
		measured = measured || inv.Masses[i].Regain != nil
		for j, f := range r.figures {
			cols[j+1].decimals = max(cols[j+1].decimals, decimalsOf(f))
		}
	}
	title := labelTests
	if measured {
		title = labelMassRule
	}
	heading := cell{width: width - 120, zh: s.zh}
	heading.label(title)

	var tail []block
	if ends {
		tail = append(tail, s.signature())
	}
	s.table(heights, tail, tableFrame{
		intro: block{heading.height() + 200, func() {
			s.doc.Line(left, s.y, right, s.y, 35, edge)
			s.drawLines(left+60, s.y+120, heading.lines)
			s.y += heading.height() + 200
		}},
		head: func() { s.tableHead(cols) },
		row: func(i int) {
			r := rows[i]
			base := s.y + 70 + baseline(styleBody)
			s.drawLines(cols[0].x+60, s.y+70, r.lot.lines)
			for j, f := range r.figures {
				st := styleBody
				if j == 3 {
					st = styleBold
				}
				s.figure(cols[j+1], base, st, f)
			}
			s.drawLines(cols[5].x+60, s.y+70+baseline(styleBody)-baseline(styleSub), r.finding.lines)
			s.y += r.height
			s.doc.Line(left, s.y, right, s.y, 25, faint)
		},
	})
}
