package say

// storedTexts are the texts that a new database or a demo holds as if somebody had typed
// them, in Chinese.
var storedTexts = map[string]string{
	"customary in the trade": "行业惯例",
	"No standard was read that says so; agree on it in the contract.":                                                          "未查到载明此值的标准；请在合同中约定。",
	"Heterogeneous wool (异质毛). GB/T 9994-2018 is in force in its place; look the figure up there.":                             "异质毛。现行标准为 GB/T 9994-2018，请在该标准中核对此值。",
	"Homogeneous wool (同质毛); HDB/FZ008-2001 says the same. GB/T 9994-2018 is in force in its place; look the figure up there.": "同质毛；HDB/FZ008-2001 的规定相同。现行标准为 GB/T 9994-2018，请在该标准中核对此值。",
	"Dry-combed tops (干毛条); HDB/FZ008-2001 says the same. GB/T 9994-2018 is in force in its place; look the figure up there.":  "干毛条；HDB/FZ008-2001 的规定相同。现行标准为 GB/T 9994-2018，请在该标准中核对此值。",
	"Oil-combed tops (油毛条). GB/T 9994-2018 is in force in its place; look the figure up there.":                                "油毛条。现行标准为 GB/T 9994-2018，请在该标准中核对此值。",
	"Agreed in the invented contracts of this demo":                                                                            "演示用虚构合同中的约定",
	"invented for this demo": "演示用虚构汇率",
}

// StoredLabel returns a stored text in both languages where the program itself stored it,
// and otherwise the text as somebody typed it.
func StoredLabel(text string) Message { return Bilingual(text, storedTexts[text]) }
