package fibre

// What a bale can weigh, gross. It is what the export office says of its own: small bags of
// down to large pressed bales. Presses elsewhere make heavier ones, and no standard was
// found that says so, so nothing is refused by it: a figure outside is asked about, and
// of the two that a comma can mean, the one inside is named first.
var (
	LightestBale = Must("5")
	HeaviestBale = Must("250")
)

// CanBeABale says whether a bale can have that gross mass.
func CanBeABale(gross Mass) bool {
	return gross.Cmp(LightestBale) >= 0 && gross.Cmp(HeaviestBale) <= 0
}
