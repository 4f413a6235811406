package document

import (
	"archive/zip"
	"context"
	"errors"
	"io"
	"path"
	"strings"
)

// archive is an office file: members by name, in bounds.
type archive struct {
	members map[string]*zip.File
	limits  *Limits
	read    int64 // bytes unpacked so far
	main    string
}

// openArchive reads the directory of an archive and refuses what it says of itself that passes a bound, so that a bomb
// costs no unpacking. What a directory hides is caught by the bounds on what is read.
func openArchive(src io.ReaderAt, size int64, l *Limits) (*archive, error) {
	z, err := zip.NewReader(src, size)
	if err != nil {
		return nil, broken("archive", err)
	}
	if len(z.File) > l.Members {
		return nil, tooLarge(BoundMembers, int64(l.Members), int64(len(z.File)))
	}
	a := &archive{members: make(map[string]*zip.File, len(z.File)), limits: l}
	var total uint64
	for _, f := range z.File {
		if f.Flags&1 != 0 {
			return nil, &Error{Reason: ReasonEncrypted}
		}
		if f.UncompressedSize64 > uint64(l.Expanded) || total+f.UncompressedSize64 > uint64(l.Expanded) {
			return nil, tooLarge(BoundExpanded, l.Expanded, 0)
		}
		total += f.UncompressedSize64
		if f.UncompressedSize64 > ratioFrom && f.UncompressedSize64/max(f.CompressedSize64, 1) > uint64(l.Ratio) {
			return nil, tooLarge(BoundRatio, l.Ratio, int64(f.UncompressedSize64/max(f.CompressedSize64, 1)))
		}
		name := memberName(f.Name)
		if _, twice := a.members[name]; twice {
			return nil, broken("member twice", nil) // two programs would read two different files
		}
		a.members[name] = f
	}
	return a, nil
}

// memberName is how a member is looked up: some programs write backslashes, and names do not tell cases apart.
func memberName(name string) string {
	return strings.ToLower(strings.TrimPrefix(path.Clean(strings.ReplaceAll(name, `\`, "/")), "/"))
}

func (a *archive) has(name string) bool {
	_, ok := a.members[memberName(name)]
	return ok
}

// member is an open member; reading past a bound fails.
type member struct {
	io.ReadCloser
	a    *archive
	left int64
}

func (m *member) Read(p []byte) (int, error) {
	n, err := m.ReadCloser.Read(p)
	m.left -= int64(n)
	m.a.read += int64(n)
	switch {
	case m.left < 0:
		return 0, tooLarge(BoundExpanded, m.a.limits.Member, 0)
	case m.a.read > m.a.limits.Expanded:
		return 0, tooLarge(BoundExpanded, m.a.limits.Expanded, 0)
	}
	return n, err
}

// errMissing tells a member that is not there.
var errMissing = errors.New("no such member")

func (a *archive) open(name string) (*member, error) {
	f, ok := a.members[memberName(name)]
	if !ok {
		return nil, errMissing
	}
	r, err := f.Open()
	if err != nil {
		return nil, broken(name, err)
	}
	return &member{r, a, a.limits.Member}, nil
}

// walk opens a member that is XML and lets read walk through it, from its root element on.
func (a *archive) walk(ctx context.Context, name string, read func(x *walker) error) error {
	m, err := a.open(name)
	if err != nil {
		return err
	}
	defer m.Close()
	x := newWalker(ctx, m, a.limits)
	if _, err = x.root(); err == nil {
		err = read(x)
	}
	if err == nil {
		err = x.rest()
	}
	if err == nil {
		return nil
	}
	if _, ours := errors.AsType[*Error](err); ours || ctx.Err() != nil {
		return err
	}
	return broken(name, err)
}

// walkIfThere is walk for a member that may be missing.
func (a *archive) walkIfThere(ctx context.Context, name string, read func(x *walker) error) error {
	if err := a.walk(ctx, name, read); !errors.Is(err, errMissing) {
		return err
	}
	return nil
}

// relation is what one part of the file says of another. Its type is the last word of the type's address, which both
// variants of the standard share.
type relation struct{ id, kind, target string }

// relations lists the relations of a part, of the whole file for an empty name, in the order of the file; what lies
// outside the file is left out.
func (a *archive) relations(ctx context.Context, part string) ([]relation, error) {
	var all []relation
	name := "_rels/.rels"
	if part != "" {
		name = path.Join(path.Dir(part), "_rels", path.Base(part)+".rels")
	}
	err := a.walkIfThere(ctx, name, func(x *walker) error {
		return x.each(func(e *element) error {
			if e.name != "Relationship" || e.attr("TargetMode") == "External" {
				return nil
			}
			target := e.attr("Target")
			if !strings.HasPrefix(target, "/") {
				target = path.Join(path.Dir(part), target)
			}
			all = append(all, relation{e.attr("Id"), path.Base(e.attr("Type")), memberName(target)})
			return nil
		})
	})
	return all, err
}

// related is the target of the first relation of a kind; empty if there is none.
func related(all []relation, kind string) string {
	for _, r := range all {
		if r.kind == kind {
			return r.target
		}
	}
	return ""
}

// findMain finds the part that all others hang on.
func (a *archive) findMain(ctx context.Context) error {
	all, err := a.relations(ctx, "")
	if err != nil {
		return err
	}
	if a.main = related(all, "officeDocument"); a.main != "" && a.has(a.main) {
		return nil
	}
	a.main = ""
	for _, m := range mains {
		if a.has(m.part) {
			a.main = m.part
			return nil
		}
	}
	return nil
}

// coreTitle is the title among the properties of the file, unless it is one that programs give by themselves.
func (a *archive) coreTitle(ctx context.Context) (title string, err error) {
	err = a.walkIfThere(ctx, "docProps/core.xml", func(x *walker) error {
		return x.each(func(e *element) (err error) {
			if e.name == "title" {
				title, err = x.text()
			}
			return err
		})
	})
	title = oneLine(title)
	for _, given := range []string{"PowerPoint", "Microsoft", "Word ", "演示文稿", "幻灯片", "Presentation", "Slide ", "工作簿", "Untitled", "未命名"} {
		if strings.HasPrefix(title, given) && len(title) < 40 {
			return "", err
		}
	}
	return title, err
}
