package compose

import (
	"woolroad/app/trade"
	"woolroad/documents"
)

// Numbers are the number of a document and that of its companion document.
type Numbers struct {
	Number    string // "CI-2026-0041"
	Companion string // "PL-2026-0041"; empty for a document without a companion
}

// NumbersOf returns the numbers on a document that has no number of a series: the order
// number's tail after the prefix of its kind, and the same tail after the prefix of its
// companion's kind. k must be one of documents.Kinds.
func NumbersOf(o trade.Order, k documents.Kind) Numbers {
	info, _ := k.Info()
	n := Numbers{Number: info.Prefix + "-" + o.Tail()}
	if beside, is := info.Companion.Info(); is {
		n.Companion = beside.Prefix + "-" + o.Tail()
	}
	return n
}
