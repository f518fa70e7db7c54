package fetch

import (
	"fmt"
	"net/netip"
	"syscall"
)

// errAddress reports an address that the program refuses to connect to.
type errAddress struct{ address string }

func (e *errAddress) Error() string {
	return fmt.Sprintf("%s is not a public address with the port for https", e.address)
}

// onlyPublic refuses every address that is not a public one with port 443. The error is
// *errAddress. It is the Control of a net.Dialer, which calls it with the address right
// before connecting: whatever a name server answers, and however often the answer
// changes, nothing inside the own network is reached.
func onlyPublic(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil || at.Port() != 443 || !isPublic(at.Addr()) {
		return &errAddress{address}
	}
	return nil
}

// isPublic reports whether an address belongs to the internet. The IPv6 addresses of the
// internet lie in 2000::/3. Other IPv6 addresses lead elsewhere, or to an IPv4 address in
// disguise; of those only the form ::ffff:0:0/96 is taken and judged as its IPv4 address.
func isPublic(a netip.Addr) bool {
	if !a.IsValid() || a.Zone() != "" {
		return false
	}
	a = a.Unmap()
	if a.Is6() && !public6.Contains(a) {
		return false
	}
	for _, p := range special {
		if p.Contains(a) {
			return false
		}
	}
	return true
}

var public6 = netip.MustParsePrefix("2000::/3")

// special holds the ranges that the IANA has set aside for other uses.
var special = prefixes(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
	"192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
	"198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
	"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", // Teredo and 6to4 hold IPv4 addresses
)

// prefixes parses texts. It panics on a text that is not a prefix.
func prefixes(texts ...string) []netip.Prefix {
	all := make([]netip.Prefix, len(texts))
	for i, text := range texts {
		all[i] = netip.MustParsePrefix(text)
	}
	return all
}
