// Package ratefeed fetches exchange rates from their publishers into the store,
// each at its own times.
//
// A publisher that fails leaves what is stored as it is. Of several programs on
// one database one asks each publisher.
package ratefeed

import (
	"errors"
	"fmt"

	"woolroad/app/exact"
	"woolroad/rates"
)

// Settings are what a person sets about fetching. The zero Settings have each
// publisher asked at its usual address and times.
type Settings struct {
	NRB, FBIL, CFETS, ECB Setting

	Contact string // where a publisher reaches whoever runs the program
	Share   string // in percent, how far a rate may move; empty: usualShare
}

// Setting is what a person sets about one publisher. What is empty is as usual.
type Setting struct {
	Address string // or Off
	Times   string // "09:30 12:00", in the publisher's time zone
}

// Off as an address has a publisher not asked.
const Off = "off"

const usualShare = "10"

// Of returns what is set about a publisher.
func (s Settings) Of(id rates.SourceID) Setting {
	switch id {
	case rates.NRB:
		return s.NRB
	case rates.FBIL:
		return s.FBIL
	case rates.CFETS:
		return s.CFETS
	case rates.ECB:
		return s.ECB
	}
	return Setting{}
}

// HeldBeyond returns how far a rate may move before a person has to look at it.
func (s Settings) HeldBeyond() (exact.Number, error) {
	if s.Share == "" {
		return rates.ParseShare(usualShare)
	}
	return rates.ParseShare(s.Share)
}

// Feed is a publisher with how and when it is asked.
type Feed struct {
	rates.Publisher
	Source   rates.Source // nil if it is switched off
	Schedule rates.Schedule
}

// Feeds returns all publishers, as set. The error names everything that is wrong.
func Feeds(client *rates.Client, settings Settings) ([]Feed, error) {
	var feeds []Feed
	var faults []error
	for _, p := range rates.Publishers {
		f := Feed{Publisher: p}
		set := settings.Of(p.ID)
		if set.Address != "" && set.Address != p.Address {
			f.Address, f.AddressChecked = set.Address, true // by whoever set it
		}
		if set.Times != "" && set.Times != p.Times {
			f.Times, f.TimesChecked = set.Times, true
		}
		var err error
		if f.Schedule, err = p.Schedule(f.Times); err != nil {
			faults = append(faults, fmt.Errorf("the times of %s: %w", p.ID, err))
		}
		if f.Address != Off {
			f.Source, err = rates.NewSource(client, p.ID, f.Address)
			faults = append(faults, err)
		}
		feeds = append(feeds, f)
	}
	return feeds, errors.Join(faults...)
}
