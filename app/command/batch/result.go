package batch

import (
	"cmp"
	"slices"

	"woolroad/app/trade"
)

// A Result is the result of one order file. The help of documents describes its JSON, which
// must not change.
type Result struct {
	File      string        `json:"file"`
	Number    string        `json:"number,omitempty"`
	Done      bool          `json:"done"`
	Folder    string        `json:"folder,omitempty"`
	Documents []string      `json:"documents,omitempty"`
	Totals    *trade.Totals `json:"totals,omitempty"`
	Faults    []Finding     `json:"faults"`

	order trade.Order
}

// A Finding is a fault or a warning as it is printed.
type Finding struct {
	File    string `json:"file"`
	Pointer string `json:"pointer"`
	Code    string `json:"code"`
	Message string `json:"message"`
	Warning bool   `json:"warning"`
}

// note adds what was found.
func (r *Result) note(faults trade.Faults) { r.Faults = append(r.Faults, Findings(r.File, faults)...) }

// Findings returns the faults of a file as they are printed. An empty list is not nil.
func Findings(file string, faults trade.Faults) []Finding {
	list := make([]Finding, len(faults))
	for i, f := range faults {
		list[i] = Finding{file, f.Pointer, string(f.Code), f.Message(), f.Warning}
	}
	return list
}

// ranked returns findings with faults before warnings.
func ranked(list []Finding) []Finding {
	rank := func(f Finding) int {
		if f.Warning {
			return 1
		}
		return 0
	}
	return slices.SortedStableFunc(slices.Values(list), func(a, b Finding) int { return cmp.Compare(rank(a), rank(b)) })
}

// faults counts the findings that are faults and not warnings.
func (r *Result) faults() int {
	n := 0
	for _, f := range r.Faults {
		if !f.Warning {
			n++
		}
	}
	return n
}
