package app

import (
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	business "bidwell/process"
)

// asked is a survey of a customer whose records are full of what the customer must not see.
type asked struct {
	*front
	secret, id string
}

// secretive are texts of the record that are none of the customer's business.
var secretive = []string{"底价 880 万", "budget is 9 million", "Orchard Hospital", "Mo Qiu"}

func (f *front) asked(language, project string) asked {
	f.Helper()
	sys := desk.AsSystem(f.Context())
	must := func(err error) {
		f.Helper()
		if err != nil {
			f.Fatal(err)
		}
	}
	amount := int64(8_800_000_00)
	c, err := f.office.CreateCustomer(sys, ent.CreateCustomerInput{Name: secretive[2]})
	must(err)
	who, err := f.office.CreateContact(sys, ent.CreateContactInput{CustomerID: c.Record.ID, Name: secretive[3], Language: &language})
	must(err)
	o, err := f.office.CreateOpportunity(sys, ent.CreateOpportunityInput{Name: secretive[0], Description: &secretive[1], Amount: &amount, CustomerID: &c.Record.ID})
	must(err)
	in := desk.SendSurveyInput{OpportunityID: o.Record.ID, ContactID: who.Record.ID, Touchpoint: business.SurveyTouchpointAcceptance}
	if project != "" {
		id := "prj_" + strings.TrimPrefix(o.Record.ID, "opp_")
		_, err = f.office.Store().DB().Exec(`INSERT INTO projects (id, version, created_at, updated_at, opportunity_id, name, status) VALUES ($1, 1, $2, $2, $3, $4, 'RUNNING')`, id, f.now(), o.Record.ID, project)
		must(err)
		in.ProjectID = &id
	}
	sent, err := f.office.SendSurvey(sys, in)
	must(err)
	return asked{f, sent.Secret, sent.Record.ID}
}

func (a asked) row() *ent.Survey {
	a.Helper()
	sys := desk.AsSystem(a.Context())
	s, err := a.office.Read(sys).Survey.Get(sys, a.id)
	if err != nil {
		a.Fatal(err)
	}
	return s
}

const form = "application/x-www-form-urlencoded"

// answer sends a form to a survey's page.
func (f *front) answer(secret string, values url.Values, headers map[string]string) *httptest.ResponseRecorder {
	f.Helper()
	all := map[string]string{"Content-Type": form, "Origin": f.public.String()}
	for name, value := range headers {
		all[name] = value
	}
	return f.send(scene{method: http.MethodPost, path: surveyPrefix + url.PathEscape(secret), body: values.Encode() + "&", headers: all})
}

func checkPage(f *front, name string, w *httptest.ResponseRecorder) {
	f.Helper()
	h := w.Header()
	for header, want := range map[string]string{
		"Cache-Control": "no-store", "Content-Type": "text/html; charset=utf-8", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
		"Referrer-Policy":         "same-origin", // under no-referrer browsers send our own form with the origin null
		"Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
	} {
		if h.Get(header) != want {
			f.Errorf("%s: %s is %q", name, header, h.Get(header))
		}
	}
	if strings.Contains(w.Body.String(), "<script") || strings.Contains(w.Body.String(), "style=") {
		f.Errorf("%s: the page needs what its policy forbids", name)
	}
	for _, text := range secretive {
		if strings.Contains(w.Body.String(), text) {
			f.Errorf("%s: the page tells %q", name, text)
		}
	}
}

func TestASurveyIsAnsweredWithoutSigningIn(t *testing.T) {
	fronts(t, "https://bidwell.example", func(f *front) {
		a := f.asked("zh-CN", "一期交付")
		w := f.send(scene{path: surveyPrefix + a.secret, headers: map[string]string{"Accept-Language": "en"}})
		checkPage(f, "the form", w)
		page := w.Body.String()
		for _, want := range []string{`<html lang="zh">`, "满意度调查", "一期交付", "您对项目交付与验收满意吗?", `name="score" value="5" required`, `name="recommend" value="10"`, `method="post"`} {
			if !strings.Contains(page, want) {
				f.Errorf("the page lacks %q:\n%s", want, page)
			}
		}
		if n := strings.Count(page, `type="radio"`); w.Code != 200 || n != 16 || strings.Contains(page, `value="0" required`) {
			f.Errorf("%d with %d choices", w.Code, n)
		}
		w = f.answer(a.secret, url.Values{"score": {"4"}, "recommend": {"9"}, "comment": {"按期\r\n交付 <b>"}}, nil)
		checkPage(f, "the thanks", w)
		if w.Code != 200 || !strings.Contains(w.Body.String(), "感谢您的反馈") || strings.Contains(w.Body.String(), "<form") {
			f.Errorf("%d %s", w.Code, w.Body)
		}
		if s := a.row(); s.Score == nil || *s.Score != 4 || *s.Recommend != 9 || s.Comment != "按期\r\n交付 <b>" {
			f.Errorf("kept %+v", s)
		}
		w = f.answer(a.secret, url.Values{"score": {"1"}}, nil)
		if w.Code != http.StatusConflict || *a.row().Score != 4 {
			f.Errorf("a second answer: %d", w.Code)
		}
		if strings.Contains(f.log.String(), a.secret) || !strings.Contains(f.log.String(), "path=/survey/…") {
			f.Errorf("the log holds the secret of the link:\n%s", f.log)
		}
		var raw []byte
		if err := f.office.Store().DB().QueryRow(`SELECT secret_hash FROM surveys`).Scan(&raw); err != nil || len(raw) != 32 || strings.Contains(string(raw), a.secret) {
			f.Errorf("the database keeps %x, %v", raw, err)
		}
	})
}

// Whoever has no open survey reads the same, whether there ever was one.
func TestTheLinksThatDoNotWorkLookAlike(t *testing.T) {
	fronts(t, "http://bidwell.example", func(f *front) {
		answered, expired, gone := f.asked("en", ""), f.asked("en", ""), f.asked("en", "")
		f.answer(answered.secret, url.Values{"score": {"5"}}, nil)
		if _, err := f.office.ArchiveRecord(desk.AsSystem(f.Context()), desk.RecordInput{ID: gone.id, Version: 1}); err != nil {
			f.Fatal(err)
		}
		f.pass(31 * 24 * time.Hour)
		for lang, want := range map[string]string{"zh-CN": "该调查已作答或已截止。", "en": "This survey was answered already or has ended."} {
			var first string
			for name, secret := range map[string]string{
				"answered": answered.secret, "expired": expired.secret, "taken back": gone.secret, "unknown": strings.Repeat("A", 32), "cut": answered.secret[:31],
				"U+0000": "\x00", "a path": "..%2f..", "its id": answered.id, "long": strings.Repeat("x", 5000),
			} {
				w := f.send(scene{path: surveyPrefix + url.PathEscape(secret), headers: map[string]string{"Accept-Language": lang}})
				checkPage(f, name, w)
				if first == "" {
					first = w.Body.String()
				}
				if w.Body.String() != first || !strings.Contains(first, want) || w.Code != 404 && w.Code != 409 {
					f.Errorf("%s answers %d %s", name, w.Code, w.Body)
				}
				if p := f.answer(secret, url.Values{"score": {"5"}}, map[string]string{"Accept-Language": lang}); p.Body.String() != first || p.Code != w.Code {
					f.Errorf("%s answered: %d %s", name, p.Code, p.Body)
				}
			}
		}
		if expired.row().AnsweredAt != nil {
			f.Error("an expired survey was answered")
		}
	})
}

func TestAnAnswerThatCannotBeTakenIsShownAgain(t *testing.T) {
	fronts(t, "http://bidwell.example", func(f *front) {
		a := f.asked("en", "")
		for name, c := range map[string]struct {
			values url.Values
			kind   string
			want   string
		}{
			"no score":               {values: url.Values{"comment": {"late"}}, want: "This field must not be empty."},
			"a score of 0":           {values: url.Values{"score": {"0"}, "comment": {"late"}}, want: "between 1 and 5"},
			"a score of 6":           {values: url.Values{"score": {"6"}, "comment": {"late"}}, want: "between 1 and 5"},
			"a score in words":       {values: url.Values{"score": {"five"}, "comment": {"late"}}, want: "between 1 and 5"},
			"a score beyond 64 bits": {values: url.Values{"score": {"99999999999999999999"}, "comment": {"late"}}, want: "between 1 and 5"},
			"a chance of 11":         {values: url.Values{"score": {"5"}, "recommend": {"11"}, "comment": {"late"}}, want: "between 0 and 10"},
			"a chance in words":      {values: url.Values{"score": {"5"}, "recommend": {"<b>"}, "comment": {"late"}}, want: "between 0 and 10"},
			"U+0000":                 {values: url.Values{"score": {"5"}, "comment": {"late\x00"}}, want: "control character"},
			"half a character":       {values: url.Values{"score": {"5"}, "comment": {"late\xe4\xb8"}}, want: "control character"},
			"a comment of 1 MB":      {values: url.Values{"score": {"5"}, "comment": {strings.Repeat("x", 1<<20)}}, want: "too long"},
			"JSON":                   {values: url.Values{"score": {"5"}}, kind: "application/json", want: "must not be empty"},
			"plain text":             {values: url.Values{"score": {"5"}}, kind: "text/plain", want: "must not be empty"},
			"no kind that is one":    {values: url.Values{"score": {"5"}}, kind: "//", want: "could not be understood"},
			"parts":                  {values: url.Values{"score": {"5"}}, kind: "multipart/form-data; boundary=x", want: "must not be empty"},
		} {
			headers := map[string]string{}
			if c.kind != "" {
				headers["Content-Type"] = c.kind
			}
			w := f.answer(a.secret, c.values, headers)
			checkPage(f, name, w)
			page := html.UnescapeString(w.Body.String())
			if w.Code != http.StatusUnprocessableEntity || !strings.Contains(page, c.want) || !strings.Contains(page, "<form") || !strings.Contains(page, `role="alert"`) {
				f.Errorf("%s: %d %.1500s", name, w.Code, page)
			}
			if c.values.Get("comment") == "late" && !strings.Contains(page, "late</textarea>") {
				f.Errorf("%s: the comment has to be written again", name)
			}
		}
		if s := a.row(); s.AnsweredAt != nil || s.Version != 1 {
			f.Errorf("something was written: %+v", s)
		}
		w := f.answer(a.secret, url.Values{"score": {"5"}, "comment": {strings.Repeat("灯", 10_000)}}, nil)
		if w.Code != 200 {
			f.Errorf("the longest comment of the page: %d", w.Code)
		}
	})
}

func TestNoOtherPageAnswersASurvey(t *testing.T) {
	for _, public := range []string{"http://bidwell.example", "https://bidwell.example"} {
		fronts(t, public, func(f *front) {
			a := f.asked("en", "")
			for name, headers := range map[string]map[string]string{
				"another site": {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, "a sister site": {"Origin": "https://shop.bidwell.example", "Sec-Fetch-Site": "same-site"},
				"an old browser elsewhere": {"Origin": "https://evil.example"}, "a sandbox": {"Origin": "null"},
			} {
				if w := f.answer(a.secret, url.Values{"score": {"1"}}, headers); w.Code != http.StatusForbidden {
					f.Errorf("%s: %d", name, w.Code)
				}
			}
			for _, method := range []string{"PUT", "DELETE", "PATCH"} {
				if w := f.send(scene{method: method, path: surveyPrefix + a.secret}); w.Code != http.StatusMethodNotAllowed {
					f.Errorf("%s: %d", method, w.Code)
				}
			}
			if a.row().AnsweredAt != nil {
				f.Fatal("somebody else answered")
			}
			if w := f.answer(a.secret, url.Values{"score": {"5"}}, map[string]string{"Sec-Fetch-Site": "same-origin"}); w.Code != 200 {
				f.Errorf("our own page: %d", w.Code)
			}
		})
	}
}

func TestWhatComesFromOutsideIsShownAsText(t *testing.T) {
	const attack = `"><script>alert(1)</script></textarea><img src=x onerror=alert(2)>`
	fronts(t, "http://bidwell.example", func(f *front) {
		a := f.asked("", attack)
		w := f.answer(a.secret, url.Values{"comment": {attack}, "score": {attack}, "recommend": {attack}}, nil)
		page := w.Body.String()
		if strings.Contains(page, "<script>") || strings.Contains(page, "<img") || strings.Count(page, "</textarea>") != 1 || strings.Count(html.UnescapeString(page), attack) != 2 {
			f.Errorf("%d %s", w.Code, page)
		}
	})
}

func TestWithoutALanguageOfTheContactTheVisitorsCounts(t *testing.T) {
	fronts(t, "http://bidwell.example", func(f *front) {
		for contact, wants := range map[string][2]string{"zh": {"zh", "zh"}, "en-GB": {"en", "en"}, "fr": {"zh", "en"}} {
			a := f.asked(contact, "")
			for i, accept := range []string{"zh-CN,zh;q=0.9", "en-US,en;q=0.9"} {
				page := f.send(scene{path: surveyPrefix + a.secret, headers: map[string]string{"Accept-Language": accept}}).Body.String()
				chinese := regexp.MustCompile(`\p{Han}`).MatchString(page)
				if !strings.Contains(page, fmt.Sprintf(`<html lang=%q>`, wants[i])) || chinese != (wants[i] == "zh") {
					f.Errorf("a contact who speaks %q, a visitor who wants %s:\n%s", contact, accept, page)
				}
			}
		}
	})
}

func FuzzAnswers(f *testing.F) {
	for _, s := range []string{"score=5&recommend=10&comment=x", "score=%00", "score=1;2", "recommend=-1&score=3", "%zz", "score=5&score=6"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		r := httptest.NewRequest(http.MethodPost, "/survey/x", strings.NewReader(body))
		r.Header.Set("Content-Type", form)
		answer, err := readAnswer(httptest.NewRecorder(), r)
		switch {
		case err != nil && business.CodeOf(err) != business.CodeValidationFailed:
			t.Errorf("%q: %v", body, err)
		case err == nil && (answer.Score < 1 || answer.Score > 5 || answer.Recommend != nil && (*answer.Recommend < 0 || *answer.Recommend > 10)):
			t.Errorf("%q is taken as %+v", body, answer)
		}
	})
}
