package trade

import _ "embed"

// Schema is the JSON Schema (2020-12) of an order file. Every order that
// ReadOrder takes fits it; what one value has to do with another, ReadOrder
// checks beyond it.
//
//go:embed order.schema.json
var Schema []byte
