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
	documents := inFull(200, 1000) // of each process
	eachEmpty(t, func(t *testing.T, w Where) {
		began := time.Now()
		var running []*process
		var files []string
		for _, name := range []string{"a", "b"} {
			file := filepath.Join(t.TempDir(), "acks")
			files = append(files, file)
			running = append(running, startProcess(t, w, "issue", "NAME", name, "ACKS", file, "ISSUERS", "50", "DOCUMENTS", fmt.Sprint(documents)))
		}
		for _, p := range running {
			p.mustEnd(t)
		}
		took := time.Since(began)
		s := openAt(t, w)
		acks, there := acknowledged(t, files...), hashesIn(t, s)
		mustHold(t, there, acks)
		if !maps.Equal(acks, there) || len(acks) != 2*documents {
			t.Errorf("%d documents acknowledged and %d stored; want %d and the same", len(acks), len(there), 2*documents)
		}
		mustBeWhole(t, s, w, 2*documents)
		t.Logf("2 processes of 50 issuers: %d documents in %.1f s, orders and one failure in 20 among them, %.0f in a second",
			len(there), took.Seconds(), float64(len(there))/took.Seconds())
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
		acks, there := acknowledged(t, files...), settled(t, s)
		mustHold(t, there, acks)
		mustBeWhole(t, s, w, len(there))
		if len(acks) < rounds {
			t.Errorf("only %d documents were acknowledged in %d rounds", len(acks), rounds)
		}
		t.Logf("%d processes killed: %d documents acknowledged, 0 lost; %d stored that nobody was told of yet", 2*rounds, len(acks), len(there)-len(acks))
	})
}

// settled are the documents once PostgreSQL has ended what the killed had begun.
func settled(t *testing.T, s *Store) map[string]string {
	t.Helper()
	there := hashesIn(t, s)
	for range 50 {
		time.Sleep(200 * time.Millisecond)
		now := hashesIn(t, s)
		if len(now) == len(there) {
			return now
		}
		there = now
	}
	t.Fatal("documents are still being issued 10 s after the last process was killed")
	return nil
}
