package rates

import (
	"fmt"
	"net/netip"
	"syscall"
)

// errAddress refuses to connect to an address.
type errAddress struct{ address string }

func (e *errAddress) Error() string {
	return fmt.Sprintf("%s is not a public address with the port for https", e.address)
}

// onlyPublic is the Control of a net.Dialer, which sees an address after the
// name was resolved and right before connecting to it: whatever a name server
// says, and however often it changes its mind, nothing inside is reached.
func onlyPublic(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil || at.Port() != 443 || !isPublic(at.Addr()) {
		return &errAddress{address}
	}
	return nil
}

// isPublic reports whether an address is one of the internet. IPv6 has those in
// 2000::/3 only; what lies outside, also an IPv4 address written as IPv6 but
// for ::ffff:0:0/96, leads elsewhere or in by another way.
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

// special are the parts that the IANA has set aside for other ends.
var special = prefixes(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
	"192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
	"198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
	"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", // Teredo and 6to4 hold IPv4 addresses
)

func prefixes(texts ...string) []netip.Prefix {
	all := make([]netip.Prefix, len(texts))
	for i, text := range texts {
		all[i] = netip.MustParsePrefix(text)
	}
	return all
}
