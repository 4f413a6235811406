package graph

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"bidwell/process"
	"bidwell/process/vocabulary"
)

const permissions = "../docs/permissions.md"

// Who may do what is what docs/permissions.md says, which a change of a right changes too: run go test ./graph -run Permissions -update.
func TestPermissionsAreTheDocumentedOnes(t *testing.T) {
	now := permissionsNow()
	if *update {
		if err := os.WriteFile(permissions, []byte(now), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	file, err := os.ReadFile(permissions)
	if err != nil {
		t.Fatal(err)
	}
	if string(file) != now {
		t.Error("rights have changed; if that is meant, run go test ./graph -run Permissions -update and commit docs/permissions.md")
	}
}

func permissionsNow() string {
	var b strings.Builder
	b.WriteString(`# Who may do what

Written from the tables in package process by ` + "`go test ./graph -run Permissions -update`" + `; a test fails when they differ.

## Records

What each role may do with each kind of record, with a session and no access rule of the installation: **r** reads all there
are, **b** reads those whose opportunity and customer it reaches, **o** reads its own, **w** may make and change them where it
reaches, – nothing. Need-to-know and classifications come on top, and what a commercial volume says is for those who are shown
Proposal.price below ([ADR 15](adr/0015-who-sees-what.md)). A field that somebody is not shown they do not set either.

`)
	roles := process.UserRole("").Values()
	row := func(first string, cell func(role process.UserRole) string) {
		b.WriteString("| " + first)
		for _, role := range roles {
			b.WriteString(" | " + cell(process.UserRole(role)))
		}
		b.WriteString(" |\n")
	}
	head := func(first string) {
		row(first, func(role process.UserRole) string { return strings.ToLower(strings.ReplaceAll(string(role), "_", " ")) })
		row("---", func(process.UserRole) string { return "---" })
	}
	head("kind")
	for _, e := range slices.Sorted(maps.Keys(process.Entities())) {
		row(string(e), func(role process.UserRole) string { return mayCell(role, e) })
	}
	b.WriteString("\n## Groups of fields\n\n**all** on every record, **own** where the opportunity is theirs, – nowhere.\n\n")
	head("field")
	for _, f := range vocabulary.GuardedFields() {
		row(fmt.Sprintf("%s: %s.%s", f.Group, f.Type, f.Name), func(role process.UserRole) string { return fieldCell(role, f) })
	}
	b.WriteString("\nA user sees their own e-mail address, and who asked for an approval, decided it or is of the role that may decide it, what it is about.\n")
	b.WriteString("\n## Open for a reason\n\nWhat looks as if it belonged in a group. Every other field is seen by whoever sees the record.\n\n| field | why |\n| --- | --- |\n")
	for _, name := range process.OpenFields() {
		typ, field, _ := strings.Cut(name, ".")
		fmt.Fprintf(&b, "| %s | %s |\n", name, process.OpenField(typ, field))
	}
	return b.String()
}

func mayCell(role process.UserRole, e process.Entity) string {
	v := &process.Viewer{UserID: "usr_me", Role: role, Scope: process.TokenScopeAdmin}
	cell := map[process.Reach]string{process.ReachNothing: "", process.ReachOwn: "o", process.ReachBelonging: "b", process.ReachAll: "r"}[process.ReachOf(v, e)]
	if process.May(v, process.ActionWrite, e) {
		cell += "w"
	}
	if cell == "" {
		return "–"
	}
	return cell
}

func fieldCell(role process.UserRole, f *process.GuardedField) string {
	v := &process.Viewer{UserID: "usr_me", Role: role}
	switch {
	case process.SeesEverywhere(v, f):
		return "all"
	case process.MaySeeOfOwn(v, f):
		return "own"
	default:
		return "–"
	}
}
