//go:build !unix

package filestore

import "os"

// syncDir does nothing: the system has no such thing.
func syncDir(*os.Root, string) error { return nil }
