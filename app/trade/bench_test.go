package trade_test

import (
	"bytes"
	"fmt"
	"testing"

	"woolroad/app/trade"
)

// BenchmarkOrder reads, decodes and checks an order of 5,000 bales.
func BenchmarkOrder(b *testing.B) {
	o := read(b, sampleFile(b, kathmandu))
	bales := o.Lots[0].Bales
	o.Lots[0].Bales = nil
	for i := range 5000 {
		bale := bales[i%len(bales)]
		bale.Number = fmt.Sprint(i + 1)
		o.Lots[0].Bales = append(o.Lots[0].Bales, bale)
	}
	file, err := trade.Encode(o)
	if err != nil {
		b.Fatal(err)
	}
	for name, f := range map[string]func() trade.Faults{
		"read":   func() trade.Faults { _, faults := trade.ReadOrder(bytes.NewReader(file)); return faults },
		"decode": func() trade.Faults { _, faults := trade.Decode(bytes.NewReader(file)); return faults },
		"check":  func() trade.Faults { return trade.Check(o) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := f().Err(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
