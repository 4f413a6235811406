package process

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"bidwell/process/vocabulary"
)

const (
	mei = "usr_01JV7Z8Q4N5P6R7S8T9V0W1X2Y"
	bo  = "usr_01JV7Z8Q4N5P6R7S8T9V0W1X2Z"
)

func TestMentionsAreFound(t *testing.T) {
	for text, want := range map[string][]string{
		"": nil, "mei": nil, mei: nil, "@" + mei: {mei}, "请 @" + mei + " 看一下,@" + bo + "。": {mei, bo},
		"@" + mei + "@" + mei: {mei}, "@@" + mei: {mei}, "(@" + mei + ")": {mei}, "@" + mei + "X": nil, "@" + mei[:29]: nil, "@" + mei + "_": nil,
		"@usr_": nil, "@" + bo + ", @" + mei: {bo, mei}, "a@" + mei: {mei},
	} {
		if got := Mentions(text); !slices.Equal(got, want) {
			t.Errorf("%q mentions %v, want %v", text, got, want)
		}
	}
	var many strings.Builder
	for i := range 200 {
		many.WriteString("@usr_" + strings.Repeat("0", 23) + string([]byte{'0' + byte(i/100), '0' + byte(i/10%10), '0' + byte(i%10)}) + " ")
	}
	if got := Mentions(many.String()); len(got) != maxMentions {
		t.Errorf("%d people are called at once", len(got))
	}
}

func FuzzMentions(f *testing.F) {
	f.Add("@"+mei, "x")
	f.Add("@usr_", "@")
	f.Add("你好 @"+bo, "。")
	f.Fuzz(func(t *testing.T, before, after string) {
		for _, id := range Mentions(before + after) {
			if CheckID("", id, "User") != nil || !strings.Contains(before+after, "@"+id) {
				t.Errorf("%q is mentioned in %q", id, before+after)
			}
		}
		// What stands apart is found, whatever is around it.
		if found := Mentions("@" + mei + " " + after); len(found) == 0 || found[0] != mei {
			t.Errorf("not found before %q", after)
		}
	})
}

func TestHeadlines(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "\n\n": "", "Title": "Title", "# 标题\n正文": "标题", "\n  - first\n- second": "first",
		strings.Repeat("字", 120): strings.Repeat("字", 120), strings.Repeat("字", 121): strings.Repeat("字", 119) + "…",
	} {
		if got := Headline(text); got != want || utf8.RuneCountInString(got) > maxHeadline {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestPreferences(t *testing.T) {
	var unset NotificationPreferences
	if !EffectivePreferences(unset).Digest || !slices.Contains(EffectivePreferences(unset).Mail, NotificationKindEscalation) || Mutes(unset, NotificationKindDue) {
		t.Errorf("who chose nothing has %+v", EffectivePreferences(unset))
	}
	quiet, err := ChosenPreferences(nil, false, nil)
	if err != nil || len(EffectivePreferences(quiet).Mail) != 0 || EffectivePreferences(quiet).Digest {
		t.Errorf("who chose silence has %+v, %v", EffectivePreferences(quiet), err)
	}
	chosen, err := ChosenPreferences([]NotificationKind{NotificationKindDue, NotificationKindDue}, true, []NotificationKind{NotificationKindCadence})
	if err != nil || len(chosen.Mail) != 1 || !Mutes(chosen, NotificationKindCadence) || Mutes(chosen, NotificationKindDue) {
		t.Errorf("%+v, %v", chosen, err)
	}
	for _, bad := range [][2][]NotificationKind{{{NotificationKindDue}, {NotificationKindDue}}, {{"NEWS"}, nil}, {nil, {"NEWS"}}} {
		if _, err := ChosenPreferences(bad[0], true, bad[1]); CodeOf(err) != CodeValidationFailed {
			t.Errorf("%v: %v", bad, err)
		}
	}
}

func TestDigestsGoOutOnWorkingMornings(t *testing.T) {
	c := NewCalendar(zone(t, "Asia/Shanghai"), shipped())
	for now, want := range map[string]string{
		"2026-03-02 08:29:59": "2026-02-28 08:30:00", // Saturday the 28th is worked
		"2026-03-02 08:30:00": "2026-03-02 08:30:00", "2026-03-02 23:00:00": "2026-03-02 08:30:00",
		"2026-03-08 12:00:00": "2026-03-06 08:30:00", "2026-02-20 12:00:00": "2026-02-14 08:30:00",
	} {
		if got := DigestDue(c, at(t, now)); !got.Equal(at(t, want)) {
			t.Errorf("at %s the last was at %s, want %s", now, got, want)
		}
	}
}

func TestDecidersFollowTheAuthorityMatrix(t *testing.T) {
	million, five := int64(1_000_000_00), 5
	rules := []AuthorityLimit{
		{Type: ApprovalTypePrice, Role: UserRoleFinance, Amount: &million, Currency: "CNY"},
		{Type: ApprovalTypePrice, Role: UserRolePresalesManager, Percent: &five, Currency: "CNY"},
		{Type: ApprovalTypePrice, Role: UserRoleAdmin, Currency: "CNY"},
		{Type: ApprovalTypeLegal, Role: UserRoleLegal, Currency: "CNY"},
		{Type: ApprovalTypePrice, Role: UserRoleAdmin, Currency: "EUR"},
	}
	more, ten := million+1, 10
	for name, row := range map[string]struct {
		stake Stake
		want  []UserRole
	}{
		"nothing at stake":                   {Stake{}, []UserRole{UserRoleFinance, UserRolePresalesManager, UserRoleAdmin}},
		"at the limit":                       {Stake{Amount: &million, Currency: "CNY"}, []UserRole{UserRoleFinance, UserRolePresalesManager, UserRoleAdmin}},
		"above the limit":                    {Stake{Amount: &more, Currency: "CNY"}, []UserRole{UserRolePresalesManager, UserRoleAdmin}},
		"another currency":                   {Stake{Amount: &million, Currency: "EUR"}, []UserRole{UserRolePresalesManager, UserRoleAdmin}},
		"another currency of the same worth": {Stake{Amount: &more, Currency: "EUR", Worth: &million, WorthIn: "CNY"}, []UserRole{UserRoleFinance, UserRolePresalesManager, UserRoleAdmin}},
		"too large a discount":               {Stake{Percent: &ten}, []UserRole{UserRoleFinance, UserRoleAdmin}},
	} {
		if got := Deciders(rules, ApprovalTypePrice, row.stake); !slices.Equal(got, row.want) {
			t.Errorf("%s: %v, want %v", name, got, row.want)
		}
	}
	d := TemplateDefinition{Gates: []GateDef{{Kind: GateKindPursuit, Deciders: []UserRole{UserRoleSales}}, {Kind: GateKindSubmittal, Deciders: []UserRole{UserRoleSales, UserRoleLegal}}}}
	if got := GatesOf(d, UserRoleLegal); !slices.Equal(got, []GateKind{GateKindSubmittal}) || len(DecidersOf(d, GateKindSubmittal)) != 2 || DecidersOf(d, GateKindCloseout) != nil {
		t.Errorf("%v", got)
	}
}

func TestContactLapses(t *testing.T) {
	last := at(t, "2026-03-02 23:00:00")
	for now, want := range map[string]bool{"2026-03-02 23:30:00": false, "2026-04-01 23:59:00": false, "2026-04-02 00:00:00": true} {
		if ContactLapsed(last, 30, at(t, now)) != want {
			t.Errorf("30 days after %s at %s", last, now)
		}
	}
}

func TestEveryTellingNamesWhatThereIs(t *testing.T) {
	for _, row := range Tellings() {
		if _, known := prefixes[row.Entity]; !known || row.Field == "" || !slices.Contains(row.Kind.Values(), string(row.Kind)) {
			t.Errorf("%+v", row)
		}
		if !row.Tells("x") && len(row.Values) == 0 || row.Tells("") {
			t.Errorf("%+v speaks of nothing or not at all", row)
		}
	}
	if TellingsOf("Product") != nil {
		t.Error("products tell nobody anything")
	}
}

// What a record is called goes to whoever sees the record, by e-mail too: it is no field that some of them do not see.
func TestNoRecordIsCalledByAGuardedField(t *testing.T) {
	for _, e := range Newsworthy() {
		for field := range strings.SplitSeq(NameColumn(e), "_") {
			if vocabulary.Guarded(string(e), field) != nil {
				t.Errorf("%s is called by its %s, which not everybody sees", e, field)
			}
		}
	}
}
