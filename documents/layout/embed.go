package layout

import (
	"crypto/sha256"
	"fmt"
	"strconv"
)

// fonts writes the objects of every used face and stores their numbers in f.objects. A
// font in a PDF is five objects that refer to each other: the font, its one descendant
// with the widths, the descendant's descriptor, the font file, and the table that says
// which characters the codes stand for.
func (f *finisher) fonts(subsets *[faceCount]subset) error {
	f.objects = [faceCount]int{}
	w := &f.file
	for i := range subsets {
		s := &subsets[i]
		if !s.used() {
			continue
		}
		n := w.reserve(5)
		f.objects[i] = n
		font, descendant, descriptor, file, unicode := n, n+1, n+2, n+3, n+4
		cut := f.cutOf(i, s)
		name := cut.tag + s.font.name

		w.object(font)
		w.add("<</Type/Font/Subtype/Type0/BaseFont/", name, "/Encoding/Identity-H/DescendantFonts[")
		w.reference("", descendant)
		w.reference("]/ToUnicode ", unicode)
		w.add(">>\nendobj\n")
		w.object(descendant)
		w.add("<</Type/Font/Subtype/CIDFontType2/BaseFont/", name, "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/CIDToGIDMap/Identity")
		w.reference("/FontDescriptor ", descriptor)
		w.add("/W[0")
		separator := byte('[')
		for _, c := range s.codes {
			w.buf = append(w.buf, separator)
			w.number(s.font.advance(c.id))
			separator = ' '
		}
		w.add("]]>>\nendobj\n")
		w.object(descriptor)
		w.descriptor(s.font, name, file)
		w.object(file)
		if err := w.stream("/Length1 "+strconv.Itoa(len(cut.font.data)), &cut.font); err != nil {
			return err
		}
		w.object(unicode)
		if err := w.stream("", &cut.unicode); err != nil {
			return err
		}
	}
	return nil
}

// subsetTag returns the six capital letters and plus sign that tell subsets of a font
// apart: different for different glyphs, the same for the same.
func subsetTag(file []byte) string {
	sum := sha256.Sum256(file)
	tag := make([]byte, 6, 7)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	return string(append(tag, '+'))
}

// descriptor writes the body of the font descriptor of f.
func (w *pdfWriter) descriptor(f *font, name string, file int) {
	const symbolic, italic = 1 << 2, 1 << 6
	flags := symbolic // its codes are its own
	if f.italic != 0 {
		flags |= italic
	}
	w.buf = fmt.Appendf(w.buf, "<</Type/FontDescriptor/FontName/%s/Flags %d/FontBBox[%d %d %d %d]/ItalicAngle %d/Ascent %d/Descent %d/CapHeight %d/StemV 80",
		name, flags, f.box[0], f.box[1], f.box[2], f.box[3], f.italic, f.ascent, f.descent, f.capHeight)
	w.reference("/FontFile2 ", file)
	w.add(">>\nendobj\n")
}

// appendToUnicode appends the table that says which character each code stands for.
func appendToUnicode(b []byte, codes []code) []byte {
	const most = 100 // lines in a block, by the format
	b = append(b, "/CIDInit/ProcSet findresource begin 12 dict begin begincmap"+
		"/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n"+
		"1 begincodespacerange<0000><FFFF>endcodespacerange\n"...)
	for from := 1; from < len(codes); from += most {
		to := min(from+most, len(codes))
		lines := 0
		for _, c := range codes[from:to] {
			if c.r != 0 {
				lines++
			}
		}
		if lines == 0 {
			continue
		}
		b = strconv.AppendInt(b, int64(lines), 10)
		b = append(b, " beginbfchar\n"...)
		for i, c := range codes[from:to] {
			if c.r != 0 {
				b = append(appendHex(append(b, '<'), uint16(from+i)), "><"...)
				b = append(appendUTF16(b, c.r), ">\n"...)
			}
		}
		b = append(b, "endbfchar\n"...)
	}
	return append(b, "endcmap CMapName currentdict/CMap defineresource pop end end"...)
}
