package command

import (
	"cmp"
	"slices"

	"woolroad/app/trade"
)

// result is the result of one order file. The help of documents describes its JSON, which
// must not change.
type result struct {
	File      string        `json:"file"`
	Number    string        `json:"number,omitempty"`
	Done      bool          `json:"done"`
	Folder    string        `json:"folder,omitempty"`
	Documents []string      `json:"documents,omitempty"`
	Totals    *trade.Totals `json:"totals,omitempty"`
	Faults    []finding     `json:"faults"`

	order trade.Order
}

// finding is a fault or a warning as it is printed.
type finding struct {
	File    string `json:"file"`
	Pointer string `json:"pointer"`
	Code    string `json:"code"`
	Message string `json:"message"`
	Warning bool   `json:"warning"`
}

// note adds what was found.
func (r *result) note(faults trade.Faults) { r.Faults = append(r.Faults, findings(r.File, faults)...) }

// findings returns the faults of a file as they are printed. An empty list is not nil.
func findings(file string, faults trade.Faults) []finding {
	list := make([]finding, len(faults))
	for i, f := range faults {
		list[i] = finding{file, f.Pointer, string(f.Code), f.Message(), f.Warning}
	}
	return list
}

// ranked returns findings with faults before warnings.
func ranked(list []finding) []finding {
	rank := func(f finding) int {
		if f.Warning {
			return 1
		}
		return 0
	}
	return slices.SortedStableFunc(slices.Values(list), func(a, b finding) int { return cmp.Compare(rank(a), rank(b)) })
}

// faults counts the findings that are faults and not warnings.
func (r *result) faults() int {
	n := 0
	for _, f := range r.Faults {
		if !f.Warning {
			n++
		}
	}
	return n
}
