package story

import "bidwell/process"

const decideApproval = `mutation($input: DecideApprovalInput!) { decideApproval(input: $input) { approval { id version status type amount decidedBy { name } } } }`

// ask asks for an approval of a record; the request is kept as name.
func ask(title process.Text, by Person, name, subject string, kind process.ApprovalType, required process.UserRole) Step {
	return Step{
		Title: title, Who: by,
		Ask:   `mutation($input: RequestApprovalInput!) { requestApproval(input: $input) { approval { id version status type amount requiredRole } } }`,
		Input: Input{"subjectID": Ref(subject), "type": kind, "reason": title.ZH},
		Shows: Shows{{"approval.status", process.ApprovalStatusRequested}, {"approval.requiredRole", required}},
		Keeps: Keeps{name: "approval.id"},
	}
}

// approve gives an approval that was asked for.
func approve(title process.Text, by Person, name string) Step {
	return Step{
		Title: title, Who: by, Ask: decideApproval, Input: At(name, Input{"approve": true, "comment": "同意"}),
		Shows: Shows{{"approval.status", process.ApprovalStatusApproved}, {"approval.decidedBy.name", by.Full}},
	}
}

// mayNot is an approval that is not theirs to give.
func mayNot(title process.Text, by Person, name string) Step {
	return Step{Title: title, Who: by, Ask: decideApproval, Input: At(name, Input{"approve": true}), Refused: "FORBIDDEN"}
}
