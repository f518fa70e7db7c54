package parties

import (
	"context"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/parties"
	"woolroad/app/store"
	"woolroad/app/web/page"
	"woolroad/app/web/page/table"
	"woolroad/app/web/say"
)

var partyColumns = table.Columns[parties.Info]{
	{Head: say.Msg("Name"), Cell: func(p parties.Info) any { return p.Party.Name }},
	{Head: say.Msg("Name in its own script"), Cell: func(p parties.Info) any { return p.Party.NameLocal }},
	{Head: say.Msg("Country"), Cell: func(p parties.Info) any { return say.CountryName(p.Party.Country) }},
	{Head: say.Msg("In orders"), Cell: func(p parties.Info) any { return table.InOneCell(rolesOf(p)) }},
	{Head: say.Msg("Registered numbers"), Cell: func(p parties.Info) any {
		var numbers []say.Message
		if p.Unread {
			numbers = append(numbers, page.UnreadMessage)
		}
		for _, id := range page.PartyOf(say.Message{}, &p.Party).IDs {
			numbers = append(numbers, say.Msg("%s: %s", id.Label, id.Lines[0]))
		}
		return table.InOneCell(numbers)
	}},
	{Head: say.Msg("Latest order"), Cell: func(p parties.Info) any { return p.Last }},
}

// exportParties serves GET /parties.csv and .xlsx: all parties of the list.
func (s *pages) exportParties(c fiber.Ctx) error {
	l, who := page.ListOf(c), s.Who(c)
	f := parties.Filter{Role: parties.Role(l.Value("role")), Text: l.Value("q")}
	return table.Send(s.Desk, c, table.File[parties.Info]{Name: "parties", Title: say.Msg("Parties"), Columns: partyColumns,
		Rows: func(ctx context.Context, write func(store.Rows[parties.Info]) error) error {
			return parties.Export(ctx, s.Store, who, f, write)
		}})
}
