package codes

import (
	"embed"
	"strings"
	"sync"
)

// locode holds the rows of UN/LOCODE, release 2024-2, for Bangladesh, Bhutan, China, Hong
// Kong, India and Nepal, except those marked for removal: code, name without diacritics,
// subdivision and functions, one row a line. The licence lies in the same folder.
//
//go:embed locode
var locode embed.FS

// A placeList is the UN/LOCODE list without the places of the desk's lanes.
type placeList struct {
	places []Place
	byName map[string][]Place // by every name in lower case
}

// listed reads the list on the first call and returns the same list afterwards.
var listed = sync.OnceValue(readLocode)

// readLocode reads the embedded list and leaves out the places of the desk's lanes. It
// panics if the list is not embedded.
func readLocode() placeList {
	data, err := locode.ReadFile("locode/places.tsv")
	if err != nil {
		panic(err) // it is built in
	}
	var out placeList
	ofLanes := map[string]bool{}
	for _, p := range places {
		ofLanes[p.Code] = true
	}
	for row := range strings.Lines(string(data)) {
		f := strings.Split(strings.TrimSuffix(row, "\n"), "\t")
		if ofLanes[f[0]] {
			continue
		}
		p := Place{Code: f[0], Name: f[1], Country: f[0][:2], Subdivision: f[2], Functions: f[3]}
		p.also = otherNames(p.Name)
		out.places = append(out.places, p)
	}
	out.byName = byName(out.places)
	return out
}

// otherNames returns, in lower case, what people call a place whose name the list writes
// in a style of its own: both names for "Kozhikode (ex Calicut)", the port and just
// Tianjin for "Tianjin Pt", and the airport for "Kunming Changshui International Apt".
func otherNames(name string) (also []string) {
	name = strings.ToLower(name)
	if before, in, ok := strings.Cut(strings.TrimSuffix(name, ")"), " ("); ok {
		also = append(also, before, strings.TrimPrefix(in, "ex "))
	}
	if place, ok := strings.CutSuffix(name, " pt"); ok {
		also = append(also, place+" port", "port of "+place, place)
	}
	if place, ok := strings.CutSuffix(name, " apt"); ok {
		also = append(also, place+" airport")
		if city, ok := strings.CutSuffix(place, " international"); ok {
			also = append(also, city+" airport")
		}
	}
	return also
}
