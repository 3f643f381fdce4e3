#include "schema/pattern_unicode.h"

/* Every name of one value, parted by spaces; PCRE2 is given the first. */
static const char *const categories[] = {
	"LC Cased_Letter", "Pe Close_Punctuation", "Pc Connector_Punctuation", "Cc Control cntrl", "Sc Currency_Symbol",
	"Pd Dash_Punctuation", "Nd Decimal_Number digit", "Me Enclosing_Mark", "Pf Final_Punctuation", "Cf Format",
	"Pi Initial_Punctuation", "L Letter", "Nl Letter_Number", "Zl Line_Separator", "Ll Lowercase_Letter",
	"M Mark Combining_Mark", "Sm Math_Symbol", "Lm Modifier_Letter", "Sk Modifier_Symbol", "Mn Nonspacing_Mark", "N Number",
	"Ps Open_Punctuation", "C Other", "Lo Other_Letter", "No Other_Number", "Po Other_Punctuation", "So Other_Symbol",
	"Zp Paragraph_Separator", "Co Private_Use", "P Punctuation punct", "Z Separator", "Zs Space_Separator", "Mc Spacing_Mark",
	"Cs Surrogate", "S Symbol", "Lt Titlecase_Letter", "Cn Unassigned", "Lu Uppercase_Letter",
};

static const char *const scripts[] = {
	"Adlm Adlam", "Aghb Caucasian_Albanian", "Ahom", "Arab Arabic", "Armi Imperial_Aramaic", "Armn Armenian", "Avst Avestan",
	"Bali Balinese", "Bamu Bamum", "Bass Bassa_Vah", "Batk Batak", "Beng Bengali", "Bhks Bhaiksuki", "Bopo Bopomofo",
	"Brah Brahmi", "Brai Braille", "Bugi Buginese", "Buhd Buhid", "Cakm Chakma", "Cans Canadian_Aboriginal", "Cari Carian",
	"Cham", "Cher Cherokee", "Chrs Chorasmian", "Copt Coptic Qaac", "Cpmn Cypro_Minoan", "Cprt Cypriot", "Cyrl Cyrillic",
	"Deva Devanagari", "Diak Dives_Akuru", "Dogr Dogra", "Dsrt Deseret", "Dupl Duployan", "Egyp Egyptian_Hieroglyphs",
	"Elba Elbasan", "Elym Elymaic", "Ethi Ethiopic", "Geor Georgian", "Glag Glagolitic", "Gong Gunjala_Gondi",
	"Gonm Masaram_Gondi", "Goth Gothic", "Gran Grantha", "Grek Greek", "Gujr Gujarati", "Guru Gurmukhi", "Hang Hangul",
	"Hani Han", "Hano Hanunoo", "Hatr Hatran", "Hebr Hebrew", "Hira Hiragana", "Hluw Anatolian_Hieroglyphs",
	"Hmng Pahawh_Hmong", "Hmnp Nyiakeng_Puachue_Hmong", "Hung Old_Hungarian", "Ital Old_Italic", "Java Javanese",
	"Kali Kayah_Li", "Kana Katakana", "Khar Kharoshthi", "Khmr Khmer", "Khoj Khojki", "Kits Khitan_Small_Script",
	"Knda Kannada", "Kthi Kaithi", "Lana Tai_Tham", "Laoo Lao", "Latn Latin", "Lepc Lepcha", "Limb Limbu", "Lina Linear_A",
	"Linb Linear_B", "Lisu", "Lyci Lycian", "Lydi Lydian", "Mahj Mahajani", "Maka Makasar", "Mand Mandaic", "Mani Manichaean",
	"Marc Marchen", "Medf Medefaidrin", "Mend Mende_Kikakui", "Merc Meroitic_Cursive", "Mero Meroitic_Hieroglyphs",
	"Mlym Malayalam", "Modi", "Mong Mongolian", "Mroo Mro", "Mtei Meetei_Mayek", "Mult Multani", "Mymr Myanmar",
	"Nand Nandinagari", "Narb Old_North_Arabian", "Nbat Nabataean", "Newa", "Nkoo Nko", "Nshu Nushu", "Ogam Ogham",
	"Olck Ol_Chiki", "Orkh Old_Turkic", "Orya Oriya", "Osge Osage", "Osma Osmanya", "Ougr Old_Uyghur", "Palm Palmyrene",
	"Pauc Pau_Cin_Hau", "Perm Old_Permic", "Phag Phags_Pa", "Phli Inscriptional_Pahlavi", "Phlp Psalter_Pahlavi",
	"Phnx Phoenician", "Plrd Miao", "Prti Inscriptional_Parthian", "Rjng Rejang", "Rohg Hanifi_Rohingya", "Runr Runic",
	"Samr Samaritan", "Sarb Old_South_Arabian", "Saur Saurashtra", "Sgnw SignWriting", "Shaw Shavian", "Shrd Sharada",
	"Sidd Siddham", "Sind Khudawadi", "Sinh Sinhala", "Sogd Sogdian", "Sogo Old_Sogdian", "Sora Sora_Sompeng", "Soyo Soyombo",
	"Sund Sundanese", "Sylo Syloti_Nagri", "Syrc Syriac", "Tagb Tagbanwa", "Takr Takri", "Tale Tai_Le", "Talu New_Tai_Lue",
	"Taml Tamil", "Tang Tangut", "Tavt Tai_Viet", "Telu Telugu", "Tfng Tifinagh", "Tglg Tagalog", "Thaa Thaana", "Thai",
	"Tibt Tibetan", "Tirh Tirhuta", "Tnsa Tangsa", "Toto", "Ugar Ugaritic", "Vaii Vai", "Vith Vithkuqi", "Wara Warang_Citi",
	"Wcho Wancho", "Xpeo Old_Persian", "Xsux Cuneiform", "Yezi Yezidi", "Yiii Yi", "Zanb Zanabazar_Square",
	"Zinh Inherited Qaai", "Zyyy Common", "Zzzz Unknown",
};

static const char *const binaries[] = {
	"ASCII", "AHex ASCII_Hex_Digit", "Alpha Alphabetic", "Any", "Bidi_C Bidi_Control", "Bidi_M Bidi_Mirrored",
	"CI Case_Ignorable", "Cased", "CWCF Changes_When_Casefolded", "CWCM Changes_When_Casemapped", "CWL Changes_When_Lowercased",
	"CWKCF Changes_When_NFKC_Casefolded", "CWT Changes_When_Titlecased", "CWU Changes_When_Uppercased", "Dash",
	"DI Default_Ignorable_Code_Point", "Dep Deprecated", "Dia Diacritic", "Emoji", "EComp Emoji_Component",
	"EMod Emoji_Modifier", "EBase Emoji_Modifier_Base", "EPres Emoji_Presentation", "ExtPict Extended_Pictographic",
	"Ext Extender", "Gr_Base Grapheme_Base", "Gr_Ext Grapheme_Extend", "Hex Hex_Digit", "IDSB IDS_Binary_Operator",
	"IDST IDS_Trinary_Operator", "IDC ID_Continue", "IDS ID_Start", "Ideo Ideographic", "Join_C Join_Control",
	"LOE Logical_Order_Exception", "Lower Lowercase", "Math", "NChar Noncharacter_Code_Point", "Pat_Syn Pattern_Syntax",
	"Pat_WS Pattern_White_Space", "QMark Quotation_Mark", "Radical", "RI Regional_Indicator", "STerm Sentence_Terminal",
	"SD Soft_Dotted", "Term Terminal_Punctuation", "UIdeo Unified_Ideograph", "Upper Uppercase", "VS Variation_Selector",
	"space White_Space", "XIDC XID_Continue", "XIDS XID_Start",
};

static str find(const char *const *table, size_t n, str name)
{
	for (size_t i = 0; i < n; i++) {
		str first = STR_NONE, word, rest = str_of(table[i]);
		for (bool more = true; more;) {
			more = str_cut(rest, ' ', &word, &rest);
			first = first.p ? first : word;
			if (str_eq(word, name))
				return first;
		}
	}
	return STR_NONE;
}

#define FIND(table, name) find((table), sizeof(table) / sizeof((table)[0]), (name))

static bool put(struct buf *out, bool negated, const char *kind, str name)
{
	if (name.p)
		buf_printf(out, "\\%c{%s%.*s}", negated ? 'P' : 'p', kind, STR_ARG(name));
	return name.p;
}

bool pattern_put_property(struct buf *out, str name, bool negated)
{
	str property, value;
	if (str_cut(name, '=', &property, &value)) {
		if (str_is(property, "General_Category") || str_is(property, "gc"))
			return put(out, negated, "", FIND(categories, value));
		if (str_is(property, "Script") || str_is(property, "sc"))
			return put(out, negated, "sc:", FIND(scripts, value));
		if (str_is(property, "Script_Extensions") || str_is(property, "scx"))
			return put(out, negated, "scx:", FIND(scripts, value));
		return false;
	}
	/* PCRE2 has no word for it. */
	if (str_is(name, "Assigned"))
		return put(out, !negated, "", STR("Cn"));
	return put(out, negated, "", FIND(categories, name)) || put(out, negated, "", FIND(binaries, name));
}
