package say

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	tree "text/template/parse"

	"woolroad/templates"
)

// speaking are the folders, seen from here, of the packages whose sentences pages show.
var speaking = []string{
	".", "..", "../page", "../dated", "../documents", "../form", "../orders", "../parties", "../products", "../ratebook", "../search", "../settings", "../stock", "../../codes", "../../compose", "../../fibre", "../../issue", "../../money", "../../office", "../../orders", "../../parties", "../../products", "../../ratebook", "../../ratefeed", "../../search", "../../stock", "../../store", "../../store/activity", "../../store/db", "../../store/drafts", "../../store/parties", "../../store/products", "../../store/ratebook", "../../store/series", "../../trade", "../../trade/exporter", "../../trade/shipping", "../../../rates", "../../store/words", "../../../rates/reason", "../page/table",
}

// shellOnly are the files of the store whose sentences only commands show.
var shellOnly = []string{"verify.go", "backup.go", "restore.go", "migrate.go", "register.go", "demo.go", "report.go", "alone.go", "closing.go", "whole.go"}

func TestEveryMessageIsTranslated(t *testing.T) {
	said := map[string]string{} // the sentence → where it is said
	inTemplates(t, said)
	for _, dir := range speaking {
		inSources(t, dir, said)
	}
	if len(said) < 100 {
		t.Fatalf("only %d messages were found: the search is broken", len(said))
	}
	for _, l := range Languages[1:] {
		for _, format := range slices.Sorted(maps.Keys(said)) {
			translated, ok := Catalogues[l][format]
			if !ok {
				t.Errorf("%s: no %q, which is in %s", l, format, said[format])
			} else if is, want := verbs(translated), verbs(format); !slices.Equal(is, want) {
				t.Errorf("%s: %q has %q, and %q has %q", l, format, want, translated, is)
			}
		}
		for format := range Catalogues[l] {
			if _, ok := said[format]; !ok {
				t.Errorf("%s: nobody says %q any more", l, format)
			}
		}
	}
}

var verb = regexp.MustCompile(`%(\[\d+\])?[a-z%]`)

// verbs returns the verbs of a format, sorted, such as "%[1]s". A translation may have
// them in another order.
func verbs(format string) (found []string) {
	next := 1
	for _, v := range verb.FindAllString(format, -1) {
		switch {
		case v == "%%":
			continue
		case v[1] != '[':
			v = fmt.Sprintf("%%[%d]%s", next, v[1:])
			next++
		default:
			n, err := strconv.Atoi(v[2:strings.IndexByte(v, ']')])
			if err == nil {
				next = n + 1
			}
		}
		found = append(found, v)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

func TestVerbs(t *testing.T) {
	for _, test := range []struct {
		format string
		want   []string
	}{
		{"none, 100 %%", nil},
		{"%s of %d", []string{"%[1]s", "%[2]d"}},
		{"%[2]d 中的 %[1]s", []string{"%[1]s", "%[2]d"}},
		{"%s, %[1]s again", []string{"%[1]s"}},
	} {
		if got := verbs(test.format); !slices.Equal(got, test.want) {
			t.Errorf("verbs(%q) = %q, want %q", test.format, got, test.want)
		}
	}
}

// inTemplates adds the sentences that templates show by t and n.
func inTemplates(t *testing.T, said map[string]string) {
	err := fs.WalkDir(templates.Files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".html" {
			return err
		}
		b, err := templates.Files.ReadFile(name)
		if err != nil {
			return err
		}
		file, defined := tree.New(name), map[string]*tree.Tree{}
		file.Mode = tree.SkipFuncCheck
		if _, err := file.Parse(string(b), "", "", defined); err != nil {
			return err
		}
		for _, one := range defined {
			walk(one.Root, func(c *tree.CommandNode) {
				f, ok := c.Args[0].(*tree.IdentifierNode)
				if !ok || f.Ident != "t" && f.Ident != "n" {
					return
				}
				texts := c.Args[1:2]
				if f.Ident == "n" {
					texts = c.Args[1:3]
				}
				for _, a := range texts {
					s, ok := a.(*tree.StringNode)
					if !ok {
						t.Errorf("%s: %s is said, and is no constant", name, a)
						continue
					}
					said[s.Text] = name
				}
			})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// walk calls f with every command below a node.
func walk(n tree.Node, f func(*tree.CommandNode)) {
	pipe := func(p *tree.PipeNode) {
		if p != nil {
			walk(p, f)
		}
	}
	list := func(l *tree.ListNode) {
		if l != nil {
			for _, n := range l.Nodes {
				walk(n, f)
			}
		}
	}
	branch := func(b *tree.BranchNode) { pipe(b.Pipe); list(b.List); list(b.ElseList) }
	switch n := n.(type) {
	case *tree.ListNode:
		list(n)
	case *tree.ActionNode:
		pipe(n.Pipe)
	case *tree.TemplateNode:
		pipe(n.Pipe)
	case *tree.IfNode:
		branch(&n.BranchNode)
	case *tree.RangeNode:
		branch(&n.BranchNode)
	case *tree.WithNode:
		branch(&n.BranchNode)
	case *tree.PipeNode:
		for _, c := range n.Cmds {
			walk(c, f)
		}
	case *tree.CommandNode:
		f(n)
		for _, a := range n.Args {
			if p, ok := a.(*tree.PipeNode); ok {
				walk(p, f)
			}
		}
	}
}

// inSources adds the sentences in the Go code of a folder: values of a field Format,
// arguments for a parameter format, and results of that name.
func inSources(t *testing.T, dir string, said map[string]string) {
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	set := token.NewFileSet()
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") || slices.Contains(shellOnly, filepath.Base(name)) {
			continue
		}
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := parser.ParseFile(set, name, b, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	takes := map[string]int{"Msg": 0} // function or method → the place of its format
	each := func(f func(ast.Node)) {
		for _, file := range files {
			ast.Inspect(file, func(n ast.Node) bool { f(n); return true })
		}
	}
	note := func(name string, params *ast.FieldList) {
		place := 0
		for _, p := range params.List {
			for _, n := range p.Names {
				if n.Name == "format" {
					takes[name] = place
				}
				place++
			}
		}
	}
	each(func(n ast.Node) {
		switch n := n.(type) {
		case *ast.FuncDecl:
			note(n.Name.Name, n.Type.Params)
		case *ast.AssignStmt: // bad := func(format string, …)
			for i, r := range n.Rhs {
				if f, ok := r.(*ast.FuncLit); ok && i < len(n.Lhs) {
					if id, ok := n.Lhs[i].(*ast.Ident); ok {
						note(id.Name, f.Type.Params)
					}
				}
			}
		}
	})
	hear := func(e ast.Expr) {
		if text, ok := constant(e); ok && text != "" && text != "%s" && text != "%s." && text != "%v." {
			said[text] = set.Position(e.Pos()).String()
		}
	}
	each(func(n ast.Node) { // func (e *ErrNone) Sentence() (format string, args []any)
		f, ok := n.(*ast.FuncDecl)
		if !ok || f.Type.Results == nil || len(f.Type.Results.List[0].Names) == 0 || f.Type.Results.List[0].Names[0].Name != "format" {
			return
		}
		ast.Inspect(f.Body, func(n ast.Node) bool {
			if r, ok := n.(*ast.ReturnStmt); ok && len(r.Results) > 0 {
				hear(r.Results[0])
			}
			return true
		})
	})
	each(func(n ast.Node) {
		switch n := n.(type) {
		case *ast.KeyValueExpr:
			if k, ok := n.Key.(*ast.Ident); ok && k.Name == "Format" {
				hear(n.Value)
			}
		case *ast.CallExpr:
			name := ""
			switch f := n.Fun.(type) {
			case *ast.Ident:
				name = f.Name
			case *ast.SelectorExpr:
				name = f.Sel.Name
			}
			if place, ok := takes[name]; ok && place < len(n.Args) {
				hear(n.Args[place])
			}
		}
	})
}

// constant returns the text that an expression of string literals gives, and false for
// any other expression.
func constant(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil && e.Kind == token.STRING
	case *ast.BinaryExpr:
		a, okA := constant(e.X)
		b, okB := constant(e.Y)
		return a + b, okA && okB
	case *ast.ParenExpr:
		return constant(e.X)
	}
	return "", false
}
