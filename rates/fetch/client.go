// Package fetch asks publishers for their exchange rates over the network.
//
// It asks the publishers that package rates lists, and nobody else: a Source returns what
// was published, and an answer that cannot be read is an error, never a day without rates.
package fetch

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"woolroad/rates"
	"woolroad/rates/reason"
)

const (
	tries    = 3
	maxPause = time.Minute // longer waits are left to the schedule

	dialWithin   = 10 * time.Second
	answerWithin = 30 * time.Second

	answerLimit  = 1 << 20  // the largest recorded page, 100 days of Nepal Rastra Bank, is a fifth of it
	historyLimit = 32 << 20 // 27 years of the ECB are 9 MiB
)

// Client asks publishers over the network, and nobody else: by https at public addresses,
// without redirects and proxies, and with limits of time and size.
type Client struct {
	http    *http.Client
	agent   string
	local   bool
	within  time.Duration
	history time.Duration
	wait    func(context.Context, time.Duration) error
	jitter  func(time.Duration) time.Duration
	tell    func(Attempt)
}

// Option changes a Client.
type Option func(*Client)

// Local lets a client ask servers on this machine, without https.
func Local() Option { return func(c *Client) { c.local = true } }

// Within sets how long a publisher may take to answer.
func Within(d time.Duration) Option { return func(c *Client) { c.within, c.history = d, d } }

// Waiting replaces how the client waits between attempts: it calls wait with the pause
// and an addition that jitter chooses, from zero to the pause itself.
func Waiting(wait func(context.Context, time.Duration) error, jitter func(time.Duration) time.Duration) Option {
	return func(c *Client) { c.wait, c.jitter = wait, jitter }
}

// Attempt is what a Client is about to try.
type Attempt struct {
	Source rates.SourceID
	N, Of  int           // which attempt at this request it is, of how many at most
	Pause  time.Duration // how long the client waits before it
	Why    error         // why the attempt before failed; nil for the first one
}

// Telling makes the client call tell before each attempt, and before it waits for it.
func Telling(tell func(Attempt)) Option { return func(c *Client) { c.tell = tell } }

// NewClient returns a client that names the program's version to publishers and, if
// contact is not empty, an address at which they reach whoever runs the program. The
// error is *ErrFetch. The caller must Close the client.
func NewClient(version, contact string, options ...Option) (*Client, error) {
	version, _, _ = strings.Cut(version, " ") // without the revision, which nobody outside needs
	c := &Client{agent: "woolroad/" + strings.Trim(version, "()"), within: answerWithin, history: 10 * answerWithin, wait: wait, jitter: rand.N[time.Duration], tell: func(Attempt) {}}
	if contact != "" {
		c.agent += " (+" + contact + ")"
	}
	if strings.ContainsFunc(c.agent, func(r rune) bool { return r < ' ' || r > '~' }) {
		return nil, &reason.ErrFetch{Code: reason.FetchAgent, Args: []string{strconv.Quote(c.agent)}}
	}
	for _, o := range options {
		o(c)
	}
	dialer := &net.Dialer{Timeout: dialWithin, Control: onlyPublic}
	if c.local {
		dialer.Control = nil
	}
	c.http = &http.Client{
		Transport: &http.Transport{
			DialContext:            dialer.DialContext,
			ForceAttemptHTTP2:      true,
			TLSHandshakeTimeout:    dialWithin,
			IdleConnTimeout:        dialWithin,
			MaxResponseHeaderBytes: 64 << 10,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return c, nil
}

// Close closes the connections that stay open for the next request.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// wait waits for d and returns nil, or returns ctx's error if ctx ends first.
func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// request is one question to a publisher.
type request struct {
	source rates.SourceID
	method string
	url    string
	whole  bool // the answer is a whole history
}

// ask returns the answer to a request. It tries up to three times if a later attempt may
// succeed. The errors are *ErrFetch and ctx's own.
func (c *Client) ask(ctx context.Context, r request) ([]byte, error) {
	pause := 2 * time.Second
	c.tell(Attempt{Source: r.source, N: 1, Of: tries})
	for try := 1; ; try++ {
		data, err := c.once(ctx, r)
		if err == nil {
			return data, nil
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		failed := (*reason.ErrFetch)(nil)
		if try == tries || !errors.As(err, &failed) || !failed.Passing || failed.After > maxPause {
			return nil, err
		}
		pausing := max(pause+c.jitter(pause), failed.After)
		c.tell(Attempt{r.source, try + 1, tries, pausing, err})
		if err := c.wait(ctx, pausing); err != nil {
			return nil, err
		}
		pause *= 4
	}
}

// once makes one attempt. The error is *ErrFetch.
func (c *Client) once(ctx context.Context, r request) (data []byte, err error) {
	within, limit := c.within, int64(answerLimit)
	if r.whole {
		within, limit = c.history, historyLimit
	}
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	q, err := http.NewRequestWithContext(ctx, r.method, r.url, nil)
	if err != nil {
		return nil, c.unreached(r, within, err)
	}
	q.Header.Set("User-Agent", c.agent)
	q.Header.Set("Accept", "application/json, application/xml;q=0.9, text/xml;q=0.9")
	answer, err := c.http.Do(q)
	if err != nil {
		return nil, c.unreached(r, within, err)
	}
	defer func() { err = errors.Join(err, answer.Body.Close()) }()
	if err := refused(r.source, answer); err != nil {
		return nil, err
	}
	// The limit is on what the transport has unpacked, so that it also stops a
	// small answer that unpacks to a large one.
	data, err = io.ReadAll(io.LimitReader(answer.Body, limit+1))
	if err != nil {
		return nil, c.unreached(r, within, err)
	}
	if int64(len(data)) > limit {
		return nil, &reason.ErrFetch{Code: reason.FetchTooLarge, Args: []string{r.source.Name(), strconv.FormatInt(limit>>20, 10)}}
	}
	return data, nil
}

// refused returns an *ErrFetch for an answer whose status says that it holds no rates,
// and nil otherwise.
func refused(source rates.SourceID, answer *http.Response) error {
	status := strconv.Itoa(answer.StatusCode)
	switch {
	case answer.StatusCode == http.StatusOK:
		return nil
	case answer.StatusCode/100 == 3:
		return &reason.ErrFetch{Code: reason.FetchRedirected, Args: []string{source.Name(), status, reason.Quote(answer.Header.Get("Location"))}}
	}
	return &reason.ErrFetch{
		Code:    reason.FetchStatus,
		Args:    []string{source.Name(), status},
		Passing: answer.StatusCode >= 500 || answer.StatusCode == http.StatusTooManyRequests || answer.StatusCode == http.StatusRequestTimeout,
		After:   retryAfter(answer.Header),
	}
}

// retryAfter returns how long the header Retry-After asks to wait, or 0. The header gives
// seconds or a time; a time is compared with the publisher's own clock.
func retryAfter(h http.Header) time.Duration {
	text := h.Get("Retry-After")
	if seconds, err := strconv.ParseUint(text, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	then, err := http.ParseTime(text)
	now, err2 := http.ParseTime(h.Get("Date"))
	if err != nil || err2 != nil {
		return 0
	}
	return max(0, then.Sub(now))
}

// unreached returns the *ErrFetch for an error of the network.
func (c *Client) unreached(r request, within time.Duration, err error) error {
	name := r.source.Name()
	inside, network := (*errAddress)(nil), net.Error(nil)
	switch {
	case errors.As(err, &inside):
		return &reason.ErrFetch{Code: reason.FetchNotPublic, Args: []string{name, inside.address}, Err: err}
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &network) && network.Timeout():
		return &reason.ErrFetch{Code: reason.FetchTooSlow, Args: []string{name, within.String()}, Err: err, Passing: true}
	case errors.Is(err, io.ErrUnexpectedEOF):
		return &reason.ErrFetch{Code: reason.FetchBrokeOff, Args: []string{name}, Err: err, Passing: true}
	}
	cause := err
	if u := (*url.Error)(nil); errors.As(err, &u) {
		cause = u.Err
	}
	return &reason.ErrFetch{Code: reason.FetchUnreached, Args: []string{name, cause.Error()}, Err: err, Passing: true}
}
