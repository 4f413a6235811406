// Package web holds the pages that Bidwell shows in a browser, built from web/src and compiled into the program: the
// start page, sign-in, first set-up and GraphiQL. They load nothing from anywhere but the server they came from, so they
// work in a network without the internet.
package web

import (
	"embed"
	"io/fs"
)

//go:generate npm ci
//go:generate npm run build

// The prefix all: keeps chunks whose names begin with an underscore.
//
//go:embed all:dist
var dist embed.FS

// Files returns the built pages and their assets, rooted where index.html is.
func Files() fs.FS {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // the name is a constant and valid
	}
	return files
}
