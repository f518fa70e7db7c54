// Package templates holds the pages' HTML, styles, scripts and messages: files
// only. What fills them is in app/web.
package templates

import "embed"

// Files holds layout.html, partials/, pages/, messages/ and static/.
//
//go:embed layout.html partials pages messages static
var Files embed.FS
