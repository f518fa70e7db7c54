package orderfile

import (
	"slices"
	"strings"
)

// Places is a set of places in an order file. exact has their pointers, around also the
// pointers of all that they are part of.
type Places struct{ exact, around map[string]bool }

// PlacesOf returns the set of the places at these pointers.
func PlacesOf(pointers []string) Places {
	p := Places{map[string]bool{}, map[string]bool{}}
	for _, at := range pointers {
		p.exact[at] = true
		for !p.around[at] {
			p.around[at] = true
			at = at[:max(0, strings.LastIndexByte(at, '/'))]
		}
	}
	return p
}

// Overlap reports whether a place of the set is at one of these pointers, inside the value
// there or around it.
func (p Places) Overlap(pointers ...string) bool {
	return slices.ContainsFunc(pointers, func(pointer string) bool {
		if p.around[pointer] {
			return true
		}
		for pointer != "" {
			pointer = pointer[:strings.LastIndexByte(pointer, '/')]
			if p.exact[pointer] {
				return true
			}
		}
		return false
	})
}
