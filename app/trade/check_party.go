package trade

// CheckParty reads a party as somebody has typed it, by the rules by which an
// order file's parties are read, and reports all its faults at once. An empty
// text is absent; only a seller may have accounts. Pointers begin at the party:
// "/ids/np_pan". The party is complete, and its numbers are in the form that
// papers print, only if Faults.Err is nil.
func CheckParty(typed Party, seller bool) (Party, Faults) {
	var w writer
	root := w.party(typed)
	f := &findings{unread: map[string]bool{}}
	p := readParty(value{f, "", root}, seller)
	f.party("", p)
	f.faults.sortBy(root)
	return p, f.faults
}

// writer makes the nodes that an order file would have been parsed to.
type writer struct{ at int64 }

func (w *writer) node(k kind, s string) *node {
	w.at++
	return &node{at: w.at, kind: k, text: s}
}

func (n *node) put(key string, item *node) {
	n.keys, n.items = append(n.keys, key), append(n.items, item)
}

// object has those of the texts that say something: pairs of a key and a text.
func (w *writer) object(pairs ...string) *node {
	n := w.node(object, "")
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			n.put(pairs[i], w.node(text, pairs[i+1]))
		}
	}
	return n
}

func (w *writer) party(p Party) *node {
	n := w.object("name", p.Name, "name_local", p.NameLocal)
	lines := w.node(list, "")
	for _, line := range p.Address {
		lines.items = append(lines.items, w.node(text, line))
	}
	n.put("address", lines)
	for _, v := range [][2]string{{"country", p.Country}, {"contact", p.Contact}, {"phone", p.Phone}, {"email", p.Email}} {
		if v[1] != "" {
			n.put(v[0], w.node(text, v[1]))
		}
	}
	if len(p.IDs) > 0 {
		ids := w.node(object, "")
		for _, id := range p.IDs {
			ids.put(id.Kind, w.node(text, id.Value))
		}
		n.put("ids", ids)
	}
	if len(p.Banks) > 0 {
		banks := w.node(list, "")
		for _, b := range p.Banks {
			banks.items = append(banks.items, w.object("currency", string(b.Currency), "name", b.Name, "address", b.Address,
				"swift", b.SWIFT, "account", b.Account, "iban", b.IBAN))
		}
		n.put("banks", banks)
	}
	return n
}
