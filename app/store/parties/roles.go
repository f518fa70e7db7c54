package parties

import (
	"context"
	"fmt"

	"github.com/golang-sql/civil"

	"woolroad/app/store/db"
	"woolroad/app/trade"
)

// A Role is what a party is in an order.
type Role string

// The roles of parties.
const (
	Seller    Role = "seller"
	Buyer     Role = "buyer"
	Consignee Role = "consignee"
	Notify    Role = "notify"
)

// An InRole is a party of an order, with its role.
type InRole struct {
	trade.Party
	Role Role
}

// Of returns the parties that an order names.
func Of(o trade.Order) []InRole {
	list := []InRole{{o.Seller, Seller}, {o.Buyer, Buyer}}
	if o.Consignee != nil {
		list = append(list, InRole{*o.Consignee, Consignee})
	}
	if o.Notify != nil {
		list = append(list, InRole{*o.Notify, Notify})
	}
	return list
}

// A RoleCount says in how many orders a party has a role.
type RoleCount struct {
	Role   Role
	Orders int
}

// BuyerOf returns the id of the buyer of the order with that id, under whatever name the
// address book has the buyer now, or "" where there is none.
func BuyerOf(ctx context.Context, t *db.Tx, orderID string) (id string, err error) {
	err = t.QueryRowContext(ctx, `SELECT party FROM order_parties WHERE order_id = $1 AND role = $2`, orderID, string(Buyer)).Scan(&id)
	if err != nil && !db.IsNoRow(err) {
		return "", fmt.Errorf("look for the buyer of an order: %w", err)
	}
	return id, nil
}

// readRoles adds to parties the roles that they have in orders.
func readRoles(ctx context.Context, t *db.Tx, list []Info) error {
	var q db.Query
	at, ids := map[string]*Info{}, make([]string, len(list))
	for i := range list {
		at[list[i].ID], ids[i] = &list[i], list[i].ID
	}
	err := t.Each(ctx, `
		SELECT party, role, count(*), max(date) FROM order_parties WHERE party IN `+q.Among(ids)+`
		GROUP BY party, role ORDER BY party, role`, q.Args, func(row db.Scanner) error {
		var id, last string
		var r RoleCount
		if err := row.Scan(&id, &r.Role, &r.Orders, &last); err != nil {
			return err
		}
		day, err := civil.ParseDate(last)
		p := at[id]
		if p.Roles = append(p.Roles, r); day.After(p.Last) {
			p.Last = day
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("read the roles of parties: %w", err)
	}
	return nil
}
