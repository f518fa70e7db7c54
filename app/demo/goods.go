package demo

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"woolroad/app/exact"
	"woolroad/app/fibre"
	"woolroad/app/trade"
)

// object is a JSON object of an order file.
type object = map[string]any

// goods is a fibre as the desk sells it.
type goods struct {
	product, zh string
	hs6         string
	hs          object
	text        string // format of a line's description, with colour and fineness
	letter      string // in its lots' numbers
	pack        string
	regain      string   // agreed regain
	dry, damp   int      // bounds of the measured regain, in 1/100 %
	decimals    int      // of the invoice mass
	fine, rough int      // bounds of the fibre's diameter, in 1/100 µm
	short, long int      // bounds of the fibre's length, in 1/10 mm
	colours     []string // the first is the dearest
	few, many   int      // bounds of the number of bales in a lot
	light       int      // the lightest bale, in 1/10 kg
	spread      int      // how much heavier the heaviest bale is, in 1/10 kg
	tare        string
	price       int64 // in 1/1000 US dollars
}

var (
	wool = &goods{
		product: "scoured wool", zh: "洗净毛", hs6: "5101.21", hs: object{"CN": "5101210090"},
		text: "Scoured sheep wool (Ovis aries), degreased, not carbonised, %s, %s micron", letter: "W", pack: "BL",
		regain: "15.0", dry: 1220, damp: 1470, decimals: 1, fine: 3120, rough: 3720, short: 1030, long: 1180,
		colours: []string{"white", "light grey", "brown"}, few: 26, many: 58, light: 820, spread: 78, tare: "1.2", price: 4850,
	}
	cashmere = &goods{
		product: "dehaired cashmere", zh: "无毛山羊绒", hs6: "5102.11", hs: object{"CN": "5102110000", "IN": "51021190"},
		text: "Dehaired cashmere (Capra hircus), %s, %s micron", letter: "C", pack: "BG",
		regain: "17.0", dry: 1410, damp: 1620, decimals: 2, fine: 1505, rough: 1610, short: 330, long: 380,
		colours: []string{"white", "light grey", "brown"}, few: 10, many: 26, light: 301, spread: 38, tare: "0.6", price: 116400,
	}
	yak = &goods{
		product: "dehaired yak wool", zh: "无毛牦牛绒", hs6: "5102.19", hs: object{"CN": "5102199090", "IN": "51021990"},
		text: "Dehaired yak wool (Bos grunniens, domesticated), %s, %s micron", letter: "Y", pack: "BN",
		regain: "15.0", dry: 1340, damp: 1690, decimals: 1, fine: 1830, rough: 1990, short: 300, long: 360,
		colours: []string{"dark brown", "light brown"}, few: 14, many: 36, light: 855, spread: 60, tare: "1.5", price: 24200,
	}
)

// maker draws what differs from order to order. Asked the same, it always draws the same.
type maker struct {
	*rand.Rand
	lots map[string]int // the last number of each kind of goods
}

// newMaker returns a maker with a fixed seed.
func newMaker() *maker {
	return &maker{rand.New(rand.NewPCG(18, 1934)), map[string]int{"W": 100, "C": 100, "Y": 100}}
}

// between returns a whole number from least to most.
func (m *maker) between(least, most int) int { return least + m.IntN(most-least+1) }

// figure returns a number from least to most, both counted in steps of 10^-decimals.
func (m *maker) figure(least, most int, decimals int32) string {
	return exact.Shifted(int64(m.between(least, most)), decimals).String()
}

// lot returns a lot of these goods that was tested on that day, its bales weighed one by
// one and numbered from first.
func (m *maker) lot(g *goods, colour string, tested time.Time, first int) object {
	m.lots[g.letter]++
	year := tested.Format("06")
	bales := make([]object, m.between(g.few, g.many))
	for i := range bales {
		// Most bales weigh what the press is set to; few are far from it.
		gross := g.light + (m.IntN(g.spread+1)+m.IntN(g.spread+1))/2
		bales[i] = object{"number": strconv.Itoa(first + i), "gross": exact.Shifted(int64(gross), 1).String(), "tare": g.tare}
	}
	test := object{
		"certificate": fmt.Sprintf("DEMO-%s-%s%d", year, g.letter, m.lots[g.letter]), "date": tested.Format(time.DateOnly), "colour": colour,
		"mean_fibre_diameter_um": m.figure(g.fine, g.rough, 2), "length_mm": m.figure(g.short, g.long, 1),
	}
	if g == wool {
		test["mean_fibre_diameter_um"] = m.figure(g.fine/10, g.rough/10, 1)
		test["vegetable_matter_percent"], test["grease_percent"] = m.figure(21, 68, 2), m.figure(38, 92, 2)
	} else {
		test["coarse_hair_per_mille"], test["impurity_per_mille"] = m.figure(11, 46, 1), m.figure(12, 31, 1)
	}
	return object{
		"number": fmt.Sprintf("LH%s%s-%d", g.letter, year, m.lots[g.letter]), "product": g.product, "package": g.pack,
		"basis": "conditioned", "regain_standard": g.regain, "regain_measured": m.figure(g.dry, g.damp, 2), "mass_decimals": g.decimals,
		"test": test, "bales": bales,
	}
}

// unsold returns lots that are in stock and in no order.
func unsold(now time.Time) []trade.Lot {
	m := newMaker()
	var all []trade.Lot
	for i, g := range []*goods{wool, cashmere, wool, yak, cashmere} {
		m.lots[g.letter] = 900 + i
		var lot trade.Lot
		o := m.lot(g, g.colours[i%2], now, 1)
		lot.Number, lot.Product, lot.Package = o["number"].(string), g.product, g.pack
		for _, b := range o["bales"].([]object) {
			lot.Bales = append(lot.Bales, trade.Bale{
				Number: b["number"].(string), Gross: fibre.Must(b["gross"].(string)), Tare: fibre.Must(b["tare"].(string)),
			})
		}
		all = append(all, lot)
	}
	return all
}
