package document

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
)

// outOfMemory is how Go's runtime exits when it gets no more memory, as it does after any fatal error.
const outOfMemory = 2

// PDFChild is what the child process does: it reads the PDF on in and writes what it found to out. The program's main
// function calls it, before anything else, when it was started with PDFProcess.Args, and exits with what it returns.
//
// It limits itself. The engine's memory is bounded by the engine; where the system can (Linux), the address space of
// the process may then grow by twice that and no more, and processor time is bounded too, both counted from when the
// engine is ready: before that only what we compiled ourselves has run, and Go's runtime reserves address space
// that it never uses.
func PDFChild(in *os.File, out io.Writer) int {
	var order pdfOrder
	if err := json.Unmarshal([]byte(os.Getenv(pdfOrderVariable)), &order); err != nil {
		return 1
	}
	buffered := bufio.NewWriter(out)
	enc := json.NewEncoder(buffered)
	enc.SetEscapeHTML(false)
	err := readPDFInChild(in, &order, enc)
	if err != nil {
		e, _ := errors.AsType[*Error](refused(KindPDF, err))
		if e == nil {
			return 1
		}
		err = enc.Encode(pdfPiece{Refused: &pdfRefusal{e.Reason, e.Bound, e.Limit, e.Got, e.Error()}})
	} else {
		err = enc.Encode(pdfPiece{End: true})
	}
	if err != nil || buffered.Flush() != nil {
		return 1
	}
	return 0
}

func readPDFInChild(in *os.File, order *pdfOrder, enc *json.Encoder) error {
	src, size, err := pdfInput(in, order.Size)
	if err != nil {
		return err
	}
	engine, err := newPDFEngine(context.Background(), order.Cache, order.Memory)
	if err != nil {
		return err
	}
	defer engine.close()
	if err := limitProcess(order.CPU, 2*order.Memory); err != nil {
		return err
	}
	return engine.read(context.Background(), src, size, order, func(p pdfPiece) error { return enc.Encode(p) })
}

// pdfInput makes the input readable in any order: a file is, without sharing its position with whoever else has it
// open; what comes through a pipe is read into memory.
func pdfInput(in *os.File, size int64) (io.ReaderAt, int64, error) {
	info, err := in.Stat()
	if err != nil {
		return nil, 0, err
	}
	if info.Mode().IsRegular() {
		return in, min(size, info.Size()), nil
	}
	data := make([]byte, size)
	n, err := io.ReadFull(in, data)
	if err != nil {
		return nil, 0, err
	}
	return bytesAt(data), int64(n), nil
}

// bytesAt is an io.ReaderAt over memory.
type bytesAt []byte

// ReadAt implements io.ReaderAt.
func (b bytesAt) ReadAt(p []byte, at int64) (int, error) {
	if at < 0 || at >= int64(len(b)) {
		return 0, io.EOF
	}
	n := copy(p, b[at:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}
