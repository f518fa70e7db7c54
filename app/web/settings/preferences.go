package settings

import (
	"time"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/web/page"
)

// setSettings serves POST /settings: it saves language, theme and keys in cookies.
func (s *pages) setSettings(c fiber.Ctx) error {
	for _, name := range []string{page.LanguageCookie, page.ThemeCookie, page.KeysCookie} {
		if v := c.FormValue(name); v != "" && len(v) < 20 {
			c.Cookie(&fiber.Cookie{Name: name, Value: v, Path: "/", Expires: s.Now().Add(365 * 24 * time.Hour),
				HTTPOnly: true, Secure: s.Secure(c), SameSite: fiber.CookieSameSiteLaxMode})
		}
	}
	return c.Redirect().Status(fiber.StatusSeeOther).To(page.LocalPath(c.FormValue("back")))
}
