package document

import (
	"context"
	"strings"
)

// docxStyle is what a style says of paragraphs; what it does not say, the style that it is based on says.
type docxStyle struct {
	name    string
	based   string
	outline int // -1: not said
	list    listPlace
}

// maxBased bounds the way from a style to the one it is based on, which may go in a circle.
const maxBased = 32

func readStyles(ctx context.Context, a *archive, part string) (map[string]*docxStyle, error) {
	all := map[string]*docxStyle{}
	if part == "" {
		return all, nil
	}
	err := a.walkIfThere(ctx, part, func(x *walker) error {
		return x.each(func(e *element) error {
			if e.name != "style" {
				return nil
			}
			s := &docxStyle{outline: -1}
			all[e.attr("styleId")] = s
			return x.each(func(e *element) error {
				switch e.name {
				case "name":
					s.name = e.attr("val")
				case "basedOn":
					s.based = e.attr("val")
				case "pPr":
					return readStyleProperties(x, s)
				}
				return nil
			})
		})
	})
	return all, err
}

func readStyleProperties(x *walker, s *docxStyle) error {
	return x.each(func(e *element) error {
		switch e.name {
		case "outlineLvl":
			s.outline = number(e.attr("val"))
		case "numPr":
			return readListPlace(x, &s.list)
		}
		return nil
	})
}

// chain calls do for a style and those it is based on, until do is satisfied.
func (s *docxStyle) chain(all map[string]*docxStyle, do func(s *docxStyle) (done bool)) {
	for range maxBased {
		if s == nil || do(s) {
			return
		}
		s = all[s.based]
	}
}

// heading tells the level of headings of this style: 0 for the title of the whole document.
func (s *docxStyle) heading(all map[string]*docxStyle) (level int, is bool) {
	s.chain(all, func(s *docxStyle) bool {
		level, is = s.named()
		switch {
		case is:
			return true
		case s.outline >= 0:
			level, is = s.outline+1, s.outline < 9
			return true
		}
		return false
	})
	return level, is
}

// named knows headings by the name of their style, in the languages in which the programs name them.
func (s *docxStyle) named() (level int, is bool) {
	name := strings.ToLower(strings.ReplaceAll(s.name, " ", ""))
	if name == "title" || name == "标题" || name == "文档标题" {
		return 0, true
	}
	for _, prefix := range []string{"heading", "标题"} {
		if rest, ok := strings.CutPrefix(name, prefix); ok && len(rest) == 1 && rest >= "1" && rest <= "9" {
			return int(rest[0] - '0'), true
		}
	}
	return 0, false
}

// isContents knows the lines of a table of contents, which say again what the headings say.
func (s *docxStyle) isContents(all map[string]*docxStyle) (is bool) {
	s.chain(all, func(s *docxStyle) bool {
		name := strings.ToLower(strings.ReplaceAll(s.name, " ", ""))
		rest, toc := strings.CutPrefix(name, "toc")
		if !toc {
			rest, toc = strings.CutPrefix(name, "目录")
		}
		is = toc && (rest == "" || rest == "heading" || rest == "标题" || len(rest) == 1)
		return is
	})
	return is
}

func (s *docxStyle) listPlace(all map[string]*docxStyle) (p listPlace) {
	s.chain(all, func(s *docxStyle) bool {
		p = s.list
		return p.id != ""
	})
	return p
}

// listPlace is where a paragraph stands in a list: the list's id and the depth, from 0. Id 0 is no list.
type listPlace struct {
	id    string
	level int
}

func readListPlace(x *walker, p *listPlace) error {
	return x.each(func(e *element) error {
		switch e.name {
		case "ilvl":
			p.level = number(e.attr("val"))
		case "numId":
			p.id = e.attr("val")
		}
		return nil
	})
}

// docxLists tells by list and level how items are marked: the name of a number format, or bullet.
type docxLists struct {
	abstract map[string]string            // by list
	formats  map[string]map[string]string // by abstract list and level
}

func readLists(ctx context.Context, a *archive, part string) (docxLists, error) {
	l := docxLists{map[string]string{}, map[string]map[string]string{}}
	if part == "" {
		return l, nil
	}
	err := a.walkIfThere(ctx, part, func(x *walker) error {
		return x.each(func(e *element) error {
			switch e.name {
			case "abstractNum":
				levels := map[string]string{}
				l.formats[e.attr("abstractNumId")] = levels
				return readLevels(x, levels)
			case "num":
				id := e.attr("numId")
				return x.each(func(e *element) error {
					if e.name == "abstractNumId" {
						l.abstract[id] = e.attr("val")
					}
					return nil
				})
			}
			return nil
		})
	})
	return l, err
}

func readLevels(x *walker, levels map[string]string) error {
	return x.each(func(e *element) error {
		if e.name != "lvl" {
			return nil
		}
		level := e.attr("ilvl")
		return x.each(func(e *element) error {
			if e.name == "numFmt" {
				levels[level] = e.attr("val")
			}
			return nil
		})
	})
}

func (l docxLists) kind(p listPlace) (blockKind, bool) {
	if p.id == "" || p.id == "0" {
		return blockText, false
	}
	format := l.formats[l.abstract[p.id]][string(rune('0'+min(p.level, 9)))]
	if format == "bullet" || format == "" {
		return blockItem, true
	}
	return blockNumbered, format != "none"
}
