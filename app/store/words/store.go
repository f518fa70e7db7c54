package words

import (
	"context"

	"woolroad/app/money"
	"woolroad/app/store/db"
	"woolroad/app/trade"
)

// storeParts stores the parts of a party's names, by which filters find its name. What was
// its name once stays: no row has it any more. Its errors are those of the database.
func storeParts(ctx context.Context, t *db.Tx, name, local string) error {
	for _, text := range []string{name, local} {
		if err := t.AddParts(ctx, PartOfName, name, text); err != nil {
			return err
		}
	}
	return nil
}

// StoreParty stores what the party with that id is found by. Its errors are those of the
// database.
func StoreParty(ctx context.Context, t *db.Tx, id string, p trade.Party) error {
	if err := t.StoreWords(ctx, Party, id, db.Words(PartyTexts(p)...)...); err != nil {
		return err
	}
	return storeParts(ctx, t, p.Name, p.NameLocal)
}

// StoreLot stores what a lot is found by. Its errors are those of the database.
func StoreLot(ctx context.Context, t *db.Tx, number, product string) error {
	if err := t.StoreWords(ctx, Lot, number, db.Words(number, product)...); err != nil {
		return err
	}
	return t.StoreWords(ctx, PartOfLot, number, db.Parts(number)...)
}

// StoreOrder stores what the order with that id and total is found by. Its errors are those
// of the database.
func StoreOrder(ctx context.Context, t *db.Tx, id string, o trade.Order, total money.Amount) error {
	if err := t.StoreWords(ctx, Order, id, OfOrder(o, total)...); err != nil {
		return err
	}
	return storeParts(ctx, t, o.Buyer.Name, o.Buyer.NameLocal)
}

// StoreDocument stores what the issued document with that number is found by. Its errors
// are those of the database.
func StoreDocument(ctx context.Context, t *db.Tx, number string, p Printed) error {
	if err := t.StoreWords(ctx, Document, number, p.Words(number)...); err != nil {
		return err
	}
	return storeParts(ctx, t, p.Buyer.Name, p.Buyer.NameLocal)
}
