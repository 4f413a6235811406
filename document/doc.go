// Package document reads the files that people work with (DOCX, PPTX, XLSX, PDF, HTML, Markdown, text) into sections of
// Markdown under headings, ready to be indexed and reused.
//
// A file comes from outside and may have been made to do harm. What this package promises about any input: it answers
// with a Document or an *Error (or the error of a cancelled context) and never panics; memory stays proportional to what
// Limits allow; nothing that a file names is fetched or opened; a PDF is read by a child process that may be killed.
//
// Text is what a reader of the file sees: deleted revisions, hidden text and hidden sheets are left out. It carries no
// words of ours in any language.
package document
