package issue

import (
	"slices"

	"woolroad/app/codes"
	"woolroad/documents"
)

// packages counts the packages of each kind, in the order of the lots.
func (m mapping) packages() ([]documents.Packages, error) {
	var out []documents.Packages
	for _, l := range m.order.Lots {
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

func packagesOf(code string, count int) (documents.Packages, error) {
	p, err := codes.LookupPackage(code)
	if err != nil {
		return documents.Packages{}, err
	}
	return documents.Packages{Count: count, Code: code, Name: documents.Bilingual{EN: p.Noun(count), ZH: p.NameZH}}, nil
}
