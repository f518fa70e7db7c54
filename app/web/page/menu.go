package page

import (
	"html/template"
	"strings"
	"sync"

	"woolroad/app/web/say"
)

// Subject is an entry of the menu: what a group of pages is about. A page belongs to the
// subject whose path its own path begins with.
type Subject struct {
	Path  string
	Icon  string
	Label say.Message
}

// menuGroup is a group of subjects that stand together in the menu.
type menuGroup struct {
	Label    say.Message // empty for the first
	Subjects []Subject
}

// menu lists all subjects, in the order of a day's work.
var menu = []menuGroup{
	{say.Message{}, []Subject{
		{Path: "/", Icon: "house", Label: say.Msg("Start")},
	}},
	{say.Msg("Trade"), []Subject{
		{Path: "/orders", Icon: "clipboard-list", Label: say.Msg("Orders")},
		{Path: "/documents", Icon: "file-text", Label: say.Msg("Documents")},
	}},
	{say.Msg("Goods"), []Subject{
		{Path: "/lots", Icon: "package", Label: say.Msg("Lots and bales")},
		{Path: "/products", Icon: "tags", Label: say.Msg("Products")},
	}},
	{say.Msg("Office"), []Subject{
		{Path: "/parties", Icon: "users", Label: say.Msg("Parties")},
		{Path: "/rates", Icon: "arrow-left-right", Label: say.Msg("Rates")},
		{Path: "/exporter", Icon: "building-2", Label: say.Msg("Exporter")},
	}},
}

// subjectAt returns the subject to which the page at that path belongs, or nil where it
// belongs to none.
func subjectAt(path string) *Subject {
	for _, g := range menu {
		for i, s := range g.Subjects {
			if path == s.Path || s.Path != "/" && strings.HasPrefix(path, s.Path+"/") {
				return &g.Subjects[i]
			}
		}
	}
	return nil
}

// menuOf says which menu a page has: in which language, and with which subject marked; nil:
// none.
type menuOf struct {
	lang say.Lang
	in   *Subject
}

// menus are all menus that a page may have. They are drawn once, since every page has one.
var menus = sync.OnceValue(func() map[menuOf]template.HTML {
	all := map[menuOf]template.HTML{}
	for _, l := range say.Languages {
		all[menuOf{l, nil}] = drawMenu(l, nil)
		for _, g := range menu {
			for i := range g.Subjects {
				all[menuOf{l, &g.Subjects[i]}] = drawMenu(l, &g.Subjects[i])
			}
		}
	}
	return all
})

// drawMenu returns the HTML of the menu, in which the subject of the page that is shown is
// marked.
func drawMenu(l say.Lang, in *Subject) template.HTML {
	w := Markup{Lang: l}
	for _, g := range menu {
		if g.Label.Format != "" {
			w.Add(`<p class="group">`).Text(l.Say(g.Label)).Add(`</p>`)
		}
		w.Add("<ul>\n")
		for i := range g.Subjects {
			s := &g.Subjects[i]
			w.Add(`<li><a`).attribute("href", s.Path)
			if s == in {
				w.attribute("aria-current", "page")
			}
			w.Add(`>`).Add(string(Icon(s.Icon))).Text(l.Say(s.Label)).Add("</a></li>\n")
		}
		w.Add("</ul>\n")
	}
	return template.HTML(w.B.String())
}
