package importer

import (
	"embed"
	"io/fs"
	"os"
	"path"
	"strings"
)

//go:embed mappings
var shipped embed.FS

// Shipped loads a mapping that comes with the product, such as "crm_maven/accounts". An unknown name is a *FileError
// with code MAPPING that lists the known ones.
func Shipped(name string) (*Mapping, error) {
	f, err := shipped.Open(path.Join("mappings", name+".yaml"))
	if err != nil {
		return nil, fileError(name, 0, CodeMapping, nil, "what", "no such mapping; there are "+strings.Join(ShippedNames(), ", "))
	}
	defer f.Close()
	return LoadMapping(name, f)
}

// ShippedNames lists the mappings that come with the product, in alphabetical order.
func ShippedNames() []string {
	var names []string
	_ = fs.WalkDir(shipped, "mappings", func(p string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(p, ".yaml") {
			names = append(names, strings.TrimSuffix(strings.TrimPrefix(p, "mappings/"), ".yaml"))
		}
		return nil
	})
	return names
}

// FindMapping loads a mapping by the name of a shipped one or by the path of a file.
func FindMapping(nameOrPath string) (*Mapping, error) {
	f, err := os.Open(nameOrPath)
	if err != nil {
		return Shipped(nameOrPath)
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || info.IsDir() {
		return Shipped(nameOrPath)
	}
	return LoadMapping(nameOrPath, f)
}
