package documents

// Format numbers the ways in which documents have been made: the keys of their JSON and
// all that is drawn from it. Only the newest format can be drawn. Raise Format by one
// with the first change of a word, a line or a key after a release; further changes
// before the next release need no other number.
const Format = 3
