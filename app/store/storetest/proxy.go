package storetest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/url"
	"regexp"
	"sync"
	"testing"
)

// A Cut is where a Proxy cuts the line of a transaction that writes.
type Cut int

// The places of a cut.
const (
	BeforeCommit Cut = iota // the server never gets the COMMIT
	AfterCommit             // the server has committed, and its answer is lost
)

// A Proxy is a line between a program and a PostgreSQL that can be cut.
type Proxy struct {
	server string // the address of the PostgreSQL
	listen net.Listener
	mu     sync.Mutex
	cuts   []Cut  // of the next transactions that write, one each
	closed bool   // every connection is refused
	last   bool   // the line is closed at the next cut
	only   []byte // what a transaction that is cut must have said, such as how a statement begins
	lines  map[net.Conn]bool
	done   sync.WaitGroup
}

// NewProxy starts a proxy before the PostgreSQL at that URL, and returns it with the URL
// at which the database is reached through it. The proxy ends with the test.
func NewProxy(t testing.TB, database string) (p *Proxy, through string) {
	t.Helper()
	u, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p = &Proxy{server: u.Host, listen: l, lines: map[net.Conn]bool{}}
	u.Host = l.Addr().String()
	p.done.Go(p.accept)
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
		p.Close()
		p.done.Wait()
	})
	return p, u.String()
}

// CutNext cuts the lines of the next transactions that write, one after the other.
func (p *Proxy) CutNext(cuts ...Cut) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cuts, p.last = cuts, false
}

// CutLast cuts the line of the next transaction that writes, and closes the proxy with it.
func (p *Proxy) CutLast(cut Cut) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cuts, p.last = []Cut{cut}, true
}

// Only lets cuts meet only transactions that say text, in the statement that the test is
// about. Others are carried, and "" lets cuts meet all.
func (p *Proxy) Only(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.only = []byte(text)
}

// Uncut returns how many cuts were asked for and did not happen yet.
func (p *Proxy) Uncut() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.cuts)
}

// Close cuts all lines and refuses new ones until Open.
func (p *Proxy) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	for line := range p.lines {
		_ = line.Close() // it may be closed already
	}
}

// Open lets new lines through again.
func (p *Proxy) Open() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = false
}

// accept serves connections until the listener is closed.
func (p *Proxy) accept() {
	for {
		client, err := p.listen.Accept()
		if err != nil {
			return
		}
		p.done.Go(func() { p.serve(client) })
	}
}

// serve carries one connection until either side ends it, or it is cut.
func (p *Proxy) serve(client net.Conn) {
	defer p.forget(client)
	if !p.remember(client) {
		return
	}
	server, err := new(net.Dialer).DialContext(context.Background(), "tcp", p.server)
	if err != nil {
		return
	}
	defer p.forget(server)
	if !p.remember(server) {
		return
	}
	answers := &answers{to: client}
	p.done.Go(func() {
		_, _ = io.Copy(answers, server) // either side may end it
		p.forget(client)
	})
	p.carry(client, server, answers)
}

// begin is the message that begins a transaction, with the options of the transaction: a
// statement may have the word in it too.
var begin = regexp.MustCompile(`(?s)Q\x00\x00..begin(| [^\x00]*)\x00`)

// carry carries what a client says to the server, until it is at an end or cut.
func (p *Proxy) carry(client, server net.Conn, answers *answers) {
	writes, named, buffer := false, false, make([]byte, 64<<10)
	for {
		n, err := client.Read(buffer)
		said := buffer[:n]
		if begun := begin.FindSubmatchIndex(said); begun != nil {
			writes, named = !bytes.Contains(said[begun[2]:begun[3]], []byte("read only")), false
		}
		named = named || p.names(said)
		if writes && named && bytes.Contains(said, []byte("commit\x00")) {
			switch cut, is := p.next(); {
			case is && cut == AfterCommit:
				answers.swallow()
				if _, err := server.Write(said); err == nil {
					<-answers.swallowed
				}
				p.cutNow()
				return
			case is:
				p.cutNow()
				return
			}
		}
		if n > 0 {
			if _, werr := server.Write(said); werr != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// names reports whether a transaction that says this may be cut.
func (p *Proxy) names(said []byte) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return bytes.Contains(said, p.only)
}

// next returns the cut of a transaction that commits now, if any.
func (p *Proxy) next() (Cut, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.cuts) == 0 {
		return 0, false
	}
	cut := p.cuts[0]
	p.cuts = p.cuts[1:]
	return cut, true
}

// cutNow closes the proxy where the cut was the last.
func (p *Proxy) cutNow() {
	p.mu.Lock()
	last := p.last && len(p.cuts) == 0
	p.mu.Unlock()
	if last {
		p.Close()
	}
}

// remember notes a connection, and returns false where the proxy is closed.
func (p *Proxy) remember(c net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lines[c] = true
	return !p.closed
}

// forget closes a connection.
func (p *Proxy) forget(c net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.lines, c)
	_ = c.Close() // it may be closed already
}

// answers is what a server says on its way to the client.
type answers struct {
	to        io.Writer
	mu        sync.Mutex
	lost      bool
	swallowed chan struct{} // closed once something was lost
}

// swallow loses everything that the server says from now on.
func (a *answers) swallow() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.lost, a.swallowed = true, make(chan struct{})
}

// errSwallowed ends the copying of answers after one was lost.
var errSwallowed = errors.New("swallowed")

// Write hands an answer on, or loses it and returns errSwallowed.
func (a *answers) Write(said []byte) (int, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.lost {
		close(a.swallowed)
		return 0, errSwallowed
	}
	return a.to.Write(said)
}
