package page

import (
	"woolroad/app/trade"
	"woolroad/app/web/say"
)

// TestFacts returns what a laboratory found in a lot as facts, or nil for a lot without a
// test.
func TestFacts(t *trade.Test, l say.Lang) []Fact {
	if t == nil {
		return nil
	}
	var f Facts
	f.Add(say.Msg("Certificate"), t.Certificate)
	f.Add(say.Msg("Laboratory"), t.Laboratory)
	if t.Date != nil {
		f.Add(say.Msg("Tested on"), l.Date(*t.Date))
	}
	f.Number(say.Msg("Mean fibre diameter"), t.MeanFibreDiameter, "µm")
	f.Number(say.Msg("CV of the fibre diameter"), t.DiameterCVPercent, "%")
	f.Number(say.Msg("Length"), t.Length, "mm")
	f.Number(say.Msg("Vegetable matter"), t.VegetableMatterPercent, "%")
	f.Number(say.Msg("Grease"), t.GreasePercent, "%")
	f.Number(say.Msg("Ash"), t.AshPercent, "%")
	f.Number(say.Msg("Measured regain"), t.RegainPercent, "%")
	f.Number(say.Msg("Coarse hair"), t.CoarseHairPerMille, "‰")
	f.Number(say.Msg("Impurity"), t.ImpurityPerMille, "‰")
	f.Add(say.Msg("Colour"), t.Colour)
	return f
}
