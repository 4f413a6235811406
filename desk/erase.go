package desk

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	"bidwell/ent/absence"
	entchange "bidwell/ent/change"
	"bidwell/ent/notification"
	"bidwell/ent/stakeholder"
	"bidwell/process"
)

// erasedName stands where a name has to.
const erasedName = "[erased 已删除]"

// ErasePersonalDataInput names a person to forget, and why.
type ErasePersonalDataInput struct {
	RecordInput
	Reason string
}

// Erased is what erasing answers: the record as it is now, and how many old values were taken out of the change log.
type Erased struct {
	Record ent.Noder
	Change int64
	Values int
}

// PersonalData is what is kept of a person: the values of their own record and of those about them, as they are and as they
// were, and how many records of each kind name them.
type PersonalData struct {
	RecordID string
	Values   []*PersonalValue
	Named    []*PersonalMention
}

// PersonalValue is a value that says something of a person, as JSON; Number is the change of the log it was taken from, nil
// for what is so now.
type PersonalValue struct {
	Type, RecordID, Field, Value string
	Number                       *int64
}

// PersonalMention counts records that name a person in a field.
type PersonalMention struct {
	Type, Field string
	Count       int
}

// about are the records that hold what is kept of a person: their own, of a contact the parts they play in decisions, of a
// user why they were away, and what was told of that.
func about(ctx context.Context, client *ent.Client, e process.Entity, id string) (records map[process.Entity][]string, err error) {
	ctx, records = AsSystem(ctx), map[process.Entity][]string{e: {id}}
	switch e {
	case ent.TypeContact:
		records[ent.TypeStakeholder], err = client.Stakeholder.Query().Where(stakeholder.ContactID(id)).IDs(ctx)
	case ent.TypeUser:
		if records[ent.TypeAbsence], err = client.Absence.Query().Where(absence.UserID(id)).IDs(ctx); err == nil {
			records[ent.TypeNotification], err = client.Notification.Query().Where(notification.SubjectIDIn(records[ent.TypeAbsence]...)).IDs(ctx)
		}
	}
	return records, err
}

// checkPerson refuses records that are no person.
func checkPerson(v *process.Viewer, id string) (process.Entity, error) {
	e, err := process.EntityOf(id)
	switch {
	case err != nil:
		return e, err
	case !process.IsAdmin(v):
		return e, process.NewError(process.CodeForbidden, process.MsgForbidden)
	case e != ent.TypeContact && e != ent.TypeLead && e != ent.TypeUser:
		return e, process.Invalid("id", process.MsgNoPerson)
	}
	return e, nil
}

// PersonalData tells what is kept of a contact, a user or who a lead came from. Errors: UNAUTHENTICATED, FORBIDDEN for all
// but administrators, NOT_FOUND, VALIDATION_FAILED for a record that is no person.
func (d *Desk) PersonalData(ctx context.Context, id string) (*PersonalData, error) {
	v, err := signedIn(ctx)
	if err != nil {
		return nil, err
	}
	e, err := checkPerson(v, id)
	if err != nil {
		return nil, err
	}
	if err := d.checkVisible(ctx, v, id); err != nil {
		return nil, err
	}
	records, err := about(ctx, d.reader, e, id)
	if err != nil {
		return nil, err
	}
	found := &PersonalData{RecordID: id, Values: []*PersonalValue{}, Named: []*PersonalMention{}}
	for _, kind := range slices.Sorted(maps.Keys(records)) {
		for _, record := range records[kind] {
			if err := d.valuesNow(ctx, found, kind, record); err != nil {
				return nil, err
			}
		}
		if err := d.valuesBefore(ctx, found, kind, records[kind]); err != nil {
			return nil, err
		}
	}
	return found, d.mentions(ctx, found, e, id)
}

func (d *Desk) valuesNow(ctx context.Context, found *PersonalData, e process.Entity, id string) error {
	for _, f := range process.ErasableFields(e) {
		texts, err := idsOf(ctx, d.store.ReadDB(), "SELECT COALESCE("+snake(f)+", '') FROM "+ent.TableOf(string(e))+" WHERE id = $1", id)
		if err != nil {
			return err
		}
		if len(texts) == 1 && texts[0] != "" {
			found.Values = append(found.Values, &PersonalValue{Type: string(e), RecordID: id, Field: f, Value: value(asJSON(texts[0]))})
		}
	}
	return nil
}

func (d *Desk) valuesBefore(ctx context.Context, found *PersonalData, e process.Entity, ids []string) error {
	rows, err := d.reader.Change.Query().Where(entchange.EntityIDIn(ids...)).Order(entchange.ByID()).All(AsSystem(ctx))
	if err != nil {
		return err
	}
	for _, row := range rows {
		for _, f := range process.ErasableFields(e) {
			if was := asJSON(row.Fields[f].From); was != nil && *was != `""` && *was != "null" {
				found.Values = append(found.Values, &PersonalValue{Type: string(e), RecordID: row.EntityID, Field: f, Value: *was, Number: &row.ID})
			}
		}
	}
	return nil
}

// mentions counts the records that name a person.
func (d *Desk) mentions(ctx context.Context, found *PersonalData, e process.Entity, id string) error {
	b := sql.Dialect(d.store.Dialect())
	for _, kind := range slices.Sorted(maps.Keys(process.Entities())) {
		for _, column := range ent.ReferencesTo(string(kind), string(e)) {
			n, err := d.number(ctx, b.Select(sql.Count("*")).From(table(kind)).Where(sql.EQ(column, id)))
			if err != nil {
				return err
			}
			if n > 0 {
				found.Named = append(found.Named, &PersonalMention{Type: string(kind), Field: camel(column), Count: int(n)})
			}
		}
	}
	return nil
}

// ErasePersonalData forgets a contact, a lead's person or a user who is not active any more: the values go from the records
// and from the change log, whose chain of hashes stays whole. Records that name the person stay, and name nobody known. What
// people wrote of the person in free text elsewhere is not found by this. Errors: CONFLICT, FORBIDDEN for all but
// administrators, ILLEGAL_TRANSITION for an active user, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) ErasePersonalData(ctx context.Context, in ErasePersonalDataInput) (Erased, error) {
	v, err := signedIn(ctx)
	if err != nil {
		return Erased{}, err
	}
	e, err := checkPerson(v, in.ID)
	if err != nil {
		return Erased{}, err
	}
	if in.Reason == "" {
		return Erased{}, process.Invalid("reason", process.MsgReasonRequired)
	}
	defer d.gate.viewers.forget()
	done := Erased{}
	done.Change, err = d.transact(ctx, func(ctx context.Context, w *writing) (err error) {
		if err := w.hold(ctx, e, in.ID, &in.Version, true); err != nil {
			return err
		}
		done.Values, err = w.erase(allow(ctx), e, in)
		return err
	})
	if err != nil {
		return Erased{}, err
	}
	done.Record, err = d.Node(ctx, in.ID, nil)
	return done, err
}

func (w *writing) erase(ctx context.Context, e process.Entity, in ErasePersonalDataInput) (int, error) {
	if err := process.CheckText("reason", in.Reason); err != nil {
		return 0, err
	}
	if err := w.blank(ctx, e, in.ID); err != nil {
		return 0, err
	}
	records, err := about(ctx, w.tx.Client(), e, in.ID)
	if err != nil {
		return 0, err
	}
	if err := w.blankAround(AsSystem(ctx), records); err != nil {
		return 0, err
	}
	for _, c := range w.changes { // this erasure would remember what it erased
		eraseFields(process.Entity(c.entity), c.fields)
		if c.id == in.ID {
			c.fields["erased"] = process.FieldChange{To: in.Reason}
		}
	}
	values := 0
	for _, kind := range slices.Sorted(maps.Keys(records)) {
		n, err := w.eraseLogged(ctx, kind, records[kind])
		if err != nil {
			return 0, err
		}
		values += n
	}
	return values, nil
}

// blank takes what is kept of a person out of their record.
func (w *writing) blank(ctx context.Context, e process.Entity, id string) error {
	switch e {
	case ent.TypeContact:
		return w.tx.Contact.UpdateOneID(id).SetName(erasedName).ClearTitle().ClearDepartment().ClearEmail().ClearPhone().ClearNotes().Exec(ctx)
	case ent.TypeLead:
		return w.tx.Lead.UpdateOneID(id).ClearContactName().ClearPhone().ClearEmail().ClearText().Exec(ctx)
	default:
		u, err := w.tx.User.Get(ctx, id)
		if err != nil {
			return err
		}
		if u.Active && u.ArchivedAt == nil {
			return process.NewError(process.CodeIllegalTransition, process.MsgStillActive)
		}
		if _, err := w.tx.ExecContext(ctx, `DELETE FROM sessions WHERE user_id = $1`, id); err != nil {
			return err
		}
		return w.tx.User.UpdateOneID(id).SetName(erasedName).ClearEmail().ClearRegion().ClearPasswordHash().ClearIdentityIssuer().ClearIdentitySubject().SetActive(false).Exec(ctx)
	}
}

// blankAround takes it out of the records around theirs.
func (w *writing) blankAround(ctx context.Context, records map[process.Entity][]string) error {
	for _, part := range records[ent.TypeStakeholder] {
		if err := w.tx.Stakeholder.UpdateOneID(part).ClearConcerns().Exec(ctx); err != nil {
			return err
		}
	}
	for _, leave := range records[ent.TypeAbsence] {
		if err := w.tx.Absence.UpdateOneID(leave).SetReason(erasedName).Exec(ctx); err != nil {
			return err
		}
	}
	for _, told := range records[ent.TypeNotification] {
		if err := w.tx.Notification.UpdateOneID(told).SetTitle(erasedName).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// eraseFields erases the values of personal data in a change, and tells how many there were.
func eraseFields(e process.Entity, fields map[string]process.FieldChange) (n int) {
	for _, name := range process.ErasableFields(e) {
		if f, changed := fields[name]; changed && f.Erased == "" {
			fields[name] = process.Erase(f)
			n++
		}
	}
	return n
}

// eraseLogged erases values in the change log: the one time that its rows are touched, which their hashes are made for.
func (w *writing) eraseLogged(ctx context.Context, e process.Entity, ids []string) (int, error) {
	rows, err := w.tx.Change.Query().Where(entchange.EntityIDIn(ids...)).All(AsSystem(ctx))
	if err != nil {
		return 0, err
	}
	values := 0
	for _, row := range rows {
		n := eraseFields(e, row.Fields)
		if n == 0 {
			continue
		}
		raw, err := json.Marshal(row.Fields)
		if err != nil {
			return 0, err
		}
		if _, err := w.tx.ExecContext(ctx, `UPDATE change_log SET fields = $1 WHERE id = $2`, string(raw), row.ID); err != nil {
			return 0, err
		}
		values += n
	}
	return values, nil
}
