package app

import (
	"net/http"
	"strconv"

	"bidwell/desk"
	"bidwell/graph"
	"bidwell/process"
)

// surveyView is what the page of a survey shows; Said is a message instead of the form, Wrong one above it.
type surveyView struct {
	Language             process.Language
	Title, Subject, Said string
	Wrong, Comment, Send string
	Questions            []surveyQuestion
	CommentText          string
}

// surveyQuestion is one question that is answered with a number; Low and High say what its ends mean.
type surveyQuestion struct {
	Name, Ask, Low, High string
	Required             bool
	Choices              []surveyChoice
}

type surveyChoice struct {
	Value   int
	Checked bool
}

func (v surveyView) in(en, zh string) string { return process.Text{EN: en, ZH: zh}.In(v.Language) }

// viewOf is the form of a survey, in the contact's language when it is known, otherwise in the visitor's.
func viewOf(open *desk.OpenSurvey, r *http.Request) surveyView {
	v := surveyView{Language: open.Language, Subject: open.Project}
	if v.Language == "" {
		v.Language = graph.LanguageOf(r.Context())
	}
	about := map[process.SurveyTouchpoint][2]string{
		process.SurveyTouchpointProposal:   {"our proposal", "我们的方案"},
		process.SurveyTouchpointDelivery:   {"the delivery", "项目交付"},
		process.SurveyTouchpointAcceptance: {"the delivery and its acceptance", "项目交付与验收"},
		process.SurveyTouchpointSupport:    {"our support", "我们的支持服务"},
	}[open.Touchpoint]
	v.Title = v.in("How satisfied are you?", "满意度调查")
	v.Comment, v.Send = v.in("Anything else we should know? (optional)", "其他意见与建议(选填)"), v.in("Send", "提交")
	v.Questions = []surveyQuestion{
		{
			Name: "score", Ask: v.in("How satisfied are you with "+about[0]+"?", "您对"+about[1]+"满意吗?"), Required: true,
			Low: v.in("1: not at all", "1:很不满意"), High: v.in("5: very", "5:非常满意"), Choices: upTo(1, 5),
		},
		{
			Name: "recommend", Ask: v.in("How likely are you to recommend us? (optional)", "您有多大可能向他人推荐我们?(选填)"),
			Low: v.in("0: not at all", "0:完全不可能"), High: v.in("10: certainly", "10:一定会"), Choices: upTo(0, 10),
		},
	}
	return v
}

func upTo(from, to int) (choices []surveyChoice) {
	for n := from; n <= to; n++ {
		choices = append(choices, surveyChoice{Value: n})
	}
	return choices
}

// keep fills in what was answered, and says what is wrong with it.
func (v *surveyView) keep(r *http.Request, wrong *process.Error) {
	v.Wrong, v.CommentText = wrong.Text(v.Language), r.PostForm.Get("comment")
	for _, q := range v.Questions {
		if q.Name == wrong.Field {
			v.Wrong = q.Ask + " " + v.Wrong
		}
		for i := range q.Choices {
			q.Choices[i].Checked = strconv.Itoa(q.Choices[i].Value) == r.PostForm.Get(q.Name)
		}
	}
}
