package documents

// Format counts how documents are made: the keys of their JSON and all that is
// drawn from it. Drawing exists for the newest format only, so Format rises with
// the first change of a word, a line or a key since the last program that was
// handed out; more changes before the next one go with it.
const Format = 2
