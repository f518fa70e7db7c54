package guards

import (
	"slices"
	"strings"
)

// partsOf returns the columns and rules of a table, each with its definition, of the
// statement by which SQLite has made the table. The order in which they stand means nothing:
// a step of the schema back and up changes it.
func partsOf(table, statement string) map[string]string {
	list, options := split(statement)
	parts := map[string]string{"table " + table: options}
	var rules []string
	for _, part := range list {
		part = strings.TrimSpace(part)
		name := part[:strings.IndexAny(part+" ", " \t\n(")]
		if slices.Contains([]string{"CHECK", "CONSTRAINT", "FOREIGN", "PRIMARY", "UNIQUE"}, strings.ToUpper(name)) {
			rules = append(rules, strings.Join(strings.Fields(part), " "))
			continue
		}
		parts["column "+strings.Trim(name, `"`)+" of "+table] = part
	}
	if slices.Sort(rules); rules != nil {
		parts["rules of "+table] = strings.Join(rules, ", ")
	}
	return parts
}

// split returns what stands within the outer parentheses of a statement, cut at its commas,
// and what stands after them. It leaves out comments.
func split(statement string) (parts []string, after string) {
	depth, part := 0, ""
	for i := 0; i < len(statement); i++ {
		end := i + 1
		switch c := statement[i]; {
		case strings.HasPrefix(statement[i:], "--"):
			end = i + strings.IndexByte(statement[i:]+"\n", '\n')
			i = end
			continue
		case c == '\'' || c == '"':
			end += strings.IndexByte(statement[end:]+string(c), c) + 1
		case c == '(':
			depth++
		case c == ')':
			depth--
		}
		text := statement[i:min(end, len(statement))]
		i = end - 1
		switch {
		case depth == 0 && text == ")":
			return append(parts, part), statement[end:]
		case depth == 1 && text == ",":
			parts, part = append(parts, part), ""
		case depth > 1 || depth == 1 && text != "(":
			part += text
		}
	}
	return append(parts, part), ""
}
