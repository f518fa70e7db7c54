package codes

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"woolroad/app/typing"
)

// A Place is a suggestion for a named place. Code is its UN/LOCODE, or "" for a place
// that has none, such as Rasuwagadhi.
type Place struct {
	Code         string
	Name, NameZH string // NameZH is "" where no Chinese name is in common use
	Country      string // ISO 3166-1 alpha-2
	Subdivision  string // the second part of ISO 3166-2, "SD"; "" where the list has none
	Functions    string // UN/LOCODE digits where known: 1 port, 2 rail, 3 road, 4 airport, 5 postal, 6 dry port, B border
	also         []string
}

// The places of the desk's lanes, under the names that people use; the rest of UN/LOCODE
// is in locode. Qingdao and Shanghai have one code for the city, one for the port and one
// for the airport, so that the bare name does not say which is meant; carriers also print
// CNTAO and CNSHA for the ports. UN/LOCODE's row of INNGS names a state far from Shipki
// La.
var places = []Place{
	{Code: "NPKTM", Name: "Kathmandu", NameZH: "加德满都", Country: "NP", Functions: "345"},
	{Code: "NPBRG", Name: "Birgunj", NameZH: "比尔根杰", Country: "NP", Functions: "3", also: []string{"birganj"}},
	{Code: "NPBSI", Name: "Birgunj ICD", NameZH: "比尔根杰陆港", Country: "NP", Functions: "6", also: []string{"birganj icd"}},
	{Code: "NPBIR", Name: "Biratnagar", NameZH: "比拉德讷格尔", Country: "NP", Functions: "34"},
	{Code: "NPBRI", Name: "Biratnagar ICD", NameZH: "比拉德讷格尔陆港", Country: "NP", Functions: "6"},
	{Code: "NPBBI", Name: "Bhairahawa", Country: "NP", Functions: "6", also: []string{"bhairahawa icd"}},
	{Code: "NPBWA", Name: "Bhairawa", Country: "NP", Functions: "4", also: []string{"bhairahawa airport", "bhairawa airport"}},
	{Code: "NPKAK", Name: "Kakarbhitta", Country: "NP", Functions: "3", also: []string{"kakarbitta", "kakarvitta"}},
	{Code: "NPKRI", Name: "Krishnanagar", Country: "NP", Functions: "3"},
	{Code: "NPSUN", Name: "Sunauli", NameZH: "苏瑙利", Country: "NP", Functions: "3"},
	{Code: "NPKEP", Name: "Nepalganj", NameZH: "尼泊尔根杰", Country: "NP", Functions: "4", also: []string{"nepalgunj"}},
	{Code: "NPPKR", Name: "Pokhara", NameZH: "博卡拉", Country: "NP", Functions: "4"},
	{Name: "Rasuwagadhi", NameZH: "热索瓦", Country: "NP", also: []string{"rasuwa"}},
	{Name: "Timure", Country: "NP"},
	{Name: "Tatopani", NameZH: "塔托帕尼", Country: "NP"},
	{Name: "Kodari", NameZH: "科达里", Country: "NP"},
	{Name: "Korala", NameZH: "科拉拉", Country: "NP", also: []string{"nechung"}},
	{Name: "Hilsa", NameZH: "希尔萨", Country: "NP"},

	{Code: "INCCU", Name: "Kolkata", NameZH: "加尔各答", Country: "IN", Functions: "145", also: []string{"calcutta", "netaji subhash chandra bose airport"}},
	{Code: "INHAL", Name: "Haldia", NameZH: "霍尔迪亚", Country: "IN", Functions: "1"},
	{Code: "INNSA", Name: "Nhava Sheva", NameZH: "那瓦舍瓦", Country: "IN", Functions: "1", also: []string{"jawaharlal nehru", "jawaharlal nehru port", "jnpt"}},
	{Code: "INBOM", Name: "Mumbai", NameZH: "孟买", Country: "IN", Functions: "123456", also: []string{"bombay"}},
	{Code: "INNMB", Name: "Navi Mumbai", NameZH: "新孟买", Country: "IN", Functions: "36"},
	{Code: "INMUN", Name: "Mundra", NameZH: "蒙德拉", Country: "IN", Functions: "1"},
	{Code: "INMAA", Name: "Chennai", NameZH: "金奈", Country: "IN", Functions: "12345", also: []string{"madras"}},
	{Code: "INVTZ", Name: "Visakhapatnam", NameZH: "维沙卡帕特南", Country: "IN", Functions: "12346", also: []string{"vizag"}},
	{Code: "INDEL", Name: "Delhi", NameZH: "德里", Country: "IN", Functions: "45"},
	{Code: "INICD", Name: "New Delhi", NameZH: "新德里", Country: "IN", Functions: "1236"},
	{Code: "INTKD", Name: "Tughlakabad", Country: "IN", Functions: "236"},
	{Code: "INPPG", Name: "Patparganj", Country: "IN", Functions: "36"},
	{Code: "INLUH", Name: "Ludhiana", NameZH: "卢迪亚纳", Country: "IN", Functions: "46"},
	{Code: "INATQ", Name: "Amritsar", NameZH: "阿姆利则", Country: "IN", Functions: "46"},
	{Code: "INPAP", Name: "Panipat", NameZH: "帕尼帕特", Country: "IN", Functions: "23"},
	{Code: "INPNI", Name: "Panipat ICD", NameZH: "帕尼帕特陆港", Country: "IN", Functions: "6"},
	{Code: "INBDH", Name: "Bhadohi", Country: "IN", Functions: "126"},
	{Code: "INSXR", Name: "Srinagar", NameZH: "斯利那加", Country: "IN", Functions: "4"},
	{Code: "INRXL", Name: "Raxaul", NameZH: "拉克绍尔", Country: "IN", Functions: "B"},
	{Code: "INJBN", Name: "Jogbani", Country: "IN", Functions: "B"},
	{Code: "INPTP", Name: "Petrapole Road", Country: "IN", Functions: "B", also: []string{"petrapole"}},
	{Code: "INGJI", Name: "Gunji", Country: "IN", Functions: "B"},
	{Code: "INNGS", Name: "Village Namaya Shipkila", Country: "IN", Functions: "2", also: []string{"shipki la", "namgaya"}},
	{Code: "INGAT", Name: "Gangtok", NameZH: "甘托克", Country: "IN", Functions: "3"},
	{Name: "Nathu La", NameZH: "乃堆拉山口", Country: "IN", also: []string{"nathula"}},

	{Code: "CNLHA", Name: "Lhasa", NameZH: "拉萨", Country: "CN", Functions: "45"},
	{Code: "CNLXA", Name: "Lhasa Gonggar Airport", NameZH: "拉萨贡嘎机场", Country: "CN", Functions: "4", also: []string{"gonggar"}},
	{Code: "CNGIR", Name: "Gyirong", NameZH: "吉隆", Country: "CN", Functions: "3", also: []string{"kyirong", "kerung", "jilong"}},
	{Code: "CNZMU", Name: "Zhangmu", NameZH: "樟木", Country: "CN", Functions: "3", also: []string{"zham", "khasa"}},
	{Name: "Lizi", NameZH: "里孜", Country: "CN"},
	{Code: "CNYDZ", Name: "Yadong", NameZH: "亚东", Country: "CN", Functions: "35"},
	{Code: "CNBUR", Name: "Burang", NameZH: "普兰", Country: "CN", Functions: "3", also: []string{"purang", "pulan"}},
	{Code: "CNXIG", Name: "Xigaze", NameZH: "日喀则", Country: "CN", Functions: "6", also: []string{"shigatse"}},
	{Code: "CNSHG", Name: "Shanghai Port", NameZH: "上海港", Country: "CN", Functions: "1", also: []string{"shanghai", "shanghai pt"}},
	{Code: "CNQDG", Name: "Qingdao Port", NameZH: "青岛港", Country: "CN", Functions: "1", also: []string{"port of qingdao", "qingdao pt", "qingdao", "tsingtao"}},
	{Code: "CNTXG", Name: "Tianjin Xingang", NameZH: "天津新港", Country: "CN", Functions: "1", also: []string{"xingang", "tianjinxingang"}},
	{Code: "CNTNJ", Name: "Tianjin", NameZH: "天津", Country: "CN", Functions: "12345"},
	{Code: "CNSHA", Name: "Shanghai Hongqiao Airport", NameZH: "上海虹桥机场", Country: "CN", Functions: "4"},
	{Code: "CNTAO", Name: "Qingdao Jiaodong Airport", NameZH: "青岛胶东机场", Country: "CN", Functions: "4", also: []string{"tsingtao"}},
	{Code: "CNTSN", Name: "Tianjin Binhai Airport", NameZH: "天津滨海机场", Country: "CN", Functions: "4"},
}

// lanes returns the places of the desk's lanes by every name in lower case, since a list
// looks up a place for each of its rows.
var lanes = sync.OnceValue(func() map[string][]Place { return byName(places) })

// byName returns places by every name in lower case.
func byName(places []Place) map[string][]Place {
	all := map[string][]Place{}
	for _, p := range places {
		names := p.names()
		slices.Sort(names)
		for _, n := range slices.Compact(names) {
			all[n] = append(all[n], p)
		}
	}
	return all
}

// Places returns the places of the desk's lanes: Nepal, India, then China.
func Places() []Place { return slices.Clone(places) }

// mostSuggested is how many places SuggestPlaces returns for a query.
const mostSuggested = 20

// SuggestPlaces returns up to 20 places whose code, name or other spelling contains the
// query: those of the desk's lanes before others, and of each those that equal it first,
// then those that begin with it. For an empty query it returns all places of the lanes. A
// place that it does not return must not be refused for that.
func SuggestPlaces(query string) []Place {
	q := folded(query)
	if q == "" {
		return Places()
	}
	var found []Place
	for _, list := range [][]Place{places, listed().places} {
		var same, begin, contain []Place
		for _, p := range list {
			switch names := p.names(); {
			case slices.Contains(names, q):
				same = append(same, p)
			case slices.ContainsFunc(names, func(n string) bool { return strings.HasPrefix(n, q) }):
				begin = append(begin, p)
			case slices.ContainsFunc(names, func(n string) bool { return strings.Contains(n, q) }):
				contain = append(contain, p)
			}
		}
		found = slices.Concat(found, same, begin, contain)
	}
	return found[:min(len(found), mostSuggested)]
}

// FindPlaces returns the places that a person may mean by a text such as "Kathmandu,
// Nepal": none, one, or several of that name. The text before the first comma must be a
// place's name or code, and if a country stands after the last comma it must be the
// place's country. The text between only decides among several, by their subdivision or
// code ("Dandong, LN, China"). A text for which it returns none must not be refused.
func FindPlaces(text string) []Place {
	parts := strings.Split(text, ",")
	code := strings.TrimSpace(parts[0]) // in capitals, for a place may be called what is another's code
	for i := range parts {
		parts[i] = folded(parts[i])
	}
	name, last := parts[0], parts[len(parts)-1]
	there := func(p Place) bool { return len(parts) == 1 || !otherCountry(last, p.Country) }
	var found []Place
	for _, p := range lanes()[name] {
		switch {
		case !there(p):
		case !slices.Contains(p.also, name): // its own name, whatever else is called so
			return []Place{p}
		default:
			found = append(found, p)
		}
	}
	for _, p := range listed().byName[name] {
		switch {
		case !there(p):
		case p.Code == code:
			return []Place{p}
		default:
			found = append(found, p)
		}
	}
	if len(found) > 1 {
		meant := slices.DeleteFunc(slices.Clone(found), func(p Place) bool {
			between := parts[1:]
			return !slices.Contains(between, strings.ToLower(p.Subdivision)) && !slices.Contains(between, strings.ToLower(p.Code))
		})
		if len(meant) > 0 {
			return meant
		}
	}
	return found
}

// FindPlace returns the place that a text such as "Kathmandu, Nepal" or "NPKTM" names. It
// returns false if the text fits no known place, or several; such a text must not be
// refused.
func FindPlace(text string) (Place, bool) {
	if found := FindPlaces(text); len(found) == 1 {
		return found[0], true
	}
	return Place{}, false
}

// betweenSides matches what stands between the two sides of a border crossing.
var betweenSides = regexp.MustCompile(` *[/／] *| +[-–—] +`)

// A NamedPlace is a place with the text that names it.
type NamedPlace struct {
	Place
	Text string
}

// NamedPlaces returns the place that FindPlace finds, or the places of a text that names
// several, as that of a crossing by both its sides does: "Gyirong / Rasuwagadhi". It
// returns none if one of them is not known.
func NamedPlaces(text string) (all []NamedPlace) {
	if p, known := FindPlace(text); known {
		return []NamedPlace{{p, text}}
	}
	sides := betweenSides.Split(text, -1)
	if len(sides) < 2 {
		return nil
	}
	for _, side := range sides {
		p, known := FindPlace(side)
		if !known {
			return nil
		}
		all = append(all, NamedPlace{p, side})
	}
	return all
}

// PlaceCode returns the UN/LOCODE of the place that a person wrote. It returns false for
// a place that has no code, is unknown, or cannot be told from others of its name.
func PlaceCode(text string) (string, bool) {
	p, ok := FindPlace(text)
	return p.Code, ok && p.Code != ""
}

// names returns everything the place may be called, in lower case.
func (p Place) names() []string {
	names := append([]string{strings.ToLower(p.Name)}, p.also...)
	for _, n := range []string{p.NameZH, strings.ToLower(p.Code)} {
		if n != "" {
			names = append(names, n)
		}
	}
	return names
}

// countryCodes has the code of each country by its English name and its code, both in
// lower case, and by its Chinese name: a form suggests hundreds of places, each of which
// is looked up.
var countryCodes = func() map[string]string {
	all := map[string]string{}
	for _, c := range countries {
		all[strings.ToLower(c.Name)], all[c.NameZH], all[strings.ToLower(c.Code)] = c.Code, c.Code, c.Code
	}
	return all
}()

// otherCountry reports whether text, in lower case, names a country other than the one
// with this code. A province such as "xizang" is not a country.
func otherCountry(text, code string) bool {
	country, known := countryCodes[text]
	return known && country != code
}

// folded returns a name as places are looked up by it: in lower case, in plain characters for
// full-width ones, without accents and
// without space at both ends.
func folded(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(strings.TrimSpace(typing.Plain(text))))
}
