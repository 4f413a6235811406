package process

import "testing"

func TestRequirementsMoveAsTheProcessSays(t *testing.T) {
	refused := map[[2]RequirementStatus]bool{
		{RequirementStatusWithdrawn, RequirementStatusConfirmed}: true,
	}
	for _, from := range RequirementStatusDraft.Values() {
		for _, to := range RequirementStatusDraft.Values() {
			pair := [2]RequirementStatus{RequirementStatus(from), RequirementStatus(to)}
			want := from == to || refused[pair]
			if err := CheckRequirementStatus(pair[0], pair[1]); want != (CodeOf(err) == CodeIllegalTransition && err != nil) {
				t.Errorf("%s to %s: %v", from, to, err)
			}
		}
	}
}

func TestOnlyWhatWasDeliveredIsRenewed(t *testing.T) {
	for _, status := range OpportunityStatusOpen.Values() {
		for _, stage := range OpportunityStageIntake.Values() {
			want := status == "WON" && (stage == "ACCEPTANCE" || stage == "CLOSEOUT")
			if err := CheckRenewal(OpportunityStatus(status), OpportunityStage(stage)); (err == nil) != want {
				t.Errorf("%s in %s: %v", status, stage, err)
			}
		}
	}
}
