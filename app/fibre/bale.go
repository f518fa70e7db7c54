package fibre

// The lightest and the heaviest bale, gross, that the export office packs: small bags up
// to large pressed bales. Presses elsewhere make heavier ones, and no standard was found
// that sets a limit, so no mass is refused for lying outside: the program asks about it,
// and of two readings of a comma it offers the one inside first.
var (
	LightestBale = Must("5")
	HeaviestBale = Must("250")
)

// CanBeABale reports whether the gross mass lies between LightestBale and HeaviestBale,
// both included.
func CanBeABale(gross Mass) bool {
	return gross.Cmp(LightestBale) >= 0 && gross.Cmp(HeaviestBale) <= 0
}
