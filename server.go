// Command bidwell keeps customers, opportunities, proposals and lessons in one place and finds the passage to reuse.
package main

import (
	"os"

	"bidwell/app"
)

//go:generate go generate ./process
//go:generate go run ./ent/entc.go
//go:generate go run ./graph/gen

func main() { os.Exit(app.Main(os.Args[1:], os.Stdout, os.Stderr)) }
