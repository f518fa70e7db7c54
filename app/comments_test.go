package app_test

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// TestFunctionCommentsBeginWithAVerb keeps a function's comment a contract: its name,
// then what it does.
func TestFunctionCommentsBeginWithAVerb(t *testing.T) {
	for _, p := range packages(t) {
		for _, f := range p.parse(t) {
			if ast.IsGenerated(f.syntax) {
				continue
			}
			for _, fault := range verblessComments(f) {
				t.Errorf("%s: %q does not begin with the function's name and a verb, as in \"parse reads …\"", f.place(fault), fault.what)
			}
		}
	}
}

func TestVerblessCommentsAreSeen(t *testing.T) {
	for _, test := range []struct {
		code string
		want string
	}{
		{"// f is the number of bales.\nfunc f() {}", "f is the number of…"},
		{"// f are the bales.\nfunc f() {}", "f are the bales."},
		{"// f was drawn.\nfunc f() {}", "f was drawn."},
		{"// f has the bales.\nfunc f() {}", "f has the bales."},
		{"// f the bales.\nfunc f() {}", "f the bales."},
		{"// f a bale.\nfunc f() {}", "f a bale."},
		{"// f of an order.\nfunc f() {}", "f of an order."},
		{"// f what an order has.\nfunc f() {}", "f what an order has."},
		{"// f how manieth a bale is.\nfunc f() {}", "f how manieth a bale…"},
		{"// f whether an order is open.\nfunc f() {}", "f whether an order is…"},
		{"// f draw the bales.\nfunc f() {}", "f draw the bales."},
		{"// f, drawn.\nfunc f() {}", "f, drawn."},
		{"// Draws the bales.\nfunc f() {}", "Draws the bales."},
		{"// g draws the bales.\nfunc f() {}", "g draws the bales."},
		{"// f\nfunc f() {}", "f"},
		{"// M is an order.\nfunc (t *T) M() {}", "M is an order."},
		{"// f draws the bales.\nfunc f() {}", ""},
		{"// f never draws.\nfunc f() {}", ""},
		{"// f reports whether an order is open.\nfunc f() {}", ""},
		{"// f draws, then\n// sums.\nfunc f() {}", ""},
		{"// M draws.\nfunc (t *T) M() {}", ""},
		{"func f() {}", ""},
		{"//go:noinline\nfunc f() {}", ""},
		{"// T is an order.\ntype T int", ""},
	} {
		if got := found(verblessComments(source(t, test.code))); got != test.want {
			t.Errorf("comments without a verb in %q = %q, want %q", test.code, got, test.want)
		}
	}
}

// verblessComments finds the functions and methods whose comment does not begin with
// their name and a verb in the third person. Whether a function needs a comment is for
// bareNames to say.
func verblessComments(f file) (faults []fault) {
	for _, d := range f.syntax.Decls {
		fun, is := d.(*ast.FuncDecl)
		if !is || fun.Doc == nil {
			continue
		}
		words := strings.Fields(fun.Doc.Text())
		if len(words) == 0 { // only a directive for the compiler
			continue
		}
		if !beginsWithAVerb(fun.Name.Name, words) {
			faults = append(faults, fault{fun.Doc.Pos(), beginning(words)})
		}
	}
	return faults
}

// beginsWithAVerb reports whether words begin with name and a verb in the third person,
// which in English ends in s. An adverb may stand between them.
func beginsWithAVerb(name string, words []string) bool {
	if words[0] != name {
		return false
	}
	words = words[1:]
	if len(words) > 0 && slices.Contains([]string{"also", "always", "never", "only"}, words[0]) {
		words = words[1:]
	}
	if len(words) == 0 {
		return false
	}
	verb := strings.TrimRight(words[0], ".,:;")
	lower := strings.IndexFunc(verb, func(r rune) bool { return !unicode.IsLower(r) }) < 0
	// A function that "is", "was" or "has" something is told of as if it were a thing.
	noVerb := slices.Contains([]string{"is", "was", "has", "as", "its", "this", "less", "plus", "minus"}, verb)
	return lower && strings.HasSuffix(verb, "s") && !noVerb
}

// beginning joins the first five words of a comment.
func beginning(words []string) string {
	if len(words) > 5 {
		return strings.Join(words[:5], " ") + "…"
	}
	return strings.Join(words, " ")
}

// longest is how many lines a function without a comment may have: such as Len, Less, or a
// method that an interface documents.
const longest = 3

func TestLongFunctionsHaveComments(t *testing.T) {
	for _, p := range packages(t) {
		for _, f := range p.parse(t) {
			if ast.IsGenerated(f.syntax) {
				continue
			}
			for _, fault := range bareFunctions(f) {
				t.Errorf("%s: %s has more than %d lines and no comment", f.place(fault), fault.what, longest)
			}
		}
	}
}

func TestBareFunctionsAreSeen(t *testing.T) {
	for _, test := range []struct {
		code string
		want string
	}{
		{"func f() {\n\tg()\n\tg()\n}", "f"},
		{"//go:noinline\nfunc f() {\n\tg()\n\tg()\n}", "f"},
		{"func (T) m() {\n\tg()\n\tg()\n}", "m"},
		{"// f does.\nfunc f() {\n\tg()\n\tg()\n}", ""},
		{"func f() {\n\tg()\n}", ""},
		{"func f()", ""},
	} {
		if got := found(bareFunctions(source(t, test.code))); got != test.want {
			t.Errorf("bare functions in %q = %q, want %q", test.code, got, test.want)
		}
	}
}

// bareFunctions finds the functions and methods, of any name, that are too long to have no
// comment.
func bareFunctions(f file) (faults []fault) {
	for _, fun := range f.funcs() {
		if lines := f.fset.Position(fun.End()).Line - f.fset.Position(fun.Pos()).Line + 1; lines > longest && fun.Doc.Text() == "" {
			faults = append(faults, fault{fun.Pos(), fun.Name.Name})
		}
	}
	return faults
}

// TestCommentsNameTheErrorsThatFunctionsMake keeps a comment a whole contract. README.md
// says which errors a comment names.
func TestCommentsNameTheErrorsThatFunctionsMake(t *testing.T) {
	var files []file
	for _, p := range packages(t) {
		files = append(files, p.parse(t)...)
	}
	own := ownErrors(files...)
	for _, f := range files {
		for _, fault := range own.unnamed(f) {
			t.Errorf("%s: the comment does not name an error that the function makes: %s", f.place(fault), fault.what)
		}
	}
}

func TestUnnamedErrorsAreSeen(t *testing.T) {
	const others = `
// An Error is an error.
type Error struct{ Code string }
var ErrLot, errBale = error(nil), error(nil)
func (e *Error) Error() string { return e.Code }
// A U is an error.
type U []Error
func (U) Error() string { return "" }
// An ErrBale is an error.
type ErrBale struct{ Bale int }
func (e *ErrBale) Error() string { return "" }
// newT makes an error.
func newT() error { return &Error{Code: "t"} }
// gone makes a Gone error.
func gone() error { return &Error{Code: Gone} }
// check finds errors.
func check() error { if a { return newT() }; return nil }
`
	for _, test := range []struct {
		comment, body string
		want          string
	}{
		{"f reads.", `return errors.New("no bale")`, "f: error"},
		{"f reads.", `return fmt.Errorf("no bale %d", 1)`, "f: error"},
		{"f reads.", `return errBale`, "f: errBale"},
		{"f reads.", `return fiber.ErrNotFound`, "f: ErrNotFound"},
		{"f reads.", `return &Error{Code: e.Code}`, "f: Error"},
		{"f reads.", `return U{{}}`, "f: U"},
		{"f reads.", `return newT()`, "f: Error"},
		{"f reads.", `return g(func() error { return newT() })`, "f: Error"},
		{"f reads.", `h := func() error { return newT() }; return g(h)`, ""},
		{"", `return newT()`, "f: Error"},
		{"f reads, or fails.", `return newT()`, ""},
		{"f reads. It refuses an empty bale.", `return newT()`, ""},
		{"f reads. The error names the empty bale.", `return newT()`, ""},
		{"f reads, or fails.", `return ErrLot`, "f: ErrLot"},
		{"f reads, or fails.", `return &ErrBale{Bale: 1}`, "f: ErrBale"},
		{"f reads, or fails.", `return fmt.Errorf("bale %d: %w", 1, ErrLot)`, "f: ErrLot"},
		{"f reads, or returns ErrLot.", `return ErrLot`, ""},
		{"f reads, or returns ErrLots.", `return ErrLot`, "f: ErrLot"},
		{"f reads, or fails with status 404.", `return fiber.ErrNotFound`, ""},
		{"f reads, or returns a U.", `return U{{}}`, ""},
		{"f reads, or fails.", `return &Error{Code: p.Gone}`, "f: Gone"},
		{"f reads, or fails.", `return gone()`, "f: Gone"},
		{"f reads. The error is Gone for no bale.", `return gone()`, ""},
		{"f reads.", `return fmt.Errorf("read: %w", g())`, ""},
		{"f reads.", `return check()`, ""},
		{"f reads.", `if errors.Is(g(), ErrBale) || errors.As(g(), new(*Error)) { return nil }; return g()`, ""},
		{"f reads.", `if e := (Error{}); errors.As(g(), &e) { return nil }; return g()`, ""},
		{"", `return g()`, ""},
	} {
		comment := ""
		if test.comment != "" {
			comment = "// " + test.comment + "\n"
		}
		f := source(t, others+comment+"func f() error { "+test.body+" }")
		if got := found(ownErrors(f).unnamed(f)); got != test.want {
			t.Errorf("errors that %q does not name of %s = %q, want %q", test.comment, test.body, got, test.want)
		}
	}
}

// A madeError is an error that a function makes, as its comment may name it.
type madeError struct {
	name  string
	exact bool // callers tell it from others by the name, so the comment must have the name; else words will do
}

// errorWord finds what says that something is an error.
var errorWord = regexp.MustCompile(`(?i:\b(error|fail|refus|fault|problem|cannot|could not))|\b[Ee]rr[A-Z]`)

// in reports whether a comment names the error.
func (e madeError) in(comment string) bool {
	return !e.exact && errorWord.MatchString(comment) || regexp.MustCompile(`\b`+e.name+`\b`).MatchString(comment)
}

// errorMakers are the ways in which the project makes errors, by package and name.
type errorMakers struct {
	types     map[string]bool        // "trade.Error": it has a method Error
	sentinels map[string]bool        // "money.ErrRate"
	funcs     map[string][]madeError // "codes.problem": it does nothing but make these
}

// ownErrors finds the errors of files, and the functions that only make one.
func ownErrors(files ...file) errorMakers {
	own := errorMakers{map[string]bool{}, map[string]bool{}, map[string][]madeError{}}
	for _, f := range files {
		for _, fun := range f.funcs() {
			if fun.Recv != nil && fun.Name.Name == "Error" {
				own.types[f.named(fun.Recv.List[0].Type)] = true
			}
		}
		for _, name := range f.variables() {
			if of := strings.TrimPrefix(strings.TrimPrefix(name.Name, "Err"), "err"); of != name.Name && ast.IsExported(of) {
				own.sentinels[f.named(name)] = true
			}
		}
	}
	for range 2 { // one may call another
		for _, f := range files {
			for _, fun := range f.funcs() {
				if own.onlyMakes(f, fun) {
					own.funcs[f.named(fun.Name)] = own.made(f, fun)
				}
			}
		}
	}
	return own
}

// unnamed finds the functions that make an error which their comment does not name.
func (own errorMakers) unnamed(f file) (faults []fault) {
	for _, fun := range f.funcs() {
		if n := fun.Type.Results.NumFields(); n == 0 || last(fun.Type.Results.List[len(fun.Type.Results.List)-1].Type) != "error" {
			continue
		}
		for _, e := range own.made(f, fun) {
			if !e.in(fun.Doc.Text()) {
				faults = append(faults, fault{fun.Pos(), fun.Name.Name + ": " + e.name})
			}
		}
	}
	return faults
}

// made returns the errors that a function itself makes. What a function makes that it
// passes to another one counts as its own.
func (own errorMakers) made(f file, fun *ast.FuncDecl) (all []madeError) {
	add := func(more ...madeError) {
		for _, e := range more {
			if !slices.Contains(all, e) {
				all = append(all, e)
			}
		}
	}
	passed := map[ast.Expr]bool{}
	ast.Inspect(fun.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return passed[n]
		case *ast.CompositeLit:
			add(own.inLiteral(f, n)...)
		case *ast.CallExpr:
			for _, x := range n.Args {
				passed[x] = true
			}
			add(own.inCall(f, n)...)
		case *ast.ReturnStmt:
			for _, x := range n.Results {
				add(own.sentinel(f, x)...)
			}
		}
		return true
	})
	return all
}

// inLiteral returns the error that a literal makes. One without elements makes none:
// errors.As needs it.
func (own errorMakers) inLiteral(f file, lit *ast.CompositeLit) []madeError {
	of := f.named(lit.Type)
	if !own.types[of] || len(lit.Elts) == 0 {
		return nil
	}
	_, name, _ := strings.Cut(of, ".")
	for _, e := range lit.Elts {
		if pair, is := e.(*ast.KeyValueExpr); is && name == "Error" && last(pair.Key) == "Code" && ast.IsExported(last(pair.Value)) && last(pair.Value) != "Code" {
			return []madeError{{last(pair.Value), true}}
		}
	}
	return []madeError{{name, strings.HasPrefix(name, "Err") && name != "Error"}}
}

// inCall returns the errors that a call makes. Wrapping another error makes none.
func (own errorMakers) inCall(f file, call *ast.CallExpr) []madeError {
	switch of := f.named(call.Fun); of {
	case "errors.New":
		return []madeError{{name: "error"}}
	case "fmt.Errorf":
		for _, x := range call.Args {
			if e := own.sentinel(f, x); e != nil {
				return e
			}
		}
		if format, is := call.Args[0].(*ast.BasicLit); is && strings.Contains(format.Value, "%w") {
			return nil
		}
		return []madeError{{name: "error"}}
	default:
		return own.funcs[of]
	}
}

// sentinel returns the error that x is by itself, such as ErrBale or fiber.ErrNotFound, of
// which a comment may say the status.
func (own errorMakers) sentinel(f file, x ast.Expr) []madeError {
	name, ours := last(x), own.sentinels[f.named(x)]
	exported := strings.HasPrefix(name, "Err") && ast.IsExported(name[len("Err"):])
	if exported || ours {
		return []madeError{{name, exported && ours}}
	}
	return nil
}

// onlyMakes reports whether a function returns one error, which it makes in each case.
func (own errorMakers) onlyMakes(f file, fun *ast.FuncDecl) bool {
	results := fun.Type.Results
	if fun.Recv != nil || results.NumFields() != 1 || last(results.List[0].Type) != "error" && !own.types[f.named(results.List[0].Type)] {
		return false
	}
	returns, makes := 0, 0
	for n := range ast.Preorder(fun.Body) {
		r, is := n.(*ast.ReturnStmt)
		if !is || len(r.Results) != 1 {
			continue
		}
		returns++
		x := r.Results[0]
		if address, is := x.(*ast.UnaryExpr); is {
			x = address.X
		}
		switch x := x.(type) {
		case *ast.CompositeLit:
			makes += len(own.inLiteral(f, x))
		case *ast.CallExpr:
			makes += min(1, len(own.inCall(f, x)))
		}
	}
	return returns > 0 && makes == returns
}

// last returns the name of an expression such as Bale or store.Bale, or "".
func last(x ast.Expr) string {
	switch x := x.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		return x.Sel.Name
	}
	return ""
}

// named returns the name of a type, function or variable with its package: "trade.Error".
func (f file) named(x ast.Expr) string {
	switch x := x.(type) {
	case *ast.StarExpr:
		return f.named(x.X)
	case *ast.IndexExpr:
		return f.named(x.X)
	case *ast.Ident:
		return f.syntax.Name.Name + "." + x.Name
	case *ast.SelectorExpr:
		return last(x.X) + "." + x.Sel.Name
	}
	return ""
}

// variables returns the names of a file's variables at package scope.
func (f file) variables() (names []*ast.Ident) {
	for _, d := range f.syntax.Decls {
		if d, is := d.(*ast.GenDecl); is && d.Tok == token.VAR {
			for _, s := range d.Specs {
				names = append(names, s.(*ast.ValueSpec).Names...)
			}
		}
	}
	return names
}

// funcs returns the functions and methods of a file that have a body.
func (f file) funcs() (out []*ast.FuncDecl) {
	for _, d := range f.syntax.Decls {
		if fun, is := d.(*ast.FuncDecl); is && fun.Body != nil {
			out = append(out, fun)
		}
	}
	return out
}
