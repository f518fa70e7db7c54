package ratebook

import (
	"cmp"
	"errors"
	"fmt"
	"mime/multipart"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/ratebook"
	"woolroad/app/web/form"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
	"woolroad/rates"
	"woolroad/rates/reason"
)

// importForm is the form that imports publishers' files, as it was sent, with the result
// of each file.
type importForm struct {
	*form.Form
	Done []importedFile
}

var importRules = form.Of(
	page.Field{ID: "file", Label: say.Msg("Files of publishers"), Kind: page.File, Many: true, Need: page.Asked,
		Hint: say.Msg("Choose files as the publishers provide them, at most %d MB each. Importing the same file again changes nothing.", page.MaxUpload>>20)},
	page.Field{ID: "because", Label: say.Msg("I have checked these rates; they are right because"), Need: page.Optional, Most: maxBecause, Auto: "off",
		Hint: say.Msg("With a reason, rates that moved far are saved as confirmed; without one, they are held until somebody confirms or rejects them.")},
)

// importedFile is the result of importing one publisher's file.
type importedFile struct {
	Name      string
	Source    say.Message
	Added     int
	Unchanged int
	Rejected  int // figures that a person has rejected earlier
	Corrected int
	Held      int
	Released  int // figures that were held, and now are near the figure before them
	LeftOut   []leftOut
}

// leftOut is a number of rows of a file that were left out for one reason.
type leftOut struct {
	Count  int
	Why    say.Message // the reason of the first row
	Places string      // where the first few rows are
}

// Said returns the number of rows that were left out.
func (f importedFile) Said() (n int) {
	for _, l := range f.LeftOut {
		n += l.Count
	}
	return n
}

// Empty reports whether the file has no figures, as on a holiday.
func (f importedFile) Empty() bool {
	return f.Added+f.Unchanged+f.Corrected+f.Held+f.Released+f.Said() == 0
}

// maxBecause is the number of characters that the reason of an import may have.
const maxBecause = 1000

// importRates serves POST /rates/import: it imports all good files, also where other
// files are refused. The same form sent twice imports once. A form that cannot be read fails
// with status 400.
func (s *pages) importRates(c fiber.Ctx) error {
	sent, err := importRules.ReadFiles(c)
	if err != nil {
		return err
	}
	f := importForm{Form: sent}
	files, because := f.Files("/file"), f.Value("/because")
	switch n := utf8.RuneCountInString(because); {
	case len(files) == 0:
		f.Fault("/file", say.Msg("Choose at least one publisher's file."))
	case len(files) > page.FilesAtOnce:
		f.Fault("/file", say.Msg("Choose at most %d files at once.", page.FilesAtOnce))
	case n > maxBecause:
		f.Fault("/because", say.Msg("This has %d characters; at most %d fit.", n, maxBecause))
	default:
		for _, file := range files {
			done, why, err := s.importFile(c, file, because)
			switch {
			case err != nil:
				return err
			case why.Format != "":
				f.Fault("/file", say.Msg("%s: %s", nameOfFile(file), why))
			default:
				f.Done = append(f.Done, done)
			}
		}
	}
	plain := func(d importedFile) bool { return d.Held+d.Rejected == 0 && len(d.LeftOut) == 0 }
	if !f.Refused() && !slices.ContainsFunc(f.Done, func(d importedFile) bool { return !plain(d) }) {
		s.Flash(c, f.flash())
		return c.Redirect().Status(fiber.StatusSeeOther).To("/rates#import")
	}
	status := fiber.StatusOK
	if f.Refused() {
		status = fiber.StatusUnprocessableEntity
	}
	return s.ratesPage(c, status, f)
}

// nameOfFile returns a file's name without the folder that some browsers send.
func nameOfFile(f *multipart.FileHeader) string {
	return filepath.Base(strings.ReplaceAll(f.Filename, `\`, "/"))
}

// importFile imports all of one file or nothing, and returns the result. Where the file
// is too large or is no publisher's feed, it imports nothing and returns the reason in
// why. Its errors are those of reading the file and of the database.
func (s *pages) importFile(c fiber.Ctx, f *multipart.FileHeader, because string) (done importedFile, why say.Message, err error) {
	if f.Size > page.MaxUpload {
		return done, say.Msg("the file is larger than %d MB; split it by year", page.MaxUpload>>20), nil
	}
	file, err := f.Open()
	if err != nil {
		return done, why, fmt.Errorf("open the uploaded %s: %w", nameOfFile(f), err)
	}
	feed, err := rates.Read(file)
	closed := file.Close()
	if wrong := (*reason.ErrFeed)(nil); errors.As(err, &wrong) {
		return done, notAFeed(wrong), closed
	}
	if err := cmp.Or(err, closed); err != nil {
		return done, why, fmt.Errorf("read the uploaded %s: %w", nameOfFile(f), err)
	}
	in := ratebook.Intake{Name: nameOfFile(f), Share: s.HeldBeyond, Confirmed: because}
	result, err := ratebook.Import(c.Context(), s.Store, s.Who(c), in, feed)
	if err != nil {
		return done, why, err
	}
	return importedFile{
		Name: in.Name, Source: say.SourceLabel(feed.Source), Added: result.Added, Unchanged: result.Unchanged, Rejected: result.Rejected,
		Corrected: len(result.Corrected), Held: len(result.Held), Released: result.Released, LeftOut: leftOutOf(result.Skipped),
	}, why, nil
}

// notAFeed returns the words that say, after a file's name, why the file cannot be
// imported.
func notAFeed(e *reason.ErrFeed) say.Message {
	switch e.Code {
	case reason.FeedEmpty:
		return say.Msg("the file is empty; download it again")
	case reason.FeedWebPage:
		return say.Msg("this is a web page, not a rate file; open it in a browser and download the file that it offers")
	case reason.FeedBrokenJSON, reason.FeedBrokenXML, reason.FeedBrokenZip, reason.FeedTextOutside:
		return say.Msg("the file is broken or its end is missing; download it again")
	case reason.FeedTooLarge, reason.FeedTooManyValues, reason.FeedTooManyKeys, reason.FeedTooDeep, reason.FeedElementsDeep:
		return say.Msg("the file holds more than is read at once; split it by year")
	case reason.FeedZipFiles:
		return say.Msg("the ZIP file holds more than one file; unpack it and import each by itself")
	case reason.FeedStatus, reason.FeedStatusReason, reason.FeedStatusUnread, reason.FeedRefused, reason.FeedSays, reason.FeedNoFigures:
		return messageFrom(e.Sentence()) // in the publisher's words
	case reason.FeedNoDays, reason.FeedNoPairs, reason.FeedNoRecords:
		return say.Msg("the file holds no rates; choose days for which there are some, and download it again")
	}
	return say.Msg("this is not a rate file that can be read; these publishers' own files can be read: %s", publisherList())
}

// publisherList returns the names of the publishers whose files can be read.
func publisherList() say.Message {
	var names []any
	for _, p := range rates.Publishers {
		names = append(names, say.SourceLabel(p.ID))
	}
	return say.Message{Format: strings.TrimSuffix(strings.Repeat("%s, ", len(names)), ", "), Args: names}
}

// leftOutOf returns the rows that were left out, counted by reason, the most frequent
// first.
func leftOutOf(rows []reason.Skipped) (all []leftOut) {
	for _, left := range rates.TallyOf(rows) {
		one := leftOut{Count: left.Count, Why: messageFrom(left.First[0].Sentence())}
		for i, row := range left.First {
			if i > 0 {
				one.Places += "; "
			}
			one.Places += row.Place
		}
		if left.More() > 0 {
			one.Places += " …"
		}
		all = append(all, one)
	}
	slices.SortStableFunc(all, func(a, b leftOut) int { return b.Count - a.Count })
	return all
}

// flash returns the sentence about files that were imported and need nothing more.
func (f importForm) flash() say.Message {
	var sum importedFile
	empty := 0
	for _, d := range f.Done {
		if d.Empty() {
			empty++
		}
		sum.Added, sum.Unchanged, sum.Corrected = sum.Added+d.Added, sum.Unchanged+d.Unchanged, sum.Corrected+d.Corrected
	}
	if empty == 1 && len(f.Done) == 1 {
		return say.Msg("%s has no rates; publishers have none on holidays.", f.Done[0].Name)
	}
	if len(f.Done) == 1 {
		return say.Msg("%s is imported: %s new, %s already saved, %s corrected.", f.Done[0].Name, strconv.Itoa(sum.Added), strconv.Itoa(sum.Unchanged), strconv.Itoa(sum.Corrected))
	}
	if empty > 0 {
		return say.Msg("%s files are imported: %s new, %s already saved, %s corrected; %s without rates.", strconv.Itoa(len(f.Done)), strconv.Itoa(sum.Added), strconv.Itoa(sum.Unchanged), strconv.Itoa(sum.Corrected), strconv.Itoa(empty))
	}
	return say.Msg("%s files are imported: %s new, %s already saved, %s corrected.", strconv.Itoa(len(f.Done)), strconv.Itoa(sum.Added), strconv.Itoa(sum.Unchanged), strconv.Itoa(sum.Corrected))
}
