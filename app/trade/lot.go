package trade

import (
	"github.com/golang-sql/civil"

	"woolroad/app/exact"
	"woolroad/app/fibre"
)

// A Lot is fibre of one kind, tested and sold as one, and packed in bales.
type Lot struct {
	Number       string
	Product      string        // a codes.Product's name
	Species      string        // as given, "Ovis aries"
	County       string        // where the fibre comes from, as given
	Cooperative  string        // of whom it was bought, as given
	Package      string        // UN/ECE Recommendation 21: "BL"
	Regain       *fibre.Regain // nil: sold by its net mass
	MassDecimals int32         // of the invoice mass, 0 to 3
	Test         *Test
	Bales        []Bale
}

// A Bale is one package as weighed.
type Bale struct {
	Number string
	Gross  fibre.Mass
	Tare   fibre.Mass
}

// Net returns gross less tare.
func (b Bale) Net() fibre.Mass { return b.Gross.Sub(b.Tare) }

// A Test is what a laboratory found. Each finding may be absent.
type Test struct {
	Certificate            string
	Laboratory             string
	Date                   *civil.Date
	MeanFibreDiameter      *exact.Number // µm
	DiameterCVPercent      *exact.Number // coefficient of variation of the fibre diameter
	Length                 *exact.Number // mm
	VegetableMatterPercent *exact.Number
	GreasePercent          *exact.Number
	AshPercent             *exact.Number
	RegainPercent          *exact.Number // measured
	CoarseHairPerMille     *exact.Number
	ImpurityPerMille       *exact.Number
	Colour                 string
}
