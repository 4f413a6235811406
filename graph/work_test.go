package graph

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bidwell/process"
)

func TestWhatWaitsForPeopleIsAnswered(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		data := o.do(`mutation { createUser(input: {name: "Lin", role: PRESALES_MANAGER}) { user { id } } }`, nil)
		lin, _ := at(t, data, "createUser", "user", "id").(string)
		o = o.as(&process.Viewer{UserID: lin, Role: process.UserRolePresalesManager, Scope: process.TokenScopeWrite})
		data = o.do(`mutation { createSupportRequest(input: {type: DEMO, title: "show the ward", neededBy: "2099-01-05T09:00:00Z"}) { supportRequest { id } } }`, nil)
		id := at(t, data, "createSupportRequest", "supportRequest", "id")
		data = o.do(`query($ids: [ID!]!) {
			supportSlas(ids: $ids) { requestID responseBreached paused }
			myWork(first: 3) { items { type } hasMore }
			workload(from: "2026-01-05", to: "2026-01-12") { user { id } openTasks capacityMinutes }
			unreadNotifications
		}`, map[string]any{"ids": []any{id}})
		if got := at(t, data, "supportSlas", 0, "requestID"); got != id {
			t.Errorf("the targets are those of %v, want %v", got, id)
		}
		if got := at(t, data, "workload", 0, "user", "id"); got != lin {
			t.Errorf("the load is that of %v, want %v", got, lin)
		}
		if got := at(t, data, "unreadNotifications"); got == nil {
			t.Error("the number of unread notifications is null")
		}
	})
}

// The generator writes a panic where a resolver is missing.
func TestEveryResolverIsWritten(t *testing.T) {
	files, err := filepath.Glob("*.resolvers.go")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		code, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if _, missing, found := strings.Cut(string(code), "panic("); found {
			t.Errorf("%s: not written: %.60s", f, missing)
		}
	}
}
