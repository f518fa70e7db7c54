//go:build long

package store

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

func TestLongNoFlippedBitChangesWhatIsRestored(t *testing.T) { flipBits(t, inFull(100, 1_000)) }

func TestLongBackupsUnderLoadAreWhole(t *testing.T) {
	backups := inFull(4, 20)
	eachEmpty(t, func(t *testing.T, w Where) {
		s := openAt(t, w)
		var mutex sync.Mutex
		now := map[string]string{}
		ctx, stop := context.WithCancel(t.Context())
		var issuing sync.WaitGroup
		issuing.Go(func() {
			load{name: "SO", issuers: 4, documents: 1 << 20, acknowledge: func(d Issued) error {
				mutex.Lock()
				defer mutex.Unlock()
				now[d.Number] = d.Hash
				return nil
			}}.run(t, ctx, s)
		})
		type made struct {
			file   string
			before map[string]string // acknowledged before it began
			report Copy
		}
		var all []made
		every := time.NewTicker(100 * time.Millisecond)
		folder := t.TempDir()
		for i := range backups {
			<-every.C
			mutex.Lock()
			before := maps.Clone(now)
			mutex.Unlock()
			file := filepath.Join(folder, fmt.Sprintf("%d.db", i))
			report, err := s.Backup(t.Context(), tashi, file)
			if err != nil {
				t.Errorf("backup %d: %v", i, err)
				break
			}
			all = append(all, made{file, before, report})
		}
		every.Stop()
		stop()
		issuing.Wait()
		for i, b := range all {
			empty := Where{Data: t.TempDir()}
			report, err := Restore(t.Context(), tashi, empty, b.file)
			if err != nil {
				t.Fatalf("restore %d: %v", i, err)
			}
			if report.Documents != b.report.Documents || report.Wrong != nil {
				t.Errorf("backup %d had %d documents; restored are %d, wrong: %v", i, b.report.Documents, report.Documents, report.Wrong)
			}
			restored := openAt(t, empty)
			there := hashesIn(t, restored)
			mustHold(t, there, b.before)
			mustBeWhole(t, restored, empty, len(there))
			mustBeIntact(t, empty)
			if i == len(all)-1 {
				t.Logf("%d backups while issuing; the last holds %d documents, %d of them acknowledged before it began", len(all), len(there), len(b.before))
				if len(b.before) == 0 {
					t.Error("nothing was issued before the last backup")
				}
			}
		}
		mustBeWhole(t, s, w, len(hashesIn(t, s)))
	})
}
