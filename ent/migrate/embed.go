// Package migrate holds the migrations of the schema: the reviewed SQL files and what ent generates to write them.
package migrate

import (
	"embed"
	"io/fs"
)

//go:embed migrations
var files embed.FS

// Migrations are the reviewed SQL files in the folders sqlite and postgres.
func Migrations() fs.FS {
	sub, err := fs.Sub(files, "migrations")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return sub
}
