package search

import "unicode/utf8"

// closerPart describes what gained by a closer look; another gain is no part of
// that, and nothing is typed in it.
func (m *marker) closerPart(p plan, query string, g gain, texts []markedText) Part {
	switch g.kind {
	case gainCharacter:
		return m.characterPart(p.characters[g.number], query, g, texts)
	case gainNear:
		return nearPart(p, p.near[g.number], query, g, texts)
	}
	return Part{}
}

// characterPart shows the first place of a character in the texts.
func (m *marker) characterPart(c character, query string, g gain, texts []markedText) Part {
	_, size := utf8.DecodeRuneInString(query[c.start:])
	part := Part{Start: c.start, End: c.start + size, Field: "body", Share: g.share, Typed: query[c.start : c.start+size]}
	part.Found = part.Typed
	for _, t := range texts {
		found := false
		m.a.tokens(t.text, 0, func(tok token) {
			if one, ok := indexedCharacter(tok); ok && one == c.term && !found {
				_, size := utf8.DecodeRuneInString(t.text[tok.start:])
				part.Field, part.Found, found = t.field, t.text[tok.start:tok.start+size], true
			}
		})
		if found {
			break
		}
	}
	part.Form = formOf(part.Typed, part.Found)
	return part
}

// nearPart shows the place where the two words stand nearest.
func nearPart(p plan, pair nearPair, query string, g gain, texts []markedText) Part {
	left, right := p.terms[pair[0].number], p.terms[pair[1].number]
	part := Part{Start: left.start, End: max(left.end, right.end), Field: "body", Form: FormExact, Share: g.share}
	part.Typed = query[part.Start:part.End]
	nearest := nearPlaces + 1
	for _, t := range texts {
		last := map[int]mark{}
		for _, m := range t.marks {
			last[m.what] = m
			l, okLeft := last[pair[0].number]
			r, okRight := last[pair[1].number]
			apart := max(l.pos-r.pos, r.pos-l.pos)
			if okLeft && okRight && apart > 0 && apart < nearest {
				nearest, part.Field = apart, t.field
				part.Found = t.text[min(l.start, r.start):max(l.end, r.end)]
			}
		}
	}
	part.Form = formOf(part.Typed, part.Found)
	return part
}
