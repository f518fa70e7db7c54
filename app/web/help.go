package web

import "github.com/gofiber/fiber/v3"

type helpPage struct {
	Base
	KeyHelps  []keyHelp
	WordHelps []wordHelp
}

type keyHelp struct {
	Keys []string
	What Message
}

type wordHelp struct{ Word, Meaning Message }

var helpTmpl = parse[helpPage]("settings/help.html")

var keyHelps = []keyHelp{
	{[]string{"/"}, msg("Search")},
	{[]string{"n"}, msg("Enter a new order")},
	{[]string{"g", "o"}, msg("Go to the orders")},
	{[]string{"g", "d"}, msg("Go to the papers")},
	{[]string{"g", "l"}, msg("Go to lots and bales")},
	{[]string{"g", "p"}, msg("Go to the parties")},
	{[]string{"g", "r"}, msg("Go to the rates")},
	{[]string{"?"}, msg("This page")},
}

var wordHelps = []wordHelp{
	{msg("Invoice mass"), msg("The mass that is paid for: the net mass, brought to the agreed regain. Net mass × (100 + agreed regain) ÷ (100 + measured regain).")},
	{msg("Regain"), msg("The water in the fibre, in per cent of its dry mass.")},
	{msg("Lot"), msg("Fibre of one kind, tested and sold as one, packed in bales.")},
	{msg("Consignee"), msg("Who the goods are delivered to. Often the buyer; it may be another company or a bank.")},
	{msg("Notify party"), msg("Who the carrier tells that the goods have arrived.")},
	{msg("Issue"), msg("To give a paper its number for ever. What is issued cannot be changed; a new paper that says why takes its place.")},
}

// showHelp serves GET /help.
func (s *Server) showHelp(c fiber.Ctx) error {
	return helpTmpl.render(c, fiber.StatusOK, helpPage{s.base(c, "", msg("Help")), keyHelps, wordHelps})
}
