//go:build !unix

package files

// hold returns errNoLocks: these systems have no lock that ends with its program.
func hold(string) (release func() error, err error) { return nil, errNoLocks }

// isOwnFolder returns false, so that nothing is removed in which a run may still work.
func isOwnFolder(string) bool { return false }
