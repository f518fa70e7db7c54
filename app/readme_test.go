//go:build unix

package app_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode"

	shellcommands "woolroad/app/command"
)

// What a README has its reader type stands in blocks that say "sh": they are run line by
// line, in the order in which they stand, in the top folder of a fresh clone that belongs
// to this README alone. A block that names files beside its language is what the reader
// writes there, and a diff is what they change. A comment at the end of a line says what
// the test does instead of running it.
const (
	untilCtrlC = "# until Ctrl-C" // a program that serves: asked for a page, then interrupted
	takes      = "# takes "       // too long for here: only whether there are such tests
	writes     = "writes"
	changes    = "diff"
)

// pageAsked is the address that a comment names: "# until Ctrl-C, at /orders".
var pageAsked = regexp.MustCompile(untilCtrlC + `, at (/\S+)`)

// served is where a program says that it serves pages.
var served = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)

// TestReadmesRunAsWritten types what every README has its reader type, without a network,
// and wants git to see nothing of it afterwards. Without the long tag it leaves out those
// that add something to the program.
func TestReadmesRunAsWritten(t *testing.T) {
	tree := workingTree(t)
	for _, name := range readmes(t, tree) {
		r := readReadme(t, tree, name)
		if !slices.ContainsFunc(r.blocks, func(b block) bool { return b.language == "sh" }) {
			continue
		}
		if r.changesCode() && !inEvery {
			continue // it is compiled anew, which takes most of a minute
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "woolroad")
			git(t, tree, "clone", "--quiet", tree, dir)
			for _, s := range r.steps() {
				switch s.kind {
				case takes:
					namesTests(t, dir, s)
				case untilCtrlC:
					serves(t, dir, s)
				case writes, changes:
					edits(t, dir, s)
				default:
					c := shell(t, dir, "set -euo pipefail\ntrap 'echo \"this failed: $BASH_COMMAND\"' ERR\n"+s.text)
					if out, err := c.CombinedOutput(); err != nil {
						t.Fatalf("%s, from line %d: %v\n%s", name, s.line, err, out)
					}
				}
			}
			left := git(t, dir, "status", "--porcelain", "--", ":!*/testdata/*") // what -update writes is for the reader to add
			if left != "" {
				t.Errorf("git status shows what the examples of %s write:\n%s", name, left)
			}
		})
	}
}

// TestReadmesNameWhatIsThere follows the links of every README to files and headings,
// looks for the files and tests that its sentences name, and sees whether its diffs still fit.
func TestReadmesNameWhatIsThere(t *testing.T) {
	tree := workingTree(t)
	tests, err := testsIn(tree, true, true)
	if err != nil {
		t.Fatal(err)
	}
	links := 0
	for _, name := range readmes(t, tree) {
		r := readReadme(t, tree, name)
		for _, link := range r.links() {
			links++
			if err := follow(t, tree, name, link); err != nil {
				t.Errorf("%s links to %s: %v", name, link, err)
			}
		}
		for _, s := range r.steps() {
			if s.kind == changes {
				git(t, tree, "apply", "--check", written(t, s.text))
			}
		}
		for _, code := range inline.FindAllString(r.prose, -1) {
			code = strings.Trim(code, "`")
			if testName.MatchString(code) && !slices.Contains(tests, code) {
				t.Errorf("%s names the test %s, which there is not", name, code)
			}
			if fileName.MatchString(code) && !r.hasFile(tree, code) {
				t.Errorf("%s names the file %s, which there is not", name, code)
			}
		}
		for _, command := range r.testsInSentences() {
			namesTests(t, tree, step{text: command})
		}
		for _, b := range r.blocks {
			switch {
			case b.language == "":
				t.Errorf("%s:%d: a block says no language; commands are sh, and text is what cannot run here", name, b.line)
			case b.language == "text" && !strings.Contains(strings.ToLower(b.before), "example"):
				t.Errorf("%s:%d: a block that no test runs is not introduced as an example", name, b.line)
			case b.language == "sh" && regexp.MustCompile(`(?m)^\s*cd `).MatchString(b.text):
				t.Errorf("%s:%d: a block changes the folder; the next one is typed in the top folder too", name, b.line)
			}
		}
	}
	if links < 10 {
		t.Errorf("only %d links are seen", links)
	}
}

// TestEveryCommandIsShown holds that the README of the commands has an example of each.
func TestEveryCommandIsShown(t *testing.T) {
	text, err := os.ReadFile("command/README.md")
	if err != nil {
		t.Fatal(err)
	}
	shown := 0
	var walk func(names ...string)
	walk = func(names ...string) {
		var out bytes.Buffer
		if code := shellcommands.Run(t.Context(), append([]string{"help"}, names...), &out, &out); code != 0 {
			t.Fatalf("help of %q exits with %d: %s", names, code, &out)
		}
		_, list, several := strings.Cut(out.String(), "Available Commands:\n")
		list, _, _ = strings.Cut(list, "\n\n")
		for line := range strings.Lines(list) {
			walk(append(slices.Clone(names), strings.Fields(line)[0])...)
		}
		if example := "./woolroad " + strings.Join(names, " "); !several && !bytes.Contains(text, []byte(example)) {
			t.Errorf("app/command/README.md has no example of %s", example)
		}
		shown++
	}
	walk()
	if shown < 20 {
		t.Errorf("only %d commands are seen", shown)
	}
}

// TestEveryPackageIsInTheTree holds that app/README.md says of each package what it is.
func TestEveryPackageIsInTheTree(t *testing.T) {
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range packages(t) {
		name := strings.TrimPrefix(p.Name(), "app/")
		if name == "." || strings.HasSuffix(name, "test") {
			continue // package main, and what only tests use
		}
		if !bytes.Contains(text, []byte("`"+name+"`")) {
			t.Errorf("app/README.md does not name %s", name)
		}
	}
}

func TestReadmesAreTakenApart(t *testing.T) {
	r := parseReadme("x.md", "# A `b` c\n\nFor example, see [it](../x.go#a-b) and `go test -run X\n./app`:\n\n"+
		"```text\n[no](link)\n```\n\n```sh\necho a\necho b \\\n  c\ngo run . demo   # until Ctrl-C\necho d\ngo test ./... # takes long\n```\n\n    loose\n\n```go a.go b.go\npackage a\n```\n```diff\n+x\n```\n")
	if got := fmt.Sprint(r.headings); got != "[a-b-c]" {
		t.Errorf("headings are %s", got)
	}
	if got := fmt.Sprint(r.links(), r.testsInSentences()); got != "[../x.go#a-b] [go test -run X ./app]" {
		t.Errorf("links and tests are %s", got)
	}
	if got, want := r.blocks[2], (block{line: 19, text: "    loose"}); got != want {
		t.Errorf("an indented block is seen as %+v", got)
	}
	var want, got []string
	for _, w := range []step{
		{11, "", "echo a\necho b \\\n  c\n", nil},
		{14, untilCtrlC, "go run . demo   # until Ctrl-C", nil},
		{15, "", "echo d\n", nil},
		{16, takes, "go test ./... # takes long", nil},
		{21, writes, "package a\n", []string{"a.go", "b.go"}},
		{24, changes, "+x\n", nil},
	} {
		want = append(want, fmt.Sprintf("%+v", w))
	}
	for _, s := range r.steps() {
		got = append(got, fmt.Sprintf("%+v", s))
	}
	if !slices.Equal(got, want) {
		t.Errorf("steps are %s", strings.Join(got, "\n"))
	}
}

func TestMissingTestsAreSeen(t *testing.T) {
	for _, test := range []struct{ command, want string }{
		{"go test ./app", ""},
		{"go test -run '^$' -bench Pages -cpu 1 ./documents", ""},
		{"go test -run - -bench Pages/orders/SO-2026-0041 -benchtime 300x ./app/web", ""},
		{"go test -run 'ReadmesName|Readmes' ./app", ""},
		{"go test -run ReadmesName ./app # takes a while", ""},
		{"WOOLROAD_LONG=full go test -tags long -run LongStrangers ./app/...", ""},
		{"go test -run LongStrangers ./app/...", "-run LongStrangers"},
		{"go test -run '^$' -bench Paper ./documents", "-bench Paper"},
		{"go test -run 'ReadmesName|NoSuchTest' ./app", "-run NoSuchTest"},
		{"go test -run ReadmesName ./nothing", "./nothing"},
	} {
		if got := missing("..", test.command); got != test.want {
			t.Errorf("missing from %q: %q, want %q", test.command, got, test.want)
		}
	}
}

// edits writes or changes what a README has its reader write, and commits it.
func edits(t *testing.T, dir string, s step) {
	t.Helper()
	if s.kind == changes {
		git(t, dir, "apply", written(t, s.text))
	}
	for _, name := range s.files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(s.text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	git(t, dir, "add", "--all")
	git(t, dir, "commit", "--quiet", "--message", "As the README says")
}

// written writes a text to a file of the test's own and returns its path.
func written(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "text")
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// serves runs a program that serves until Ctrl-C, asks it for its first page, and
// interrupts it, as a person at a terminal does.
func serves(t *testing.T, dir string, s step) {
	t.Helper()
	said := &awaited{address: make(chan string, 1)}
	c := shell(t, dir, s.text)
	c.Stdout, c.Stderr = said, said
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // Ctrl-C goes to all of the group
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	at, asked := "", "/"
	if m := pageAsked.FindStringSubmatch(s.text); m != nil {
		asked = m[1]
	}
	select {
	case at = <-said.address:
	case <-time.After(4 * time.Minute): // compiling may take as long
	}
	if at == "" {
		t.Errorf("%q says no address, but:\n%s", s.text, said.String())
	} else if resp, err := http.Get(at + asked); err != nil || resp.StatusCode != http.StatusOK {
		t.Errorf("%q at %s answers %v, %v", s.text, at+asked, resp, err)
	} else if err := resp.Body.Close(); err != nil {
		t.Error(err)
	}
	if err := syscall.Kill(-c.Process.Pid, syscall.SIGINT); err != nil {
		t.Error(err)
	}
	// go run ends with 1 whenever it was interrupted.
	if err := c.Wait(); err != nil && !(strings.HasPrefix(s.text, "go run ") && c.ProcessState.ExitCode() == 1) {
		t.Errorf("%q ends with %v\n%s", s.text, err, said)
	}
}

// awaited keeps what a program says, and hands over the first address that it serves at.
type awaited struct {
	logged
	address chan string // with room for one
}

// Write stores what the program says.
func (a *awaited) Write(b []byte) (int, error) {
	n, err := a.logged.Write(b)
	if at := served.FindString(a.String()); at != "" {
		select {
		case a.address <- at:
		default: // it is handed over already
		}
	}
	return n, err
}

// shell returns a command of the reader's shell in that folder. The program serves on a
// port that is free and asks nobody for rates, and Go fetches nothing.
func shell(t *testing.T, dir, script string) *exec.Cmd {
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	t.Cleanup(cancel)
	c := exec.CommandContext(ctx, "bash", "-c", script)
	c.Dir = dir
	c.Env = append(withoutGit(), "WOOLROAD_LISTEN=127.0.0.1:0", "WOOLROAD_RATES=off", "GOPROXY=off", "CGO_ENABLED=0",
		"GOFLAGS="+os.Getenv("GOFLAGS")+" -trimpath -buildvcs=false") // so that every clone shares what is compiled
	return c
}

// withoutGit returns the environment without what another git, or this project's own
// settings, left there.
func withoutGit() []string {
	return slices.DeleteFunc(os.Environ(), func(line string) bool {
		return strings.HasPrefix(line, "GIT_") || strings.HasPrefix(line, "WOOLROAD_")
	})
}

// git runs git in that folder and returns what it prints. Whose folder it is does not matter.
func git(t *testing.T, dir string, args ...string) string {
	t.Helper()
	c := exec.Command("git", append([]string{"-c", "safe.directory=*", "-c", "user.name=Tashi", "-c", "user.email=tashi@desk.example"}, args...)...)
	c.Dir, c.Env = dir, withoutGit()
	var stderr bytes.Buffer
	c.Stderr = &stderr
	out, err := c.Output()
	if errors.Is(err, exec.ErrNotFound) && os.Getenv("CI") == "" {
		t.Skip("git is missing")
	}
	if err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, &stderr)
	}
	return string(out)
}

// workingTree copies the module as it stands, changes that are not committed too, into a
// repository of its own.
func workingTree(t *testing.T) string {
	t.Helper()
	tree := t.TempDir()
	for name := range strings.SplitSeq(git(t, "..", "ls-files", "-z", "--cached", "--others", "--exclude-standard"), "\x00") {
		text, err := os.ReadFile(filepath.Join("..", name))
		if name == "" || errors.Is(err, os.ErrNotExist) {
			continue // removed, and not committed yet
		}
		if err != nil {
			t.Fatal(err)
		}
		to := filepath.Join(tree, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(to), 0o755), os.WriteFile(to, text, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	git(t, tree, "init", "--quiet")
	git(t, tree, "add", "--all")
	git(t, tree, "commit", "--quiet", "--message", "As it stands")
	return tree
}

// readmes lists every README of the tree.
func readmes(t *testing.T, tree string) []string {
	t.Helper()
	return strings.Fields(git(t, tree, "ls-files", "README.md", "*/README.md"))
}

// readme is a README taken apart.
type readme struct {
	name     string
	prose    string // all that stands outside of blocks
	headings []string
	blocks   []block
}

// block is what stands between two fences, or indented.
type block struct {
	line     int
	language string
	files    string // that it names beside its language
	text     string
	before   string // the paragraph above
}

// step is what is run at once.
type step struct {
	line  int
	kind  string // untilCtrlC, takes, writes, changes; empty: run
	text  string
	files []string
}

func readReadme(t *testing.T, tree, name string) readme {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(tree, name))
	if err != nil {
		t.Fatal(err)
	}
	return parseReadme(name, string(text))
}

func parseReadme(name, text string) readme {
	r := readme{name: name}
	paragraph, open := "", false
	for i, line := range strings.Split(text, "\n") {
		fence, isFence := strings.CutPrefix(strings.TrimSpace(line), "```")
		heading := strings.TrimLeft(line, "#")
		switch {
		case isFence && open:
			open = false
		case isFence:
			open = true
			language, files, _ := strings.Cut(fence, " ")
			r.blocks = append(r.blocks, block{line: i + 1, language: language, files: files, before: paragraph})
		case open:
			r.blocks[len(r.blocks)-1].text += line + "\n"
		case strings.HasPrefix(line, "    "):
			r.blocks = append(r.blocks, block{line: i + 1, text: line})
		default:
			if heading != line {
				r.headings = append(r.headings, anchor(heading))
			}
			if line != "" && strings.HasSuffix(r.prose, "\n\n") {
				paragraph = ""
			}
			paragraph += line + "\n"
			r.prose += line + "\n"
		}
	}
	return r
}

// anchor returns the name under which a heading is linked to.
func anchor(heading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '-', r == '_':
			return unicode.ToLower(r)
		}
		return -1
	}, strings.TrimSpace(heading))
}

// changesCode reports whether the README has its reader write or change files of the program.
func (r readme) changesCode() bool {
	return slices.ContainsFunc(r.blocks, func(b block) bool { return b.files != "" || b.language == "diff" })
}

// steps returns what the reader types, in order.
func (r readme) steps() (steps []step) {
	for _, b := range r.blocks {
		switch {
		case b.files != "":
			steps = append(steps, step{b.line, writes, b.text, strings.Fields(b.files)})
		case b.language == "diff":
			steps = append(steps, step{b.line, changes, b.text, nil})
		}
		if b.language != "sh" {
			continue
		}
		var run step
		flush := func() {
			if run.text != "" {
				steps = append(steps, run)
			}
			run = step{}
		}
		for i, line := range strings.Split(strings.TrimSuffix(b.text, "\n"), "\n") {
			at := b.line + 1 + i
			switch {
			case strings.Contains(line, untilCtrlC):
				flush()
				steps = append(steps, step{at, untilCtrlC, line, nil})
			case strings.Contains(line, takes):
				flush()
				steps = append(steps, step{at, takes, line, nil})
			default:
				if run.text == "" {
					run.line = at
				}
				run.text += line + "\n"
			}
		}
		flush()
	}
	return steps
}

var (
	linked   = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	inline   = regexp.MustCompile("`[^`]*`")
	testName = regexp.MustCompile(`^(Test|Fuzz|Benchmark)[A-Z]\w+$`)
	fileName = regexp.MustCompile(`^[\w./-]+\.(go|html|sql|md|tsv)$|^(app|documents|migrations|rates|templates)/[a-z0-9_./-]+$`)
	goTest   = regexp.MustCompile(`\bgo test\s`)
	declared = regexp.MustCompile(`(?m)^func ((?:Test|Benchmark|Fuzz)\w*)\(`)
	words    = regexp.MustCompile(`'[^']*'|"[^"]*"|[^\s'"]+`)
)

// hasFile reports whether a file or folder is there, seen from the top or from the README,
// or is one that the README has its reader write.
func (r readme) hasFile(tree, name string) bool {
	for _, b := range r.blocks {
		if strings.Contains(b.files, name) {
			return true
		}
	}
	for _, folder := range []string{"", path.Dir(r.name)} {
		if _, err := os.Stat(filepath.Join(tree, folder, name)); err == nil {
			return true
		}
	}
	return false
}

// links returns where the README's links and pictures lead, but for those to other sites.
func (r readme) links() (links []string) {
	for _, m := range linked.FindAllStringSubmatch(inline.ReplaceAllString(r.prose, "code"), -1) {
		if !strings.Contains(m[1], "://") {
			links = append(links, m[1])
		}
	}
	return links
}

// testsInSentences returns the test commands that stand outside of blocks.
func (r readme) testsInSentences() (commands []string) {
	for _, code := range inline.FindAllString(r.prose, -1) {
		if goTest.MatchString(code) {
			commands = append(commands, strings.ReplaceAll(strings.Trim(code, "`"), "\n", " "))
		}
	}
	return commands
}

// follow returns why a link of that README leads nowhere, or nil.
func follow(t *testing.T, tree, name, link string) error {
	file, heading, _ := strings.Cut(link, "#")
	file, err := url.PathUnescape(file)
	if err != nil {
		return err
	}
	to := name
	if file != "" {
		to = path.Join(path.Dir(name), file)
	}
	info, err := os.Stat(filepath.Join(tree, to))
	if err != nil {
		return err
	}
	if heading == "" {
		return nil
	}
	if info.IsDir() || !slices.Contains(readReadme(t, tree, to).headings, heading) {
		return fmt.Errorf("%s has no heading #%s", to, heading)
	}
	return nil
}

// namesTests reports a command that names a test or benchmark which is not there.
func namesTests(t *testing.T, dir string, s step) {
	t.Helper()
	if !goTest.MatchString(s.text) {
		t.Errorf("%q is no test, so it must run here", s.text)
	}
	if what := missing(dir, s.text); what != "" {
		t.Errorf("%q: there is nothing for %s", s.text, what)
	}
}

// missing returns the first flag or folder of a test command that matches nothing, each
// side of a | by itself, or "" where all do.
func missing(dir, command string) string {
	command, _, _ = strings.Cut(command, " #")
	args := words.FindAllString(command, -1)
	for i := range args {
		args[i] = strings.Trim(args[i], `'"`)
	}
	tags := slices.Contains(args, "long")
	var functions []string
	for _, arg := range args {
		if !strings.HasPrefix(arg, ".") {
			continue
		}
		folder, below := strings.CutSuffix(arg, "/...")
		found, err := testsIn(filepath.Join(dir, folder), below, tags)
		if err != nil || len(found) == 0 {
			return arg
		}
		functions = append(functions, found...)
	}
	for i, arg := range args {
		begins := map[string]string{"-run": "Test", "-bench": "Benchmark", "-fuzz": "Fuzz"}[arg]
		if begins == "" || args[i+1] == "^$" || args[i+1] == "-" {
			continue
		}
		pattern, _, _ := strings.Cut(args[i+1], "/")
		for side := range strings.SplitSeq(pattern, "|") {
			matches := regexp.MustCompile(side)
			if !slices.ContainsFunc(functions, func(f string) bool { return strings.HasPrefix(f, begins) && matches.MatchString(f) }) {
				return arg + " " + side
			}
		}
	}
	return ""
}

// testsIn returns the names of the tests and benchmarks of a folder, and of those in it if
// below; those of files with the long tag only if long.
func testsIn(folder string, below, long bool) (names []string, err error) {
	err = filepath.WalkDir(folder, func(at string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && at != folder && !below {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(at, "_test.go") {
			return nil
		}
		text, err := os.ReadFile(at)
		if err != nil || !long && bytes.HasPrefix(text, []byte("//go:build long")) {
			return err
		}
		for _, m := range declared.FindAllSubmatch(text, -1) {
			names = append(names, string(m[1]))
		}
		return nil
	})
	return names, err
}
