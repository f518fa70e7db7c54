package compose

import (
	"slices"

	"woolroad/app/codes"
	"woolroad/documents"
)

// origins returns the countries of origin, each once, in the order of the lines. The
// error is a *codes.Problem about an unknown country.
func (c Consignment) origins() ([]codes.Country, error) {
	var out []codes.Country
	for _, l := range c.Order.Lines {
		c, err := codes.LookupCountry(l.Origin)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out, nil
}

// joinCountries names countries within a sentence. The last one comes after "and",
// because a reader takes "Mongolia, China" for one place.
func joinCountries(countries []codes.Country) documents.Bilingual {
	var out documents.Bilingual
	for i, c := range countries {
		switch {
		case i == 0:
		case i == len(countries)-1:
			out.EN, out.ZH = out.EN+" and ", out.ZH+"和"
		default:
			out.EN, out.ZH = out.EN+", ", out.ZH+"、"
		}
		out.EN, out.ZH = out.EN+c.Name, out.ZH+c.NameZH
	}
	return out
}

// declaration returns the text that the exporter certifies by signing. origins must have
// at least one country.
func declaration(origins []codes.Country) documents.Bilingual {
	origin := joinCountries(origins)
	country := "country of origin of the goods is "
	if len(origins) > 1 {
		country = "countries of origin of the goods, as stated for each line, are "
	}
	return documents.Bilingual{
		EN: "We certify that this invoice is true and correct and that the " + country + origin.EN + ".",
		ZH: "兹证明本发票真实无误，货物原产国为" + origin.ZH + "。",
	}
}
