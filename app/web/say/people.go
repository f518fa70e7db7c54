package say

// WhoLabel returns who did something; of no Format where nobody is named.
func WhoLabel(name string) Message {
	if known, ok := Actors[name]; ok || name == "" {
		return known
	}
	return Plain(name)
}

// DeskName is who acts as long as there is no sign-in.
const DeskName = "desk"

// StrangerName is who asks for what anybody may see.
const StrangerName = "stranger"

// Actors are those who do something, as pages call them.
var Actors = map[string]Message{
	"desk":         Msg("the desk"),
	"command line": Msg("the command line"),
	"demo":         Msg("the demo"),
}
