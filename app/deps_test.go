// Package app_test holds the rules that the tree as a whole keeps.
package app_test

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "woolroad"

// An arrow says what a package may import of this module and of the world
// outside. "x/..." is x and whatever lies in it, "*" is everything.
type arrow struct {
	level   int
	name    string
	imports string
}

// arrows has every package, lowest first. A package imports only from levels
// below its own; the standard library is free, but for what reserved keeps.
var arrows = []arrow{
	{0, "app/exact", "github.com/shopspring/decimal"},
	{0, "app/typing", ""},
	{0, "app/files", "golang.org/x/sys/..."},
	{0, "app/sample", ""},
	{0, "documents/layout", "github.com/golang-sql/civil github.com/jung-kurt/gofpdf github.com/klauspost/compress/zlib golang.org/x/sync/... rsc.io/qr/..."},
	{1, "app/command/folder", "app/files golang.org/x/sys/unix"},
	{0, "app/store/storetest", "github.com/jackc/pgx/v5/..."},
	{0, "app/store/prepared", ""},
	{0, "app/store/wait", ""},
	{0, "migrations", ""},
	{0, "templates", ""},

	{1, "app/codes", "app/typing golang.org/x/text/..."},
	{1, "app/money", "app/exact github.com/golang-sql/civil"},
	{1, "app/fibre", "app/exact github.com/golang-sql/civil"},
	{1, "app/trade/known", "app/exact"},
	{1, "app/trade/orderfile", "app/exact"},

	{2, "app/trade", "app/codes app/exact app/fibre app/money app/trade/known app/trade/orderfile app/typing github.com/golang-sql/civil golang.org/x/text/unicode/norm"},
	{2, "documents", "app/exact app/fibre app/money documents/layout github.com/golang-sql/civil"},
	{1, "rates/reason", ""},

	{2, "rates", "app/exact app/money rates/reason github.com/golang-sql/civil"},
	{2, "app/command/output", "app/money"},

	{3, "app/trade/shipping", "app/codes app/fibre app/money app/trade app/typing github.com/golang-sql/civil"},
	{3, "app/trade/exporter", "app/trade github.com/golang-sql/civil"},
	{3, "app/trade/texts", "app/money app/trade app/trade/orderfile github.com/golang-sql/civil"},

	{3, "rates/fetch", "app/money rates rates/reason github.com/golang-sql/civil"},
	{4, "app/compose", "app/codes app/exact app/fibre app/money app/trade app/trade/exporter app/trade/orderfile app/trade/texts documents documents/layout rates github.com/golang-sql/civil"},
	{3, "app/store/db", "app/store/prepared app/store/wait app/trade github.com/golang-migrate/migrate/v4/... github.com/jackc/pgx/v5/... golang.org/x/sys/... modernc.org/sqlite/..."},

	{3, "app/web/webtest", "app/sample app/trade"},

	{4, "app/store/activity", "app/store/db app/trade/texts"},
	{4, "app/store/drafts", "app/store/db app/trade"},
	{4, "app/store/guards", "app/store/db migrations"},
	{4, "app/store/losses", "app/store/db app/trade"},
	{4, "app/store/words", "app/codes app/money app/store/db app/trade app/trade/orderfile app/trade/texts app/typing golang.org/x/text/unicode/norm"},
	{4, "app/store/series", "app/store/db app/trade app/trade/exporter documents github.com/golang-sql/civil"},
	{4, "app/store/manifest", "app/store/db app/trade"},
	{4, "app/store/ratebook", "app/exact app/money app/store/db app/trade rates rates/reason github.com/golang-sql/civil"},

	{5, "app/store/parties", "app/codes app/store/db app/store/words app/trade github.com/golang-sql/civil"},
	{5, "app/store/products", "app/codes app/exact app/store/db app/trade github.com/golang-sql/civil"},

	{6, "app/store", "app/codes app/exact app/fibre app/files app/money app/store/activity app/store/db app/store/guards app/store/losses app/store/manifest app/store/parties app/store/series app/store/wait app/store/words app/trade app/trade/exporter app/trade/texts documents migrations github.com/golang-sql/civil"},

	{7, "app/office", "app/store app/store/parties app/trade app/trade/exporter"},
	{7, "app/parties", "app/store app/store/parties app/trade"},
	{7, "app/products", "app/codes app/store app/store/products app/trade github.com/golang-sql/civil"},
	{7, "app/search", "app/store"},
	{7, "app/rebuild", "app/store app/store/db app/store/words app/trade documents"},
	{7, "app/ratebook", "app/exact app/money app/store app/store/parties app/store/ratebook app/trade rates github.com/golang-sql/civil"},
	{7, "app/ratefeed", "app/exact app/money app/store app/store/db app/store/ratebook app/trade rates rates/fetch github.com/golang-sql/civil rates/reason"},
	{7, "app/orders", "app/compose app/money app/store app/store/drafts app/store/parties app/store/ratebook app/trade rates github.com/golang-sql/civil"},
	{7, "app/stock", "app/store app/trade"},
	{7, "app/issue", "app/compose app/exact app/money app/store app/store/activity app/store/parties app/store/ratebook app/store/series app/trade app/trade/exporter documents rates github.com/golang-sql/civil"},
	{7, "app/verify", "app/exact app/fibre app/money app/store app/store/activity app/store/db app/store/guards app/store/parties app/store/series app/store/words app/trade app/trade/exporter app/trade/orderfile documents"},

	{8, "app/command/batch", "app/command/folder app/command/output app/compose app/money app/orders app/trade app/trade/exporter documents rates"},
	{8, "app/web/say", "app/codes app/money app/ratebook app/trade app/trade/orderfile app/trade/shipping documents rates templates github.com/golang-sql/civil golang.org/x/text/language"},

	{9, "app/web/page", "app/codes app/exact app/issue app/money app/ratebook app/ratefeed app/store app/trade app/typing app/web/say documents rates templates github.com/gofiber/fiber/v3/... github.com/golang-sql/civil"},

	{10, "app/web/form", "app/codes app/money app/store app/trade app/trade/orderfile app/trade/texts app/typing app/web/page app/web/say github.com/gofiber/fiber/v3/... github.com/golang-sql/civil"},
	{10, "app/web/dated", "app/trade app/web/page app/web/say github.com/golang-sql/civil"},
	{10, "app/web/page/table", "app/exact app/money app/store app/web/page app/web/say github.com/gofiber/fiber/v3/... github.com/golang-sql/civil github.com/xuri/excelize/v2"},

	{11, "app/web/documents", "app/issue app/money app/store app/trade app/web/dated app/web/form app/web/page app/web/page/table app/web/say documents rates github.com/gofiber/fiber/v3/... github.com/golang-sql/civil"},
	{11, "app/web/orders", "app/codes app/exact app/fibre app/issue app/money app/orders app/ratebook app/stock app/store app/store/activity app/store/drafts app/store/parties app/trade app/trade/orderfile app/trade/texts app/typing app/web/dated app/web/form app/web/page app/web/page/table app/web/say documents rates github.com/gofiber/fiber/v3/..."},
	{11, "app/web/parties", "app/parties app/store app/trade app/web/form app/web/page app/web/page/table app/web/say github.com/gofiber/fiber/v3/..."},
	{11, "app/web/products", "app/codes app/products app/store app/store/products app/trade app/typing app/web/form app/web/page app/web/page/table app/web/say github.com/gofiber/fiber/v3/..."},
	{11, "app/web/ratebook", "app/exact app/money app/ratebook app/ratefeed app/store app/store/db app/trade app/typing app/web/form app/web/page app/web/page/table app/web/say rates rates/reason github.com/gofiber/fiber/v3/... github.com/golang-sql/civil"},
	{11, "app/web/search", "app/search app/store app/typing app/web/page app/web/say github.com/gofiber/fiber/v3/..."},
	{11, "app/web/settings", "app/issue app/office app/store app/trade app/trade/exporter app/web/form app/web/page app/web/say github.com/gofiber/fiber/v3/..."},
	{11, "app/web/start", "app/issue app/office app/orders app/ratebook app/store app/store/drafts app/trade app/web/page app/web/say github.com/gofiber/fiber/v3/... github.com/golang-sql/civil"},
	{11, "app/web/stock", "app/codes app/stock app/store app/trade app/trade/orderfile app/trade/texts app/typing app/web/form app/web/page app/web/page/table app/web/say github.com/gofiber/fiber/v3/..."},

	{webLevel, "app/demo", "app/codes app/compose app/exact app/fibre app/issue app/money app/office app/orders app/products app/ratebook app/sample app/store app/store/parties app/trade app/trade/exporter app/trade/texts documents rates github.com/golang-sql/civil"},
	{webLevel, "app/web", "app/exact app/ratefeed app/store app/store/db app/trade app/web/documents app/web/orders app/web/page app/web/parties app/web/products app/web/ratebook app/web/say app/web/search app/web/settings app/web/start app/web/stock documents github.com/gofiber/fiber/v3/... github.com/prometheus/client_golang/... github.com/prometheus/common/expfmt github.com/valyala/fasthttp golang.org/x/sys/unix"},

	{13, "app/server", "*"},

	{14, "app/command", "*"},
	{15, ".", "app/command"},
}

// webLevel is where the clock is read; below it the time is passed in.
const webLevel = 12

// reserved names what stays behind a few packages, whatever else those may import.
var reserved = []struct {
	imports string
	only    string
}{
	{"database/sql/...", "app/store app/store/activity app/store/db app/store/prepared app/store/products app/store/ratebook app/store/series app/store/storetest"},
	{"net/http/...", "rates/fetch"},
	{"github.com/gofiber/fiber/v3/...", "app/web app/web/form app/web/page app/web/page/table app/web/documents app/web/orders app/web/parties app/web/products app/web/ratebook app/web/search app/web/settings app/web/start app/web/stock app/server"},
	{"github.com/jung-kurt/gofpdf/...", "documents/layout"},
	{"github.com/shopspring/decimal/...", "app/exact"},
	{"github.com/spf13/cobra/...", "app/command"},
}

func TestPackagesImportOnlyWhatTheyMay(t *testing.T) {
	for _, p := range packages(t) {
		a, ok := arrowOf(p.Name())
		if !ok {
			t.Errorf("package %s has no place yet: add it to arrows in app/deps_test.go, with its level and what it may import", p.Name())
			continue
		}
		for _, path := range p.Imports {
			if !a.allows(path) {
				t.Errorf("%s imports %s; it may import %q", p.Name(), path, a.imports)
			}
			for _, r := range reserved {
				if matches(r.imports, path) && !slices.Contains(strings.Fields(r.only), p.Name()) {
					t.Errorf("%s imports %s, which only %s may import", p.Name(), path, r.only)
				}
			}
		}
	}
}

// operations are the packages in which what people ask for is done: who may, what is
// checked, one transaction. demo does what many people did, each at a time of its own.
const operations = "app/office app/parties app/products app/search app/ratebook app/ratefeed app/orders app/stock app/issue app/verify app/rebuild app/demo"

// TestOnlyOperationsReachTheStore keeps pages and commands to reading what is asked and
// showing what comes back.
func TestOnlyOperationsReachTheStore(t *testing.T) {
	below := func(name string) bool { return name == "app/store" || strings.HasPrefix(name, "app/store/") }
	for _, p := range packages(t) {
		if below(p.Name()) || slices.Contains(strings.Fields(operations), p.Name()) {
			continue
		}
		for _, f := range p.parse(t) {
			for _, fault := range transactions(f) {
				t.Errorf("%s: %s begins a transaction in %s, which is for an operation to do", f.place(fault), fault.what, p.Name())
			}
		}
	}
	seen := source(t, `import ("woolroad/app/store"; "woolroad/app/orders"; below "woolroad/app/store/db")
func f() { store.View(a); orders.Change(b); s.store.Update(c); store.Change(d); s.Update(e); store.View[T](f); below.Change[K, V](g); s.Issuing(h); db.View(i) }`)
	if got := found(transactions(seen)); got != "View Update Change Update View Change Issuing" {
		t.Errorf("transactions are seen of %q", got)
	}
}

// transactions are the calls that begin one.
func transactions(f file) (faults []fault) {
	stores := f.calls(module+"/app/store", module+"/app/store/db")
	for n := range ast.Preorder(f.syntax) {
		call, is := n.(*ast.CallExpr)
		if !is {
			continue
		}
		called := call.Fun
		switch of := called.(type) { // View[T] is View
		case *ast.IndexExpr:
			called = of.X
		case *ast.IndexListExpr:
			called = of.X
		}
		sel, is := called.(*ast.SelectorExpr)
		if !is {
			continue
		}
		of, named := sel.X.(*ast.Ident)
		switch sel.Sel.Name {
		case "View", "Once", "Change", "ChangeOrders":
			if named && slices.Contains(stores, of.Name) {
				faults = append(faults, fault{sel.Pos(), sel.Sel.Name})
			}
		case "Update", "UpdateLocking", "Issuing":
			faults = append(faults, fault{sel.Pos(), sel.Sel.Name})
		}
	}
	return faults
}

func TestArrowsPointDown(t *testing.T) {
	for _, a := range arrows {
		for _, name := range strings.Fields(a.imports) {
			if below, ok := arrowOf(name); ok && below.level >= a.level {
				t.Errorf("%s (level %d) may import %s (level %d), which is not below it", a.name, a.level, name, below.level)
			}
		}
	}
}

func TestArrowAllows(t *testing.T) {
	for _, test := range []struct {
		name, path string
		want       bool
	}{
		{"app/money", "strings", true},
		{"app/money", "woolroad/app/exact", true},
		{"app/money", "woolroad/app/exact/deeper", false},
		{"app/money", "woolroad/app/trade", false},
		{"app/money", "woolroad", false},
		{"app/money", "github.com/shopspring/decimal", false},
		{"app/codes", "golang.org/x/text", true},
		{"app/codes", "golang.org/x/text/unicode/norm", true},
		{"app/codes", "golang.org/x/textile", false},
		{"app/command", "woolroad/app/server", true},
		{"app/server", "woolroad/app/command", false},
		{".", "woolroad/app/command", true},
		{".", "woolroad/app/server", false},
	} {
		a, ok := arrowOf(test.name)
		if !ok {
			t.Fatalf("no arrow for %s", test.name)
		}
		if got := a.allows(test.path); got != test.want {
			t.Errorf("%s may import %s = %v, want %v", test.name, test.path, got, test.want)
		}
	}
}

// TestNoFloats keeps amounts and masses exact: documents/layout alone has
// floats, since gofpdf's positions are.
func TestNoFloats(t *testing.T) {
	exact := []string{"app/exact", "app/money", "app/fibre", "app/trade", "app/trade/known", "app/trade/orderfile", "rates", "documents"}
	for _, p := range packages(t) {
		if !slices.Contains(exact, p.Name()) {
			continue
		}
		for _, f := range p.parse(t) {
			for _, fault := range floats(f) {
				t.Errorf("%s: %s in %s, which counts exactly", f.place(fault), fault.what, p.Name())
			}
		}
	}
}

func TestFloatsAreSeen(t *testing.T) {
	for _, test := range []struct {
		code string
		want string
	}{
		{"var x float64", "float64"},
		{"var x = []float32{}", "float32"},
		{"var x = decimal.NewFromFloat(y)", "NewFromFloat"},
		{"var x = decimal.NewFromFloatWithExponent(y, 2)", "NewFromFloatWithExponent"},
		{"var x = d.InexactFloat64()", "InexactFloat64"},
		{"var x, _ = d.Float64()", "Float64"},
		{"var x, _ = strconv.ParseFloat(s, n)", "ParseFloat"},
		{"var x = 0.1", "0.1"},
		{"var x int64 = 1e6", ""},
		{`var x = "float64 0.1" // float64`, ""},
		{"var x = 10 / 3", ""},
	} {
		if got := found(floats(source(t, test.code))); got != test.want {
			t.Errorf("floats in %q = %q, want %q", test.code, got, test.want)
		}
	}
}

// TestNoClockBelowWeb keeps the rules and the documents repeatable: the time is an argument.
func TestNoClockBelowWeb(t *testing.T) {
	for _, p := range packages(t) {
		if a, ok := arrowOf(p.Name()); !ok || a.level >= webLevel && a.name != "app/demo" {
			continue
		}
		for _, f := range p.parse(t) {
			for _, fault := range clockReads(f) {
				t.Errorf("%s: %s in %s; have the time passed in", f.place(fault), fault.what, p.Name())
			}
		}
	}
}

func TestClockReadsAreSeen(t *testing.T) {
	for _, test := range []struct {
		code string
		want string
	}{
		{`import "time"; var x = time.Now()`, "time.Now"},
		{`import "time"; var x = time.Now`, "time.Now"},
		{`import clock "time"; var x = clock.Since(y)`, "time.Since"},
		{`import "time"; var x = time.Until(y)`, "time.Until"},
		{`import "time"; var x = time.Unix(0, 0)`, ""},
		{`var x = time.Now()`, ""},
	} {
		if got := found(clockReads(source(t, test.code))); got != test.want {
			t.Errorf("clock reads in %q = %q, want %q", test.code, got, test.want)
		}
	}
}

func TestExportedNamesHaveComments(t *testing.T) {
	for _, p := range packages(t) {
		files := p.parse(t)
		if len(files) > 0 && !slices.ContainsFunc(files, func(f file) bool { return f.syntax.Doc != nil }) {
			t.Errorf("package %s has no comment that says what it is for", p.Name())
		}
		for _, f := range files {
			if ast.IsGenerated(f.syntax) {
				continue
			}
			for _, fault := range bareNames(f) {
				t.Errorf("%s: %s has no comment", f.place(fault), fault.what)
			}
		}
	}
}

func TestBareNamesAreSeen(t *testing.T) {
	for _, test := range []struct {
		code string
		want string
	}{
		{"func F() {}", "F"},
		{"// F does.\nfunc F() {}", ""},
		{"func f() {}", ""},
		{"func (t T) M() {}", "T.M"},
		{"func (t *T[K]) M() {}", "T.M"},
		{"func (t *t) M() {}", ""},
		{"type T struct{ F int }", "T"},
		{"// T is.\ntype T struct{ F int }", ""},
		{"// Both.\ntype (\n\tT int\n\tU int // U is.\n)", "T"},
		{"var A, b, C = 1, 2, 3", "A C"},
		{"//go:embed x\nvar A string", "A"},
		{"// A is.\n//\n//go:embed x\nvar A string", ""},
		{"// Kinds of document.\nconst (\n\tA = 1\n\tB = 2\n)", ""},
		{"const (\n\tA = 1 // first\n\t// B is.\n\tB = 2\n\tC = 3\n)", "C"},
	} {
		if got := found(bareNames(source(t, test.code))); got != test.want {
			t.Errorf("bare names in %q = %q, want %q", test.code, got, test.want)
		}
	}
}

func arrowOf(name string) (arrow, bool) {
	i := slices.IndexFunc(arrows, func(a arrow) bool { return a.name == name })
	if i < 0 {
		return arrow{}, false
	}
	return arrows[i], true
}

func (a arrow) allows(path string) bool {
	name, ours := nameOf(path)
	if ours {
		below, ok := arrowOf(name)
		if ok && below.level >= a.level {
			return false
		}
		path = name
	} else if first, _, _ := strings.Cut(path, "/"); !strings.Contains(first, ".") {
		return true // the standard library
	}
	return slices.ContainsFunc(strings.Fields(a.imports), func(pattern string) bool { return matches(pattern, path) })
}

func matches(pattern, path string) bool {
	if root, ok := strings.CutSuffix(pattern, "/..."); ok {
		return path == root || strings.HasPrefix(path, root+"/")
	}
	return pattern == "*" || pattern == path
}

// nameOf is what arrows calls the package at an import path, and whether it is ours.
func nameOf(path string) (string, bool) {
	if path == module {
		return ".", true
	}
	return strings.CutPrefix(path, module+"/")
}

// A pkg is what go list says about a package of this module.
type pkg struct {
	ImportPath     string
	Dir            string
	Imports        []string
	GoFiles        []string
	IgnoredGoFiles []string // for other systems
}

func (p pkg) Name() string {
	name, _ := nameOf(p.ImportPath)
	return name
}

// packages lists the module's packages that have more than tests.
func packages(t *testing.T) []pkg {
	t.Helper()
	// -e: a package that does not compile is for the compiler to report.
	cmd := exec.CommandContext(t.Context(), "go", "list", "-e", "-json=ImportPath,Dir,Imports,GoFiles,IgnoredGoFiles", "./...")
	cmd.Dir = ".."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var list []pkg
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("go list: %v", err)
		}
		if len(p.GoFiles) > 0 {
			list = append(list, p)
		}
	}
	if len(list) == 0 {
		t.Fatal("go list names no package")
	}
	return list
}

type file struct {
	fset   *token.FileSet
	syntax *ast.File
}

// A fault is something that a file should not have, or should.
type fault struct {
	pos  token.Pos
	what string
}

func (f file) place(x fault) token.Position { return f.fset.Position(x.pos) }

// parse reads the package's files that are not tests.
func (p pkg) parse(t *testing.T) []file {
	t.Helper()
	var files []file
	for _, name := range slices.Concat(p.GoFiles, p.IgnoredGoFiles) {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		fset := token.NewFileSet()
		syntax, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file{fset, syntax})
	}
	return files
}

// source parses code that stands in a test.
func source(t *testing.T, code string) file {
	t.Helper()
	fset := token.NewFileSet()
	syntax, err := parser.ParseFile(fset, "test.go", "package p\n"+code, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	return file{fset, syntax}
}

func found(faults []fault) string {
	var names []string
	for _, f := range faults {
		names = append(names, f.what)
	}
	return strings.Join(names, " ")
}

func floats(f file) (faults []fault) {
	for n := range ast.Preorder(f.syntax) {
		switch n := n.(type) {
		case *ast.Ident:
			switch n.Name {
			case "float64", "float32", "ParseFloat", "Float64", "InexactFloat64":
				faults = append(faults, fault{n.Pos(), n.Name})
			default:
				if strings.HasPrefix(n.Name, "NewFromFloat") {
					faults = append(faults, fault{n.Pos(), n.Name})
				}
			}
		case *ast.BasicLit:
			if n.Kind == token.FLOAT && strings.Contains(n.Value, ".") { // 1e6 is a fair way to write an integer
				faults = append(faults, fault{n.Pos(), n.Value})
			}
		}
	}
	return faults
}

// calls are the names by which the file calls the packages of these import paths.
func (f file) calls(paths ...string) (names []string) {
	for _, imp := range f.syntax.Imports {
		imported := strings.Trim(imp.Path.Value, `"`)
		switch {
		case !slices.Contains(paths, imported):
		case imp.Name != nil:
			names = append(names, imp.Name.Name)
		default:
			names = append(names, path.Base(imported))
		}
	}
	return names
}

func clockReads(f file) (faults []fault) {
	clocks := f.calls("time")
	for n := range ast.Preorder(f.syntax) {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			continue
		}
		if x, ok := sel.X.(*ast.Ident); !ok || !slices.Contains(clocks, x.Name) {
			continue
		}
		switch sel.Sel.Name {
		case "Now", "Since", "Until":
			faults = append(faults, fault{sel.Pos(), "time." + sel.Sel.Name})
		}
	}
	return faults
}

// bareNames finds exported names without a comment; a //go: line is none. The comment
// over a group of constants or variables speaks for them all; each type needs its own.
func bareNames(f file) (faults []fault) {
	for _, decl := range f.syntax.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			name, exported := d.Name.Name, d.Name.IsExported()
			if d.Recv != nil {
				receiver := receiverName(d.Recv.List[0].Type)
				name, exported = receiver+"."+name, exported && ast.IsExported(receiver)
			}
			if exported && d.Doc.Text() == "" {
				faults = append(faults, fault{d.Pos(), name})
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				faults = append(faults, bareSpec(d, spec)...)
			}
		}
	}
	return faults
}

func bareSpec(d *ast.GenDecl, spec ast.Spec) (faults []fault) {
	switch s := spec.(type) {
	case *ast.TypeSpec:
		alone := d.Doc.Text() != "" && !d.Lparen.IsValid()
		if s.Name.IsExported() && s.Doc.Text()+s.Comment.Text() == "" && !alone {
			faults = append(faults, fault{s.Pos(), s.Name.Name})
		}
	case *ast.ValueSpec:
		for _, name := range s.Names {
			if name.IsExported() && d.Doc.Text()+s.Doc.Text()+s.Comment.Text() == "" {
				faults = append(faults, fault{name.Pos(), name.Name})
			}
		}
	}
	return faults
}

func receiverName(x ast.Expr) string {
	for {
		switch t := x.(type) {
		case *ast.StarExpr:
			x = t.X
		case *ast.ParenExpr:
			x = t.X
		case *ast.IndexExpr:
			x = t.X
		case *ast.IndexListExpr:
			x = t.X
		case *ast.Ident:
			return t.Name
		default:
			return ""
		}
	}
}
