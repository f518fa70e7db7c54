package page

import (
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v3"
)

// What a person has chosen for this browser.
const (
	LanguageCookie = "language"
	ThemeCookie    = "theme"
	KeysCookie     = "keys"
)

func themeOf(c fiber.Ctx) string {
	switch t := c.Cookies(ThemeCookie); t {
	case "light", "dark":
		return t
	}
	return ""
}

// LocalPath is a path of this program, never an address elsewhere.
func LocalPath(path string) string {
	u, err := url.Parse(path)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n") {
		return "/"
	}
	return path
}
