package command

import (
	"fmt"
	"strings"
)

// mostNamed is the number of orders up to which each is named when it is done. Of more
// orders every tenth part is counted. Faults and warnings are always named.
const mostNamed = 20

// progress tells people how far a run is.
type progress struct {
	say          *printer
	of           int
	done, failed int
	warned       int // orders with warnings
}

// result prints the progress after one more result.
func (p *progress) result(r result) {
	faults := r.faults()
	if r.Done {
		p.done++
	} else {
		p.failed++
	}
	if len(r.Faults) > faults {
		p.warned++
	}
	n := p.done + p.failed
	switch {
	case !r.Done && r.Folder != "":
		p.say.line("[%d/%d] %s: FAILED, %s; only %s was written, which needs no rate", n, p.of, r.File, counted(faults, "fault", "faults"), strings.Join(r.Documents, ", "))
	case !r.Done:
		p.say.line("[%d/%d] %s: FAILED, %s; nothing was written", n, p.of, r.File, counted(faults, "fault", "faults"))
	case p.of <= mostNamed:
		p.say.line("[%d/%d] %s: %s", n, p.of, r.File, r.Number)
	case n*10/p.of > (n-1)*10/p.of:
		p.say.line("[%d/%d]", n, p.of)
	}
	p.say.findings(r.Faults)
}

// end prints how many orders were done and how many failed.
func (p *progress) end() {
	line := fmt.Sprintf("%s: %d done, %d failed", counted(p.of, "order", "orders"), p.done, p.failed)
	if left := p.of - p.done - p.failed; left > 0 {
		line += fmt.Sprintf(", %d not begun", left)
	}
	if p.warned > 0 {
		line += fmt.Sprintf(", %d with warnings", p.warned)
	}
	p.say.line("%s", line)
}

// findings writes a line for each fault and warning, with its place.
func (p *printer) findings(list []finding) {
	for _, f := range ranked(list) {
		level := "fault"
		if f.Warning {
			level = "warning"
		}
		at := f.File
		if f.Pointer != "" {
			at += "#" + f.Pointer
		}
		p.line("  %s: %s: %s", level, at, f.Message)
	}
}

// counted returns a number with the noun in the singular or the plural.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
