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

// DocumentState returns the state of a document as lists show it, by the number of the
// document that supersedes it.
func DocumentState(supersededBy string) State {
	if supersededBy != "" {
		return State{Label: say.Msg("superseded"), Look: "bad"}
	}
	return State{Label: say.Msg("issued"), Look: "ok"}
}
