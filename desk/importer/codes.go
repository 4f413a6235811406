package importer

import (
	"strings"

	"bidwell/process"
)

// Code names what is wrong; programs branch on it, people read the message.
type Code string

// Codes of row errors.
const (
	CodeBytesInvalid     Code = "BYTES_INVALID"
	CodeControlCharacter Code = "CONTROL_CHARACTER"
	CodeCellTooLarge     Code = "CELL_TOO_LARGE"
	CodeRowTooLarge      Code = "ROW_TOO_LARGE"
	CodeColumnCount      Code = "COLUMN_COUNT"
	CodeQuote            Code = "QUOTE"
	CodeJSON             Code = "JSON"
	CodeCellError        Code = "CELL_ERROR"
	CodeRequired         Code = "REQUIRED"
	CodeKeyMissing       Code = "KEY_MISSING"
	CodeNumber           Code = "NUMBER"
	CodeMoney            Code = "MONEY"
	CodeCurrency         Code = "CURRENCY"
	CodeDate             Code = "DATE"
	CodeBool             Code = "BOOL"
	CodeUnknownValue     Code = "UNKNOWN_VALUE"
	CodeList             Code = "LIST"
	CodeTooLong          Code = "TOO_LONG"
	CodeDuplicate        Code = "DUPLICATE"
)

// Codes of file errors.
const (
	CodeUnreadable    Code = "UNREADABLE"
	CodeTruncated     Code = "TRUNCATED"
	CodeHeader        Code = "HEADER"
	CodeColumnMissing Code = "COLUMN_MISSING"
	CodeFormat        Code = "FORMAT"
	CodeSheet         Code = "SHEET"
	CodeMapping       Code = "MAPPING"
)

var messages = map[Code]process.Text{
	CodeBytesInvalid:     {EN: "byte {offset} of the file is not valid {encoding}", ZH: "文件第 {offset} 字节不是有效的 {encoding} 编码"},
	CodeControlCharacter: {EN: "the text contains the control character {character}", ZH: "文本含有控制字符 {character}"},
	CodeCellTooLarge:     {EN: "a cell is larger than {limit} MiB", ZH: "单元格超过 {limit} MiB"},
	CodeRowTooLarge:      {EN: "the row is larger than {limit} MiB", ZH: "该行超过 {limit} MiB"},
	CodeColumnCount:      {EN: "the row has {got} columns, the header {want} (it ends on line {end})", ZH: "该行有 {got} 列,表头有 {want} 列(该行止于第 {end} 行)"},
	CodeQuote:            {EN: "text follows a closing quote (the row ends on line {end})", ZH: "右引号之后还有文本(该行止于第 {end} 行)"},
	CodeJSON:             {EN: "the line is not one JSON object: {what}", ZH: "该行不是一个 JSON 对象:{what}"},
	CodeCellError:        {EN: "the cell holds the spreadsheet error {value}", ZH: "单元格为电子表格错误值 {value}"},
	CodeRequired:         {EN: "{field} must not be empty", ZH: "{field} 不能为空"},
	CodeKeyMissing:       {EN: "the external id of the {entity} is empty", ZH: "{entity} 的外部编号为空"},
	CodeNumber:           {EN: "“{value}” is not a whole number", ZH: "“{value}”不是整数"},
	CodeMoney:            {EN: "“{value}” is not an amount with at most two decimals", ZH: "“{value}”不是最多两位小数的金额"},
	CodeCurrency:         {EN: "“{value}” is not a currency code such as CNY", ZH: "“{value}”不是货币代码(如 CNY)"},
	CodeDate:             {EN: "“{value}” is not a date in a declared format", ZH: "“{value}”不是所声明格式的日期"},
	CodeBool:             {EN: "“{value}” is neither yes nor no", ZH: "“{value}”既不是“是”也不是“否”"},
	CodeUnknownValue:     {EN: "“{value}” is not a known value of {field}", ZH: "“{value}”不是 {field} 的已知取值"},
	CodeList:             {EN: "the value is a list; the mapping must say how to join it", ZH: "该值是列表,映射须声明如何合并"},
	CodeTooLong:          {EN: "the text is longer than {limit} characters", ZH: "文本超过 {limit} 个字符"},
	CodeDuplicate:        {EN: "the external id was already used on line {line}", ZH: "该外部编号已在第 {line} 行使用"},

	CodeUnreadable:    {EN: "the file cannot be read", ZH: "无法读取文件"},
	CodeTruncated:     {EN: "the file ends in the middle of a row; it is not complete", ZH: "文件在一行中间结束,内容不完整"},
	CodeHeader:        {EN: "the header row is not usable: {what}", ZH: "表头不可用:{what}"},
	CodeColumnMissing: {EN: "the file lacks the columns the mapping names: {columns}", ZH: "文件缺少映射中声明的列:{columns}"},
	CodeFormat:        {EN: "unknown format or encoding “{value}”", ZH: "未知的格式或编码“{value}”"},
	CodeSheet:         {EN: "the workbook cannot be used: {what}", ZH: "工作簿不可用:{what}"},
	CodeMapping:       {EN: "the mapping is not usable: {what}", ZH: "映射不可用:{what}"},
}

// message fills the text of code with args, which are name, value pairs.
func message(code Code, args ...string) process.Text {
	pairs := make([]string, 0, len(args))
	for i := 0; i+1 < len(args); i += 2 {
		pairs = append(pairs, "{"+args[i]+"}", args[i+1])
	}
	r, text := strings.NewReplacer(pairs...), messages[code]
	return process.Text{EN: r.Replace(text.EN), ZH: r.Replace(text.ZH)}
}
