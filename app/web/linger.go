package web

import (
	"bytes"
	"io"
	"net"
	"slices"
	"sync/atomic"
	"time"

	"woolroad/app/web/page"
)

// What of a request is read and thrown away after it was answered: so much, for
// so long, with pauses no longer than that, and of so many at once. Others are
// closed as they are.
const (
	lingerBytes  = 64 << 20
	lingerTime   = time.Minute
	lingerPause  = 3 * time.Second
	lingerAtOnce = 100
)

// headPart is how many bytes are made room for while a first head arrives, and
// headWhole is how many the server is given at once at most.
const (
	headPart  = 1 << 10
	headWhole = 8 << 10
)

// Lingering is a listener whose connections begin and end with patience. They give
// the server nothing before their first head is whole, so that one which is sent
// slowly, or never, takes no more memory than it has bytes. And they may end in
// the way that lets a browser read the answer to something that it is still
// sending: closing a connection with bytes on it resets it, and the answer is lost.
func Lingering(l net.Listener) net.Listener {
	return lingeringListener{l, make(chan struct{}, lingerAtOnce)}
}

type lingeringListener struct {
	net.Listener
	turns chan struct{}
}

func (l lingeringListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if tcp, ok := c.(*net.TCPConn); ok && err == nil {
		return &lingeringConn{TCPConn: tcp, turns: l.turns}, nil
	}
	return c, err
}

type lingeringConn struct {
	*net.TCPConn
	linger atomic.Bool
	turns  chan struct{}

	begun bool   // the first head was whole
	head  []byte // what of it the server has not read yet
}

// Read reads the next bytes. The first ones come once there is a whole head, and
// not at all where the time for one has passed.
func (c *lingeringConn) Read(p []byte) (int, error) {
	if !c.begun {
		if err := c.begin(); err != nil {
			return 0, err
		}
	}
	if len(c.head) > 0 {
		n := copy(p, c.head)
		if c.head = c.head[n:]; len(c.head) == 0 {
			c.head = nil
		}
		return n, nil
	}
	return c.TCPConn.Read(p)
}

// begin reads until a head is whole and the body that it announces has begun, or
// there is more than a head may have, or nothing else comes.
func (c *lingeringConn) begin() error {
	head := make([]byte, 0, headPart)
	for len(head) < headWhole && !hasBegun(head) {
		head = slices.Grow(head, headPart/2)
		n, err := c.TCPConn.Read(head[len(head):cap(head)])
		head = head[:len(head)+n]
		if err != nil && (len(head) == 0 || page.IsTimeout(err)) {
			return err
		}
		if err != nil {
			break // the server finds it out too, behind what is there
		}
	}
	c.begun, c.head = true, head
	return nil
}

// hasBegun says whether the server can go on with what has arrived. It needs no
// more than a guess: what it takes for a body that is still to come has the time
// of a head.
func hasBegun(head []byte) bool {
	end := bytes.Index(head, []byte("\r\n\r\n"))
	if end < 0 {
		return bytes.Contains(head, []byte("\n\n"))
	}
	if len(head) > end+len("\r\n\r\n") {
		return true
	}
	lower := bytes.ToLower(head)
	_, length, announced := bytes.Cut(lower, []byte("\ncontent-length:"))
	length, _, _ = bytes.Cut(length, []byte("\r"))
	return !announced || string(bytes.TrimSpace(length)) == "0" || bytes.Contains(lower, []byte("\nexpect:"))
}

// lingerOn has a connection read the rest of what is sent to it before it is
// closed, if it came from a Lingering listener.
func lingerOn(c net.Conn) {
	if l, ok := c.(*lingeringConn); ok {
		l.linger.Store(true)
	}
}

// Close ends the connection: at once, or after the answer is sent and what the
// other side still sends has been thrown away.
func (c *lingeringConn) Close() error {
	if c.linger.CompareAndSwap(true, false) && turn(c.turns, 0) {
		if c.CloseWrite() == nil {
			c.discard()
		}
		<-c.turns
	}
	return c.TCPConn.Close()
}

// discard reads what comes until the other side has ended, sent too much, taken
// too long or paused.
func (c *lingeringConn) discard() {
	rest, end := io.LimitReader(c.TCPConn, lingerBytes), time.Now().Add(lingerTime)
	buffer := make([]byte, 4<<10)
	for {
		now := time.Now()
		if now.After(end) || c.SetReadDeadline(now.Add(lingerPause)) != nil {
			return
		}
		if _, err := rest.Read(buffer); err != nil {
			return
		}
	}
}
