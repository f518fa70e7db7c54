package verify

// In does the work of All within a transaction.
var In = all
