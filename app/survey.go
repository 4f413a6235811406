package app

import (
	"embed"
	"errors"
	"html/template"
	"net/http"
	"strconv"
	"strings"

	"bidwell/desk"
	"bidwell/graph"
	"bidwell/process"
)

//go:embed survey.html survey.css
var surveyFiles embed.FS

var surveyPage = template.Must(template.ParseFS(surveyFiles, "survey.html"))

// maxSurveyForm is the longest form that is read: the longest comment the page takes, written as a form writes Chinese.
const maxSurveyForm = 256 << 10

// surveyPrefix begins the path of every survey's page; what follows is its secret.
const surveyPrefix = "/survey/"

// survey shows the form of a survey to whoever has its link.
func (s *site) survey(w http.ResponseWriter, r *http.Request) {
	open, err := s.office.Survey(r.Context(), r.PathValue("secret"))
	if err != nil {
		s.surveyRefused(w, r, err)
		return
	}
	s.showSurvey(w, http.StatusOK, viewOf(open, r))
}

// answerSurvey takes the one answer to a survey. An answer that cannot be taken is shown again with what is wrong, so that
// nothing has to be written twice.
func (s *site) answerSurvey(w http.ResponseWriter, r *http.Request) {
	open, err := s.office.Survey(r.Context(), r.PathValue("secret"))
	if err != nil {
		s.surveyRefused(w, r, err)
		return
	}
	view := viewOf(open, r)
	answer, err := readAnswer(w, r)
	if err == nil {
		err = s.office.AnswerSurvey(r.Context(), r.PathValue("secret"), answer)
	}
	switch known := (*process.Error)(nil); {
	case err == nil:
		view.Said = view.in("Thank you. Your answer was recorded.", "感谢您的反馈,我们已收到。")
		s.showSurvey(w, http.StatusOK, view)
	case errors.As(err, &known) && known.Code == process.CodeValidationFailed:
		view.keep(r, known)
		s.showSurvey(w, http.StatusUnprocessableEntity, view)
	default:
		s.surveyRefused(w, r, err)
	}
}

// readAnswer reads the form of a survey. Errors: VALIDATION_FAILED.
func readAnswer(w http.ResponseWriter, r *http.Request) (answer desk.SurveyAnswer, err error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxSurveyForm)
	if err := r.ParseForm(); err != nil {
		if tooLong := (*http.MaxBytesError)(nil); errors.As(err, &tooLong) {
			return answer, process.Invalid("comment", process.MsgTooLongField)
		}
		return answer, process.Invalid("", process.MsgRequestBad, "what", "form")
	}
	answer.Comment = r.PostForm.Get("comment")
	if answer.Score, err = mark(r, "score", 1, 5); err != nil {
		return answer, err
	}
	if r.PostForm.Get("recommend") == "" {
		return answer, nil
	}
	chance, err := mark(r, "recommend", 0, 10)
	answer.Recommend = &chance
	return answer, err
}

// mark reads a number of a form.
func mark(r *http.Request, field string, from, to int) (int, error) {
	text := r.PostForm.Get(field)
	if text == "" {
		return 0, process.Invalid(field, process.MsgRequired)
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < from || n > to {
		return 0, process.Invalid(field, process.MsgOutOfRange, "min", strconv.Itoa(from), "max", strconv.Itoa(to))
	}
	return n, nil
}

// surveyRefused shows why there is no form, in the visitor's language: to somebody without an open survey the page says
// the same whether there ever was one.
func (s *site) surveyRefused(w http.ResponseWriter, r *http.Request, err error) {
	view, known := surveyView{Language: graph.LanguageOf(r.Context())}, s.known(r, err)
	view.Title, view.Said = view.in("Survey", "调查"), known.Text(view.Language)
	s.showSurvey(w, statusOf(known), view)
}

func (s *site) showSurvey(w http.ResponseWriter, status int, view surveyView) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_ = surveyPage.Execute(w, view) // a visitor who is gone needs no page
}

func surveyStyle(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "public, max-age=3600")
	http.ServeFileFS(w, r, surveyFiles, "survey.css")
}

// pathOf is the path of a request as the log may hold it: the link of a survey is a secret.
func pathOf(r *http.Request) string {
	if strings.HasPrefix(r.URL.Path, surveyPrefix) {
		return surveyPrefix + "…"
	}
	return r.URL.Path[:min(len(r.URL.Path), 200)]
}
