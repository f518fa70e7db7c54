package layout

import (
	"fmt"
	"io"
	"testing"

	"github.com/golang-sql/civil"
)

var (
	running = Style{Size: 900}
	small   = Style{Size: 650, Colour: Colour{90, 98, 110}, Tracking: 30}
	strong  = Style{Font: Bold, Size: 900}
	heading = Style{Font: Bold, Size: 1600, Tracking: 50}
	latin   = Style{Font: Italic, Size: 900}
	rule    = Colour{140, 146, 155}
)

// labels are what stands above the boxes of a trade document.
var labels = []string{
	"BUYER 买方", "CONSIGNEE 收货人", "NOTIFY PARTY 通知方", "TRANSPORT 运输", "INVOICE NO. 发票号", "DATE 日期", "CONTRACT / ORDER 合同 / 订单",
	"PACKING LIST 装箱单", "TERMS OF DELIVERY AND PAYMENT 贸易条款与付款", "COUNTRY OF ORIGIN 原产国", "DESTINATION 目的国", "MARKS AND NUMBERS 唛头",
	"PACKAGES 件数", "GROSS / NET MASS 毛重 / 净重", "DESCRIPTION OF GOODS 货物名称", "INVOICE MASS 公定重量计算", "PAY TO 收款账户", "DECLARATION 声明",
	"SAY TOTAL 大写", "FOR INFORMATION, THE TOTAL IN OTHER CURRENCIES 折合", "Authorised signature and seal 签字盖章", "Deposit in advance 定金", "Balance due 余款", "单价 金额 包",
}

// invoice draws two pages with some 700 texts. Different n give different ones.
func invoice(n int) *Document {
	number := fmt.Sprintf("CI-2026-%04d", n)
	d := New(Meta{Title: "Commercial invoice " + number, Author: "Lhasa Highland Wool Export Co., Ltd.", Date: civil.Date{Year: 2026, Month: 4, Day: 3}, Lang: "en"})
	for range 2 {
		d.AddPage()
		d.Text("exporter", 1800, 2000, heading, "Lhasa Highland Wool 拉萨高原羊绒毛出口有限公司")
		d.TextRight("title", 19200, 2700, heading, "COMMERCIAL INVOICE 商业发票")
		for i, label := range labels {
			x, y := Unit(1800+i%3*5800), Unit(3500+i/3*1000)
			d.Rect(x, y-400, 5800, 1000, 50, rule)
			d.Text("label", x+100, y, small, label)
			d.Text("value", x+100, y+400, strong, "Himal Carpet Industries Pvt. Ltd.")
		}
		for i := range 38 {
			y := Unit(12000 + i*400)
			d.Line(1800, y+100, 19200, y+100, 25, rule)
			d.Text("no", 1800, y, running, fmt.Sprint(i+1))
			d.Text("goods", 2500, y, running, "Scoured sheep wool, degreased 洗净绵羊毛")
			d.Text("species", 9500, y, latin, "Ovis aries")
			d.Text("lot", 11500, y, small, fmt.Sprintf("HS 5101.21 · lot LHW26-%03d", (n+i)%1000))
			d.TextRight("bales", 15000, y, running, fmt.Sprint(60+i))
			d.TextRight("mass", 16500, y, running, "5,109.3")
			d.TextRight("price", 17500, y, running, "4.85")
			d.TextRight("amount", 19200, y, running, fmt.Sprintf("%d,780.11", 24+i))
		}
	}
	d.QR(1800, 27500-3000, 3000, "https://desk.example/check/7f3a91c05be2d418")
	for i := range d.Pages() {
		d.SetPage(i + 1)
		d.Text("footer", 1800, 28500, small, number)
		d.TextRight("footer", 19200, 28500, small, fmt.Sprintf("Page %d of %d", i+1, d.Pages()))
	}
	return d
}

// packingList draws so many pages with 600 texts each.
func packingList(pages int) *Document {
	d := New(Meta{Title: "Packing list PL-2026-0041", Lang: "en"})
	for page := range pages {
		d.AddPage()
		for i := range 100 {
			y := Unit(2000 + i*260)
			n := page*100 + i + 1
			d.Text("bale", 1800, y, small, fmt.Sprintf("Bale %d 包", n))
			d.Text("lot", 4000, y, small, "LHW26-031")
			d.Text("kind", 7000, y, small, "white 白 33.8 µm")
			d.TextRight("gross", 12000, y, small, fmt.Sprintf("%d.%d", 85+n%3, n%10))
			d.TextRight("tare", 14000, y, small, "1.2")
			d.TextRight("net", 16000, y, small, fmt.Sprintf("%d.%d", 83+n%3, n%10))
		}
	}
	return d
}

func BenchmarkInvoice(b *testing.B) {
	benchmark(b, invoice)
}

func BenchmarkPackingList(b *testing.B) {
	for _, pages := range []int{1, 14, 60} {
		b.Run(fmt.Sprintf("pages=%d", pages), func(b *testing.B) {
			benchmark(b, func(int) *Document { return packingList(pages) })
		})
	}
}

func benchmark(b *testing.B, draw func(n int) *Document) {
	b.ReportAllocs()
	var size counter
	for n := 0; b.Loop(); n++ {
		size = 0
		if err := draw(n).Write(&size); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(size), "bytes/file")
}

// counter counts what is written to it.
type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

var _ io.Writer = (*counter)(nil)
