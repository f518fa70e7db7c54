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
	{say.Msg("Invoice mass"), say.Msg("The mass that is paid for: the net mass, brought to the agreed regain. Net mass × (100 + agreed regain) ÷ (100 + measured regain).")},
	{say.Msg("Regain"), say.Msg("The water in the fibre, in per cent of its dry mass.")},
	{say.Msg("Lot"), say.Msg("Fibre of one kind, tested and sold as one, packed in bales.")},
	{say.Msg("Consignee"), say.Msg("Who the goods are delivered to. Often the buyer; it may be another company or a bank.")},
	{say.Msg("Notify party"), say.Msg("Who the carrier tells that the goods have arrived.")},
	{say.Msg("Issue"), say.Msg("To give a document its number for ever. What is issued cannot be changed; a new document that says why takes its place.")},
}

// showHelp serves GET /help.
func (s *pages) showHelp(c fiber.Ctx) error {
	return helpTmpl.Render(c, fiber.StatusOK, helpPage{s.Base(c, say.Msg("Help")), keyHelps, wordHelps})
}
