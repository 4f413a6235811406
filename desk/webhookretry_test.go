package desk_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/process"
)

// Whoever answers late may have taken a batch: a retry has the same id, so it must have the same changes, however many there are
// by then; and so it must be after a crash.
func TestARetryIsTheSameBatch(t *testing.T) {
	hooks(t, func(h *hooked) {
		e := h.hook(h.token("mei", desk.CreateAPITokenInput{}), "Opportunity")
		h.opportunity("first", "mei")
		h.receiver.answers = []int{0, 500, 503}
		var ids []string
		pauses := []time.Duration{}
		for range 3 {
			for _, m := range h.deliver() {
				ids = append(ids, m.ID)
				if want := []string{"CREATE Opportunity"}; !slices.Equal(names([]posted{m}), want) {
					h.Errorf("an attempt tells %v", names([]posted{m}))
				}
			}
			h.opportunity("more", "mei")
			due, next, err := h.DueWebhooks(h.Context())
			h.want(err, "")
			if len(due) != 0 {
				h.Fatal("a failed endpoint is due at once")
			}
			pauses = append(pauses, next.Sub(h.now()))
			h.pass(next.Sub(h.now()))
			h.reopen()
		}
		if len(ids) != 3 || len(slices.Compact(slices.Clone(ids))) != 1 {
			h.Errorf("attempts as %v", ids)
		}
		if !slices.IsSorted(pauses) || pauses[0] < 5*time.Second || pauses[2] > 30*time.Second {
			h.Errorf("pauses %v", pauses)
		}
		if state := h.endpoint(e.Record.ID); state.FailingSince == nil || state.Failures != 3 || state.Position != e.Record.Position {
			h.Errorf("%+v", state)
		}
		got := h.deliver()
		if len(got) != 2 || got[0].ID != ids[0] || got[1].ID == ids[0] || len(got[0].Data.Changes) != 1 || len(got[1].Data.Changes) != 3 {
			h.Errorf("after it works again: %v as %v", names(got), got)
		}
		if state := h.endpoint(e.Record.ID); state.FailingSince != nil || state.Failures != 0 || state.RetryAt != nil {
			h.Errorf("it still fails: %+v", state)
		}
	})
}

// A process that dies while it sends has moved nothing; another one goes on when its time is over, SQLite's next at once.
func TestABatchSurvivesThePrograms(t *testing.T) {
	hooks(t, func(h *hooked) {
		e := h.hook(h.token("mei", desk.CreateAPITokenInput{}), "Opportunity")
		h.opportunity("first", "mei")
		other := desk.New(h.Store(), nil, desk.Options{Now: h.now, Webhooks: h.receiver})
		h.receiver.meanwhile = func() { // while the first is sending
			more, err := other.SendWebhook(h.Context(), e.Record.ID)
			if due, next, _ := other.DueWebhooks(h.Context()); err != nil || more || len(due) != 0 || next.IsZero() {
				h.Errorf("another process may send too: %v, %v, %v", more, due, err)
			}
		}
		stopped, stop := context.WithCancel(h.Context())
		h.receiver.answers = []int{0}
		interrupted := h.receiver.meanwhile
		h.receiver.meanwhile = func() { interrupted(); stop() }
		_, err := h.SendWebhook(stopped, e.Record.ID)
		h.want(err, "")
		first := h.receiver.take()
		if len(first) != 1 || h.endpoint(e.Record.ID).Position != e.Record.Position || h.endpoint(e.Record.ID).FailingSince != nil {
			h.Fatalf("stopping is a failure, or moved on: %+v", h.endpoint(e.Record.ID))
		}
		// Killed: what it had to itself it still has.
		_, err = h.Store().DB().Exec(`UPDATE webhook_endpoints SET leased_until = $1`, h.now().Add(time.Minute))
		h.want(err, "")
		if got := h.deliver(); len(got) != 0 {
			h.Error("sent while another process has it")
		}
		h.want(h.FreeWebhooks(h.Context()), "")
		if h.Store().Dialect() == "postgres" {
			if got := h.deliver(); len(got) != 0 {
				h.Error("on PostgreSQL another process may still have it")
			}
			h.pass(time.Minute)
		}
		if got := h.deliver(); len(got) != 1 || got[0].ID != first[0].ID || !slices.Equal(names(got), names(first)) {
			h.Errorf("after the crash: %v, before %v", got, first)
		}
	})
}

func TestAnEndpointThatIsGoneOrFailsForLongIsDisabled(t *testing.T) {
	hooks(t, func(h *hooked) {
		e := h.hook(h.token("mei", desk.CreateAPITokenInput{}), "Opportunity")
		h.opportunity("first", "mei")
		h.receiver.answers = []int{410}
		h.deliver()
		if got := h.endpoint(e.Record.ID); got.State != process.WebhookStateDisabled || *got.DisabledReason != process.WebhookDisabledReasonGone {
			h.Errorf("gone: %s, %v", got.State, got.DisabledReason)
		}
		h.wantTold("mei", "ASSIGNED first", "WEBHOOK erp")
		h.opportunity("second", "kim")
		if got := h.deliver(); len(got) != 0 {
			h.Errorf("sent to one that is disabled: %v", names(got))
		}
		back := does(h.crew, h.by("mei"), desk.UpdateWebhookEndpointInput{ID: e.Record.ID, Version: 2, Paused: pointer(false)}, h.UpdateWebhookEndpoint)
		if back.State != process.WebhookStateActive || back.DisabledReason != nil || back.FailingSince != nil {
			h.Errorf("it does not go on: %+v", back)
		}
		if got := h.deliver(); !slices.Equal(names(got), []string{"CREATE Opportunity", "CREATE Opportunity"}) {
			h.Errorf("it goes on with %v", names(got))
		}
		h.opportunity("third", "kim")
		attempts := 0
		for begun := h.now(); h.endpoint(e.Record.ID).State == process.WebhookStateActive; attempts++ {
			h.receiver.answers = []int{503}
			h.deliver()
			if h.now().Sub(begun) > 6*24*time.Hour {
				h.Fatal("it is tried for ever")
			}
			if _, next, _ := h.DueWebhooks(h.Context()); !next.IsZero() {
				h.pass(next.Sub(h.now()))
			}
		}
		if got := h.endpoint(e.Record.ID); *got.DisabledReason != process.WebhookDisabledReasonFailing || attempts < 100 || attempts > 200 {
			h.Errorf("disabled as %v after %d attempts", got.DisabledReason, attempts)
		}
		h.wantTold("mei", "ASSIGNED first", "WEBHOOK erp", "WEBHOOK erp")
	})
}

func TestPausedArchivedAndReplayed(t *testing.T) {
	hooks(t, func(h *hooked) {
		mei := h.by("mei")
		e := h.hook(h.token("mei", desk.CreateAPITokenInput{}), "Opportunity")
		from := e.Record.Position
		h.opportunity("first", "mei")
		does(h.crew, mei, desk.UpdateWebhookEndpointInput{ID: e.Record.ID, Version: 1, Paused: pointer(true)}, h.UpdateWebhookEndpoint)
		if got := h.deliver(); len(got) != 0 {
			h.Errorf("paused: %v", names(got))
		}
		does(h.crew, mei, desk.UpdateWebhookEndpointInput{ID: e.Record.ID, Version: 2, Paused: pointer(false)}, h.UpdateWebhookEndpoint)
		first := h.deliver()
		if len(first) != 1 {
			h.Fatalf("told %v", names(first))
		}
		does(h.crew, mei, desk.ReplayWebhookEndpointInput{ID: e.Record.ID, Version: 3, After: from}, h.ReplayWebhookEndpoint)
		again := h.deliver()
		if len(again) != 1 || again[0].ID == first[0].ID || !slices.Equal(names(again), names(first)) {
			h.Errorf("told again %v as %s, before as %s", names(again), again[0].ID, first[0].ID)
		}
		// Set back while a batch is under way, it is told that batch too.
		h.opportunity("second", "mei")
		h.receiver.meanwhile = func() {
			does(h.crew, mei, desk.ReplayWebhookEndpointInput{ID: e.Record.ID, Version: 4, After: from}, h.ReplayWebhookEndpoint)
		}
		if got := h.deliver(); len(got) != 2 || len(got[0].Data.Changes) != 1 || len(got[1].Data.Changes) != 2 {
			h.Errorf("set back while sending: %v", names(got))
		}
		last, err := h.LastChange(h.system)
		h.want(err, "")
		for _, after := range []int64{-1, last + 10} {
			_, err := h.ReplayWebhookEndpoint(mei, desk.ReplayWebhookEndpointInput{ID: e.Record.ID, Version: 5, After: after})
			h.want(err, "VALIDATION_FAILED after")
		}
		_, err = h.ArchiveRecord(mei, desk.RecordInput{ID: e.Record.ID, Version: 5})
		h.want(err, "")
		h.opportunity("third", "mei")
		if got := h.deliver(); len(got) != 0 {
			h.Errorf("archived: %v", names(got))
		}
		_, err = h.PingWebhookEndpoint(mei, e.Record.ID)
		h.want(err, "CONFLICT")
	})
}

func TestASecretGivesWayToTheNext(t *testing.T) {
	hooks(t, func(h *hooked) {
		e := h.hook(h.token("mei", desk.CreateAPITokenInput{}), "Opportunity")
		next, err := h.RotateWebhookSecret(h.by("mei"), desk.RecordInput{ID: e.Record.ID, Version: 1})
		h.want(err, "")
		for _, c := range []struct {
			pass     time.Duration
			old, new bool
		}{{0, true, true}, {23 * time.Hour, true, true}, {time.Hour, false, true}} {
			h.pass(c.pass)
			h.opportunity("one", "mei")
			got := h.deliver()
			if len(got) != 1 || signedBy(got[0], e.Secret) != c.old || signedBy(got[0], next.Secret) != c.new {
				h.Errorf("after %s: signed %s", c.pass, got[0].Signature)
			}
		}
		// Neither secret is in the change log, nor that it changed for anybody but administrators.
		key := strings.TrimPrefix(next.Secret, "whsec_")
		for _, secret := range []string{key, strings.TrimPrefix(e.Secret, "whsec_")} {
			if n := h.text(`SELECT count(*) FROM change_log WHERE CAST(fields AS text) LIKE $1`, "%"+secret+"%"); n != "0" {
				h.Error("the change log has a secret")
			}
		}
		if n := h.text(`SELECT count(*) FROM change_log WHERE CAST(fields AS text) LIKE '%signingSecret%'`); n != "1" {
			h.Errorf("%s rows say that the secret changed", n)
		}
		feed, err := h.Changes(h.by("mei"), nil, pointer(100), &e.Record.ID)
		h.want(err, "")
		for _, c := range feed.Changes {
			if _, told := c.Fields["signingSecret"]; told {
				h.Error("its owner is told of the field of the secret")
			}
		}
	})
}
