package batch

import (
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"woolroad/app/command/folder"
	"woolroad/app/compose"
	"woolroad/app/money"
	"woolroad/app/orders"
	"woolroad/app/trade"
	"woolroad/app/trade/exporter"
	"woolroad/rates"
)

// A Desk is what all orders of one run of documents share.
type Desk struct {
	Out    string // the folder that the orders' folders are written into
	Labels exporter.Labels
	Rates  *rates.Table

	folders  map[string]string // which file claimed an order's folder; in lower case, because some disks ignore case
	invoices map[string]string // which file claimed an invoice's number, in lower case
}

// work makes the documents of one order file. It claims the order's numbers when mine is
// closed, which means that all files before it have claimed theirs, and then closes next.
func (d *Desk) work(f File, mine <-chan struct{}, next chan<- struct{}) Result {
	r := Result{File: f.Name, Faults: []Finding{}}
	e := f.Read()
	order := e.Order()
	faults := slices.Concat(e.Faults(), trade.Unpacked(order))
	found, unrated := compose.Rates(order, d.Rates)
	unrated = orders.Further(faults, unrated)
	r.Number, r.order = order.Number, order

	<-mine
	if faults.Err() == nil {
		faults = append(faults, d.claim(order, f.Name)...)
	}
	close(next)

	if faults.Err() == nil {
		faults = append(faults, d.write(&r, found, unrated.Err() == nil)...)
	}
	faults = append(faults, unrated...)
	r.Done = faults.Err() == nil
	r.note(faults)
	return r
}

// A File is an order file by name, to be opened when it is processed.
type File struct {
	Name string
	Open func() (io.ReadCloser, error)
}

// Read reads an order file and judges its order. A file that cannot be read is a fault
// too.
func (f File) Read() orders.Entry {
	in, err := f.Open()
	if err != nil {
		return orders.Unread(trade.Faults{fileFault(trade.FaultFileUnreadable, err)})
	}
	e := orders.Read(in)
	if err := in.Close(); err != nil {
		return orders.Unread(trade.Faults{fileFault(trade.FaultFileUnreadable, err)})
	}
	return e
}

// claim reserves the order's folder, and warns if its invoice has the number of an
// earlier order's invoice.
func (d *Desk) claim(o trade.Order, file string) trade.Faults {
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

// write computes the order's totals, draws its documents and then writes all of them. If
// converts is not set it writes only the documents that need no rates.
func (d *Desk) write(r *Result, rates []money.Rate, converts bool) trade.Faults {
	order, kinds := r.order, compose.KindsFor(r.order)
	if !converts {
		order.TotalsIn, rates = nil, nil
		kinds = slices.DeleteFunc(kinds, func(k compose.Kind) bool { return k.Converts })
	}
	totals, err := order.Totals(rates)
	if fault := (trade.Fault{}); errors.As(err, &fault) {
		return trade.Faults{fault}
	} else if err != nil {
		return trade.Faults{programFault("The totals", err)}
	}
	docs, err := compose.Documents(compose.Consignment{Order: order, Totals: totals, Labels: d.Labels}, kinds)
	if err != nil {
		return trade.Faults{programFault("The documents", err)}
	}
	var files []folder.File
	for _, p := range docs {
		f, fault := draw(order, p)
		if fault != nil {
			return trade.Faults{*fault}
		}
		files = append(files, f)
	}
	names := len(files)
	if converts {
		last, err := totalsJSON(totals)
		if err != nil {
			return trade.Faults{programFault("The totals", err)}
		}
		files, r.Totals = append(files, last), &totals
	}
	path := filepath.Join(d.Out, r.Number)
	if err := folder.Write(path, files, ourFiles()); err != nil {
		return trade.Faults{folderFault(path, err)}
	}
	r.Folder = path
	for _, f := range files[:names] {
		r.Documents = append(r.Documents, f.Name)
	}
	return nil
}
