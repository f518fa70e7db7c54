package losses

// steps has a row for each version of the schema, which says what goes with the step back
// from it.
var steps = map[int]step{
	1: {loses: []loss{
		{"party", "parties", `SELECT count(*) FROM parties`},
		{"product", "products", `SELECT count(*) FROM products`},
	}},
	2: {loses: []loss{{"order", "orders", `SELECT count(*) FROM orders`}}},
	3: {loses: []loss{
		{"lot", "lots", `SELECT count(*) FROM lots`},
		{"bale", "bales", `SELECT count(*) FROM bales`},
	}},
	4: {loses: []loss{{"exchange rate", "exchange rates", `SELECT count(*) FROM rates`}}},
	5: {never: checkNothingIssued, loses: []loss{{"number series", "number series", `SELECT count(*) FROM series`}}},
	6: {never: checkNothingNumbered, remade: "the register of series, from the series"},
	7: {never: checkNothingNumbered, loses: []loss{{"exporter", "exporters", `SELECT count(*) FROM exporter`}}, remade: "who bills a lot, from what is issued"},
	8: {loses: []loss{{
		"note of who changed an order last", "notes of who changed an order last",
		`SELECT count(*) FROM orders WHERE changed_by <> '' OR version > 1`,
	}}, remade: "lists and words, from the orders"},
	9: {loses: []loss{
		{"activity", "activities", `SELECT count(*) FROM events`},
		{"draft", "drafts", `SELECT count(*) FROM drafts`},
		{"note of who changed an order last", "notes of who changed an order last", `SELECT count(*) FROM orders WHERE changed_at <> '' OR changed_by <> ''`},
	}},
	10: {loses: []loss{
		{"regain that was entered or changed", "regains that were entered or changed", changedRegains},
		{"note of who changed a party last", "notes of who changed a party last", `SELECT count(*) FROM parties WHERE changed_by <> '' OR version > 1`},
		{"note of who changed a product last", "notes of who changed a product last", `SELECT count(*) FROM products WHERE changed_by <> '' OR version > 1`},
	}, remade: "the list of documents and the words of bales"},
	11: {loses: []loss{{
		"result of asking a publisher for rates", "results of asking publishers for rates",
		`SELECT count(*) FROM rate_fetches`,
	}}, remade: "which program asks at the moment"},
	12: {loses: []loss{
		{"held rate or decision about one", "held rates and decisions about them", `SELECT count(*) FROM held_rates`},
		{"reason of a rate that was entered by hand", "reasons of rates that were entered by hand", `SELECT count(*) FROM manual_rates`},
	}},
	13: {loses: []loss{
		{"rate rule that was entered or changed", "rate rules that were entered or changed", changedRules},
		{"choice of a rate rule", "choices of rate rules", changedChoices},
	}},
	14: {remade: "the keys that forms are signed with: a page that is open has to be loaded again"},
	15: {loses: []loss{{"mark that all of this is invented", "marks that all of this is invented", `SELECT count(*) FROM demo`}}},
	16: {remade: "the date and number beside an order's product, from the order"},
	17: {remade: "nothing that is stored: a check is written in another way"},
	18: {remade: "nothing that is stored: guards are written in another way"},
	19: {remade: "an index"},
	20: {never: checkFitsWithoutSubjects, remade: "how numbers of a series are written, from its kind"},
	21: {loses: []loss{{
		"result by which a request that is sent again is recognised", "results by which requests that are sent again are recognised",
		`SELECT count(*) FROM requests`,
	}}},
	22: {loses: []loss{{
		"note of who changed the exporter last", "notes of who changed the exporter last",
		`SELECT count(*) FROM exporter WHERE changed_by <> '' OR changed_at <> ''`,
	}}},
	23: {remade: "how many decimals a mass has in lists, from the orders"},
	24: {remade: "which version of the program's words a word is of"},
	25: {loses: []loss{{"deleted draft", "deleted drafts", `SELECT count(*) FROM deleted_drafts`}}},
	26: {never: checkNothingClosed, remade: "nothing that is stored: guards refuse less, and no series is closed"},
	27: {remade: "how often a program has tried to write, which nobody reads"},
	28: {remade: "nothing that is stored: a guard is written in another way"},
	29: {never: checkNoneOfNewTerms, loses: []loss{
		{"draft with terms that an older program does not know", "drafts with terms that an older program does not know", draftsOfNewTerms()},
		{"note of who changed a lot last", "notes of who changed a lot last", `SELECT count(*) FROM lots WHERE version > 0`},
	}},
}

// What a new database has of these tables, the step up puts there again; what a person
// entered, changed or removed since is what counts.
const (
	changedRegains = `
		SELECT count(*) - count(CASE WHEN version = 1 AND ` + ownRegain + ` THEN 1 END) + 5 - count(CASE WHEN ` + ownRegain + ` THEN 1 END)
		FROM regains`
	ownRegain = `id IN ('gb-9994-1988-heterogeneous', 'gb-9994-1988-homogeneous', 'gb-9994-1988-dry-combed', 'gb-9994-1988-oil-combed', 'customary-dehaired-cashmere')`

	changedRules = `
		SELECT count(*) FROM rate_rules WHERE version > 1 OR id NOT IN ('nrb-sell', 'nrb-buy', 'cfets', 'cfets-month-first', 'fbil', 'ecb',
			'contract', 'cbic', 'gacc', 'cfets-ref', 'peg')`

	changedChoices = `
		SELECT count(*) - count(CASE WHEN version = 1 AND buyer = '' AND purpose || ' ' || currency || ' ' || rule IN ('document NPR nrb-sell', 'document CNY cfets',
				'document INR fbil', 'document  ecb', 'books CNY cfets-month-first', 'customs CNY gacc', 'customs INR cbic') THEN 1 END)
			+ 7 - count(CASE WHEN buyer = '' AND purpose || ' ' || currency IN ('document NPR', 'document CNY',
				'document INR', 'document ', 'books CNY', 'customs CNY', 'customs INR') THEN 1 END)
		FROM rate_choices`
)
