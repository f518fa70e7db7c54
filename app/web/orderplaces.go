package web

import (
	"strings"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/codes"
)

// drawPlaces serves POST /places: suggestions for the one field of an order that comes
// with it, to be put into the page's list.
func (s *Server) drawPlaces(c fiber.Ctx) error {
	p := orderFormPage{Base: s.base(c, "orders", msg("New order"))}
	for name, typed := range c.Request().PostArgs().All() {
		if strings.HasPrefix(string(name), "/") {
			p.place = string(typed)
		}
	}
	return orderFormTmpl.block(c, fiber.StatusOK, "places", p)
}

// Places suggests places: those of the desk's lanes, or those that are like what was
// typed.
func (p orderFormPage) Places() []suggestion {
	name, _, _ := strings.Cut(p.place, ",") // what FindPlaces looks for
	var out []suggestion
	for _, place := range codes.SuggestPlaces(name) {
		out = append(out, suggestion{placeText(place), strings.TrimSpace(place.NameZH + " " + place.Code)})
	}
	return out
}

// placeText is a place as papers name it, with its subdivision or its code where other
// places have the same name.
func placeText(p codes.Place) string {
	country, err := codes.LookupCountry(p.Country)
	if err != nil {
		return p.Name
	}
	name := p.Name + ", "
	if country.Name == p.Name { // Hong Kong
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
