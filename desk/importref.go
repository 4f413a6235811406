package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"unicode"

	"entgo.io/ent/dialect/sql"

	"bidwell/desk/importer"
	"bidwell/ent"
	"bidwell/ent/externalref"
	"bidwell/process"
)

// refKey is a record's name in another system.
type refKey struct {
	system string
	entity process.Entity
	id     string
}

type knownRef struct {
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

// nameKey is a record known by a name or code.
type nameKey struct {
	entity process.Entity
	by     string
	value  string
}

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

// lookUp finds, in a statement a kind, the records that the batch names by external id.
func (im *importing) lookUp(ctx context.Context, records []importer.Record) error {
	im.refs = refIndex{}
	type group struct {
		system string
		entity process.Entity
	}
	wanted := map[group][]string{}
	want := func(system, entity, id string) {
		if id != "" {
			g := group{system, entityOf(entity)}
			wanted[g] = append(wanted[g], id)
		}
	}
	for _, r := range records {
		want(r.System, r.Entity, r.ExternalID)
		for _, value := range r.Fields {
			if ref, ok := value.(importer.Ref); ok && ref.By == "externalId" {
				want(ref.System, ref.Entity, ref.Value)
			}
		}
	}
	for g, ids := range wanted {
		slices.Sort(ids)
		err := inBatches(slices.Compact(ids), func(part []string) error { return im.findRefs(ctx, g.system, g.entity, part) })
		if err != nil {
			return err
		}
	}
	return nil
}

func (im *importing) findRefs(ctx context.Context, system string, e process.Entity, ids []string) error {
	found, err := im.tx.ExternalRef.Query().
		Where(externalref.System(system), externalref.Entity(string(e)), externalref.ExternalIDIn(ids...)).All(ctx)
	for _, f := range found {
		im.refs[refKey{system, e, f.ExternalID}] = &knownRef{id: f.EntityID, digest: f.Digest}
	}
	return err
}

// resolve finds the record a reference points to, or makes one with its name where the mapping says so.
func (im *importing) resolve(ctx context.Context, ref importer.Ref, from importer.Record) (string, error) {
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

// byName finds a record by its name or code; of several with one name the oldest.
func (im *importing) byName(ctx context.Context, key nameKey) (string, error) {
	if id, ok := im.names[key]; ok {
		return id, nil
	}
	s := sql.Dialect(im.desk.store.Dialect()).Select("id").From(table(key.entity)).
		Where(sql.And(sql.EQ(key.by, key.value), sql.IsNull("archived_at"))).OrderBy("id").Limit(1)
	if rows := rowsOf(im.viewer, key.entity); rows != nil {
		rows(s)
	}
	query, args := s.Query()
	rows, err := im.tx.QueryContext(ctx, query, args...)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	var id string
	if rows.Next() {
		if err := rows.Scan(&id); err != nil {
			return "", err
		}
		im.names[key] = id
	}
	return id, rows.Err()
}

func (im *importing) makeNamed(ctx context.Context, e process.Entity, ref importer.Ref, from importer.Record) (string, error) {
	system := ref.System
	if system == "" {
		system = from.System
	}
	record := importer.Record{Entity: ref.Entity, System: system, ExternalID: ref.Value, OnlyIfMissing: true, Fields: map[string]any{"name": ref.Value}, Line: from.Line}
	key := refKey{system, e, ref.Value}
	if err := im.make(ctx, e, key, "", record); err != nil {
		return "", err
	}
	im.names[nameKey{e, ref.By, ref.Value}] = im.refs[key].id
	return im.refs[key].id, nil
}

// saveRefs writes the external ids that are new and the digests that changed.
func (im *importing) saveRefs(ctx context.Context) error {
	var made []*ent.ExternalRefCreate
	for key, ref := range im.refs {
		switch {
		case ref.made:
			made = append(made, im.tx.ExternalRef.Create().SetSystem(key.system).SetEntity(string(key.entity)).
				SetExternalID(key.id).SetEntityID(ref.id).SetDigest(ref.digest))
		case ref.edited:
			err := im.tx.ExternalRef.Update().Where(externalref.System(key.system), externalref.Entity(string(key.entity)), externalref.ExternalID(key.id)).
				SetDigest(ref.digest).Exec(ctx)
			if err != nil {
				return err
			}
		}
	}
	return inBatches(made, func(part []*ent.ExternalRefCreate) error { return im.tx.ExternalRef.CreateBulk(part...).Exec(ctx) })
}
