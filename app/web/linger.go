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

// How much of a request is read and thrown away after the answer: at most how many bytes,
// for how long, with what pauses, and on how many connections at once. Beyond these bounds a
// connection is closed with the rest unread.
const (
	lingerBytes  = 64 << 20
	lingerTime   = time.Minute
	lingerPause  = 3 * time.Second
	lingerAtOnce = 100
)

// headPart is the size by which the memory for a first head grows while it arrives, and
// headWhole is the size of the largest head that is collected before the server gets it.
const (
	headPart  = 1 << 10
	headWhole = 8 << 10
)

// Lingering returns a listener whose connections wait at their beginning and at their
// end. A connection gives the server nothing before its first head is whole, so that a
// head which is sent slowly, or never, takes no more memory than it has bytes. And a
// connection may read what the client still sends before it closes, so that a browser can
// read the answer: a connection that is closed with unread bytes is reset, and the answer
// is lost.
func Lingering(l net.Listener) net.Listener {
	return lingeringListener{l, make(chan struct{}, lingerAtOnce)}
}

// lingeringListener is the listener that Lingering returns.
type lingeringListener struct {
	net.Listener
	turns chan struct{}
}

// Accept waits for the next connection and returns it, or the listener's error.
func (l lingeringListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if tcp, ok := c.(*net.TCPConn); ok && err == nil {
		return &lingeringConn{TCPConn: tcp, turns: l.turns}, nil
	}
	return c, err
}

// lingeringConn is one connection of a lingering listener.
type lingeringConn struct {
	*net.TCPConn
	linger atomic.Bool
	turns  chan struct{}

	begun bool   // the first head was whole
	head  []byte // the part of the head that the server has not read yet
}

// Read reads the next bytes of the connection. Its first call waits until the head is
// whole, and returns an error where the time for a head has passed.
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

// begin reads until the head is whole and the body that it announces has begun, or the
// head has reached headWhole, or the connection ends. Its error is that of a
// connection that timed out or ended without a byte.
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
			break // the server finds the error itself, after these bytes
		}
	}
	c.begun, c.head = true, head
	return nil
}

// hasBegun reports whether the server can go on with the bytes that have arrived. A guess
// is enough: where hasBegun is wrong, the server waits for the body in the time of a
// head.
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

// lingerOn makes a connection of a Lingering listener read the rest of what the client
// sends before it closes. It does nothing to any other connection.
func lingerOn(c net.Conn) {
	if l, ok := c.(*lingeringConn); ok {
		l.linger.Store(true)
	}
}

// Close ends the connection: at once, or, after lingerOn, once the answer is sent and the
// rest of what the client sends is read and thrown away. Its error is that of closing.
func (c *lingeringConn) Close() error {
	if c.linger.CompareAndSwap(true, false) && turn(c.turns, 0) {
		if c.CloseWrite() == nil {
			c.discard()
		}
		<-c.turns
	}
	return c.TCPConn.Close()
}

// discard reads what the client sends and throws it away, until the client has ended,
// sent too much, taken too long or paused.
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
