package compose

import (
	"woolroad/app/trade"
	"woolroad/documents"
)

// Numbers are what a document is called and the document beside it.
type Numbers struct {
	Number    string // "CI-2026-0041"
	Companion string // "PL-2026-0041"; empty where it stands alone
}

// NumbersOf returns the numbers on a document that has none of a series: the order
// number's tail after the prefix of its kind and after that of its companion. The
// kind must be one of documents.Kinds.
func NumbersOf(o trade.Order, k documents.Kind) Numbers {
	info, _ := k.Info()
	n := Numbers{Number: info.Prefix + "-" + o.Tail()}
	if beside, is := info.Companion.Info(); is {
		n.Companion = beside.Prefix + "-" + o.Tail()
	}
	return n
}
