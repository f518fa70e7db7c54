//go:build long

package store

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"
)

func TestLongTwoProcessesIssue(t *testing.T) {
	issuers, docs := 50, inFull(4, 1000) // of each process, of each issuer
	documents := issuers * docs
	eachEmpty(t, func(t *testing.T, w Where) {
		s := openAt(t, w)
		for _, name := range []string{"a", "b"} {
			ordersFor(t, s, name, documents)
		}
		began := time.Now()
		var running []*process
		var files []string
		for _, name := range []string{"a", "b"} {
			file := filepath.Join(t.TempDir(), "acks")
			files = append(files, file)
			running = append(running, startProcess(t, w, "issue", "NAME", name, "ACKS", file, "ISSUERS", fmt.Sprint(issuers), "DOCUMENTS", fmt.Sprint(documents), "PREPARED", "yes"))
		}
		for _, p := range running {
			p.mustEnd(t)
		}
		took := time.Since(began)
		acks, there := acknowledged(t, files...), hashesIn(t, s)
		mustHold(t, there, acks)
		if !maps.Equal(acks, there) || len(acks) != 2*documents {
			t.Errorf("%d documents acknowledged and %d stored; want %d and the same", len(acks), len(there), 2*documents)
		}
		mustBeWhole(t, s, w, 2*documents)
		t.Logf("2 processes of %d issuers: %d documents in %.1f s, one failure in 20 among them, %.0f in a second",
			issuers, len(there), took.Seconds(), float64(len(there))/took.Seconds())
	})
}

func TestLongKilledProcessesLoseNothing(t *testing.T) {
	rounds := inFull(10, 100)
	eachEmpty(t, func(t *testing.T, w Where) {
		s := openAt(t, w)
		folder := t.TempDir()
		var files []string
		for round := range rounds {
			var running []*process
			for _, name := range []string{"a", "b"} {
				name = fmt.Sprintf("%s%d", name, round)
				file := filepath.Join(folder, name)
				files = append(files, file)
				running = append(running, startProcess(t, w, "issue", "NAME", name, "ACKS", file, "ISSUERS", "4", "DOCUMENTS", "100000"))
			}
			if round%4 > 0 { // every fourth round kills them while they open
				for _, p := range running {
					p.mustBeReady(t)
				}
			}
			time.Sleep(50*time.Millisecond + rand.N(400*time.Millisecond))
			for _, p := range running {
				p.kill(t)
			}
			mustHold(t, hashesIn(t, s), acknowledged(t, files...))
			mustBeIntact(t, w)
			if t.Failed() {
				t.Fatalf("in round %d", round)
			}
		}
		acks, there := acknowledged(t, files...), settled(t, s, w)
		mustHold(t, there, acks)
		mustBeWhole(t, s, w, len(there))
		if len(acks) < rounds {
			t.Errorf("only %d documents were acknowledged in %d rounds", len(acks), rounds)
		}
		t.Logf("%d processes killed: %d documents acknowledged, 0 lost; %d stored that nobody was told of yet", 2*rounds, len(acks), len(there)-len(acks))
	})
}

// settled returns all documents once PostgreSQL has ended what the killed programs had
// begun: the lock waits for everyone who has written a document and not ended yet.
func settled(t *testing.T, s *Store, w Where) map[string]string {
	t.Helper()
	if w.URL != "" { // SQLite ends with its program
		err := s.UpdateLocking(t.Context(), tashi, func(tx *Tx) error {
			_, err := tx.ExecContext(t.Context(), `LOCK TABLE issued IN SHARE MODE`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return hashesIn(t, s)
}
