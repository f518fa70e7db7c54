package compose

import (
	"slices"

	"woolroad/app/codes"
	"woolroad/app/trade"
	"woolroad/documents"
)

// packages counts the packages of each kind, in the order in which the kinds first occur
// in lots. The error is a *codes.Problem about an unknown kind.
func packages(lots []trade.Lot) ([]documents.Packages, error) {
	var out []documents.Packages
	for _, l := range lots {
		i := slices.IndexFunc(out, func(p documents.Packages) bool { return p.Code == l.Package })
		if i < 0 {
			i = len(out)
			out = append(out, documents.Packages{Code: l.Package})
		}
		out[i].Count += len(l.Bales)
	}
	for i := range out {
		named, err := packagesOf(out[i].Code, out[i].Count)
		if err != nil {
			return nil, err
		}
		out[i] = named
	}
	return out, nil
}

// packagesOf names count packages of the kind with this code. The error is a
// *codes.Problem about an unknown kind.
func packagesOf(code string, count int) (documents.Packages, error) {
	p, err := codes.LookupPackage(code)
	if err != nil {
		return documents.Packages{}, err
	}
	return documents.Packages{Count: count, Code: code, Name: documents.Bilingual{EN: p.Noun(count), ZH: p.NameZH}}, nil
}

// kindsOf returns the kinds of package in a line, or nil where the shipment has one kind
// only: the box at the top of the document then says it for all lines.
func (c Consignment) kindsOf(l trade.Line) ([]documents.Packages, error) {
	all, err := packages(c.Order.Lots)
	if err != nil || len(all) < 2 {
		return nil, err
	}
	var lots []trade.Lot
	for _, lot := range c.Order.Lots {
		if slices.Contains(l.Lots, lot.Number) {
			lots = append(lots, lot)
		}
	}
	return packages(lots)
}
