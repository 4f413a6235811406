package process

import (
	"bytes"
	"math"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestEveryMessageHasBothLanguagesAndTheSameArguments(t *testing.T) {
	argument := regexp.MustCompile(`\{\w+\}`)
	arguments := func(s string) []string {
		names := argument.FindAllString(s, -1)
		slices.Sort(names)
		return slices.Compact(names)
	}
	for _, file := range []string{"message.go", "vocabulary/message.go"} {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		found := regexp.MustCompile(`(?m)^\t(Msg\w+)\s+= Message\{EN: ("(?:[^"\\]|\\.)*"), ZH: ("(?:[^"\\]|\\.)*")\}$`).FindAllStringSubmatch(string(source), -1)
		if len(found) != strings.Count(string(source), "Message{") {
			t.Errorf("%s: %d messages have both texts, %d are there", file, len(found), strings.Count(string(source), "Message{"))
		}
		for _, m := range found {
			if m[2] == `""` || m[3] == `""` {
				t.Errorf("%s has no text in both languages", m[1])
			}
			if en, zh := arguments(m[2]), arguments(m[3]); !slices.Equal(en, zh) {
				t.Errorf("%s: arguments %v in English, %v in Chinese", m[1], en, zh)
			}
		}
	}
}

func TestMessagesRepeatOnlyTheBeginningOfALongValue(t *testing.T) {
	for value, want := range map[string]string{"": "", "x": "x", strings.Repeat("灯", 300): strings.Repeat("灯", 300), strings.Repeat("灯", 1<<20): strings.Repeat("灯", 300) + "…"} {
		if got := NotFound(value).Args["id"]; got != want {
			t.Errorf("%.20q is repeated as %.20q… of %d bytes", value, got, len(got))
		}
	}
}

func TestEveryEnumValueHasBothLabels(t *testing.T) {
	seen := map[string]bool{}
	for _, e := range Enums() {
		if seen[e.Name] || len(e.Values) == 0 {
			t.Errorf("%s is there twice or empty", e.Name)
		}
		seen[e.Name] = true
		for _, v := range e.Values {
			if v.Label.EN == "" || v.Label.ZH == "" {
				t.Errorf("%s.%s lacks a label", e.Name, v.Value)
			}
		}
	}
}

func TestEnumsRefuseWhatTheyDoNotHave(t *testing.T) {
	for name, v := range map[string]any{"unknown": "MAYBE", "lower case": "won", "empty": "", "number": 3, "nothing": nil} {
		var s OpportunityStatus
		if err := s.UnmarshalGQL(v); CodeOf(err) != CodeValidationFailed {
			t.Errorf("%s: %v", name, err)
		}
	}
	var b bytes.Buffer
	OpportunityStatusWon.MarshalGQL(&b)
	if b.String() != `"WON"` {
		t.Errorf("written as %s", b.String())
	}
}

// The state machines allow what the domain model §4 allows, and nothing else.
func TestStateMachines(t *testing.T) {
	proposal := `DRAFT>IN_REVIEW DRAFT>WITHDRAWN IN_REVIEW>CHANGES_REQUESTED IN_REVIEW>APPROVED IN_REVIEW>WITHDRAWN
		CHANGES_REQUESTED>DRAFT CHANGES_REQUESTED>WITHDRAWN APPROVED>DRAFT APPROVED>SEALED APPROVED>WITHDRAWN SEALED>DRAFT SEALED>SUBMITTED SEALED>WITHDRAWN
		SUBMITTED>UNDER_CLARIFICATION UNDER_CLARIFICATION>SUBMITTED SUBMITTED>AWARDED SUBMITTED>NOT_AWARDED SUBMITTED>REJECTED_BID SUBMITTED>VOIDED SUBMITTED>WITHDRAWN`
	lesson := `DRAFT>SUBMITTED SUBMITTED>VALIDATED SUBMITTED>REJECTED VALIDATED>ADOPTED ADOPTED>RETIRED`
	verify := `UNVERIFIED>VERIFIED UNVERIFIED>RETIRED VERIFIED>DUE VERIFIED>UNVERIFIED VERIFIED>RETIRED DUE>VERIFIED DUE>EXPIRED DUE>UNVERIFIED DUE>RETIRED
		EXPIRED>VERIFIED EXPIRED>UNVERIFIED EXPIRED>RETIRED RETIRED>UNVERIFIED`
	all(t, "ProposalStatus", proposal, func(from, to string) error { return CheckProposalStatus(ProposalStatus(from), ProposalStatus(to)) })
	all(t, "LessonStatus", lesson, func(from, to string) error { return CheckLessonStatus(LessonStatus(from), LessonStatus(to)) })
	all(t, "VerifyState", verify, func(from, to string) error { return CheckVerifyState(VerifyState(from), VerifyState(to)) })
}

func all(t *testing.T, enum, allowed string, check func(from, to string) error) {
	t.Helper()
	want := map[string]bool{}
	for _, step := range strings.Fields(allowed) {
		want[step] = true
	}
	for _, from := range enumValues(enum) {
		for _, to := range enumValues(enum) {
			err := check(from, to)
			if want[from+">"+to] != (err == nil) {
				t.Errorf("%s %s>%s: %v", enum, from, to, err)
			}
			if err != nil && CodeOf(err) != CodeIllegalTransition {
				t.Errorf("%s %s>%s refuses with %v", enum, from, to, err)
			}
		}
	}
}

func TestMoney(t *testing.T) {
	for text, minor := range map[string]int64{"0": 0, "1": 100, "1.5": 150, "1234.50": 123450, "-0.01": -1, "92233720368547758.06": math.MaxInt64 - 1} {
		if got, err := ParseMoney(text); err != nil || got != minor {
			t.Errorf("%s: %d, %v", text, got, err)
		}
	}
	for _, bad := range []string{"", "-", ".5", "1.", "1.234", "1,5", "1e3", "+1", "--1", " 1", "1_000", "99999999999999999999", "一百", "NaN", "92233720368547758.07"} {
		if got, err := ParseMoney(bad); CodeOf(err) != CodeValidationFailed {
			t.Errorf("%q is read as %d, %v", bad, got, err)
		}
	}
	rapid.Check(t, func(r *rapid.T) {
		minor := rapid.Int64Range(-math.MaxInt64+1, math.MaxInt64-1).Draw(r, "minor")
		if back, err := ParseMoney(FormatMoney(minor)); err != nil || back != minor {
			r.Fatalf("%d is written %s and read %d, %v", minor, FormatMoney(minor), back, err)
		}
	})
	if got := FormatMoney(math.MinInt64); got != "-92233720368547758.08" {
		t.Errorf("the smallest is written %s", got)
	}
}

func FuzzParseMoney(f *testing.F) {
	for _, s := range []string{"1.50", "-3", "", "9e9", "1234567890123456.78"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		minor, err := ParseMoney(s)
		if err != nil {
			return
		}
		if again, err := ParseMoney(FormatMoney(minor)); err != nil || again != minor {
			t.Errorf("%q is %d, then %d, %v", s, minor, again, err)
		}
	})
}

func TestIDsTellTheirType(t *testing.T) {
	const ulid = "01J0000000000000000000000Z"
	seen := map[string]Entity{}
	for e, prefix := range Entities() {
		if other, taken := seen[prefix]; taken {
			t.Errorf("%s and %s share the prefix %s", e, other, prefix)
		}
		seen[prefix] = e
		if got, err := EntityOf(IDOf(e, ulid)); got != e || err != nil {
			t.Errorf("%s: %s, %v", e, got, err)
		}
	}
	for _, bad := range []string{"", "opp", "opp_", "opp_short", "xyz_" + ulid, ulid, "opp_" + ulid + "1", strings.Repeat("x", 100_000)} {
		if _, err := EntityOf(bad); CodeOf(err) != CodeValidationFailed || len(err.Error()) > 300 {
			t.Errorf("%.20q: %.300v", bad, err)
		}
	}
	if err := CheckID("customerID", IDOf("Opportunity", ulid), "Customer"); CodeOf(err) != CodeValidationFailed {
		t.Errorf("an id of another type: %v", err)
	}
}

func TestTextThatNotEveryStoreHolds(t *testing.T) {
	for name, s := range map[string]string{"U+0000": "a\x00", "bell": "\x07", "delete": "\x7f", "invalid UTF-8": "a\xff", "half a character": "\xe4\xb8"} {
		if CheckText("f", s) == nil {
			t.Errorf("%s passes", name)
		}
	}
	for name, s := range map[string]string{"empty": "", "line ends and tabs": "a\tb\r\nc", "Chinese": "方案", "emoji": "🙂"} {
		if err := CheckText("f", s); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Nobody unknown may do anything; a token for reading writes nothing; only administrators touch users.
func TestRights(t *testing.T) {
	for e := range Entities() {
		for _, role := range enumValues("UserRole") {
			read := &Viewer{Role: UserRole(role), Scope: TokenScopeRead}
			if May(read, ActionWrite, e) {
				t.Errorf("a token for reading lets %s write %s", role, e)
			}
			write := &Viewer{Role: UserRole(role), Scope: TokenScopeWrite}
			if (e == "User" || e == "Team") && May(write, ActionWrite, e) {
				t.Errorf("a token for writing lets %s write %s", role, e)
			}
			if May(write, ActionWrite, e) && !May(write, ActionRead, e) {
				t.Errorf("%s writes %s without reading it", role, e)
			}
		}
		if May(nil, ActionRead, e) || May(&Viewer{Role: "KING", Scope: TokenScopeAdmin}, ActionRead, e) {
			t.Errorf("somebody unknown reads %s", e)
		}
	}
	if May(&Viewer{Role: UserRoleAuditor, Scope: TokenScopeAdmin}, ActionWrite, "Customer") {
		t.Error("an auditor writes")
	}
}
