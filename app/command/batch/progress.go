package batch

import (
	"fmt"
	"strings"

	"woolroad/app/command/output"
)

// mostNamed is the number of orders up to which each is named when it is done. Of more
// orders every tenth part is counted. Faults and warnings are always named.
const mostNamed = 20

// Progress tells people how far a run is.
type Progress struct {
	Say          *output.Printer
	Of           int // how many orders the run has
	Done, Failed int
	warned       int // orders with warnings
}

// Result prints the progress after one more result.
func (p *Progress) Result(r Result) {
	faults := r.faults()
	if r.Done {
		p.Done++
	} else {
		p.Failed++
	}
	if len(r.Faults) > faults {
		p.warned++
	}
	n := p.Done + p.Failed
	switch {
	case !r.Done && r.Folder != "":
		p.Say.Line("[%d/%d] %s: FAILED, %s; only %s was written, which needs no rate", n, p.Of, r.File, output.Counted(faults, "fault", "faults"), strings.Join(r.Documents, ", "))
	case !r.Done:
		p.Say.Line("[%d/%d] %s: FAILED, %s; nothing was written", n, p.Of, r.File, output.Counted(faults, "fault", "faults"))
	case p.Of <= mostNamed:
		p.Say.Line("[%d/%d] %s: %s", n, p.Of, r.File, r.Number)
	case n*10/p.Of > (n-1)*10/p.Of:
		p.Say.Line("[%d/%d]", n, p.Of)
	}
	PrintFindings(p.Say, r.Faults)
}

// End prints how many orders were done and how many failed.
func (p *Progress) End() {
	line := fmt.Sprintf("%s: %d done, %d failed", output.Counted(p.Of, "order", "orders"), p.Done, p.Failed)
	if left := p.Of - p.Done - p.Failed; left > 0 {
		line += fmt.Sprintf(", %d not begun", left)
	}
	if p.warned > 0 {
		line += fmt.Sprintf(", %d with warnings", p.warned)
	}
	p.Say.Line("%s", line)
}

// PrintFindings writes a line for each fault and warning, with its place.
func PrintFindings(p *output.Printer, list []Finding) {
	for _, f := range ranked(list) {
		level := "fault"
		if f.Warning {
			level = "warning"
		}
		at := f.File
		if f.Pointer != "" {
			at += "#" + f.Pointer
		}
		p.Line("  %s: %s: %s", level, at, f.Message)
	}
}
