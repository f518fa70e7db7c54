package layout

import "fmt"

// TextSlanted draws s rising at 45 degrees, with its middle at x, y. Otherwise it works
// like Text. It is for a word behind a page: what is drawn later covers it.
func (d *Document) TextSlanted(field string, x, y Unit, st Style, s string) {
	runs, w := d.measure(field, st, s)
	if len(runs) == 0 {
		return
	}
	capital := Unit(pointsToUnits(st.Size) * 7 / 1000) // the height of capital letters, from 1/100 units
	reach := (w + capital) * slant / 20000             // from the middle to the ends, across and up
	if x < reach || x+reach > PageWidth || y < reach || y+reach > PageHeight {
		d.Fail(fmt.Errorf("layout: %s: %q runs off the page", field, excerpt(s)))
		return
	}
	p := d.on()
	p.graphics()
	before := *p // the operator Q restores all this
	p.buf = append(p.buf, "q "...)
	p.tenThousandths(slant)
	p.tenThousandths(slant)
	p.tenThousandths(-slant)
	p.tenThousandths(slant)
	p.numbers(int(x), int(PageHeight-y))
	p.buf = append(p.buf, "cm\n"...)
	d.draw(-w/2, PageHeight+capital/2, st, runs)
	p.graphics()
	before.buf = append(p.buf, "Q\n"...)
	*p = before
}

// slant is the sine and cosine of 45 degrees, in 1/10000.
const slant = 7071
