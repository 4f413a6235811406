package seed

import (
	"testing"

	"bidwell/ent/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }
