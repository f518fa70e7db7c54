package compose

import (
	"strconv"

	"woolroad/app/trade"
)

// certificate returns a test's certificate and date as a document prints them, or only
// the one that the test has.
func certificate(t trade.Test) string {
	if t.Date == nil {
		return t.Certificate
	}
	day := strconv.Itoa(t.Date.Day) + " " + t.Date.Month.String() + " " + strconv.Itoa(t.Date.Year)
	if t.Certificate == "" {
		return "Tested " + day
	}
	return t.Certificate + " of " + day
}

// findings returns a test's figures as a document lists them.
func findings(t trade.Test) []string {
	var out []string
	if t.MeanFibreDiameter != nil {
		out = append(out, "mean fibre diameter "+t.MeanFibreDiameter.String()+" µm")
	}
	if t.Length != nil {
		out = append(out, "length "+t.Length.String()+" mm")
	}
	if t.VegetableMatterPercent != nil {
		out = append(out, "vegetable matter "+t.VegetableMatterPercent.String()+" %")
	}
	if t.GreasePercent != nil {
		out = append(out, "grease "+t.GreasePercent.String()+" %")
	}
	if t.CoarseHairPerMille != nil {
		out = append(out, "coarse hair "+t.CoarseHairPerMille.String()+" ‰")
	}
	if t.ImpurityPerMille != nil {
		out = append(out, "impurity "+t.ImpurityPerMille.String()+" ‰")
	}
	if t.Colour != "" {
		out = append(out, t.Colour)
	}
	return out
}
