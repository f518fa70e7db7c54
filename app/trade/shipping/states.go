package shipping

import (
	"fmt"
	"slices"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/trade"
)

// A State is how far a shipment has come, as it is stored.
type State string

// What a shipment may be, in the order of its way. A shipment that crosses no border by land
// arrives without having been AtBorder.
const (
	Planned   State = "planned"
	Packed    State = "packed"
	Issued    State = "documents issued"
	Departed  State = "departed"
	AtBorder  State = "at border"
	Arrived   State = "arrived"
	Delivered State = "delivered"
	Cancelled State = "cancelled"
)

// A Step is a shipment's becoming something: when, where, and who said so.
type Step struct {
	To    State
	At    time.Time
	Place string // "" may stand for the exporter's own place, up to the documents
	Who   string
}

// A stage says of a state after which others it comes, and what must hold for it.
type stage struct {
	state State
	after []State
	place bool // a step to it says where
	holds func(Shipment) trade.Faults
}

// stages has every state but Planned, with which all begin, in the order of the way.
var stages = []stage{
	{Packed, []State{Planned}, false, Shipment.unpacked},
	{Issued, []State{Packed}, false, nil},
	{Departed, []State{Issued}, true, Shipment.unnamed},
	{AtBorder, []State{Departed}, true, nil},
	{Arrived, []State{Departed, AtBorder}, true, nil},
	{Delivered, []State{Arrived}, true, nil},
	{Cancelled, []State{Planned, Packed}, false, nil},
}

// State returns how far the shipment has come.
func (s Shipment) State() State {
	if len(s.Steps) == 0 {
		return Planned
	}
	return s.Steps[len(s.Steps)-1].To
}

// Next returns what the shipment may be next, in the order of the way; none: it has ended.
func (s Shipment) Next() (states []State) {
	for _, g := range stages {
		if slices.Contains(g.after, s.State()) {
			states = append(states, g.state)
		}
	}
	return states
}

// Open returns the faults that keep the shipment from becoming that, all at once: what is
// left to do. It does not look at whether that may come next.
func (s Shipment) Open(to State) trade.Faults {
	for _, g := range stages {
		if g.state == to && g.holds != nil {
			return g.holds(s)
		}
	}
	return nil
}

// Take returns the shipment after a step. The error is a Conflict for a state that cannot come
// next; Invalid for a step without its time, its place or who took it, and for one before
// the step that it follows; and trade.Faults for what is left to do first.
func (s Shipment) Take(step Step) (Shipment, error) {
	i := slices.IndexFunc(stages, func(g stage) bool { return g.state == step.To })
	if i < 0 || !slices.Contains(stages[i].after, s.State()) {
		return s, s.refuse(step.To)
	}
	switch {
	case step.At.IsZero():
		return s, &trade.Error{Code: trade.Invalid, Field: "at", Format: "Say when the shipment was %s.", Args: []any{step.To}}
	case step.Who == "":
		return s, &trade.Error{Code: trade.Invalid, Field: "who", Format: "Say who says that the shipment is %s.", Args: []any{step.To}}
	case step.Place == "" && stages[i].place:
		return s, &trade.Error{Code: trade.Invalid, Field: "place", Format: "Say where the shipment was when it was %s.", Args: []any{step.To}}
	}
	if n := len(s.Steps); n > 0 && step.At.Before(s.Steps[n-1].At) {
		return s, &trade.Error{Code: trade.Invalid, Field: "at", Format: "The shipment was %s only after this time; correct the time.", Args: []any{s.State()}}
	}
	if err := s.Open(step.To).Err(); err != nil {
		return s, err
	}
	s.Steps = append(slices.Clone(s.Steps), step)
	return s, nil
}

// refuse makes the Conflict error of a state that cannot come next.
func (s Shipment) refuse(to State) error {
	switch now := s.State(); {
	case now == to:
		return conflict("The shipment is %s already.", now)
	case now == Cancelled:
		return conflict("The shipment is cancelled; plan a new one.")
	case to == Cancelled:
		return conflict("The documents of this shipment are issued; cancel them by credit notes before the shipment.")
	case to == Departed && (now == Planned || now == Packed):
		return conflict("Nothing departs without its documents; issue them first.")
	default:
		return conflict("A shipment that is %s cannot be %s next.", now, to)
	}
}

// conflict makes the Conflict error of a step that does not fit how far the shipment has come.
func conflict(format string, args ...any) error {
	return &trade.Error{Code: trade.Conflict, Field: "state", Format: format, Args: args}
}

// Undo returns the shipment before its last step. The error is a Conflict for one that has
// taken no step, that is cancelled, because its bales are free for others, or whose documents
// are issued, because others have them.
func (s Shipment) Undo() (Shipment, error) {
	switch now := s.State(); now {
	case Planned:
		return s, conflict("The shipment is only planned; there is no step to undo.")
	case Cancelled:
		return s, s.refuse(Planned)
	case Packed:
		s.Steps = slices.Clone(s.Steps[:len(s.Steps)-1])
		return s, nil
	}
	return s, conflict("The documents of this shipment are issued, so no step can be undone; enter what happened next.")
}

// Real returns the days of the shipment's way as they came, by the clock of a place.
func (s Shipment) Real(zone *time.Location) (d Dates) {
	for _, step := range s.Steps {
		day := civil.DateOf(step.At.In(zone))
		switch step.To {
		case Departed:
			d.Departure = day
		case AtBorder:
			d.Border = day
		case Arrived:
			d.Arrival = day
		case Delivered:
			d.Delivery = day
		}
	}
	return d
}

// unpacked returns why the shipment is not packed: what Check finds, bales that are on no
// load, loads that are empty or weigh too much.
func (s Shipment) unpacked() trade.Faults {
	f := &findings{faults: Check(s).Errors()}
	if len(s.Picks) == 0 {
		f.report("/picks", FaultNoBales, "No bales are picked for this shipment; pick some.")
	}
	for i, p := range s.Picks {
		var off []trade.Bale
		for j, b := range p.Lot.Bales {
			if p.load(j) == 0 {
				off = append(off, b)
			}
		}
		if len(off) > 0 {
			f.report(fmt.Sprintf("/picks/%d/loads", i), FaultOnNoLoad, "Bales of lot %s that are on no load: %d (%s). Put them on one.", p.Lot.Number, len(off), Ranges(off, p.Lot))
		}
	}
	for i, on := range s.Loaded() {
		switch l := s.Loads[i]; {
		case on.Bales == 0:
			f.report(fmt.Sprintf("/loads/%d", i), FaultLoadEmpty, "Load %d has no bales; put some on it, or remove it.", i+1)
		case !l.allows(on.Gross):
			f.faults = append(f.faults, overLimit(i, l, on.Gross))
		}
	}
	return f.faults
}

// unnamed returns the loads that cannot be told from others on the way. Documents may be issued
// before the truck is known.
func (s Shipment) unnamed() trade.Faults {
	f := &findings{}
	for i, l := range s.Loads {
		if l.Identity == "" {
			f.report(fmt.Sprintf("/loads/%d/identity", i), FaultLoadNoIdentity, "Load %d has no number yet; enter the truck's plates, or the number of the container or the air waybill, before it departs.", i+1)
		}
	}
	return f.faults
}
