package page

import (
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v3"
)

// The names of the cookies with what a person has chosen for this browser.
const (
	LanguageCookie = "language"
	ThemeCookie    = "theme"
	KeysCookie     = "keys"
)

// themeOf returns the theme that this browser has chosen, or "" for the device's own.
func themeOf(c fiber.Ctx) string {
	switch t := c.Cookies(ThemeCookie); t {
	case "light", "dark":
		return t
	}
	return ""
}

// LocalPath returns path if it is a path of this program, and "/" if it leads elsewhere.
func LocalPath(path string) string {
	u, err := url.Parse(path)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n") {
		return "/"
	}
	return path
}
