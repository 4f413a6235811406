// Package importer is the reading half of `bidwell import`: it turns a file of another system (CSV, XLSX or JSON
// Lines, in the encodings such files really have) into typed records according to a declared mapping.
//
//	mapping, err := importer.Shipped("crm_maven/accounts") // or importer.LoadMapping(name, file)
//	rows, err := importer.Open("accounts.csv", mapping)
//	defer rows.Close()
//	for {
//		row, err := rows.Next() // io.EOF at the end, *FileError when the rest cannot be read
//		...                     // row.Records are ready to be written, row.Errors say what is wrong
//	}
//
// Promises: the file is streamed, so memory does not grow with its length; a bad row never stops the good ones; a row
// with an error yields no record at all; nothing is replaced or cut in silence. Nothing is written here.
package importer
