// Package templates holds the pages' HTML, styles, scripts and messages: files
// only, in a folder for each subject. What fills them is in app/web.
package templates

import "embed"

// Files holds frame/ (the layout and what pages share), a folder for each subject with
// its pages and, beside them, their sentences in Chinese (zh-CN.json), and static/.
//
//go:embed documents errors faults frame orders parties products ratebook search settings start static stock
var Files embed.FS
