package process

import "slices"

var handoverTransitions = transitions[HandoverStatus]{
	HandoverStatusDraft:     {HandoverStatusSubmitted},
	HandoverStatusSubmitted: {HandoverStatusReturned, HandoverStatusAccepted},
	HandoverStatusReturned:  {HandoverStatusDraft},
}

// CheckHandoverStatus holds the handover's state machine (domain model §4).
func CheckHandoverStatus(from, to HandoverStatus) error { return handoverTransitions.check(from, to) }

// CheckHandoverWork decides whether a handover may be worked on: a draft may, and a returned one becomes a draft by it.
func CheckHandoverWork(now HandoverStatus) error {
	if now == HandoverStatusDraft {
		return nil
	}
	return CheckHandoverStatus(now, HandoverStatusDraft)
}

// CheckReceiver holds that a handover is accepted or returned by those who take it over: delivery. Errors: FORBIDDEN.
func CheckReceiver(v *Viewer) error {
	if v.System || v.Role == UserRoleDelivery {
		return nil
	}
	return NewError(CodeForbidden, MsgHandoverSide)
}

// CheckAcceptor holds that whoever accepts a handover had no hand in it: neither prepared nor submitted it (domain
// model, invariant 10). Errors: FORBIDDEN.
func CheckAcceptor(v *Viewer, hands ...string) error {
	if err := CheckReceiver(v); err != nil {
		return err
	}
	if v.UserID != "" && slices.Contains(hands, v.UserID) {
		return NewError(CodeForbidden, MsgHandoverOwn)
	}
	return nil
}

// MaxHandoverText bounds a part written by hand, in bytes.
const MaxHandoverText = 1 << 20

// WithPart is the package with one part written by hand, which no assembling touches again; without text the part is left
// to the record again. Text that is too long or cannot be stored is VALIDATION_FAILED.
func WithPart(parts []HandoverPart, kind HandoverPartKind, text string) ([]HandoverPart, error) {
	if len(text) > MaxHandoverText {
		return nil, Invalid("text", MsgTooLongField)
	}
	if err := CheckText("text", text); err != nil {
		return nil, err
	}
	written := HandoverPart{Part: kind, Text: text}
	parts = slices.Clone(parts)
	for i, p := range parts {
		if p.Part == kind {
			parts[i] = written
			return parts, nil
		}
	}
	return append(parts, written), nil
}

// Reassembled is the package assembled anew: parts written by hand stay as they are.
func Reassembled(old, fresh []HandoverPart) []HandoverPart {
	parts := slices.Clone(fresh)
	for _, p := range old {
		if byHand := len(p.Records) == 0 && CheckGiven("text", p.Text, MsgRequired) == nil; !byHand {
			continue
		}
		if i := slices.IndexFunc(parts, func(f HandoverPart) bool { return f.Part == p.Part }); i >= 0 {
			parts[i] = p
		} else {
			parts = append(parts, p)
		}
	}
	return parts
}

// OnlyHandover narrows a dossier to one handover, for rules about submitting and accepting it.
func (d *Dossier) OnlyHandover(id string) *Dossier {
	narrow := *d
	narrow.Handovers = slices.DeleteFunc(slices.Clone(d.Handovers), func(h HandoverFacts) bool { return h.ID != id })
	return &narrow
}
