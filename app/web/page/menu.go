package page

import (
	"html/template"
	"strings"

	"woolroad/app/web/say"
)

// Subject is an entry of the menu: what a group of pages is about. A page belongs to the
// subject whose path its own path begins with.
type Subject struct {
	Path    string
	Icon    string
	Label   say.Message
	Current bool // the page that is shown belongs to it
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

// menuAt returns the menu as the page at that path shows it, and the subject to which the
// page belongs, or nil where it belongs to none.
func menuAt(path string) (groups []menuGroup, in *Subject) {
	for _, g := range menu {
		shown := menuGroup{Label: g.Label}
		for _, s := range g.Subjects {
			s.Current = path == s.Path || s.Path != "/" && strings.HasPrefix(path, s.Path+"/")
			if s.Current {
				in = &s
			}
			shown.Subjects = append(shown.Subjects, s)
		}
		groups = append(groups, shown)
	}
	return groups, in
}

// drawMenu returns the HTML of the menu's groups. It is no template, because every page
// has the menu. Its error is that of a label that is no sentence.
func drawMenu(l say.Lang, groups []menuGroup) (template.HTML, error) {
	w := Markup{Lang: l}
	for _, g := range groups {
		if g.Label.Format != "" {
			w.Add(`<p class="group">`).Say(g.Label).Add(`</p>`)
		}
		w.Add("<ul>\n")
		for _, s := range g.Subjects {
			w.Add(`<li><a`).attribute("href", s.Path)
			if s.Current {
				w.attribute("aria-current", "page")
			}
			w.Add(`>`).Add(string(Icon(s.Icon))).Say(s.Label).Add("</a></li>\n")
		}
		w.Add("</ul>\n")
	}
	return template.HTML(w.B.String()), w.Err
}
