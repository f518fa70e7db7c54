package money

// withdrawn holds the codes of ISO 4217's list three (historic denominations) that the
// histories of the publishers in package rates carry.
var withdrawn = map[Currency]currency{
	"ATS": {2, "groschen", "Austrian Schillings", "奥地利先令"},
	"BEF": {0, "", "Belgian Francs", "比利时法郎"},
	"BGN": {2, "stotinki", "Bulgarian Leva", "保加利亚列弗"},
	"CYP": {2, "cents", "Cypriot Pounds", "塞浦路斯镑"},
	"DEM": {2, "pfennig", "German Marks", "德国马克"},
	"EEK": {2, "", "Estonian Kroons", "爱沙尼亚克朗"},
	"ESP": {0, "", "Spanish Pesetas", "西班牙比塞塔"},
	"FIM": {2, "pennia", "Finnish Markkaa", "芬兰马克"},
	"FRF": {2, "centimes", "French Francs", "法国法郎"},
	"GRD": {0, "", "Greek Drachmas", "希腊德拉克马"},
	"HRK": {2, "lipa", "Croatian Kuna", "克罗地亚库纳"},
	"IEP": {2, "pence", "Irish Pounds", "爱尔兰镑"},
	"ITL": {0, "", "Italian Lire", "意大利里拉"},
	"LTL": {2, "", "Lithuanian Litas", "立陶宛立特"},
	"LUF": {0, "", "Luxembourg Francs", "卢森堡法郎"},
	"LVL": {2, "santimi", "Latvian Lats", "拉脱维亚拉特"},
	"MTL": {2, "cents", "Maltese Liri", "马耳他里拉"},
	"NLG": {2, "cents", "Dutch Guilders", "荷兰盾"},
	"PTE": {0, "", "Portuguese Escudos", "葡萄牙埃斯库多"},
	"ROL": {2, "", "Old Romanian Lei", "罗马尼亚旧列伊"},
	"SIT": {2, "", "Slovenian Tolars", "斯洛文尼亚托拉尔"},
	"SKK": {2, "", "Slovak Koruna", "斯洛伐克克朗"},
	"TRL": {0, "", "Old Turkish Liras", "土耳其旧里拉"},
}

// Withdrawn reports whether the currency is no longer money anywhere.
func (c Currency) Withdrawn() bool {
	_, is := withdrawn[c]
	return is
}
