package page

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"path"
	"strings"

	"github.com/gofiber/fiber/v3"

	"woolroad/templates"
)

// asset is a file that pages link to. Its name has its hash in it, so that a browser may
// cache the file for ever.
type asset struct {
	path string // "/static/app.3f2a….css"
	kind string
	body []byte
}

// assets are the files of templates/static, by their names there.
var assets = readAssets()

// readAssets returns the files of templates/static by their names. It panics on one that
// cannot be read, so that the program does not start.
func readAssets() map[string]asset {
	all := map[string]asset{}
	files, err := fs.ReadDir(templates.Files, "static")
	if err != nil {
		panic(err)
	}
	for _, f := range files {
		ext := path.Ext(f.Name())
		if ext == ".json" {
			continue
		}
		b, err := templates.Files.ReadFile("static/" + f.Name())
		if err != nil {
			panic(err)
		}
		sum := sha256.Sum256(b)
		name := fmt.Sprintf("%s.%s%s", strings.TrimSuffix(f.Name(), ext), hex.EncodeToString(sum[:6]), ext)
		all[f.Name()] = asset{"/static/" + name, kindOf(ext), b}
	}
	return all
}

// kindOf returns the media type of a file by the ending of its name. It does not ask this
// machine for the usual endings, since machines answer differently.
func kindOf(ext string) string {
	switch ext {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	}
	return mime.TypeByExtension(ext)
}

// AssetPath returns the path at which a file of templates/static is served. It panics on
// a name that no file has; a test draws every page.
func AssetPath(name string) string {
	a, ok := assets[name]
	if !ok {
		panic("there is no file templates/static/" + name)
	}
	return a.path
}

// ServeAssets adds a route for each file of templates/static.
func ServeAssets(app *fiber.App) {
	for _, a := range assets {
		app.Get(a.path, func(c fiber.Ctx) error {
			c.Set(fiber.HeaderContentType, a.kind)
			c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
			return c.Send(a.body)
		})
	}
}
