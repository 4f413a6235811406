package desk

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"unicode"

	"bidwell/desk/importer"
	"bidwell/ent/externalref"
	"bidwell/process"
)

// refKey is a record's name in another system.
type refKey struct {
	system string
	entity process.Entity
	id     string
}

func (k refKey) compare(other refKey) int {
	return cmp.Or(strings.Compare(k.system, other.system), strings.Compare(string(k.entity), string(other.entity)), strings.Compare(k.id, other.id))
}

type knownRef struct {
	row          int64 // of external_refs, when it is there
	id, digest   string
	made, edited bool
}

// refIndex holds the external ids an import batch knows or makes.
type refIndex map[refKey]*knownRef

func (x refIndex) made(key refKey, id, digest string) {
	x[key] = &knownRef{id: id, digest: digest, made: true}
}

func (x refIndex) changed(key refKey, digest string) {
	x[key].digest = digest
	x[key].edited = !x[key].made
}

// changedBy tells whether a row says something else than when it was last imported.
func (k *knownRef) changedBy(r incoming) bool { return !r.OnlyIfMissing && k.digest != r.digest }

// entityOf turns the importer's lineItem into the schema's LineItem.
func entityOf(name string) process.Entity {
	if name == "" {
		return ""
	}
	return process.Entity(strings.ToUpper(name[:1]) + name[1:])
}

// rowDigest tells whether a row is the one imported last; where in the file it stands does not matter.
func rowDigest(r importer.Record) string {
	r.Line = 0
	raw, err := json.Marshal(r)
	if err != nil {
		panic(err) // records hold text, numbers, times and lists
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:16])
}

// snake turns nameEn into name_en.
func snake(camel string) string {
	var b strings.Builder
	for _, r := range camel {
		if unicode.IsUpper(r) {
			b.WriteByte('_')
			r = unicode.ToLower(r)
		}
		b.WriteRune(r)
	}
	return b.String()
}

// resolve finds the record a reference points to, or makes one with its name where the mapping says so.
func (im *importing) resolve(ctx context.Context, ref importer.Ref, from incoming) (string, error) {
	e := entityOf(ref.Entity)
	if ref.By == "externalId" {
		if known := im.refs[refKey{ref.System, e, ref.Value}]; known != nil {
			return known.id, nil
		}
	} else if id, err := im.byName(ctx, nameKey{e, ref.By, ref.Value}); id != "" || err != nil {
		return id, err
	}
	if !ref.Create {
		return "", process.NewError(process.CodeNotFound, process.MsgNotFound, "id", ref.Entity+" “"+ref.Value+"”")
	}
	return im.makeNamed(ctx, e, ref, from)
}

func (im *importing) makeNamed(ctx context.Context, e process.Entity, ref importer.Ref, from incoming) (string, error) {
	system := ref.System
	if system == "" {
		system = from.System
	}
	key := refKey{system, e, ref.Value}
	err := im.make(ctx, incoming{key: key, Record: importer.Record{
		Entity: ref.Entity, System: system, ExternalID: ref.Value, OnlyIfMissing: true, Fields: map[string]any{"name": ref.Value}, Line: from.Line,
	}})
	if err != nil {
		return "", err
	}
	id := im.refs[key].id
	im.names.ids[nameKey{e, ref.By, ref.Value}] = id
	return id, nil
}

// saveRefs lets the external ids that are new wait to be written, and those whose digest changed once more in the place
// of what is there.
func (im *importing) saveRefs(ctx context.Context) error {
	var outdated []int64
	for _, key := range slices.SortedFunc(maps.Keys(im.refs), refKey.compare) {
		ref := im.refs[key]
		if !ref.made && !ref.edited {
			continue
		}
		if ref.edited {
			outdated = append(outdated, ref.row)
		}
		err := im.add(ctx, im.tx.ExternalRef.Create().SetSystem(key.system).SetEntity(string(key.entity)).
			SetExternalID(key.id).SetEntityID(ref.id).SetDigest(ref.digest))
		if err != nil {
			return err
		}
	}
	return inBatches(outdated, func(part []int64) error {
		_, err := im.tx.ExternalRef.Delete().Where(externalref.IDIn(part...)).Exec(ctx)
		return err
	})
}
