// Package wait says what a wait for another program is for, where it is long.
//
// Its one rule: nobody waits in silence.
package wait

import (
	"context"
	"time"
)

// key is the key of the function that is told of long waits.
type key struct{}

// Tell returns a context with which whoever waits for another program for more than two
// seconds calls say with a sentence that says for what.
func Tell(ctx context.Context, say func(sentence string)) context.Context {
	return context.WithValue(ctx, key{}, say)
}

// Say calls the function of ctx with a sentence at once, of long work that nobody asked for.
func Say(ctx context.Context, sentence string) {
	if say, ok := ctx.Value(key{}).(func(string)); ok {
		say(sentence)
	}
}

// IsTold reports whether ctx has a function that is told of long waits.
func IsTold(ctx context.Context) bool {
	_, is := ctx.Value(key{}).(func(string))
	return is
}

// For runs f, and has ctx say the sentence if f takes more than two seconds.
func For(ctx context.Context, sentence string, f func() error) error {
	if say, ok := ctx.Value(key{}).(func(string)); ok {
		timer := time.AfterFunc(2*time.Second, func() { say(sentence) })
		defer timer.Stop()
	}
	return f()
}
