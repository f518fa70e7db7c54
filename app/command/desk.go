package command

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"woolroad/app/compose"
	"woolroad/app/orders"
	"woolroad/app/trade"
	"woolroad/rates"
)

// desk is what all orders of one run share.
type desk struct {
	out    string
	labels trade.Labels
	rates  *rates.Table

	folders  map[string]string // an order's folder in lower case, as some disks see it, to the file that took it
	invoices map[string]string // and its invoice's number
}

// process makes the documents of one order file. When mine is closed all files
// before it have claimed their numbers; next is closed when this one has.
func (d *desk) process(f orderFile, mine <-chan struct{}, next chan<- struct{}) result {
	r := result{File: f.name, Faults: []finding{}}
	e := f.read()
	order, faults := e.Order(), e.Faults()
	rated, unrated := compose.Rates(order, d.rates)
	unrated = orders.Further(faults, unrated)
	r.Number, r.order = order.Number, order

	<-mine
	if faults.Err() == nil {
		faults = append(faults, d.claim(order, f.name)...)
	}
	close(next)

	if faults.Err() == nil {
		faults = append(faults, d.write(&r, rated, unrated.Err() == nil)...)
	}
	faults = append(faults, unrated...)
	r.Done = faults.Err() == nil
	r.note(faults)
	return r
}

// read reads an order file and judges its order. What is wrong with the file is a fault
// as well.
func (f orderFile) read() orders.Entry {
	in, err := f.open()
	if err != nil {
		return orders.Unread(trade.Faults{whole(trade.FaultFileUnreadable, err)})
	}
	e := orders.Read(in)
	if err := in.Close(); err != nil {
		return orders.Unread(trade.Faults{whole(trade.FaultFileUnreadable, err)})
	}
	return e
}

// claim takes the order's folder, and warns if its documents are called like those
// of an order before it.
func (d *desk) claim(o trade.Order, file string) trade.Faults {
	folder := strings.ToLower(o.Number)
	switch other, taken := d.folders[folder]; {
	case taken && other == file:
		return trade.Faults{{Code: trade.FaultFileTwice, Format: "This file is named twice; leave it out once."}}
	case taken:
		return trade.Faults{{Pointer: "/number", Code: trade.FaultOrderTwice, Format: "The order %s is in %s too; keep one of the two files.", Args: []any{o.Number, other}}}
	}
	d.folders[folder] = file
	for _, k := range compose.KindsFor(o) {
		if !k.Kind.BillsGoods() {
			continue
		}
		invoice := compose.NumbersOf(o, k.Kind).Number
		if other, taken := d.invoices[strings.ToLower(invoice)]; taken {
			return trade.Faults{{Pointer: "/number", Code: trade.FaultInvoiceNumberTwice, Format: "The invoice of %s is called %s too; give one of the two orders another number.", Args: []any{other, invoice}, Warning: true}}
		}
		d.invoices[strings.ToLower(invoice)] = file
	}
	return nil
}

// write computes the order's totals, draws its documents and only then puts them down: all
// of them and the totals, or without rates the documents that print none.
func (d *desk) write(r *result, rates rated, converts bool) trade.Faults {
	order, kinds := r.order, compose.KindsFor(r.order)
	if !converts {
		order.TotalsIn, rates = nil, nil
		kinds = slices.DeleteFunc(kinds, func(k compose.Kind) bool { return k.Converts })
	}
	totals, err := order.Totals(rates)
	if fault := (trade.Fault{}); errors.As(err, &fault) {
		return trade.Faults{fault}
	} else if err != nil {
		return trade.Faults{mistake("The totals", err)}
	}
	docs, err := compose.Documents(compose.Consignment{Order: order, Totals: totals, Labels: d.labels}, kinds)
	if err != nil {
		return trade.Faults{mistake("The documents", err)}
	}
	var files []file
	for _, p := range docs {
		f, fault := draw(order, p)
		if fault != nil {
			return trade.Faults{*fault}
		}
		files = append(files, f)
	}
	names := len(files)
	if converts {
		last, err := totalsOf(totals)
		if err != nil {
			return trade.Faults{mistake("The totals", err)}
		}
		files, r.Totals = append(files, last), &totals
	}
	path := filepath.Join(d.out, r.Number)
	if err := putFolder(path, files); err != nil {
		return trade.Faults{unwritten(path, err)}
	}
	r.Folder = path
	for _, f := range files[:names] {
		r.Documents = append(r.Documents, f.name)
	}
	return nil
}
