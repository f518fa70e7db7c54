package web

import (
	"io"
	"net"
	"sync/atomic"
	"time"
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

// Lingering is a listener whose connections may end in the way that lets a
// browser read the answer to something that it is still sending. Closing a
// connection with bytes on it resets it, and the answer is lost.
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
