package settings

import (
	"github.com/gofiber/fiber/v3"

	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

type helpPage struct {
	page.Base
	KeyHelps  []keyHelp
	WordHelps []wordHelp
}

type keyHelp struct {
	Keys []string
	What say.Message
}

type wordHelp struct{ Word, Meaning say.Message }

var helpTmpl = page.Parse[helpPage]("settings/help.html")

var keyHelps = []keyHelp{
	{[]string{"/"}, say.Msg("Search")},
	{[]string{"n"}, say.Msg("Enter a new order")},
	{[]string{"g", "s"}, say.Msg("Go to the start page")},
	{[]string{"g", "o"}, say.Msg("Go to the orders")},
	{[]string{"g", "d"}, say.Msg("Go to the documents")},
	{[]string{"g", "l"}, say.Msg("Go to lots and bales")},
	{[]string{"g", "p"}, say.Msg("Go to the parties")},
	{[]string{"g", "r"}, say.Msg("Go to the rates")},
	{[]string{"?"}, say.Msg("This page")},
}

var wordHelps = []wordHelp{
	{say.Msg("Invoice mass"), say.Msg("The mass that the buyer pays for: the net mass, converted to the agreed regain. Net mass × (100 + agreed regain) ÷ (100 + measured regain).")},
	{say.Msg("Regain"), say.Msg("The water in the fibre, as a percentage of its dry mass.")},
	{say.Msg("Lot"), say.Msg("Fibre of one kind, tested and sold together, packed in bales.")},
	{say.Msg("Consignee"), say.Msg("The party to whom the goods are delivered: often the buyer, sometimes another company or a bank.")},
	{say.Msg("Notify party"), say.Msg("The party that the carrier informs when the goods arrive.")},
	{say.Msg("Issue"), say.Msg("Issuing gives a document its permanent number. An issued document cannot be changed; a new document that states the reason supersedes it.")},
}

// showHelp serves GET /help: the keys and the words of the trade.
func (s *pages) showHelp(c fiber.Ctx) error {
	return helpTmpl.Render(c, fiber.StatusOK, helpPage{s.Base(c, say.Msg("Help")), keyHelps, wordHelps})
}
