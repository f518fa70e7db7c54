package orders

import (
	"strings"
	"sync"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/codes"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

// drawPlaces serves POST /places: suggestions for the one field of the order form that
// the browser sends, as the block that htmx puts into the page's list.
func (s *pages) drawPlaces(c fiber.Ctx) error {
	p := orderFormPage{Base: s.Base(c, say.Msg("New order"))}
	for name, typed := range c.Request().PostArgs().All() {
		if strings.HasPrefix(string(name), "/") {
			p.place = string(typed)
		}
	}
	return orderFormTmpl.Block(c, fiber.StatusOK, "places", p)
}

// Places returns the places that the list suggests: those like what was typed, or those
// of the desk's lanes where nothing was typed.
func (p orderFormPage) Places() []page.Choice {
	name, _, _ := strings.Cut(p.place, ",") // what FindPlaces looks for
	if name == "" {
		return placesOfLanes()
	}
	return suggestionsOf(codes.SuggestPlaces(name))
}

// placesOfLanes returns the places of the desk's lanes as suggestions. Every form has
// them.
var placesOfLanes = sync.OnceValue(func() []page.Choice { return suggestionsOf(codes.SuggestPlaces("")) })

// suggestionsOf returns places as suggestions.
func suggestionsOf(places []codes.Place) (list []page.Choice) {
	for _, p := range places {
		list = append(list, page.Choice{Value: placeText(p), Label: say.Plain(strings.TrimSpace(p.NameZH + " " + p.Code))})
	}
	return list
}

// placeText returns a place as documents name it, with its subdivision or its code where
// the country has another place of that name.
func placeText(p codes.Place) string {
	country, err := codes.LookupCountry(p.Country)
	if err != nil {
		return p.Name
	}
	name := p.Name + ", "
	if country.Name == p.Name { // as of Hong Kong
		return p.Name
	}
	for _, between := range []string{"", p.Subdivision, p.Code} {
		if between != "" {
			between += ", "
		}
		if text := name + between + country.Name; len(codes.FindPlaces(text)) == 1 {
			return text
		}
	}
	return name + country.Name
}
