package page

import (
	"strings"

	"woolroad/app/issue"
	"woolroad/app/web/say"
)

// IssuedMessage names the documents that a request made.
func IssuedMessage(r issue.Result) say.Message {
	var numbers []string
	for _, p := range r.Documents {
		numbers = append(numbers, p.Number)
	}
	return say.Msg("Issued: %s.", strings.Join(numbers, ", "))
}
