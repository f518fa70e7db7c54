package demo

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"woolroad/app/orders"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/app/trade/texts"
)

// draftBales is how many bales of the draft's lot somebody has typed.
const draftBales = 7

// saveDraft saves an order of the day that somebody has begun to type: parties, terms and
// some bales are there, the price and the route are not.
func saveDraft(ctx context.Context, s *store.Store, seller trade.Party, now time.Time) error {
	m := newMaker()
	m.lots[wool.letter] = 950
	b := &buyers[0]
	d, err := m.deal(madeOrders, workday(now), b, b.habits[0], seller)
	if err != nil {
		return err
	}
	fields, err := json.Marshal(typedSoFar(d.Order))
	if err != nil {
		return err
	}
	_, err = orders.SaveDraft(ctx, s, store.Who{Name: actor, At: now}, orders.Draft{Number: d.Number, Buyer: d.Buyer.Name, Fields: fields})
	return err
}

// field is a field of the order form as drafts store it.
type field struct{ Name, Value string }

// typedSoFar returns the fields of the form that are typed of an order. Consignee and
// notify party are the buyer, and the lines of an address are one field.
func typedSoFar(o trade.Order) []field {
	o.Lots, o.Lines = o.Lots[:1], o.Lines[:1]
	o.Lots[0].Bales = o.Lots[0].Bales[:draftBales]
	all := []field{{"same", "/consignee"}, {"same", "/notify"}}
	for pointer, text := range texts.Of(o, texts.Stored) {
		if list, _, is := strings.Cut(pointer, "/address/"); is {
			if last := &all[len(all)-1]; last.Name == list+"/address" {
				last.Value += "\n" + text
				continue
			}
			pointer = list + "/address"
		}
		if isTyped(pointer) {
			all = append(all, field{pointer, text})
		}
	}
	return all
}

// isTyped reports whether somebody has typed the value at a pointer.
func isTyped(pointer string) bool {
	switch part, rest, _ := strings.Cut(pointer[1:], "/"); part {
	case "route", "marks", "charges", "totals_in":
		return false
	case "lines":
		return rest != "0/price" && rest != "0/unit" && !strings.HasPrefix(rest, "0/lots")
	}
	return true
}
