package fetch

import (
	"errors"
	"net/netip"
	"strings"
	"testing"

	"github.com/golang-sql/civil"

	"woolroad/rates"
)

func TestOnlyPublicAddressesAreConnectedTo(t *testing.T) {
	for _, test := range []struct {
		what, address string
		public        bool
	}{
		{"a public address", "9.9.9.9:443", true},
		{"a public address of IPv6", "[2620:fe::fe]:443", true},
		{"a public address, mapped", "[::ffff:9.9.9.9]:443", true},
		{"the first after the private ones", "11.0.0.1:443", true},
		{"the last before multicast", "223.255.255.255:443", true},

		{"another port", "9.9.9.9:8443", false},
		{"the port for http", "9.9.9.9:80", false},
		{"a mail server", "9.9.9.9:25", false},
		{"no port", "9.9.9.9", false},
		{"a name", "localhost:443", false},
		{"this machine", "127.0.0.1:443", false},
		{"this machine by another number", "127.8.9.10:443", false},
		{"this machine of IPv6", "[::1]:443", false},
		{"this machine, mapped", "[::ffff:127.0.0.1]:443", false},
		{"this machine, mapped, in hexadecimal", "[::ffff:7f00:1]:443", false},
		{"this machine, compatible", "[::127.0.0.1]:443", false},
		{"this machine through NAT64", "[64:ff9b::7f00:1]:443", false},
		{"this machine through 6to4", "[2002:7f00:1::1]:443", false},
		{"this machine through Teredo", "[2001:0:7f00:1::1]:443", false},
		{"no address", "0.0.0.0:443", false},
		{"no address of IPv6", "[::]:443", false},
		{"this network", "0.1.2.3:443", false},
		{"private, 10", "10.0.0.1:443", false},
		{"private, 172.16", "172.16.0.1:443", false},
		{"private, the last of 172.16", "172.31.255.255:443", false},
		{"private, 192.168", "192.168.1.1:443", false},
		{"private, mapped", "[::ffff:10.0.0.1]:443", false},
		{"a provider's own", "100.64.0.1:443", false},
		{"a cloud's metadata", "169.254.169.254:443", false},
		{"a cloud's metadata, mapped", "[::ffff:169.254.169.254]:443", false},
		{"a cloud's metadata of IPv6", "[fd00:ec2::254]:443", false},
		{"unique local", "[fc00::1]:443", false},
		{"unique local, the other half", "[fdff::1]:443", false},
		{"link-local", "[fe80::1]:443", false},
		{"link-local with its zone", "[fe80::1%eth0]:443", false},
		{"a public address with a zone", "[2620:fe::fe%eth0]:443", false},
		{"site-local", "[fec0::1]:443", false},
		{"documentation", "192.0.2.1:443", false},
		{"documentation of IPv6", "[2001:db8::1]:443", false},
		{"measurements", "198.18.0.1:443", false},
		{"multicast", "224.0.0.1:443", false},
		{"multicast of IPv6", "[ff02::1]:443", false},
		{"reserved", "240.0.0.1:443", false},
		{"everybody", "255.255.255.255:443", false},
	} {
		err := onlyPublic("tcp", test.address, nil)
		if (err == nil) != test.public {
			t.Errorf("%s, %s: %v, want it connected to: %v", test.what, test.address, err, test.public)
		}
		if refused := (*errAddress)(nil); err != nil && !errors.As(err, &refused) {
			t.Errorf("%s: %v is no *errAddress", test.what, err)
		}
	}
}

// TestNothingInsideIsAsked goes the whole way, names included: the dialer looks
// at what a name leads to.
func TestNothingInsideIsAsked(t *testing.T) {
	client, err := NewClient("test", "")
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	day := civil.Date{Year: 2026, Month: 4, Day: 3}
	for _, host := range []string{"127.0.0.1", "localhost", "[::1]", "0.0.0.0", "10.1.2.3", "169.254.169.254", "[::ffff:127.0.0.1]", "192.168.0.1:8443", "127.0.0.1:5432"} {
		source, err := NewSource(client, rates.NRB, "https://"+host+"/rates")
		if err != nil {
			t.Errorf("%s: %v", host, err)
			continue
		}
		if _, err = source.Fetch(t.Context(), day, day); err == nil || !strings.Contains(err.Error(), "No request was sent to Nepal Rastra Bank: its address leads to ") {
			t.Errorf("%s: %v, want it refused", host, err)
		}
	}
}

func TestSpecialPrefixesAreWritten(t *testing.T) {
	for _, p := range special {
		if p != p.Masked() {
			t.Errorf("%s has bits beyond its length", p)
		}
		if isPublic(p.Addr()) {
			t.Errorf("%s is called public", p)
		}
	}
	if isPublic(netip.Addr{}) {
		t.Error("no address is called public")
	}
}
