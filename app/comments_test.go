package app_test

import (
	"go/ast"
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
