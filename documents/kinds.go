package documents

import (
	"unicode"
	"unicode/utf8"
)

// Kind is a kind of document, as files, QR codes and the database name it.
type Kind string

// The kinds of document.
const (
	KindCommercialInvoice Kind = "commercial-invoice"
	KindPackingList       Kind = "packing-list"
	KindCombined          Kind = "commercial-invoice-cum-packing-list"
)

// KindInfo is all that the rest of the program knows of a kind of document.
type KindInfo struct {
	Kind      Kind
	Prefix    string // of the document number: "CI"; no two kinds have the same
	Title     string
	TitleZH   string
	Short     string // what narrow columns call it in English; empty: the Title
	For       Reader
	Bills     Billing
	Companion Kind // kind of the companion document, whose number is printed too; empty: none
	// New returns an empty document to decode JSON into. If it is Priced, documents of
	// the kind print a total.
	New func() Document
}

// Reader is whom a kind of document is made for in the first place.
type Reader string

// The readers of documents.
const (
	ForBuyer   Reader = "buyer"
	ForCustoms Reader = "customs"
)

// Billing is what a document asks the buyer to pay.
type Billing string

// What a document bills. Goods are billed once: by one kind of document, in one order.
const (
	BillsNothing Billing = ""
	BillsGoods   Billing = "goods"
)

// Kinds are all kinds of document, in the order in which they are handed over.
var Kinds = []KindInfo{
	{
		Kind: KindCommercialInvoice, Prefix: "CI", Title: "Commercial invoice", TitleZH: "商业发票", Short: "Invoice",
		For: ForBuyer, Bills: BillsGoods, Companion: KindPackingList,
		New: func() Document { return new(CommercialInvoice) },
	},
	{
		Kind: KindPackingList, Prefix: "PL", Title: "Packing list", TitleZH: "装箱单",
		For: ForBuyer, Bills: BillsNothing, Companion: KindCommercialInvoice,
		New: func() Document { return new(PackingList) },
	},
	{
		Kind: KindCombined, Prefix: "CC", Title: "Commercial invoice cum packing list", TitleZH: "商业发票兼装箱单", Short: "Combined form",
		For: ForCustoms, Bills: BillsGoods, Companion: KindPackingList,
		New: func() Document { return new(Combined) },
	},
}

// KindNames returns the names of all kinds, in the order of Kinds.
func KindNames() []string {
	names := make([]string, len(Kinds))
	for i, info := range Kinds {
		names[i] = string(info.Kind)
	}
	return names
}

// Info returns the row of Kinds for a kind, and false if there is none.
func (k Kind) Info() (KindInfo, bool) {
	for _, info := range Kinds {
		if info.Kind == k {
			return info, true
		}
	}
	return KindInfo{}, false
}

// InSentence returns the title as it is written within a sentence: "commercial invoice",
// but "GSP Form A".
func (info KindInfo) InSentence() string {
	first, size := utf8.DecodeRuneInString(info.Title)
	second, _ := utf8.DecodeRuneInString(info.Title[size:])
	if unicode.IsUpper(second) {
		return info.Title
	}
	return string(unicode.ToLower(first)) + info.Title[size:]
}

// BillsGoods reports whether documents of the kind ask the buyer to pay for the goods.
func (k Kind) BillsGoods() bool {
	info, _ := k.Info()
	return info.Bills == BillsGoods
}

// Pair returns the kind that is issued together with this one: its companion, if each of
// the two names the other. Otherwise it returns false.
func (k Kind) Pair() (Kind, bool) {
	info, _ := k.Info()
	if companion, known := info.Companion.Info(); known && companion.Companion == k {
		return companion.Kind, true
	}
	return "", false
}
