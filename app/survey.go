package app

import (
	"embed"
	"html/template"
	"net/http"
	"strconv"

	"bidwell/desk"
	"bidwell/graph"
	"bidwell/process"
)

//go:embed survey.html survey.css
var surveyFiles embed.FS

var surveyPage = template.Must(template.ParseFS(surveyFiles, "survey.html"))

// surveyView is what the page of a survey shows; Said is a message instead of the form.
type surveyView struct {
	Language, Title, Subject, Ask, Recommend, Comment, Send, Said string
	Scores, Chances                                               []int
}

// survey shows the form of a survey to whoever has its link.
func (s *site) survey(w http.ResponseWriter, r *http.Request) {
	open, err := s.office.Survey(r.Context(), r.PathValue("secret"))
	if err != nil {
		s.surveyRefused(w, r, err)
		return
	}
	s.showSurvey(w, http.StatusOK, viewOf(open))
}

// answerSurvey takes the one answer to a survey.
func (s *site) answerSurvey(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	open, err := s.office.Survey(r.Context(), r.PathValue("secret"))
	if err != nil {
		s.surveyRefused(w, r, err)
		return
	}
	answer := desk.SurveyAnswer{Comment: r.PostFormValue("comment")}
	if answer.Score, err = strconv.Atoi(r.PostFormValue("score")); err != nil {
		s.surveyRefused(w, r, process.Invalid("score", process.MsgRequired))
		return
	}
	if chance, err := strconv.Atoi(r.PostFormValue("recommend")); err == nil {
		answer.Recommend = &chance
	}
	if err := s.office.AnswerSurvey(r.Context(), r.PathValue("secret"), answer); err != nil {
		s.surveyRefused(w, r, err)
		return
	}
	view := viewOf(open)
	view.Said = process.Text{EN: "Thank you. Your answer was recorded.", ZH: "感谢您的反馈,我们已收到。"}.In(open.Language)
	s.showSurvey(w, http.StatusOK, view)
}

func viewOf(open *desk.OpenSurvey) surveyView {
	in := func(en, zh string) string { return process.Text{EN: en, ZH: zh}.In(open.Language) }
	return surveyView{
		Language: string(open.Language), Subject: open.Subject,
		Title: in("How content are you?", "满意度调查"), Ask: in("How content are you with us, from 1 to 5?", "您对我们的服务满意吗?(1–5 分)"),
		Recommend: in("How likely would you recommend us, from 0 to 10?", "您有多大可能推荐我们?(0–10 分)"),
		Comment:   in("What else should we know?", "其他意见与建议"), Send: in("Send", "提交"),
		Scores: upTo(1, 5), Chances: upTo(0, 10),
	}
}

func upTo(from, to int) (numbers []int) {
	for n := from; n <= to; n++ {
		numbers = append(numbers, n)
	}
	return numbers
}

// surveyRefused shows why there is no form, in the visitor's language.
func (s *site) surveyRefused(w http.ResponseWriter, r *http.Request, err error) {
	lang, known := graph.LanguageOf(r.Context()), s.known(r, err)
	s.showSurvey(w, statusOf(known), surveyView{Language: string(lang), Title: process.Text{EN: "Survey", ZH: "调查"}.In(lang), Said: known.Text(lang)})
}

func (s *site) showSurvey(w http.ResponseWriter, status int, view surveyView) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'")
	w.Header().Set("Referrer-Policy", "no-referrer")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_ = surveyPage.Execute(w, view) // a visitor who is gone needs no page
}

func surveyStyle(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "public, max-age=3600")
	http.ServeFileFS(w, r, surveyFiles, "survey.css")
}
