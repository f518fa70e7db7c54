package say

// WhoLabel returns the name of who did something, or a Message without Format where
// nobody is named.
func WhoLabel(name string) Message {
	if known, ok := Actors[name]; ok || name == "" {
		return known
	}
	return Plain(name)
}

// DeskName is the name of whoever acts, as long as there is no sign-in.
const DeskName = "desk"

// StrangerName is the name of whoever reads what everybody may see.
const StrangerName = "stranger"

// Actors are the names of those who act without being a person, as pages show them.
var Actors = map[string]Message{
	"desk":         Msg("the desk"),
	"command line": Msg("the command line"),
	"demo":         Msg("the demo"),
}
