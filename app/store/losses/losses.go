// Package losses says what a step of the schema back would lose.
//
// Its one rule: nothing that a person made goes without a word. Each version of the schema
// has a row in steps, which counts what goes with the step back from it. Tables that are
// made from others may go, since the program makes them anew.
package losses

import (
	"context"
	"fmt"
	"strings"

	"woolroad/app/store/db"
	"woolroad/app/trade"
)

// A step is what goes with the step back from one version of the schema.
type step struct {
	// never returns a Conflict where the step is refused even if a person accepts the
	// loss; nil: nowhere.
	never db.StepCheck
	// loses counts what nobody can make from the rest.
	loses []loss
	// remade says what else goes and why it is no loss; empty if nothing else does.
	remade string
}

// A loss is a kind of record that a step back loses.
type loss struct {
	one, many string // the record in a sentence, in the singular and the plural
	count     string // a statement that counts the records that would be lost
}

// Check returns the check of a step back: it returns a Conflict that names and counts what
// the step would lose. If accepted is set, a person has accepted that loss, and the Conflict
// only comes where issued documents would be lost, or what their numbers depend on. A
// version that steps has no row for is an error.
func Check(accepted bool) db.StepCheck {
	return func(ctx context.Context, version int, d db.Asker) error {
		of, known := steps[version]
		if !known {
			return fmt.Errorf("nobody has said what the step back from %d loses", version)
		}
		if of.never != nil {
			if err := of.never(ctx, version, d); err != nil {
				return err
			}
		}
		if accepted {
			return nil
		}
		lost, err := of.count(ctx, d)
		if err != nil || lost == "" {
			return err
		}
		return &trade.Error{Code: trade.Conflict, Field: "database",
			Format: "The step back from %d would lose %s. Make a backup first, with \"woolroad backup FILE\"; then \"woolroad migrate down --accept-loss\" takes the step.",
			Args:   []any{version, lost}}
	}
}

// count returns what the step would lose, "12 activities, 3 drafts", or "".
func (of step) count(ctx context.Context, d db.Asker) (string, error) {
	var lost []string
	for _, l := range of.loses {
		var n int
		if err := d.QueryRowContext(ctx, l.count).Scan(&n); err != nil {
			return "", fmt.Errorf("count the %s that a step back would lose: %w", l.many, err)
		}
		switch {
		case n == 1:
			lost = append(lost, "1 "+l.one)
		case n > 1:
			lost = append(lost, fmt.Sprintf("%d %s", n, l.many))
		}
	}
	return strings.Join(lost, ", "), nil
}
