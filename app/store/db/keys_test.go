package db

import (
	"bytes"
	"testing"
)

func TestAKeyIsMadeOnce(t *testing.T) {
	each(t, func(t *testing.T, d *DB) {
		first, err := d.Key(t.Context(), Program, "forms")
		if err != nil {
			t.Fatal(err)
		}
		again, err := d.Key(t.Context(), Program, "forms")
		if err != nil || !bytes.Equal(first, again) {
			t.Errorf("the key was %x and is %x, %v", first, again, err)
		}
		other, err := d.Key(t.Context(), Program, "links")
		if err != nil || bytes.Equal(first, other) || len(first) != 32 {
			t.Errorf("another name has %x, %v", other, err)
		}
	})
}

func TestReady(t *testing.T) {
	each(t, func(t *testing.T, d *DB) {
		if err := d.Ready(t.Context()); err != nil {
			t.Error(err)
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		if err := d.Ready(t.Context()); err == nil {
			t.Error("a database that is closed is ready")
		}
	})
}
