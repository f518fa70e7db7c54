package layout

import (
	"errors"
	"fmt"
	"strconv"
	"sync"

	"rsc.io/qr"
	"rsc.io/qr/coding"
)

// quiet is the white margin around a QR code, in modules.
const quiet = 4

// QR draws payload as a black QR code with error correction level M. The code and its
// margin of four modules fill the square of the given size at x, y. The document fails if
// the payload is too long for a QR code.
func (d *Document) QR(x, y, size Unit, payload string) {
	p := d.on()
	if p == nil {
		return
	}
	code, err := encodeQR(payload)
	if err != nil {
		d.Fail(fmt.Errorf("draw QR code of %d bytes: %w", len(payload), err))
		return
	}
	p.graphics()
	p.setFill(Colour{})
	// One unit of the inner coordinates is a module and y grows downwards; the
	// modules share their edges exactly, so no white lines show between them.
	module := int(size) * 10000 / (code.Size + 2*quiet)
	p.buf = append(p.buf, "q "...)
	p.tenThousandths(module)
	p.buf = append(p.buf, "0 0 "...)
	p.tenThousandths(-module)
	p.numbers(int(x), int(PageHeight-y))
	p.buf = append(p.buf, "cm\n"...)
	for row := range code.Size {
		for col := 0; col < code.Size; col++ {
			from := col
			for code.Black(col, row) { // false outside the code
				col++
			}
			if col > from {
				p.numbers(from+quiet, row+quiet, col-from, 1)
				p.buf = append(p.buf, "re\n"...)
			}
		}
	}
	p.buf = append(p.buf, "f Q\n"...)
}

// qrPlans has where each module of a code stands, by its version, for the versions that were
// drawn: finding that out is half of what a code costs.
var qrPlans sync.Map

// encodeQR returns the code that qr.Encode returns for a payload at level M. A payload that is
// too long for any code is an error.
func encodeQR(payload string) (*qr.Code, error) {
	var text coding.Encoding = coding.String(payload)
	for _, denser := range []coding.Encoding{coding.Num(payload), coding.Alpha(payload)} {
		if denser.Check() == nil {
			text = denser
			break
		}
	}
	version := coding.Version(coding.MinVersion)
	for text.Bits(version) > version.DataBytes(coding.M)*8 {
		if version++; version > coding.MaxVersion {
			return nil, errors.New("text too long to encode as QR")
		}
	}
	plan, known := qrPlans.Load(version)
	if !known {
		made, err := coding.NewPlan(version, coding.M, 0)
		if err != nil {
			return nil, err
		}
		plan, _ = qrPlans.LoadOrStore(version, made)
	}
	code, err := plan.(*coding.Plan).Encode(text)
	if err != nil {
		return nil, err
	}
	return &qr.Code{Bitmap: code.Bitmap, Size: code.Size, Stride: code.Stride}, nil
}

// tenThousandths writes n/10000 and a space.
func (p *page) tenThousandths(n int) {
	if n < 0 {
		p.buf, n = append(p.buf, '-'), -n
	}
	p.buf = strconv.AppendInt(p.buf, int64(n/10000), 10)
	n %= 10000
	p.buf = append(p.buf, '.', byte('0'+n/1000), byte('0'+n/100%10), byte('0'+n/10%10), byte('0'+n%10), ' ')
}
