package rates

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"strconv"
	"strings"

	"woolroad/rates/reason"
)

// isZip reports whether a file is packed, as the European Central Bank packs its CSV.
func isZip(data []byte) bool { return bytes.HasPrefix(data, []byte("PK\x03\x04")) }

// readZip reads the one feed in a ZIP file. The error is *ErrFeed.
func readZip(data []byte) (Feed, error) {
	packed, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return Feed{}, &reason.ErrFeed{Code: reason.FeedBrokenZip, Err: err}
	}
	var files []*zip.File
	for _, f := range packed.File {
		if !strings.HasSuffix(f.Name, "/") && !isAside(f.Name) {
			files = append(files, f)
		}
	}
	if len(files) != 1 {
		return Feed{}, &reason.ErrFeed{Code: reason.FeedZipFiles, Args: []string{strconv.Itoa(len(files))}}
	}
	content, err := unpack(files[0])
	if err != nil {
		return Feed{}, err
	}
	if isZip(content) {
		return Feed{}, &reason.ErrFeed{Code: reason.FeedUnknown}
	}
	return parse(content)
}

// isAside reports whether a file is not of what was packed but of the system that packed
// it: what macOS and Windows store beside files.
func isAside(name string) bool {
	base := path.Base(name)
	return strings.HasPrefix(name, "__MACOSX/") || strings.HasPrefix(base, "._") || base == ".DS_Store" || base == "Thumbs.db" || base == "desktop.ini"
}

// unpack returns a packed file of at most MaxSize bytes, whatever size the ZIP file
// gives. The error is *ErrFeed.
func unpack(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, &reason.ErrFeed{Code: reason.FeedBrokenZip, Err: err}
	}
	defer func() { _ = r.Close() }() // ReadAll has returned this error
	content, err := io.ReadAll(io.LimitReader(r, MaxSize+1))
	switch {
	case len(content) > MaxSize:
		return nil, &reason.ErrFeed{Code: reason.FeedTooLarge, Args: []string{strconv.Itoa(MaxSize >> 20)}}
	case err != nil:
		return nil, &reason.ErrFeed{Code: reason.FeedBrokenZip, Err: err}
	}
	return content, nil
}
