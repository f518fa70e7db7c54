// Package ratefeed fetches exchange rates from their publishers into the store, each at
// its own times.
//
// Its one rule: a publisher that fails leaves the stored rates as they are. Where several
// programs share a database, only one of them asks a publisher at a time.
package ratefeed

import (
	"errors"
	"fmt"

	"woolroad/app/exact"
	"woolroad/rates"
	"woolroad/rates/fetch"
)

// Settings are what a person sets about fetching. With the zero Settings each publisher
// is asked at its usual address and times.
type Settings struct {
	NRB, FBIL, CFETS, ECB Setting

	Contact string // where a publisher reaches whoever runs the program
	Share   string // in percent, how far a rate may move; empty: usualShare
}

// Setting is what a person sets about one publisher. An empty value stands for the usual
// one.
type Setting struct {
	Address string // an address, or Off
	Times   string // "09:30 12:00", in the publisher's time zone
}

// Off in place of an address switches a publisher off.
const Off = "off"

const usualShare = "10"

// Of returns the settings of a publisher.
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

// HeldBeyond returns how far a rate may move before a person has to confirm it, as a
// fraction: 0.10 for 10 %. The error is that of rates.ParseShare.
func (s Settings) HeldBeyond() (exact.Number, error) {
	if s.Share == "" {
		return rates.ParseShare(usualShare)
	}
	return rates.ParseShare(s.Share)
}

// Feed is a publisher with the address and the times at which it is asked.
type Feed struct {
	rates.Publisher
	Source   rates.Source // nil if it is switched off
	Schedule rates.Schedule
}

// Feeds returns all publishers with their settings. The error names everything that is
// wrong with the settings.
func Feeds(client *fetch.Client, settings Settings) ([]Feed, error) {
	var feeds []Feed
	var faults []error
	for _, p := range rates.Publishers {
		f := Feed{Publisher: p}
		set := settings.Of(p.ID)
		if set.Address != "" && set.Address != p.Address {
			f.Address, f.AddressChecked = set.Address, true // whoever set it is taken to have checked it
		}
		if set.Times != "" && set.Times != p.Times {
			f.Times, f.TimesChecked = set.Times, true
		}
		var err error
		if f.Schedule, err = p.Schedule(f.Times); err != nil {
			faults = append(faults, fmt.Errorf("the times of %s: %w", p.ID, err))
		}
		if f.Address != Off {
			f.Source, err = fetch.NewSource(client, p.ID, f.Address)
			faults = append(faults, err)
		}
		feeds = append(feeds, f)
	}
	return feeds, errors.Join(faults...)
}
