package app_test

import (
	"go/ast"
	"go/token"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// saidInSeveralWays are the codes of faults with more than one sentence, and how many
// each has: what is wrong is the same, and what to do about it differs.
var saidInSeveralWays = map[string]int{
	"FaultMissing":               2, // of a key, of a form
	"FaultRegainOutside":         2, // of what is known of the fibre itself, of wool in its place
	"FaultDiameterOutside":       2, // above the most, by a decimal point
	"FaultUnknownKey":            2, // with a likely key, with all keys
	"FaultNotAWholeNumber":       2, // for mass_decimals in quotation marks
	"FaultNotADate":              2, // of a file, of a form
	"FaultTooMuch":               2, // below, at most
	"FaultTooManyDecimals":       3, // of a price, of an amount, of a quantity
	"FaultTooLarge":              2, // as given, as computed
	"FaultFileNotJSON":           2, // within the file, at its end
	"FaultRateTwice":             2, // with and without a rule
	"FaultSourceOfOtherCurrency": 3,
	"hs6.shape":                  2, // of a product, of any
	"FaultNoLetter":              2, // before and while drawing

	"incoterm.unknown":  4, // of an older edition, not of Incoterms
	"hs.length":         2, // exactly, from and to
	"hs6.other_product": 2,
}

// TestFaultsHaveCodes holds that whatever makes a fault says its code, that each code
// is one of trade's, of trade/shipping's or of rates/reason', in use, and has the one sentence that a reader knows
// it by.
func TestFaultsHaveCodes(t *testing.T) {
	all := packages(t)
	declared := map[string]string{} // constant → code
	said := map[string][]string{}   // constant, or code of a code list → sentences
	used := map[string]bool{}
	for _, p := range all {
		files := p.parse(t)
		if p.Name() == "app/trade" || p.Name() == "app/trade/shipping" || p.Name() == "rates/reason" {
			for _, f := range files {
				maps.Copy(declared, faultCodes(f))
			}
		}
		takes := takers(files)
		for _, f := range files {
			for _, fault := range codeless(f, takes) {
				t.Errorf("%s: %s", f.place(fault), fault.what)
			}
			for _, s := range sentences(f, takes) {
				if !slices.Contains(said[s.code], s.text) {
					said[s.code] = append(said[s.code], s.text)
				}
			}
			for name := range mentions(f) {
				used[name] = true
			}
		}
	}
	if len(declared) < 90 || len(said) < 140 {
		t.Fatalf("only %d codes and the sentences of %d were found: the search is broken", len(declared), len(said))
	}
	shape, owner := regexp.MustCompile(`^[a-z0-9_]+(\.[a-z0-9_]+)?$`), map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(declared)) {
		code := declared[name]
		if !shape.MatchString(code) || owner[code] != "" {
			t.Errorf("%s is %q: not lower-case words, or %s has that code too", name, code, owner[code])
		}
		owner[code] = name
		if !used[name] {
			t.Errorf("%s is declared, and no fault has that code", name)
		}
		if !strings.HasPrefix(name, "Fault") && len(said[name]) == 0 {
			t.Errorf("%s is declared, and has no sentence beside it", name)
		}
	}
	for _, code := range slices.Sorted(maps.Keys(said)) {
		if _, ok := declared[code]; !ok && (!shape.MatchString(code) || owner[code] != "") {
			t.Errorf("a code list says %q: not lower-case words, or %s has that code too", code, owner[code])
		}
		if got, want := len(said[code]), max(1, saidInSeveralWays[code]); got != want {
			t.Errorf("%s has %d sentences, want %d: %q", code, got, want, said[code])
		}
	}
	for code := range saidInSeveralWays {
		if len(said[code]) == 0 {
			t.Errorf("%s is listed, and no fault has that code", code)
		}
	}
}

// TestNoSentenceIsCompared holds that codes decide: what people read may be worded
// anew, and nothing else changes.
func TestNoSentenceIsCompared(t *testing.T) {
	for _, p := range packages(t) {
		for _, f := range p.parse(t) {
			for _, fault := range comparedSentences(f) {
				t.Errorf("%s: %s decides; compare a code", f.place(fault), fault.what)
			}
		}
	}
}

func TestCodelessFaultsAreSeen(t *testing.T) {
	const takers1 = "func fault(pointer string, code FaultCode, format string) {}\nfunc problem(code, format string) {}\n"
	for _, test := range []struct {
		code string
		want string
	}{
		{`var x = Fault{}`, ""},
		{`var x = Fault{Code: FaultEmpty, Format: "a"}`, ""},
		{`var x = Fault{Code: code, Format: "a"}`, ""},
		{`var x = trade.Fault{Code: trade.FaultEmpty}`, ""},
		{`var x = Fault{Pointer: "/a", Format: "a"}`, "a Fault without a code"},
		{`var x = Fault{"/a", FaultEmpty, "a", nil, false}`, "a Fault without a code"},
		{`var x = trade.Faults{{Format: "a"}}`, "a Fault without a code"},
		{`var x = []trade.Fault{{Format: "a"}}`, "a Fault without a code"},
		{`var x = &trade.Fault{Format: "a"}`, "a Fault without a code"},
		{`var x = Problem{Format: "a"}`, "a Problem without a code"},
		{`var x = &ErrFetch{Args: nil}`, "an ErrFetch without a code"},
		{`var x = rates.ErrFetch{Code: "fetch.status"}`, "a code that has no name"},
		{`var x = &ErrFetch{Code: FetchStatus}`, ""},
		{`var x = &ErrFeed{Args: nil}`, "an ErrFeed without a code"},
		{`var x = rates.Skipped{Place: "line 2"}`, "a Skipped without a code"},
		{`var x = Fault{Code: "empty"}`, "a code that has no name"},
		{`var x = Fault{Code: FaultCode("empty")}`, "a code that has no name"},
		{`var x = Fault{Code: FaultCode(p.Code)}`, ""},
		{`var x = fault("/a", "empty", "a")`, "a code that has no name"},
		{`var x = fault("/a", FaultEmpty, "a")`, ""},
		{`var x = problem("a.b", "a")`, ""},
		{`var x = problem(c + "b", "a")`, "a code that is put together"},
	} {
		f := source(t, takers1+test.code)
		if got := found(codeless(f, takers([]file{f}))); got != test.want {
			t.Errorf("codeless faults in %q = %q, want %q", test.code, got, test.want)
		}
	}
}

func TestComparedSentencesAreSeen(t *testing.T) {
	for _, test := range []struct {
		code string
		want string
	}{
		{`var x = f.Format == missing`, "Format"},
		{`var x = "This is empty." != f.Format`, "Format"},
		{`var x = f.Message() == g.Message()`, "Message"},
		{`var x = err.Error() == "EOF here"`, "Error"},
		{`var x = strings.Contains(f.Message(), "empty")`, "Message"},
		{`var x = strings.HasPrefix(f.Format, "This")`, "Format"},
		{`func g() { switch f.Format { case "a b": } }`, "Format"},
		{`func g() { switch err.Error() { case a: } }`, "Error"},
		{`var x = f.Format != ""`, ""},
		{`var x = node.Format == "date"`, ""},
		{`var x = stored.format == documents.Format`, ""},
		{`var x = f.Code == trade.FaultMissing`, ""},
		{`var x = fmt.Sprintf(f.Format, f.Args...)`, ""},
	} {
		if got := found(comparedSentences(source(t, test.code))); got != test.want {
			t.Errorf("compared sentences in %q = %q, want %q", test.code, got, test.want)
		}
	}
}

// codeTypes are the types of codes, each of whose constants begin with its own word.
var codeTypes = []string{"FaultCode", "FetchCode", "FeedCode", "SkipCode"}

// faultCodes returns the constants of the codeTypes, each with its code.
func faultCodes(f file) map[string]string {
	out := map[string]string{}
	for n := range ast.Preorder(f.syntax) {
		if s, ok := n.(*ast.ValueSpec); ok && slices.Contains(codeTypes, nameIn(s.Type)) && len(s.Values) == 1 {
			out[s.Names[0].Name], _ = literal(s.Values[0])
		}
	}
	return out
}

// isCode says whether a code has that name.
func isCode(name string) bool {
	return slices.ContainsFunc(codeTypes, func(kind string) bool { return strings.HasPrefix(name, strings.TrimSuffix(kind, "Code")) })
}

// mentions returns the codes' names that a file uses, not those that it declares or
// only knows again.
func mentions(f file) map[string]bool {
	out, declared := map[string]bool{}, map[*ast.Ident]bool{}
	for n := range ast.Preorder(f.syntax) {
		switch n := n.(type) {
		case *ast.ValueSpec:
			for _, name := range n.Names {
				declared[name] = true
			}
		case *ast.CaseClause:
			for _, e := range n.List {
				if name, ok := e.(*ast.Ident); ok {
					declared[name] = true
				}
			}
		case *ast.Ident:
			if isCode(n.Name) && !declared[n] {
				out[n.Name] = true
			}
		}
	}
	return out
}

// taker says at which places a function takes a code and a sentence; -1: it takes none.
type taker struct {
	code, format int
	named        bool // the code is a FaultCode, and no code list's text
}

// takers returns the functions of a package that take a code, by their names.
func takers(files []file) map[string]taker {
	out := map[string]taker{}
	note := func(name string, f *ast.FuncType) {
		found, place := taker{code: -1, format: -1}, 0
		for _, p := range f.Params.List {
			for _, n := range p.Names {
				switch {
				case nameIn(p.Type) == "FaultCode":
					found.code, found.named = place, true
				case n.Name == "code" && name == "problem":
					found.code = place
				case n.Name == "format":
					found.format = place
				}
				place++
			}
		}
		if found.code >= 0 {
			out[name] = found
		}
	}
	for _, f := range files {
		for n := range ast.Preorder(f.syntax) {
			switch n := n.(type) {
			case *ast.FuncDecl:
				note(n.Name.Name, n.Type)
			case *ast.AssignStmt: // fault := func(code trade.FaultCode, …)
				for i, r := range n.Rhs {
					if f, ok := r.(*ast.FuncLit); ok && i < len(n.Lhs) {
						note(nameIn(n.Lhs[i]), f.Type)
					}
				}
			}
		}
	}
	return out
}

// codeless returns the faults and problems that are made without a code, or with one
// that trade has not named.
func codeless(f file, takes map[string]taker) (faults []fault) {
	unnamed := func(e ast.Expr) {
		switch e := e.(type) {
		case *ast.BasicLit, *ast.BinaryExpr:
			faults = append(faults, fault{e.Pos(), "a code that has no name"})
		case *ast.CallExpr: // FaultCode(p.Code)
			if len(e.Args) == 1 {
				if _, is := literal(e.Args[0]); is {
					faults = append(faults, fault{e.Pos(), "a code that has no name"})
				}
			}
		}
	}
	made := func(what string, c *ast.CompositeLit) {
		code := member(c, "Code")
		if code == nil && len(c.Elts) > 0 {
			article := "a "
			if strings.HasPrefix(what, "E") {
				article = "an "
			}
			faults = append(faults, fault{c.Pos(), article + what + " without a code"})
		} else if what != "Problem" {
			unnamed(code)
		}
	}
	for n := range ast.Preorder(f.syntax) {
		switch n := n.(type) {
		case *ast.CompositeLit:
			kind := nameIn(n.Type)
			if list, ok := n.Type.(*ast.ArrayType); ok && nameIn(list.Elt) == "Fault" {
				kind = "Faults"
			}
			switch kind {
			case "Fault", "Problem", "ErrFetch", "ErrFeed", "Skipped":
				made(kind, n)
			case "Faults":
				for _, e := range n.Elts {
					if c, ok := e.(*ast.CompositeLit); ok && c.Type == nil {
						made("Fault", c)
					}
				}
			}
		case *ast.CallExpr:
			take, ok := takes[nameIn(n.Fun)]
			if !ok || take.code >= len(n.Args) {
				continue
			}
			if take.named {
				unnamed(n.Args[take.code])
			} else if _, is := n.Args[take.code].(*ast.BinaryExpr); is {
				faults = append(faults, fault{n.Pos(), "a code that is put together"})
			}
		}
	}
	return faults
}

// sentence is what a fault of a code says.
type sentence struct{ code, text string }

// sentences returns what a file's faults and problems say, where code and sentence
// stand beside each other.
func sentences(f file, takes map[string]taker) (out []sentence) {
	add := func(code, format ast.Expr) {
		text, ok := literal(format)
		name, listed := literal(code)
		if !listed {
			name = nameIn(code)
		}
		if ok && (listed || isCode(name)) {
			out = append(out, sentence{name, text})
		}
	}
	for n := range ast.Preorder(f.syntax) {
		switch n := n.(type) {
		case *ast.CompositeLit:
			if code, format := member(n, "Code"), member(n, "Format"); code != nil && format != nil {
				add(code, format)
			}
		case *ast.CaseClause: // case FetchStatus: return "%s answered …"
			if len(n.List) != 1 || len(n.Body) != 1 {
				continue
			}
			if said, ok := n.Body[0].(*ast.ReturnStmt); ok && len(said.Results) == 1 && isCode(nameIn(n.List[0])) {
				add(n.List[0], said.Results[0])
			}
		case *ast.CallExpr:
			if take, ok := takes[nameIn(n.Fun)]; ok && take.format >= 0 && max(take.code, take.format) < len(n.Args) {
				add(n.Args[take.code], n.Args[take.format])
			}
		}
	}
	return out
}

// comparedSentences returns the sentences that decide something: what is compared or
// searched, unless it is compared with nothing or with a single word.
func comparedSentences(f file) (faults []fault) {
	spoken := func(e ast.Expr) string {
		if call, ok := e.(*ast.CallExpr); ok {
			if name := nameIn(call.Fun); len(call.Args) == 0 && slices.Contains([]string{"Message", "Error"}, name) {
				return name
			}
			return ""
		}
		if s, ok := e.(*ast.SelectorExpr); ok && s.Sel.Name == "Format" && nameIn(s.X) != "documents" { // the number of a format
			return "Format"
		}
		return ""
	}
	word := func(e ast.Expr) bool { // "" or "date", which no sentence is
		text, ok := literal(e)
		return ok && !strings.Contains(text, " ")
	}
	report := func(at ast.Node, among ...ast.Expr) {
		for _, e := range among {
			if what := spoken(e); what != "" {
				faults = append(faults, fault{at.Pos(), what})
				return
			}
		}
	}
	for n := range ast.Preorder(f.syntax) {
		switch n := n.(type) {
		case *ast.BinaryExpr:
			if (n.Op == token.EQL || n.Op == token.NEQ) && !word(n.X) && !word(n.Y) {
				report(n, n.X, n.Y)
			}
		case *ast.SwitchStmt:
			if n.Tag != nil {
				report(n, n.Tag)
			}
		case *ast.CallExpr:
			if s, ok := n.Fun.(*ast.SelectorExpr); ok && slices.Contains([]string{"strings", "slices", "regexp"}, nameIn(s.X)) {
				if slices.Contains([]string{"Contains", "HasPrefix", "HasSuffix", "EqualFold", "Index", "Cut", "CutPrefix", "CutSuffix", "MatchString"}, s.Sel.Name) {
					report(n, n.Args...)
				}
			}
		}
	}
	return faults
}

// member returns the value of a composite literal's field, or nil.
func member(c *ast.CompositeLit, name string) ast.Expr {
	for _, e := range c.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok && nameIn(kv.Key) == name {
			return kv.Value
		}
	}
	return nil
}

// nameIn returns the last name of "x", "p.x" and "*p.x", or "".
func nameIn(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.StarExpr:
		return nameIn(e.X)
	}
	return ""
}

func literal(e ast.Expr) (string, bool) {
	if l, ok := e.(*ast.BasicLit); ok && l.Kind == token.STRING {
		text, err := strconv.Unquote(l.Value)
		return text, err == nil
	}
	return "", false
}
