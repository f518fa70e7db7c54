package web

import (
	"context"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/parties"
	"woolroad/app/store"
)

var partyColumns = columns[store.PartyInfo]{
	{msg("Name"), func(p store.PartyInfo) any { return p.Party.Name }},
	{msg("Name in its own script"), func(p store.PartyInfo) any { return p.Party.NameLocal }},
	{msg("Country"), func(p store.PartyInfo) any { return countryName(p.Party.Country) }},
	{msg("In orders"), func(p store.PartyInfo) any { return inOneCell(rolesOf(p)) }},
	{msg("Registered numbers"), func(p store.PartyInfo) any {
		var numbers []Message
		for _, id := range partyOf(Message{}, &p.Party).IDs {
			numbers = append(numbers, msg("%s: %s", id.Label, id.Lines[0]))
		}
		return inOneCell(numbers)
	}},
	{msg("Latest order"), func(p store.PartyInfo) any { return p.Last }},
}

// exportParties serves GET /parties.csv and .xlsx: all parties of the list.
func (s *Server) exportParties(c fiber.Ctx) error {
	l, who := listingOf(c), s.who(c)
	f := store.PartyFilter{Role: store.Role(l.get("role")), Text: l.get("q")}
	return sendList(s, c, listFile[store.PartyInfo]{"parties", msg("Parties"), partyColumns,
		func(ctx context.Context, write func(store.Rows[store.PartyInfo]) error) error {
			return parties.Export(ctx, s.store, who, f, write)
		}})
}
