package series

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"woolroad/app/store/db"
	"woolroad/app/trade"
	"woolroad/documents"
)

// Seals finds documents by their seals, the SHA-256 of their contents. The row of a
// document does not have its seal: the list of documents does (issued_about), which anybody
// with the database can change. Where the list leads to no document, Seals takes the seals
// from the contents themselves: it reads each content once, remembers where it is, and reads
// after that only what was issued since. It remembers 24 bytes of a document.
//
// The zero Seals has read nothing. It is safe for concurrent use.
type Seals struct {
	mu    sync.Mutex
	whole atomic.Bool         // everything was read once
	ids   []string            // of the series that were read
	read  map[string]extent   // how far each of them was read
	at    map[uint64]sealed   // the first document of which a seal begins with these bytes
	more  map[uint64][]sealed // other documents of which a seal begins with the same bytes
}

// An extent says how far a series was read.
type extent struct {
	index int   // of the series in ids
	n     int64 // the place of the last document that was read
	next  int64 // what the row of the series had as its next document
}

// A sealed is where a document is: its series, as an index of ids, and its place there.
type sealed struct {
	series int
	n      int64
}

// Find returns the document with a SHA-256, in hexadecimal, with its content and without its
// file: the hash is that of its content, that of its file, or the one that chains it. It
// returns no content where there is no such document, and where the row is not as it was
// sealed. It is an Unavailable error where another request reads all contents for the first
// time.
func (s *Seals) Find(ctx context.Context, t *db.Tx, hash string) (r Row, content documents.Document, err error) {
	b, err := hex.DecodeString(hash)
	if err != nil || len(b) != sha256.Size {
		return r, nil, nil
	}
	for _, from := range []string{`issued_about WHERE seal`, `issued WHERE pdf_sha256`, `issued WHERE hash`} {
		numbers, err := t.Texts(ctx, `SELECT number FROM `+from+` = $1 ORDER BY number LIMIT 3`, hash) // one, unless somebody has changed the list
		if err != nil {
			return r, nil, fmt.Errorf("look for a document by its hash: %w", err)
		}
		for _, number := range numbers {
			if r, content, err = vouchFor(ctx, t, number, hash); content != nil || err != nil {
				return r, content, err
			}
		}
	}
	places, ids, err := s.places(ctx, t, binary.BigEndian.Uint64(b))
	if err != nil {
		return r, nil, err
	}
	for i, place := range places {
		numbers, err := t.Texts(ctx, `SELECT number FROM issued WHERE series = $1 AND n = $2`, ids[i], place.n)
		if err != nil {
			return r, nil, fmt.Errorf("look for a document by its place: %w", err)
		}
		for _, number := range numbers {
			if r, content, err = vouchFor(ctx, t, number, hash); content != nil || err != nil {
				return r, content, err
			}
		}
	}
	return r, nil, nil
}

// vouchFor returns the document of that number with its content, and no content where the
// document is not as it was sealed or does not have that hash.
func vouchFor(ctx context.Context, t *db.Tx, number, hash string) (r Row, content documents.Document, err error) {
	r, content, is, err := ReadSealed(ctx, t, number)
	if err != nil || !is || hash != r.Hash && hash != r.PDFHash && hash != SHA256([]byte(r.Payload)) {
		return r, nil, err
	}
	return r, content, nil
}

// places returns where the documents are of which a seal begins with these bytes, and the
// ids of their series, after it has read what was issued since the last time. While another
// request reads all documents for the first time, the error is Unavailable.
func (s *Seals) places(ctx context.Context, t *db.Tx, begins uint64) (places []sealed, ids []string, err error) {
	if !s.mu.TryLock() {
		if !s.whole.Load() {
			return nil, nil, &trade.Error{Code: trade.Unavailable, Field: "hash",
				Format: "The documents are being read for this check. Try again in a minute."}
		}
		s.mu.Lock()
	}
	defer s.mu.Unlock()
	if err := s.readOn(ctx, t); err != nil {
		return nil, nil, fmt.Errorf("read the seals of documents: %w", err)
	}
	if first, is := s.at[begins]; is {
		places = append([]sealed{first}, s.more[begins]...)
	}
	for _, p := range places {
		ids = append(ids, s.ids[p.series])
	}
	return places, ids, nil
}

// readOn reads the contents that were issued since it was last called. What it has read
// before an error stays.
func (s *Seals) readOn(ctx context.Context, t *db.Tx) error {
	if s.read == nil {
		s.read, s.at, s.more = map[string]extent{}, map[uint64]sealed{}, map[uint64][]sealed{}
	}
	next := map[string]int64{}
	err := t.Each(ctx, `SELECT id, next FROM series`, nil, func(r db.Scanner) error {
		var id string
		var n int64
		err := r.Scan(&id, &n)
		next[id] = n
		return err
	})
	if err != nil {
		return err
	}
	if !s.whole.Load() { // a series may have lost its row
		for id := ""; ; {
			more, err := t.Texts(ctx, `SELECT series FROM issued WHERE series > $1 ORDER BY series LIMIT 1`, id)
			if err != nil {
				return err
			}
			if len(more) == 0 {
				break
			}
			id = more[0]
			next[id] += 0
		}
	}
	for id, n := range next {
		if is, known := s.read[id]; !known || is.next != n {
			if err := s.readSeries(ctx, t, id, n); err != nil {
				return err
			}
		}
	}
	s.whole.Store(true)
	return nil
}

// readSeries reads what a series has after the last document of it that was read. next is
// what its row has as the next document.
func (s *Seals) readSeries(ctx context.Context, t *db.Tx, id string, next int64) error {
	is, known := s.read[id]
	if !known {
		is.index, s.ids = len(s.ids), append(s.ids, id)
	}
	s.read[id] = extent{is.index, is.n, -1} // which no series has: after an error, it is read on
	err := t.Each(ctx, `SELECT n, payload FROM issued WHERE series = $1 AND n > $2 ORDER BY n`, []any{id, is.n}, func(r db.Scanner) error {
		var payload string
		if err := r.Scan(&is.n, &payload); err != nil {
			return err
		}
		sum := sha256.Sum256([]byte(payload))
		begins, place := binary.BigEndian.Uint64(sum[:]), sealed{is.index, is.n}
		switch first, taken := s.at[begins]; {
		case !taken:
			s.at[begins] = place
		case first != place && !slices.Contains(s.more[begins], place):
			s.more[begins] = append(s.more[begins], place)
		}
		s.read[id] = extent{is.index, is.n, -1}
		return nil
	})
	if err == nil {
		if next > 0 { // a row that somebody has put further on is read again
			is.n = min(is.n, next-1)
		}
		s.read[id] = extent{is.index, is.n, next}
	}
	return err
}
