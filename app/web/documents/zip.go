package documents

import (
	"archive/zip"
	"bytes"
	"fmt"
	"path"

	"woolroad/app/issue"
)

// zipped returns the documents' PDFs as a ZIP, in that folder. The same documents give
// the same bytes. Its errors name the file that could not be packed.
func zipped(folder string, files []issue.File) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		// A PDF is compressed already.
		w, err := z.CreateHeader(&zip.FileHeader{Name: path.Join(folder, nameOf(f)), Method: zip.Store, Modified: f.IssuedAt})
		if err == nil {
			_, err = w.Write(f.PDF)
		}
		if err != nil {
			return nil, fmt.Errorf("pack %s: %w", nameOf(f), err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("pack %s: %w", folder, err)
	}
	return b.Bytes(), nil
}
