package desk_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/notification"
	"bidwell/process"
)

func TestWhoMakesEndpointsOfWhichToken(t *testing.T) {
	hooks(t, func(h *hooked) {
		session := func(name string) string {
			done, err := h.SetPassword(h.system, desk.SetPasswordInput{UserID: *h.id(name), Password: password})
			h.want(err, "")
			return h.enter(done.Record)
		}
		read, write := h.token("mei", desk.CreateAPITokenInput{}), h.token("mei", desk.CreateAPITokenInput{Scope: process.TokenScopeWrite})
		narrow := h.token("mei", desk.CreateAPITokenInput{Scope: process.TokenScopeWrite, Reads: []string{"Customer", "APIToken", "WebhookEndpoint"}})
		chief, adas := h.token("ada", desk.CreateAPITokenInput{Scope: process.TokenScopeAdmin}), h.token("ada", desk.CreateAPITokenInput{Scope: process.TokenScopeWrite})
		ended := h.token("mei", desk.CreateAPITokenInput{ExpiresAt: pointer(h.now().Add(time.Minute))})
		h.pass(time.Hour)
		mei, kim, ada := session("mei"), session("kim"), session("ada")
		for name, c := range map[string]struct {
			by, token, url string
			types          []string
			refusal        string
		}{
			"for one's own token":                   {by: mei, token: read.Record.ID},
			"by an administrator for another's":     {by: ada, token: read.Record.ID},
			"for another's token":                   {by: kim, token: read.Record.ID, refusal: "NOT_FOUND tokenID"},
			"by a token for itself":                 {by: write.Secret, token: write.Record.ID},
			"by a token for itself, unsaid":         {by: write.Secret},
			"by a token that only reads":            {by: read.Secret, token: read.Record.ID, refusal: "FORBIDDEN"},
			"by a token that is bound, for itself":  {by: narrow.Secret, token: narrow.Record.ID},
			"by a token that is bound, for another": {by: narrow.Secret, token: read.Record.ID, refusal: "FORBIDDEN tokenID"},
			"by a token for one of a wider scope":   {by: adas.Secret, token: chief.Record.ID, refusal: "FORBIDDEN tokenID"},
			"for a token that has ended":            {by: mei, token: ended.Record.ID, refusal: "CONFLICT"},
			"for no token":                          {by: mei, refusal: "VALIDATION_FAILED tokenID"},
			"for what is no token":                  {by: mei, token: *h.id("mei"), refusal: "VALIDATION_FAILED tokenID"},
			"for a token that does not exist":       {by: mei, token: "tok_" + strings.Repeat("0", 26), refusal: "NOT_FOUND tokenID"},
			"at an address that is none":            {by: mei, token: read.Record.ID, url: "ftp://erp.example/", refusal: "VALIDATION_FAILED url"},
			"without encryption":                    {by: mei, token: read.Record.ID, url: "http://erp.example/", refusal: "VALIDATION_FAILED url"},
			"without encryption in a network named": {by: mei, token: read.Record.ID, url: "http://10.0.0.7/"},
			"with a type that is none":              {by: mei, token: read.Record.ID, types: []string{"Customers"}, refusal: "VALIDATION_FAILED types"},
		} {
			in := desk.CreateWebhookEndpointInput{URL: "https://erp.example/hook", Description: "erp", Types: c.types}
			if c.url != "" {
				in.URL = c.url
			}
			if c.token != "" {
				in.TokenID = &c.token
			}
			made, err := h.CreateWebhookEndpoint(h.as(c.by), in)
			if h.want(err, c.refusal); h.Failed() {
				h.Fatal(name)
			}
			if err == nil && (!strings.HasPrefix(made.Secret, "whsec_") || len(made.Secret) < 40 || made.Record.State != process.WebhookStateActive) {
				h.Errorf("%s: %+v", name, made)
			}
		}
		e := h.hook(chief)
		for who, refusal := range map[string]string{mei: "NOT_FOUND", adas.Secret: "FORBIDDEN", ada: ""} {
			ctx := h.as(who)
			_, err := h.UpdateWebhookEndpoint(ctx, desk.UpdateWebhookEndpointInput{ID: e.Record.ID, Version: h.endpoint(e.Record.ID).Version, URL: pointer("https://mine.example/")})
			h.want(err, refusal)
			_, err = h.RotateWebhookSecret(ctx, desk.RecordInput{ID: e.Record.ID, Version: h.endpoint(e.Record.ID).Version})
			h.want(err, refusal)
			_, err = h.ReplayWebhookEndpoint(ctx, desk.ReplayWebhookEndpointInput{ID: e.Record.ID, Version: h.endpoint(e.Record.ID).Version})
			h.want(err, refusal)
			_, err = h.PingWebhookEndpoint(ctx, e.Record.ID)
			h.want(err, refusal)
		}
		_, err := h.PingWebhookEndpoint(h.as(read.Secret), h.hook(read).Record.ID)
		h.want(err, "FORBIDDEN")
		_, err = h.CreateWebhookEndpoint(h.system, desk.CreateWebhookEndpointInput{TokenID: &read.Record.ID, URL: "https://erp.example/", Description: ""})
		h.want(err, "VALIDATION_FAILED description")
		_, err = h.UpdateWebhookEndpoint(h.as(mei), desk.UpdateWebhookEndpointInput{ID: e.Record.ID, Version: 1, URL: pointer("https://a@erp.example/")})
		h.want(err, "VALIDATION_FAILED url")
		_, err = h.CreateWebhookEndpoint(h.Context(), desk.CreateWebhookEndpointInput{})
		h.want(err, "UNAUTHENTICATED")
		for range 25 {
			_, err = h.CreateWebhookEndpoint(h.system, desk.CreateWebhookEndpointInput{TokenID: &adas.Record.ID, URL: "https://erp.example/", Description: "x"})
		}
		h.want(err, "VALIDATION_FAILED tokenID")
	})
}

func TestAnEndpointEndsWithItsToken(t *testing.T) {
	for name, end := range map[string]func(h *hooked, token desk.IssuedToken){
		"revoked": func(h *hooked, token desk.IssuedToken) {
			_, err := h.RevokeAPIToken(h.system, desk.RecordInput{ID: token.Record.ID, Version: token.Record.Version})
			h.want(err, "")
		},
		"expired": func(h *hooked, token desk.IssuedToken) { h.pass(91 * 24 * time.Hour) },
		"its user is inactive": func(h *hooked, token desk.IssuedToken) {
			did(h.crew, ent.UpdateUserInput{ID: *h.id("mei"), Version: h.users["mei"].Version, Active: pointer(false)}, h.UpdateUser)
		},
	} {
		t.Run(name, func(t *testing.T) {
			hooks(t, func(h *hooked) {
				token := h.token("mei", desk.CreateAPITokenInput{})
				e := h.hook(token, "Opportunity")
				h.opportunity("first", "kim")
				if got := h.deliver(); len(got) != 1 {
					h.Fatalf("told %v", names(got))
				}
				end(h, token)
				h.opportunity("second", "kim")
				if got := h.deliver(); len(got) != 0 {
					h.Errorf("told %v after its token ended", names(got))
				}
				if now := h.endpoint(e.Record.ID); now.State != process.WebhookStateDisabled || *now.DisabledReason != process.WebhookDisabledReasonTokenEnded {
					h.Errorf("it is %s, %v", now.State, now.DisabledReason)
				}
				_, err := h.UpdateWebhookEndpoint(h.system, desk.UpdateWebhookEndpointInput{ID: e.Record.ID, Version: 2, Paused: pointer(false)})
				h.want(err, "CONFLICT")
				if n := h.text(`SELECT count(*) FROM notifications WHERE kind = 'WEBHOOK'`); (n == "1") != (name != "its user is inactive") {
					h.Errorf("told %s times", n)
				}
			})
		})
	}
}

func TestAnEndpointGoesAlongWhenItsTokenIsRotated(t *testing.T) {
	hooks(t, func(h *hooked) {
		c := did(h.crew, ent.CreateCustomerInput{Name: "North"}, h.CreateCustomer)
		old := h.token("mei", desk.CreateAPITokenInput{CustomerIDs: []string{c.ID}})
		e := h.hook(old, "Customer")
		next, err := h.RotateAPIToken(h.system, desk.RotateAPITokenInput{ID: old.Record.ID, Version: old.Record.Version, OverlapHours: pointer(0)})
		h.want(err, "")
		if got := h.endpoint(e.Record.ID); got.TokenID != next.Record.ID || got.State != process.WebhookStateActive {
			h.Errorf("it speaks for %s, %s", got.TokenID, got.State)
		}
		h.pass(time.Hour)
		did(h.crew, ent.UpdateCustomerInput{ID: c.ID, Version: 1, Name: pointer("Northern")}, h.UpdateCustomer)
		did(h.crew, ent.CreateCustomerInput{Name: "South"}, h.CreateCustomer)
		if got := names(h.deliver()); !slices.Equal(got, []string{"UPDATE Customer"}) {
			h.Errorf("told %v", got)
		}
	})
}

// What is told is what the token sees at the moment of sending: its customer, its types, its groups of fields.
func TestABatchIsWhatItsTokenSees(t *testing.T) {
	hooks(t, func(h *hooked) {
		north, south := did(h.crew, ent.CreateCustomerInput{Name: "North"}, h.CreateCustomer), did(h.crew, ent.CreateCustomerInput{Name: "South"}, h.CreateCustomer)
		product := h.product()
		offer := func(c *ent.Customer) {
			o := did(h.crew, ent.CreateOpportunityInput{Name: c.Name, CustomerID: &c.ID, OwnerID: h.id("mei")}, h.CreateOpportunity)
			l := did(h.crew, ent.CreateLineItemInput{OpportunityID: o.ID, ProductID: product, Description: pointer("pump"), Quantity: pointer(2)}, h.CreateLineItem)
			did(h.crew, ent.UpdateLineItemInput{ID: l.ID, Version: 1, UnitPrice: pointer(int64(700)), UnitCost: pointer(int64(500)), Description: pointer("pumps")}, h.UpdateLineItem)
		}
		endpoints := map[string]desk.WebhookSecret{
			"everything":  h.hook(h.token("lin", desk.CreateAPITokenInput{}), "Opportunity", "LineItem"),
			"a customer":  h.hook(h.token("lin", desk.CreateAPITokenInput{CustomerIDs: []string{north.ID}}), "Opportunity", "LineItem"),
			"a type":      h.hook(h.token("lin", desk.CreateAPITokenInput{Reads: []string{"Opportunity"}}), "Opportunity", "LineItem"),
			"prices":      h.hook(h.token("lin", desk.CreateAPITokenInput{FieldGroups: []process.FieldGroup{process.FieldGroupPrice}}), "LineItem"),
			"no prices":   h.hook(h.token("bo", desk.CreateAPITokenInput{}), "LineItem"),
			"a partner's": h.hook(h.token("pat", desk.CreateAPITokenInput{OpportunityIDs: nil, CustomerIDs: []string{south.ID}}), "Opportunity", "LineItem"),
		}
		offer(north)
		offer(south)
		told := map[string][]string{}
		for _, m := range h.deliver() {
			for name, e := range endpoints {
				if signedBy(m, e.Secret) {
					for _, c := range m.Data.Changes {
						fields := ""
						for _, f := range c.Fields {
							fields += " " + strings.Trim(string(f.Name), `"`)
						}
						told[name] = append(told[name], c.Operation+" "+c.Type+fields)
					}
				}
			}
		}
		line := []string{"CREATE Opportunity", "CREATE LineItem", "UPDATE LineItem description unitCost unitPrice"}
		for name, want := range map[string][]string{
			"everything": append(slices.Clone(line), line...), "a customer": line, "a type": {line[0], line[0]},
			"prices":      {"CREATE LineItem", "UPDATE LineItem description unitPrice", "CREATE LineItem", "UPDATE LineItem description unitPrice"},
			"no prices":   {"CREATE LineItem", "UPDATE LineItem description", "CREATE LineItem", "UPDATE LineItem description"},
			"a partner's": {"CREATE Opportunity", "CREATE LineItem", "UPDATE LineItem description"},
		} {
			if !slices.Equal(told[name], want) {
				h.Errorf("%s: told %q, want %q", name, told[name], want)
			}
		}
	})
}

func TestAWallThatGoesUpBeforeSendingHolds(t *testing.T) {
	hooks(t, func(h *hooked) {
		e := h.hook(h.token("kim", desk.CreateAPITokenInput{}), "Opportunity")
		mine := h.hook(h.token("mei", desk.CreateAPITokenInput{}), "Opportunity")
		walled, open := h.opportunity("walled", "mei"), h.opportunity("open", "mei")
		// The first attempt fails: what was in it then is not in the next if it was hidden since.
		h.receiver.answers = []int{500, 500}
		h.deliver()
		does(h.crew, h.by("mei"), desk.ProtectOpportunityInput{RecordInput: desk.RecordInput{ID: walled.ID, Version: walled.Version}, NeedToKnow: pointer(true)}, h.ProtectOpportunity)
		reads := h.text(`SELECT count(*) FROM sealed_reads`)
		h.pass(time.Minute)
		for _, m := range h.deliver() {
			switch {
			case signedBy(m, mine.Secret):
				if m.Data.Changes[0].RecordID != walled.ID && len(m.Data.Changes) > 1 {
					h.Errorf("its owner is told %v", m.Data.Changes)
				}
			case strings.Contains(string(m.Body), walled.ID):
				h.Errorf("told of what is need-to-know: %s", m.Body)
			case signedBy(m, e.Secret) && m.Data.Changes[0].RecordID != open.ID:
				h.Errorf("told %s", m.Body)
			}
		}
		if reads != "0" || h.text(`SELECT count(*) FROM sealed_reads`) == "0" {
			h.Errorf("%s readings are noted, then %s", reads, h.text(`SELECT count(*) FROM sealed_reads`))
		}
		row := h.text(`SELECT count(*) FROM sealed_reads WHERE guarded_id = $1 AND actor_id = $2 AND credential_id = $3 AND address = 'erp.example'`, walled.ID, *h.id("mei"), h.endpoint(mine.Record.ID).TokenID)
		if row == "0" {
			h.Error("the log of readings does not say to whom and where it went")
		}
	})
}

// What cannot be noted is not sent.
func TestNoReadingNoSending(t *testing.T) {
	hooks(t, func(h *hooked) {
		e := h.hook(h.token("mei", desk.CreateAPITokenInput{}), "Opportunity")
		o := h.opportunity("walled", "mei")
		does(h.crew, h.by("mei"), desk.ProtectOpportunityInput{RecordInput: desk.RecordInput{ID: o.ID, Version: o.Version}, NeedToKnow: pointer(true)}, h.ProtectOpportunity)
		_, err := h.Store().DB().Exec(`ALTER TABLE sealed_reads RENAME TO sealed_reads_gone`)
		h.want(err, "")
		if _, err := h.SendWebhook(h.Context(), e.Record.ID); err == nil || len(h.receiver.take()) != 0 {
			h.Errorf("sent without a note: %v", err)
		}
		_, err = h.Store().DB().Exec(`ALTER TABLE sealed_reads_gone RENAME TO sealed_reads`)
		h.want(err, "")
		if got := h.deliver(); len(got) != 1 {
			h.Errorf("told %v when it can be noted again", names(got))
		}
	})
}

func TestEndpointsAreTheirUsersOwn(t *testing.T) {
	hooks(t, func(h *hooked) {
		e := h.hook(h.token("mei", desk.CreateAPITokenInput{}))
		h.opportunity("first", "mei")
		h.deliver()
		for who, want := range map[string]int{"mei": 1, "ada": 1, "kim": 0, "lin": 0, "pat": 0, "aud": 0} {
			ctx := h.by(who)
			n, err := h.Read(ctx).WebhookEndpoint.Query().Count(ctx)
			h.want(err, "")
			attempts, err := h.Read(ctx).WebhookDelivery.Query().Count(ctx)
			h.want(err, "")
			if n != want || attempts != want {
				h.Errorf("%s sees %d endpoints and %d attempts, want %d", who, n, attempts, want)
			}
			_, err = h.Changes(ctx, nil, nil, &e.Record.ID)
			h.want(err, map[int]string{0: "NOT_FOUND", 1: ""}[want])
		}
		told, err := h.Read(h.system).Notification.Query().Where(notification.KindEQ(process.NotificationKindWebhook)).Count(h.system)
		h.want(err, "")
		if told != 0 {
			h.Error("its owner is told though it works")
		}
	})
}
