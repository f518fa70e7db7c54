package documents

import (
	"strconv"
	"strings"

	"github.com/golang-sql/civil"

	"woolroad/app/exact"
	"woolroad/app/money"
)

// The labels of all documents. English stands first; Chinese is printed beside or
// under it where the document asks for it.
var (
	labelBuyer        = Bilingual{"Buyer", "买方"}
	labelConsignee    = Bilingual{"Consignee", "收货人"}
	labelNotify       = Bilingual{"Notify party", "通知方"}
	labelSameAsBuyer  = Bilingual{"Same as buyer", "同买方"}
	labelInvoiceNo    = Bilingual{"Invoice no.", "发票号"}
	labelPackingNo    = Bilingual{"Packing list no.", "装箱单号"}
	labelDate         = Bilingual{"Date", "日期"}
	labelContract     = Bilingual{"Contract no.", "合同号"}
	labelOrder        = Bilingual{"Order no.", "订单号"}
	labelBuyerRef     = Bilingual{"Buyer's reference", "买方编号"}
	labelSupersedes   = Bilingual{"Supersedes", "替代"}
	labelCredit       = Bilingual{"Documentary credit", "信用证"}
	labelTerms        = Bilingual{"Terms of delivery and payment", "贸易条款与付款"}
	labelDelivery     = Bilingual{"Terms of delivery", "贸易条款"}
	labelTransport    = Bilingual{"Transport", "运输"}
	labelOrigin       = Bilingual{"Country of origin", "原产国"}
	labelDestination  = Bilingual{"Destination", "目的地"}
	labelMarks        = Bilingual{"Marks and numbers", "唛头"}
	labelNoMarks      = Bilingual{"No marks", "无唛头"}
	labelPackages     = Bilingual{"Packages", "件数"}
	labelGrossNet     = Bilingual{"Gross / tare / net mass", "毛重 / 皮重 / 净重"}
	labelNo           = Bilingual{"No.", "序号"}
	labelGoods        = Bilingual{"Description of goods", "货物名称"}
	labelPkgs         = Bilingual{"Pkgs", "件"}
	labelGross        = Bilingual{"Gross kg", "毛重"}
	labelTare         = Bilingual{"Tare kg", "皮重"}
	labelNet          = Bilingual{"Net kg", "净重"}
	labelInvoiceMass  = Bilingual{"Invoice mass kg", "公定重量"}
	labelInvoiceNet   = Bilingual{"Invoiced net kg", "计价净重"}
	labelInvoiceMixed = Bilingual{"Invoice mass kg", "计价重量"}
	labelSoldByNet    = Bilingual{"sold by net mass", "按净重计价"}
	labelPrice        = Bilingual{"price", "单价"}
	labelNoCharge     = Bilingual{"Free of charge, value for customs purposes only", "免费样品，价值仅供报关"}
	labelAmount       = Bilingual{"Amount", "金额"}
	labelCarried      = Bilingual{"Carried forward", "转下页"}
	labelBrought      = Bilingual{"Brought forward", "承上页"}
	labelGoodsValue   = Bilingual{"Goods", "货值"}
	labelDiscount     = Bilingual{"Discount", "折扣"}
	labelFreight      = Bilingual{"Freight", "运费"}
	labelInsurance    = Bilingual{"Insurance", "保险费"}
	labelTotal        = Bilingual{"Total", "总计"}
	labelDeposit      = Bilingual{"Deposit in advance", "定金"}
	labelBalance      = Bilingual{"Balance due", "余款"}
	labelWords        = Bilingual{"Say total", "大写"}
	labelMassRule     = Bilingual{"Invoice mass = net × (100 + agreed regain) / (100 + measured regain), rounded once per lot", "公定重量 = 净重 ×（100 + 公定回潮率）/（100 + 实测回潮率）"}
	labelTests        = Bilingual{"Test results by lot", "检验结果"}
	labelLot          = Bilingual{"Lot", "批号"}
	labelAgreed       = Bilingual{"Agreed regain %", "公定回潮率"}
	labelMeasured     = Bilingual{"Measured regain %", "实测回潮率"}
	labelCertificate  = Bilingual{"Certificate and findings", "证书与检验结果"}
	labelOtherMoney   = Bilingual{"For information, the total in other currencies", "折合"}
	labelPayTo        = Bilingual{"Pay to", "收款账户"}
	labelBankAdvised  = Bilingual{"Bank details as advised", "银行资料另行通知"}
	labelIntermediary = Bilingual{"Intermediary bank", "中间行"}
	labelRemarks      = Bilingual{"Remarks", "备注"}
	labelDeclaration  = Bilingual{"Declaration", "声明"}
	labelSignature    = Bilingual{"Authorised signature and seal", "签字盖章"}
	labelDateOfIssue  = Bilingual{"Date of issue", "签发日期"}
	labelPlaceAndDate = Bilingual{"Place and date of issue", "签发地点及日期"}
	labelBale         = Bilingual{"No.", "包号"}
	labelTotals       = Bilingual{"Totals", "合计"}
	labelMassTotal    = Bilingual{"Total", "合计"}
	labelLotTotal     = Bilingual{"Lot total", "本批合计"}
	labelContinued    = Bilingual{"continued", "续"}
)

// date writes a date as English documents do: "3 April 2026".
func date(d civil.Date) string {
	return strconv.Itoa(d.Day) + " " + d.Month.String() + " " + strconv.Itoa(d.Year)
}

// count writes a number of packages with commas between thousands: "2,000".
func count(n int) string { return exact.Int(int64(n)).Grouped() }

var sides = map[money.Side]string{
	money.Mid:    "reference rate",
	money.Buy:    "buying",
	money.Sell:   "selling",
	money.Stated: "stated by the exporter",
}

// rateText writes out a rate: figures, publisher, side and date.
func rateText(r money.Rate) string {
	figures := r.Per.String() + " " + string(r.From) + " = " + r.Value.String() + " " + string(r.To)
	if r.Through != "" {
		figures = "1 " + string(r.Through) + " = " + r.Value.String() + " " + string(r.To) + " = " + r.Per.String() + " " + string(r.From)
	}
	parts := []string{figures, r.Source}
	if side := sides[r.Side]; side != "" {
		parts = append(parts, side)
	}
	return strings.Join(append(parts, "of "+date(r.Date)), ", ")
}
