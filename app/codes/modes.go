package codes

import "slices"

// Mode is how the goods travel, as an order file writes it.
type Mode string

// The modes of transport.
const (
	Road       Mode = "road"
	Rail       Mode = "rail"
	Sea        Mode = "sea"
	Air        Mode = "air"
	Multimodal Mode = "multimodal"
)

// A ModeInfo is a mode with the names that documents print: "By road".
type ModeInfo struct {
	Code         Mode
	Name, NameZH string
}

var modes = []ModeInfo{
	{Road, "By road", "公路运输"},
	{Rail, "By rail", "铁路运输"},
	{Sea, "By sea", "海运"},
	{Air, "By air", "空运"},
	{Multimodal, "Multimodal", "多式联运"},
}

// Modes returns the modes of transport in a fixed order.
func Modes() []ModeInfo { return slices.Clone(modes) }

// LookupMode returns the mode with this code, in lower case. The error is a *Problem.
func LookupMode(code string) (ModeInfo, error) {
	for _, m := range modes {
		if string(m.Code) == code {
			return m, nil
		}
	}
	return ModeInfo{}, problem("mode.unknown", "%q is not a mode of transport; use one of %s.", code,
		list(modes, func(m ModeInfo) string { return string(m.Code) }))
}
