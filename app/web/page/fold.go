package page

import (
	"bytes"
	"html/template"
	"regexp"
	"strings"
	syntax "text/template/parse"

	"woolroad/app/web/say"
)

// fold replaces, in every template of the set, the calls of t, icon and asset that always
// give the same text by that text: in one language {{t "Lots"}} never changes. A page has
// very many such calls, and each costs time whenever the page is drawn. The caller must
// call fold before the first execution, which escapes the rest of the template.
func fold(set *template.Template, l say.Lang) {
	for _, t := range set.Templates() {
		if t.Tree != nil {
			foldList(t.Tree.Root, l, false)
		}
	}
}

// indents matches the blanks at the beginning of a template's lines. Browsers show none
// of them, and they would make up a fifth of a list.
var indents = regexp.MustCompile(`\n\s+`)

// foldList does the work of fold in one list of nodes and all that is within it. It also
// removes the blanks after a Chinese sentence, since Chinese has none between sentences;
// ended is whether such a sentence stands right before the list.
func foldList(list *syntax.ListNode, l say.Lang, ended bool) {
	if list == nil {
		return
	}
	for i, node := range list.Nodes {
		if n, ok := node.(*syntax.TextNode); ok && ended {
			if n.Text = bytes.TrimLeft(n.Text, " \n"); len(n.Text) == 0 {
				continue
			}
		}
		after := ended
		ended = endsSentence(node, l)
		switch n := node.(type) {
		case *syntax.ActionNode:
			if text, ok := saysTheSame(n.Pipe, l); ok {
				list.Nodes[i] = &syntax.TextNode{NodeType: syntax.NodeText, Pos: n.Pos, Text: []byte(text)}
			}
		case *syntax.TextNode:
			n.Text = indents.ReplaceAll(n.Text, []byte("\n"))
		case *syntax.IfNode:
			foldBranches(&n.BranchNode, l, after)
		case *syntax.RangeNode:
			foldBranches(&n.BranchNode, l, false)
		case *syntax.WithNode:
			foldBranches(&n.BranchNode, l, after)
		}
	}
}

// endsSentence reports whether a node calls t or n with a text whose Chinese ends with a
// Chinese full stop, comma or colon.
func endsSentence(node syntax.Node, l say.Lang) bool {
	n, ok := node.(*syntax.ActionNode)
	if !ok || l != say.Chinese || len(n.Pipe.Decl) > 0 || len(n.Pipe.Cmds) != 1 || len(n.Pipe.Cmds[0].Args) < 2 {
		return false
	}
	function, is := n.Pipe.Cmds[0].Args[0].(*syntax.IdentifierNode)
	text, isText := n.Pipe.Cmds[0].Args[1].(*syntax.StringNode)
	if !is || !isText || function.Ident != "t" && function.Ident != "n" {
		return false
	}
	said := say.Catalogues[l][text.Text]
	return strings.HasSuffix(said, "。") || strings.HasSuffix(said, "，") || strings.HasSuffix(said, "：")
}

// foldBranches does the work of fold in both branches of an if, range or with.
func foldBranches(n *syntax.BranchNode, l say.Lang, ended bool) {
	foldList(n.List, l, ended)
	foldList(n.ElseList, l, ended)
}

// saysTheSame returns the text that an action writes into HTML or a quoted attribute, if
// the action calls t, icon or asset with one constant and nothing else; otherwise false.
func saysTheSame(pipe *syntax.PipeNode, l say.Lang) (string, bool) {
	if len(pipe.Decl) > 0 || len(pipe.Cmds) != 1 || len(pipe.Cmds[0].Args) != 2 {
		return "", false
	}
	function, is := pipe.Cmds[0].Args[0].(*syntax.IdentifierNode)
	argument, isText := pipe.Cmds[0].Args[1].(*syntax.StringNode)
	if !is || !isText {
		return "", false
	}
	switch function.Ident {
	case "t":
		return template.HTMLEscapeString(l.Say(say.Message{Format: argument.Text, Args: nil})), true
	case "icon":
		return string(Icon(argument.Text)), true
	case "asset":
		return template.HTMLEscapeString(AssetPath(argument.Text)), true
	}
	return "", false
}
