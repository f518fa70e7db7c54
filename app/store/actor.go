package store

import (
	"context"
	"time"

	"woolroad/app/trade"
)

// Actor is who does something, when, and what they read it from. It goes with
// the context, since everything that is kept may have to say it.
type Actor struct {
	Name string // "desk", "command line"
	At   time.Time
	File string // that an order is imported from; empty: it is entered
}

type actorKey struct{}

// By is a context in which that actor acts. Without one, what is kept says that
// nobody knows who it was.
func By(ctx context.Context, a Actor) context.Context { return context.WithValue(ctx, actorKey{}, a) }

func actor(ctx context.Context) Actor {
	a, _ := ctx.Value(actorKey{}).(Actor)
	return a
}

// stamp is the actor's time as it is kept, empty where it is not known.
func (a Actor) stamp() string {
	if a.At.IsZero() {
		return ""
	}
	return a.At.UTC().Format(stamp)
}

// parseStamp reads a time as it is kept.
func parseStamp(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	return time.Parse(stamp, s)
}

// Stale is the error of a change to something that someone else has changed
// since it was read. It carries what is there now, so that both can be shown.
// It is a trade.Error too, a Conflict.
type Stale[T any] struct {
	Now     T
	Version int64
	At      time.Time // zero: not known
	By      string
}

// Error is the sentence in English.
func (e *Stale[T]) Error() string { return e.Unwrap().Error() }

// Unwrap is the sentence as a trade.Error.
func (e *Stale[T]) Unwrap() error {
	conflict := &trade.Error{Code: trade.Conflict, Field: "version", Format: "This was changed since you opened it; look at both versions and save again."}
	if e.By != "" {
		conflict.Format, conflict.Args = "%s changed this since you opened it; look at both versions and save again.", []any{e.By}
	}
	return conflict
}
