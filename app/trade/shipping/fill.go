package shipping

import "slices"

// Fill returns the shipment with each bale that is on no load put on the first load whose limit
// it fits, in the order of the picks, so that bales of a lot stay together as far as limits
// allow. It moves no bale that is on a load, and fills no load over its limit, even where a
// person has confirmed that it may be. A load without a known limit takes whatever is left.
func (s Shipment) Fill() Shipment {
	on := s.Loaded()
	s.Picks = slices.Clone(s.Picks)
	for i, p := range s.Picks {
		loads := make([]int, len(p.Lot.Bales))
		for j, b := range p.Lot.Bales {
			loads[j] = p.load(j)
			if loads[j] != 0 {
				continue
			}
			at := slices.IndexFunc(on, func(l Loaded) bool { return l.Left == nil || b.Gross.Cmp(*l.Left) <= 0 })
			if at < 0 {
				continue
			}
			loads[j] = at + 1
			if on[at].Left != nil {
				left := on[at].Left.Sub(b.Gross)
				on[at].Left = &left
			}
		}
		s.Picks[i].Loads = loads
	}
	return s
}
