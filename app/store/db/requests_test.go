package db

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
)

func TestOnce(t *testing.T) {
	each(t, func(t *testing.T, d *DB) {
		ran := 0
		ask := func(request, operation string, content any) int {
			t.Helper()
			who, answer := tashi, 0
			who.Request = request
			err := d.Update(t.Context(), who, func(tx *Tx) (err error) {
				answer, err = Once(t.Context(), tx, operation, content, func() (int, error) { ran++; return ran, nil })
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return answer
		}
		for _, test := range []struct {
			what, request, operation string
			content                  any
			want                     int
		}{
			{"the first", "a", "parties.add", "Norbu", 1},
			{"the same", "a", "parties.add", "Norbu", 1},
			{"the page gone back to, with another name", "a", "parties.add", "Dolma", 2},
			{"another form of the same page", "a", "products.change", "Norbu", 3},
			{"another page", "b", "parties.add", "Norbu", 4},
			{"the first, later", "a", "parties.add", "Norbu", 1},
			{"without a key", "", "parties.add", "Norbu", 5},
			{"without a key again", "", "parties.add", "Norbu", 6},
		} {
			if got := ask(test.request, test.operation, test.content); got != test.want {
				t.Errorf("%s: the result is %d, want %d", test.what, got, test.want)
			}
		}
	})
}

func TestAnswer(t *testing.T) {
	each(t, func(t *testing.T, d *DB) {
		who := tashi
		who.Request = "a"
		if got, err := Change(t.Context(), d, who, "parties.add", "Norbu", func(*Tx) (int, error) { return 7, nil }); err != nil || got != 7 {
			t.Fatal(got, err)
		}
		for _, test := range []struct {
			what, request, operation, content string
			want                              int
			known                             bool
		}{
			{"the same", "a", "parties.add", "Norbu", 7, true},
			{"with other content", "a", "parties.add", "Dolma", 0, false},
			{"another operation", "a", "products.change", "Norbu", 0, false},
			{"another request", "b", "parties.add", "Norbu", 0, false},
			{"without a key", "", "parties.add", "Norbu", 0, false},
		} {
			who.Request = test.request
			var known bool
			got, err := View(t.Context(), d, who, func(tx *Tx) (got int, err error) {
				got, known, err = Answer[int](t.Context(), tx, test.operation, test.content)
				return got, err
			})
			if err != nil || got != test.want || known != test.known {
				t.Errorf("%s: %d, %v, %v; want %d, %v", test.what, got, known, err, test.want, test.known)
			}
		}
	})
}

func TestOnceStoresNothingOfAnError(t *testing.T) {
	each(t, func(t *testing.T, d *DB) {
		who, refused := tashi, errors.New("refused")
		who.Request = "a"
		run := func(outcome error) error {
			return d.Update(t.Context(), who, func(tx *Tx) error {
				_, err := Once(t.Context(), tx, "parties.add", "", func() (string, error) { return "done", outcome })
				return err
			})
		}
		if err := run(refused); !errors.Is(err, refused) {
			t.Fatalf("the first said %v, want %v", err, refused)
		}
		if err := run(nil); err != nil {
			t.Fatalf("the second said %v, want that it runs", err)
		}
		if err := run(refused); err != nil {
			t.Fatalf("the third said %v, want the second's answer", err)
		}
	})
}

func TestOnceWithManyAtOnce(t *testing.T) {
	each(t, func(t *testing.T, d *DB) {
		who := tashi
		who.Request = "a"
		var ran atomic.Int64 // also where the transaction did not stand
		answers := make([]string, 8)
		var wg sync.WaitGroup
		for i := range answers {
			wg.Go(func() {
				err := d.Update(context.Background(), who, func(tx *Tx) (err error) {
					answers[i], err = Once(context.Background(), tx, "parties.add", "Norbu", func() (string, error) {
						ran.Add(1)
						return "party " + string(rune('a'+i)), nil
					})
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		for _, a := range answers {
			if a != answers[0] || a == "" {
				t.Errorf("the answers of one request are %q", answers)
				break
			}
		}
	})
}
