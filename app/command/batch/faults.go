package batch

import (
	"errors"
	"io/fs"
	"unicode"
	"unicode/utf8"

	"woolroad/app/command/folder"
	"woolroad/app/compose"
	"woolroad/app/trade"
	"woolroad/documents"
)

// fileFault returns a fault of the file as a whole. It makes a sentence of err's text.
func fileFault(code trade.FaultCode, err error) trade.Fault {
	first, size := utf8.DecodeRuneInString(err.Error())
	return trade.Fault{Code: code, Format: "%s.", Args: []any{string(unicode.ToUpper(first)) + err.Error()[size:]}}
}

// programFault returns a fault that no change to the order can correct.
func programFault(what string, err error) trade.Fault {
	return trade.Fault{
		Code:   trade.FaultProgram,
		Format: "%s could not be made (%s). This is a mistake in the program; please report it with the order file.",
		Args:   []any{what, err.Error()},
	}
}

// drawFault returns the fault for which a document of the order could not be drawn.
func drawFault(o trade.Order, p documents.Document, err error) trade.Fault {
	if fault, is := compose.Undrawn(o, p.Kind(), err); is {
		return fault
	}
	info, _ := p.Kind().Info()
	return programFault("The "+info.InSentence(), err)
}

// folderFault returns the fault for which a folder could not be written.
func folderFault(path string, err error) trade.Fault {
	if others := (*folder.Others)(nil); errors.As(err, &others) {
		return fileFault(trade.FaultFolderTaken, others)
	}
	remedy := "make room or name another folder with --out"
	switch {
	case errors.Is(err, fs.ErrPermission):
		remedy = "get the right to write there, or name another folder with --out"
	case errors.Is(err, folder.ErrNotFolder):
		remedy = "move that file away, or name another folder with --out"
	}
	return trade.Fault{Code: trade.FaultFolderUnwritable, Format: "The folder %s could not be written (%s); %s.", Args: []any{path, err.Error(), remedy}}
}
