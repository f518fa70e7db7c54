package series

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"woolroad/app/store/db"
)

// The register of series is one row that names every series ever started. Each
// series guards its documents; the register guards the series, of which a whole
// one could be taken away with all that it had.

// errNoRegister says that the row is gone.
var errNoRegister = errors.New("the register of series (series_register) is missing")

// register returns the ids of the series in the order in which they were started, or
// errNoRegister.
func register(ctx context.Context, t *db.Tx) ([]string, error) {
	var ids string
	err := t.QueryRowContext(ctx, `SELECT ids FROM series_register`).Scan(&ids)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, errNoRegister
	}
	if err != nil {
		return nil, fmt.Errorf("read the register of series: %w", err)
	}
	if ids == "" {
		return nil, nil
	}
	return strings.Split(strings.TrimSuffix(ids, "\n"), "\n"), nil
}

// checkRegister checks that the series and the register name the same ids, each once,
// and that each id is the one that its series' columns make.
func (v *verifier) checkRegister(ctx context.Context, t *db.Tx) error {
	ids, err := register(ctx, t)
	if errors.Is(err, errNoRegister) {
		v.wrong("", "", "%v.", err)
		ids = v.order
	} else if err != nil {
		return err
	}
	for _, id := range v.order {
		h := v.heads[id]
		is := h.named()
		if is == id {
			continue
		}
		v.wrong(id, "", "its kind, calendar, year and suffix are those of a series %s: one of them was changed.", is)
		v.known[id], v.renamed[is] = true, id
	}
	for i, id := range ids {
		_, there := v.heads[id]
		switch {
		case id == "":
			v.wrong("", "", "the register of series (series_register) has a line without a name.")
		case slices.Contains(ids[:i], id):
			v.wrong(id, "", "the register of series (series_register) names it twice.")
		case !there && v.renamed[id] == "":
			v.wrong(id, "", "the register (series_register) names this series and it is missing.")
			v.known[id] = true
		}
	}
	for _, id := range v.order {
		if !slices.Contains(ids, id) && !v.known[id] {
			v.wrong(id, "", "this series is not in the register (series_register): one of them was changed.")
		}
	}
	return nil
}
