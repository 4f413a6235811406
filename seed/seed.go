// Package seed holds the sample company and a generator of records for measuring. The sample company is Pebbleboat
// Systems (砾舟数科), a system integrator that does not exist, with customers that do not exist, in Chinese and English:
// the folder content tells its story, and Demo plays it. Records and Documents make any number of records of the same
// kind, the same ones each time.
package seed

import (
	"context"
	"errors"
	"time"

	"bidwell/desk"
	"bidwell/ent/activity"
	"bidwell/ent/opportunity"
	"bidwell/process"
)

// DemoPassword is the password of every person of the sample company. It is public: do not seed the sample company
// where strangers can sign in.
const DemoPassword = "pebbleboat-demo-2468"

// Demo plays the story of the sample company on a desk, each record on the day its story tells, made by the person who
// would make it, with that person's rights; what became of proposals is told by the system. Days count back from today. A second call changes nothing, even where
// records of the sample were changed meanwhile; a call after one that was interrupted completes it. The context must be
// that of an administrator, as by desk.AsSystem. Errors: those of the use cases.
func Demo(ctx context.Context, d *desk.Desk) (err error) {
	defer process.Wrap(&err, "sample company")
	b, err := readBook()
	if err != nil {
		return err
	}
	told, err := alreadyTold(ctx, d, b)
	if err != nil || told {
		return err
	}
	return newStory(ctx, d, b, time.Now()).play()
}

// alreadyTold looks for the last event of the story.
func alreadyTold(ctx context.Context, d *desk.Desk, b *book) (bool, error) {
	last := b.Deals[len(b.Deals)-1]
	if len(last.Activities) == 0 {
		return false, errors.New("the last deal must end with an activity, by which a finished sample is known")
	}
	subject := last.Activities[len(last.Activities)-1].Subject
	return d.Read(ctx).Activity.Query().
		Where(activity.Subject(subject), activity.HasOpportunityWith(opportunity.Code(last.Code))).Exist(ctx)
}
