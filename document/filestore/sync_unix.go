//go:build unix

package filestore

import (
	"errors"
	"os"
)

// syncDir makes durable what a directory names.
func syncDir(root *os.Root, name string) error {
	d, err := root.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
