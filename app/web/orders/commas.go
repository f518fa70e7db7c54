package orders

import (
	"strings"

	"woolroad/app/exact"
	"woolroad/app/fibre"
	"woolroad/app/trade"
	"woolroad/app/trade/orderfile"
	"woolroad/app/typing"
	"woolroad/app/web/say"
)

// commaQuestion is the question what the comma means in weights of bales that can be read
// in two ways. It is asked once for all weights, since they come from one scale or
// spreadsheet.
type commaQuestion struct {
	first   doubtful // a gross mass, if one can be read in two ways, else a tare
	more    int      // weights besides the first
	Choices []commaChoice
}

// commaChoice is one way of reading the commas, offered as a button.
type commaChoice struct {
	Value string
	Label say.Message
}

// doubtful is a weight that can be read in two ways.
type doubtful struct {
	at       string
	text     string
	readings []string // first with the comma before decimals, then between thousands
}

// commaMeanings are what a comma may mean, in the order of the readings of typing.Number.
var commaMeanings = []string{"decimals", "thousands"}

// doubtfuls returns the weights of bales that can be read in two ways.
func (f *orderForm) doubtfuls() (all []doubtful) {
	lots := f.Find("/lots")
	if lots == nil {
		return nil
	}
	for _, lot := range lots.Keys {
		f.eachBale("/lots/"+lot, func(at string) {
			for _, key := range []string{"gross", "tare"} {
				at := at + "/" + key
				if text := f.Value(at); strings.ContainsAny(text, ",，") {
					if readings := typing.Number(text, typing.Kilograms); len(readings) > 1 {
						all = append(all, doubtful{at, text, readings})
					}
				}
			}
		})
	}
	return all
}

// commas returns the question about the weights that can be read in two ways, or nil if
// there are none. The first choice is the reading by which more of the weights suit a
// bale.
func (f *orderForm) commas() *commaQuestion {
	all := f.doubtfuls()
	if len(all) == 0 {
		return nil
	}
	q := &commaQuestion{first: all[0], more: len(all) - 1}
	fits := make([]int, len(commaMeanings))
	for _, d := range all {
		gross := strings.HasSuffix(d.at, "/gross")
		if gross && !strings.HasSuffix(q.first.at, "/gross") {
			q.first = d
		}
		for i, reading := range d.readings {
			m, err := fibre.Parse(reading)
			if err == nil && (fibre.CanBeABale(m) || !gross && m.Cmp(fibre.LightestBale) < 0) {
				fits[i]++
			}
		}
	}
	q.Choices = []commaChoice{
		{commaMeanings[0], say.Msg("%s kg: the comma is the decimal point", q.first.mass(0))},
		{commaMeanings[1], say.Msg("%s kg: the comma separates thousands", q.first.mass(1))},
	}
	if fits[1] > fits[0] {
		q.Choices[0], q.Choices[1] = q.Choices[1], q.Choices[0]
	}
	return q
}

// mass returns one of the readings as people write it, without zeros at its end.
func (d doubtful) mass(reading int) string {
	n, err := exact.Parse(d.readings[reading])
	if err != nil {
		return d.readings[reading] // too long to be a number; reading the order gives the fault
	}
	return n.Trim(0).Grouped()
}

// Ask returns the question in short.
func (q *commaQuestion) Ask() say.Message {
	return say.Msg("Do you mean %s kg or %s kg?", q.first.mass(0), q.first.mass(1))
}

// Why returns the sentence that says which weights the question is about, and what a bale
// can weigh.
func (q *commaQuestion) Why() say.Message {
	place := say.PlaceOf(q.first.at, nil)
	if q.more == 0 {
		return say.Msg("“%s” (%s) can be read in two ways. A bale usually weighs %s to %s kg. Nothing is saved until you choose.",
			q.first.text, place, fibre.LightestBale.String(), fibre.HeaviestBale.String())
	}
	return say.Msg("“%s” (%s) can be read in two ways. Your answer applies to this weight and to %d more. A bale usually weighs %s to %s kg. Nothing is saved until you choose.",
		q.first.text, place, q.more, fibre.LightestBale.String(), fibre.HeaviestBale.String())
}

// readCommas replaces the weights that can be read in two ways by their reading under
// that meaning, and returns a sentence that says so. Where there is no such meaning or no
// such weight, it changes nothing and returns nil.
func (f *orderForm) readCommas(meaning string) *say.Message {
	q := f.commas()
	for i, m := range commaMeanings {
		if m != meaning || q == nil {
			continue
		}
		for _, d := range f.doubtfuls() {
			f.Set(d.at, d.readings[i])
		}
		said := say.Msg("“%s” is read as %s kg. Check the totals, then save the order.", q.first.text, q.first.mass(i))
		if q.more > 0 {
			said = say.Msg("“%s” is read as %s kg, and %d more in the same way. Check the totals, then save the order.", q.first.text, q.first.mass(i), q.more)
		}
		return &said
	}
	return nil
}

// isAskedAbout reports whether answering the question about commas removes a fault.
func isAskedAbout(f trade.Fault) bool {
	switch orderfile.PatternOf(f.Pointer) {
	case "/lots/*/bales/*/gross", "/lots/*/bales/*/tare":
		return f.Code == trade.FaultTwoReadings
	}
	return false
}
