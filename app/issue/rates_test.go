package issue

import (
	"strings"
	"testing"
	"woolroad/app/money"

	"github.com/golang-sql/civil"
)

func TestARateIsOldOnTheDayOfIssue(t *testing.T) {
	order := civil.Date{Year: 2026, Month: 4, Day: 4}
	for _, test := range []struct {
		today civil.Date
		old   bool
	}{{order, false}, {order.AddDays(10), false}, {order.AddDays(11), true}, {order.AddDays(237), true}} {
		f, old := oldOnIssue("/totals_in/0", order, test.today, money.Rate{From: "USD", To: "NPR", Date: order})
		if old != test.old || !f.Warning || !strings.Contains(f.Message(), "of the order's date, 2026-04-04") {
			t.Errorf("on %s: %t, %v", test.today, old, f)
		}
	}
}
