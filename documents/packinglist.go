package documents

import "woolroad/app/fibre"

// PackingList is what is in the shipment, bale by bale. It has no prices.
type PackingList struct {
	Header
	Packing
}

// Packing is the bale-by-bale part of a packing list and of the combined form.
type Packing struct {
	Lots []PackedLot `json:"lots"`
}

// PackedLot is a lot and its bales.
type PackedLot struct {
	Number      string     `json:"number"`
	Line        int        `json:"line,omitempty"` // line of the invoice, from 1; 0 where the invoice has one line only
	Description string     `json:"description"`
	Product     Bilingual  `json:"product"`
	Species     string     `json:"species"`
	HS6         string     `json:"hs6"`
	Package     Packages   `json:"package"`
	Bales       []Bale     `json:"bales"`
	Gross       fibre.Mass `json:"gross"`
	Tare        fibre.Mass `json:"tare"`
	Net         fibre.Mass `json:"net"`
}

// Bale is one package as weighed, in kilograms.
type Bale struct {
	Number string     `json:"number"`
	Gross  fibre.Mass `json:"gross"`
	Tare   fibre.Mass `json:"tare"`
	Net    fibre.Mass `json:"net"`
}

// Kind returns KindPackingList.
func (pl *PackingList) Kind() Kind { return KindPackingList }

// Check adds the bales up again. The error is ErrSum.
func (pl *PackingList) Check() error {
	return firstError(pl.Header.check(), pl.Packing.check(&pl.Header))
}

// check adds up the bales of each lot, and the lots, again. The error is ErrSum.
func (p *Packing) check(h *Header) error {
	var gross, tare fibre.Mass
	count := 0
	for _, l := range p.Lots {
		var lg, lt fibre.Mass
		for _, b := range l.Bales {
			if err := sameMass("net mass of "+b.Number, b.Gross.Sub(b.Tare), b.Net); err != nil {
				return err
			}
			lg, lt = lg.Add(b.Gross), lt.Add(b.Tare)
		}
		if l.Package.Count != len(l.Bales) {
			return wrong("lot %s has %d packages and not %d", l.Number, len(l.Bales), l.Package.Count)
		}
		if err := firstError(sameMass("gross mass of lot "+l.Number, lg, l.Gross), sameMass("tare of lot "+l.Number, lt, l.Tare), sameMass("net mass of lot "+l.Number, lg.Sub(lt), l.Net)); err != nil {
			return err
		}
		gross, tare, count = gross.Add(lg), tare.Add(lt), count+len(l.Bales)
	}
	if count != h.PackageCount {
		return wrong("there are %d packages and not %d", count, h.PackageCount)
	}
	return firstError(sameMass("gross mass", gross, h.Gross), sameMass("tare", tare, h.Tare), sameMass("net mass", gross.Sub(tare), h.Net))
}
