package desk

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"bidwell/document"
	"bidwell/ent"
	"bidwell/ent/contentitem"
	"bidwell/process"
)

const (
	// maxParts bounds the passages that one document becomes.
	maxParts = 2000
	// maxPart bounds the text of a passage, in bytes: longer ones are cut at a paragraph.
	maxPart = 256 << 10
	// maxTitle bounds a title, in characters.
	maxTitle = 500
)

// ReadDocumentInput says which uploaded file to take into the library, and what it is.
type ReadDocumentInput struct {
	AttachmentID string
	// Kind is a case unless told, Title what the file calls itself, Language that of its text.
	Kind             *process.ContentKind
	Title, Language  *string
	Industry, Region *string
	CustomerID       *string
	OwnerID          *string
	Tags             []string
}

// ReadDocument takes an uploaded file into the library: an item with the file's sections as its parts, each of which can be
// found and reused by itself. A file is taken once. Errors: CONFLICT when it was taken before; FORBIDDEN; NOT_FOUND;
// UNAVAILABLE without a place for files; VALIDATION_FAILED for files that cannot be read, and why.
func (d *Desk) ReadDocument(ctx context.Context, in ReadDocumentInput) (Written[ent.ContentItem], error) {
	none := Written[ent.ContentItem]{}
	v, err := signedIn(ctx)
	if err != nil {
		return none, err
	}
	if !process.May(v, process.ActionWrite, ent.TypeContentItem) { // before the file is read
		return none, process.NewError(process.CodeForbidden, process.MsgForbidden)
	}
	if err := process.CheckID("attachmentID", in.AttachmentID, ent.TypeAttachment); err != nil {
		return none, err
	}
	f, a, err := d.OpenAttachment(ctx, in.AttachmentID)
	if err != nil {
		return none, field("attachmentID", err)
	}
	defer f.Close()
	if d.options.Documents == nil {
		return none, process.NewError(process.CodeUnavailable, process.MsgUnavailable)
	}
	read, err := d.options.Documents.Read(ctx, f, a.Size, a.FileName)
	if err != nil {
		return none, refuseDocument(err)
	}
	passages := passagesOf(read)
	if len(passages) > maxParts {
		return none, process.Invalid("attachmentID", process.MsgDocumentSections, "max", strconv.Itoa(maxParts))
	}
	return create(ctx, d, ent.TypeContentItem, func(ctx context.Context, w *writing, id string) (*ent.ContentItem, error) {
		return w.takeDocument(ctx, id, in, a, read, passages)
	})
}

// takeDocument makes the items of a document.
func (w *writing) takeDocument(ctx context.Context, id string, in ReadDocumentInput, a *ent.Attachment, read *document.Document, passages []passageOf) (*ent.ContentItem, error) {
	if err := w.hold(ctx, ent.TypeAttachment, a.ID, nil, false); err != nil {
		return nil, err
	}
	switch before, err := w.tx.ContentItem.Query().Where(contentitem.AttachmentID(a.ID), contentitem.ArchivedAtIsNil(), contentitem.PartOfIDIsNil()).FirstID(AsSystem(ctx)); {
	case err == nil:
		return nil, process.NewError(process.CodeConflict, process.MsgDocumentTaken, "id", before)
	case !ent.IsNotFound(err):
		return nil, err
	}
	class, err := w.publishable(ctx, a)
	if err != nil {
		return nil, err
	}
	language := firstText(value(in.Language), languageOf(passages))
	kind := process.ContentKindCase
	if in.Kind != nil {
		kind = *in.Kind
	}
	item := func(id, title, body string) *ent.ContentItemCreate {
		return w.tx.ContentItem.Create().SetID(id).SetKind(kind).SetTitle(beginning(title, maxTitle)).SetBody(body).SetLanguage(language).
			SetNillableIndustry(in.Industry).SetNillableRegion(in.Region).SetNillableCustomerID(in.CustomerID).SetNillableOwnerID(in.OwnerID).
			SetTags(in.Tags).SetAttachmentID(a.ID).SetClassification(class)
	}
	title, body := firstText(strings.TrimSpace(value(in.Title)), read.Title, a.FileName), ""
	if len(passages) == 1 {
		body = passages[0].text
	}
	whole, err := item(id, title, body).Save(ctx)
	if err == nil && strings.HasPrefix(a.SubjectID, process.IDOf(ent.TypeUser, "")) { // it has found its place
		err = w.tx.Attachment.UpdateOneID(a.ID).SetSubjectID(id).Exec(allow(ctx))
	}
	if err != nil || len(passages) == 1 {
		return whole, err
	}
	for i, p := range passages {
		part := item(w.newID(ent.TypeContentItem), firstText(p.title, title+" "+strconv.Itoa(i+1)), p.text)
		if err := part.SetPartOfID(id).SetPosition(i + 1).Exec(ctx); err != nil {
			return nil, err
		}
	}
	return whole, nil
}

// publishable is the classification of the library items of a file: that of the opportunity it belongs to. What is
// need-to-know does not go into the library.
func (w *writing) publishable(ctx context.Context, a *ent.Attachment) (process.Classification, error) {
	if a.OpportunityID == nil {
		return process.ClassificationInternal, nil
	}
	o, err := w.tx.Opportunity.Get(AsSystem(ctx), *a.OpportunityID)
	if err != nil {
		return "", err
	}
	if o.NeedToKnow {
		return "", process.Invalid("attachmentID", process.MsgNeedToKnow)
	}
	return o.Classification, nil
}

// passageOf is a piece of a document that stands for itself.
type passageOf struct{ title, text string }

// passagesOf are the sections of a document that say something. The title of each tells the headings above it; one without
// a heading is called by its page, slide or sheet.
func passagesOf(read *document.Document) (all []passageOf) {
	var above []document.Section
	for _, s := range read.Sections {
		for len(above) > 0 && above[len(above)-1].Level >= s.Level {
			above = above[:len(above)-1]
		}
		var names []string
		for _, a := range append(above, s) {
			if a.Heading != "" {
				names = append(names, a.Heading)
			}
		}
		if s.Heading != "" {
			above = append(above, s)
		} else if s.Place > 0 {
			names = append(names, strconv.Itoa(s.Place))
		}
		for i, text := range slices.Collect(pieces(s.Body, maxPart)) {
			title := strings.Join(names, " › ")
			if i > 0 {
				title += " (" + strconv.Itoa(i+1) + ")"
			}
			all = append(all, passageOf{title, text})
		}
	}
	return all
}

// pieces cuts a text that is too long, at the end of a paragraph, a line, or a character, whichever there is.
func pieces(text string, most int) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for text = strings.TrimSpace(text); text != ""; {
			end := len(text)
			if end > most {
				end = most
				for !utf8.RuneStart(text[end]) {
					end--
				}
				for _, at := range []string{"\n\n", "\n"} {
					if i := strings.LastIndex(text[:end], at); i > most/2 {
						end = i
						break
					}
				}
			}
			if !yield(strings.TrimSpace(text[:end])) {
				return
			}
			text = strings.TrimSpace(text[end:])
		}
	}
}

// languageOf is the language most of a document is written in: Chinese when a tenth of its letters are Han characters,
// which say more each than letters do.
func languageOf(passages []passageOf) string {
	han, letters := 0, 0
	for _, p := range passages {
		for _, r := range p.text {
			switch {
			case r >= 0x4e00 && r <= 0x9fff:
				han++
			case r >= 'A' && r <= 'z':
				letters++
			}
		}
	}
	if han > 0 && 9*han >= letters {
		return "zh"
	}
	return "en"
}

// beginning is as much of a text as fits.
func beginning(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return text
}

// refuseDocument tells why a file cannot be read, and what to do.
func refuseDocument(err error) error {
	var why *document.Error
	if !errors.As(err, &why) {
		return err
	}
	message := map[document.Reason]process.Message{
		document.ReasonLegacyFormat: process.MsgDocumentLegacy, document.ReasonEncrypted: process.MsgDocumentEncrypted,
		document.ReasonBroken: process.MsgDocumentBroken, document.ReasonTooLarge: process.MsgDocumentTooLarge,
		document.ReasonUnsupported: process.MsgDocumentUnsupported, document.ReasonTimeout: process.MsgDocumentSlow,
		document.ReasonNoText: process.MsgDocumentNoText,
	}[why.Reason]
	refused := process.Invalid("attachmentID", message, "bound", strings.ToLower(string(why.Bound)), "limit", strconv.FormatInt(why.Limit, 10))
	refused.Cause = err
	return refused
}
