package app_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// unraced are helpers of tests that start goroutines, where the race detector would
// cost most of its time for nothing new.
var unraced = map[string]string{
	"app.run":          "serves the program to a browser; TestTheEndDropsNoRequest asks the same program from many sides",
	"app/command.look": "serves the demo to a browser that comes once",
	"app/web.TestNothingAfterAFormIsARequest": "sends thousands of requests one after another, as TestOneAnswerToOneRequest sends a few",
}

// TestWhatRunsSideBySideIsRaced keeps the list in .ci/run complete: each test that
// starts a goroutine, by itself or by a helper beside it, runs under the race detector.
func TestWhatRunsSideBySideIsRaced(t *testing.T) {
	script, err := os.ReadFile("../.ci/run")
	if err != nil {
		t.Fatal(err)
	}
	list := regexp.MustCompile(`(?m)^raced='(.+)'$`).FindSubmatch(script)
	if list == nil {
		t.Fatal(".ci/run names no tests to race")
	}
	raced := regexp.MustCompile(string(list[1]))
	found := 0
	for folder, files := range testFiles(t) {
		for _, name := range startsGoroutines(folder, files) {
			found++
			if !raced.MatchString(name) {
				t.Errorf("%s in %s starts goroutines, and raced in .ci/run does not name it", name, folder)
			}
		}
	}
	if found < 10 {
		t.Errorf("only %d tests start goroutines", found)
	}
}

// testFiles parses all short tests of the module, by their folders.
func testFiles(t *testing.T) map[string][]*ast.File {
	t.Helper()
	files := map[string][]*ast.File{}
	err := filepath.WalkDir("..", func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if strings.HasPrefix(string(text), "//go:build long") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, text, parser.SkipObjectResolution)
		folder, _ := filepath.Rel("..", filepath.Dir(path))
		files[folder] = append(files[folder], f)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// startsGoroutines returns the tests of a package from which a goroutine is started, by
// way of whatever functions of these files.
func startsGoroutines(folder string, files []*ast.File) (tests []string) {
	starts, uses := map[string]bool{}, map[string][]string{}
	for _, f := range files {
		for _, d := range f.Decls {
			fn, is := d.(*ast.FuncDecl)
			if !is || unraced[folder+"."+fn.Name.Name] != "" {
				continue
			}
			name := fn.Name.Name
			for n := range ast.Preorder(fn) {
				switch n := n.(type) {
				case *ast.GoStmt:
					starts[name] = true
				case *ast.SelectorExpr:
					starts[name] = starts[name] || n.Sel.Name == "Go"
					uses[name] = append(uses[name], n.Sel.Name)
				case *ast.Ident:
					uses[name] = append(uses[name], n.Name)
				}
			}
		}
	}
	for more := true; more; {
		more = false
		for name, used := range uses {
			for _, other := range used {
				if starts[other] && !starts[name] {
					starts[name], more = true, true
				}
			}
		}
	}
	for name := range starts {
		if starts[name] && strings.HasPrefix(name, "Test") && name != "TestMain" {
			tests = append(tests, name)
		}
	}
	return tests
}
