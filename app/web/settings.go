package web

import (
	"net/url"
	"strings"
	"time"

	"github.com/gofiber/fiber/v3"
)

// What a person has chosen for this browser.
const (
	languageCookie = "language"
	themeCookie    = "theme"
	keysCookie     = "keys"
)

func themeOf(c fiber.Ctx) string {
	switch t := c.Cookies(themeCookie); t {
	case "light", "dark":
		return t
	}
	return ""
}

// setSettings serves POST /settings: the switches of language, theme and keys.
func (s *Server) setSettings(c fiber.Ctx) error {
	for _, name := range []string{languageCookie, themeCookie, keysCookie} {
		if v := c.FormValue(name); v != "" && len(v) < 20 {
			c.Cookie(&fiber.Cookie{Name: name, Value: v, Path: "/", Expires: s.now().Add(365 * 24 * time.Hour),
				HTTPOnly: true, Secure: s.secure(c), SameSite: fiber.CookieSameSiteLaxMode})
		}
	}
	return c.Redirect().Status(fiber.StatusSeeOther).To(localPath(c.FormValue("back")))
}

// localPath is a path of this program, never an address elsewhere.
func localPath(path string) string {
	u, err := url.Parse(path)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n") {
		return "/"
	}
	return path
}
