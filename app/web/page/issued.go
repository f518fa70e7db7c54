package page

import (
	"strings"

	"woolroad/app/issue"
	"woolroad/app/web/say"
)

// IssuedMessage returns the sentence that names the documents issued by a request.
func IssuedMessage(r issue.Result) say.Message {
	var numbers []string
	for _, p := range r.Documents {
		numbers = append(numbers, p.Number)
	}
	return say.Msg("Issued: %s.", strings.Join(numbers, ", "))
}

// DocumentState returns the state of a document as lists show it: superseded where
// another document's number is given, otherwise issued.
func DocumentState(supersededBy string) State {
	if supersededBy != "" {
		return State{Label: say.Msg("superseded"), Look: "bad"}
	}
	return State{Label: say.Msg("issued"), Look: "ok"}
}
