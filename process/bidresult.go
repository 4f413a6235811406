package process

import (
	"slices"
	"time"
)

// failures says which failure belongs to which result. Bid rejected (否决投标) and bid invalid (无效投标) are facts of one
// bid; procedure voided (废标) and too few bidders (流标) are facts of the whole procedure, whoever took part.
var failures = map[ProposalStatus][]BidFailure{
	ProposalStatusRejectedBid: {BidFailureBidRejected, BidFailureBidInvalid},
	ProposalStatusVoided:      {BidFailureProcedureVoided, BidFailureTooFewBidders},
}

// CheckBidResult decides whether a status is a result of a bid and the failure the one that goes with it. Error:
// VALIDATION_FAILED.
func CheckBidResult(result ProposalStatus, failure *BidFailure) error {
	switch {
	case !DecidesProposal(result):
		return Invalid("status", MsgNoBidResult, "status", string(result))
	case failure == nil && failures[result] != nil:
		return Invalid("failure", MsgRequired)
	case failure != nil && !slices.Contains(failures[result], *failure):
		return Invalid("failure", MsgBidFailure, "failure", string(*failure), "status", string(result))
	default:
		return nil
	}
}

// FailsProcedure tells whether a failure is one of the whole procedure and so of the opportunity too.
func FailsProcedure(f BidFailure) bool {
	return slices.Contains(failures[ProposalStatusVoided], f)
}

// CheckResultTime refuses a result before the submission and one that has not come. Error: VALIDATION_FAILED.
func CheckResultTime(at, now time.Time, submitted *time.Time) error {
	if at.After(now) {
		return Invalid("at", MsgFutureTime)
	}
	if submitted != nil && at.Before(*submitted) {
		return Invalid("at", MsgTimeOrder, "after", submitted.UTC().Format(time.RFC3339))
	}
	return nil
}
