package app_test

import (
	"go/ast"
	"go/token"
	"testing"
)

// What one package may have. One that has more is two packages.
const (
	mostFiles = 60
	mostLines = 4000 // with comments, without tables
	mostNames = 150  // at package scope; a table counts as one
	tableOf   = 10   // so many constants of one type, or variables in one block, are a table
)

// TestPackagesStayWithinBounds keeps a package as small as somebody who is new can take in.
// Tables of codes, labels and sentences are looked up, not read, so they count as one name.
func TestPackagesStayWithinBounds(t *testing.T) {
	for _, p := range packages(t) {
		files := p.parse(t)
		lines, names := size(files...)
		if len(files) > mostFiles || lines > mostLines || names > mostNames {
			t.Errorf("%s has %d files, %d lines and %d names; it may have %d, %d and %d: it is two packages",
				p.Name(), len(files), lines, names, mostFiles, mostLines, mostNames)
		}
	}
}

// size returns the lines and the names at package scope of a package's files, without its
// tables.
func size(files ...file) (lines, names int) {
	codes := map[string]int{} // constants of a type
	for _, f := range files {
		for _, d := range f.syntax.Decls {
			if d, is := d.(*ast.GenDecl); is {
				namesIn(d, codes)
			}
		}
	}
	for _, n := range codes {
		if n >= tableOf {
			n = 1
		}
		names += n
	}
	for _, f := range files {
		lines += f.fset.Position(f.syntax.FileEnd).Line
		for _, d := range f.syntax.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil {
					names++
				}
			case *ast.GenDecl:
				of := map[string]int{}
				n := namesIn(d, of)
				table := n >= tableOf
				for typed := range of {
					table = table || n == 0 && codes[typed] >= tableOf
				}
				if table {
					lines -= f.fset.Position(d.End()).Line - f.fset.Position(d.Pos()).Line
					n = min(n, 1)
				}
				names += n
			}
		}
	}
	return lines, names
}

// namesIn returns how many types, variables and untyped constants a declaration has, and
// counts its other constants by their types.
func namesIn(d *ast.GenDecl, codes map[string]int) (n int) {
	for _, s := range d.Specs {
		switch s := s.(type) {
		case *ast.TypeSpec:
			n++
		case *ast.ValueSpec:
			if of, typed := s.Type.(*ast.Ident); typed && d.Tok == token.CONST {
				codes[of.Name] += len(s.Names)
			} else {
				n += len(s.Names)
			}
		}
	}
	return n
}

func TestTablesCountAsOneName(t *testing.T) {
	for _, test := range []struct {
		code  string
		names int
	}{
		{"func f() {}\nfunc (t T) m() {}\ntype T int", 2},
		{"var a, b = 1, 2\nconst c = 3", 3},
		{"const (\n\ta = 1\n\tb = 2\n)", 2},
		{"const a C = 1\nconst b C = 2", 2},
		{"const (\n\ta C = 1\n\tb C = 2\n\tc C = 3\n\td C = 4\n\te C = 5\n)\nconst (\n\tf C = 1\n\tg C = 2\n\th C = 3\n\ti C = 4\n\tj C = 5\n)", 1},
		{"const (\n\ta = iota\n\tb\n\tc\n\td\n\te\n\tf\n\tg\n\th\n\ti\n\tj\n)", 1},
	} {
		if _, got := size(source(t, test.code)); got != test.names {
			t.Errorf("%q has %d names, want %d", test.code, got, test.names)
		}
	}
}
