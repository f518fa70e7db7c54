package series

import (
	"context"
	"fmt"
	"strings"

	"woolroad/app/store/db"
	"woolroad/documents"
)

// withoutFile lists the columns of issued, with nothing for the file.
var withoutFile = strings.Replace(strings.Join(strings.Fields(Columns), " "), " pdf,", " NULL,", 1)

// ReadSealed reads the document of that number, without its file, with its content. It returns
// false where there is none, and where the row is not as it was sealed: where its hash is not
// that of the row, or its content says otherwise than the row.
func ReadSealed(ctx context.Context, t *db.Tx, number string) (r Row, content documents.Document, sealed bool, err error) {
	err = t.QueryRowContext(ctx, `SELECT `+withoutFile+` FROM issued WHERE number = $1`, number).Scan(r.fields()...)
	if db.IsNoRow(err) {
		return r, nil, false, nil
	}
	if err != nil {
		return r, nil, false, fmt.Errorf("read document %s: %w", number, err)
	}
	of, known := formats[r.FormatNumber]
	if !known || r.ChainHash() != r.Hash {
		return r, nil, false, nil
	}
	if content, err = of.decode(documents.Kind(r.Kind), []byte(r.Payload)); err != nil {
		return r, nil, false, nil
	}
	currency, minor := printedTotal(content)
	head := content.Head()
	return r, content, head.Number == r.Number && head.Date.String() == r.Date && currency == r.Currency && minor == r.Minor, nil
}
