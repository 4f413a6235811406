package app

import (
	"fmt"
	"runtime/debug"
)

type versionCommand struct{}

// Run tells the version the program was built from.
func (versionCommand) Run(sh *shell) error {
	fmt.Fprintln(sh.stdout, "bidwell", version())
	return nil
}

// version is the module's version with the revision, as the build noted them.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	text := info.Main.Version
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			text += " " + s.Value[:min(len(s.Value), 12)]
		case s.Key == "vcs.modified" && s.Value == "true":
			text += " (changed)"
		}
	}
	return text + " " + info.GoVersion
}
