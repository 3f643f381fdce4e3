// Writes the tables of services/schema/idna_table.c from the Unicode Character Database.
//
//   node idna_table.mjs /usr/share/unicode > idna_table.inc
//
// A code point that IDNA2008 lets into a label (RFC 5892 section 3) gets a kind: all that the rules of a label ask about it.
// Whatever is disallowed or unassigned shares kind 0, which keeps the table small.
import { readFileSync } from "node:fs";

const folder = process.argv[2];
const LAST = 0x10ffff;

// The rows of a file: [first, last, field, field...], comments gone.
function* rows(file) {
  for (const line of readFileSync(`${folder}/${file}`, "utf8").split("\n")) {
    const [range, ...fields] = line.replace(/#.*/, "").split(";").map((field) => field.trim());
    if (!range) continue;
    const [first, last] = range.split("..").map((hex) => parseInt(hex, 16));
    yield [first, last ?? first, ...fields];
  }
}

function valuesOf(file, otherwise) {
  const values = new Array(LAST + 1).fill(otherwise);
  for (const [first, last, value] of rows(file)) values.fill(value, first, last + 1);
  return values;
}

function pointsOf(file, ...names) {
  const points = new Set();
  for (const [first, last, name] of rows(file))
    if (names.includes(name)) for (let point = first; point <= last; point++) points.add(point);
  return points;
}

const category = valuesOf("extracted/DerivedGeneralCategory.txt", "Cn");
const bidi = valuesOf("extracted/DerivedBidiClass.txt", "L");
const joining = valuesOf("extracted/DerivedJoiningType.txt", "U");
const combining = valuesOf("extracted/DerivedCombiningClass.txt", "0").map(Number);
const script = valuesOf("Scripts.txt", "Unknown");
const block = valuesOf("Blocks.txt", "No_Block");
const unstable = pointsOf("DerivedNormalizationProps.txt", "Changes_When_NFKC_Casefolded");
const notComposed = pointsOf("DerivedNormalizationProps.txt", "Full_Composition_Exclusion");
const ignorable = pointsOf("DerivedCoreProperties.txt", "Default_Ignorable_Code_Point");
const spaceOrNone = pointsOf("PropList.txt", "White_Space", "Noncharacter_Code_Point");
const jamo = pointsOf("HangulSyllableType.txt", "L", "V", "T");

const symbolBlocks = ["Combining Diacritical Marks for Symbols", "Musical Symbols", "Ancient Greek Musical Notation"];

// RFC 5892 section 2.6.
const exceptions = new Map();
for (const point of [0xdf, 0x3c2, 0x6fd, 0x6fe, 0xf0b, 0x3007]) exceptions.set(point, "VALID");
for (const point of [0xb7, 0x375, 0x5f3, 0x5f4, 0x30fb]) exceptions.set(point, "CONTEXT");
for (let digit = 0; digit < 10; digit++) exceptions.set(0x660 + digit, "CONTEXT").set(0x6f0 + digit, "CONTEXT");
for (const point of [0x640, 0x7fa, 0x302e, 0x302f, 0x3031, 0x3032, 0x3033, 0x3034, 0x3035, 0x303b]) exceptions.set(point, "DISALLOWED");

// RFC 5892 section 3, in its order.
function status(point) {
  if (exceptions.has(point)) return exceptions.get(point);
  if (category[point] === "Cn") return "DISALLOWED";
  if (point < 0x80) return /[-0-9a-z]/.test(String.fromCodePoint(point)) ? "VALID" : "DISALLOWED";
  if (point === 0x200c || point === 0x200d) return "CONTEXT";
  if (unstable.has(point) || ignorable.has(point) || spaceOrNone.has(point) || jamo.has(point)) return "DISALLOWED";
  if (symbolBlocks.includes(block[point])) return "DISALLOWED";
  return ["Ll", "Lu", "Lo", "Nd", "Lm", "Mn", "Mc"].includes(category[point]) ? "VALID" : "DISALLOWED";
}

const scripts = { Greek: "GREEK", Hebrew: "HEBREW", Hiragana: "JAPANESE", Katakana: "JAPANESE", Han: "JAPANESE" };

function kindOf(point) {
  const its = status(point);
  if (its === "DISALLOWED") return "{ IDNA_DISALLOWED, BIDI_ON, JOINING_U, SCRIPT_OTHER, 0, false }";
  return `{ IDNA_${its}, BIDI_${bidi[point]}, JOINING_${joining[point]}, SCRIPT_${scripts[script[point]] ?? "OTHER"}, ` +
    `${combining[point]}, ${category[point].startsWith("M")} }`;
}

const kinds = [kindOf(0)];
const spans = [];
for (let point = 0, before = -1; point <= LAST; point++) {
  const text = kindOf(point);
  if (!kinds.includes(text)) kinds.push(text);
  const kind = kinds.indexOf(text);
  if (kind !== before) spans.push(point * 256 + kind);
  before = kind;
}
if (kinds.length > 256) throw new Error("more kinds than a byte holds");

// What NFC composes out of two permitted code points. Hangul is no matter: a syllable stands whole, its parts are disallowed.
const permitted = (point) => status(point) !== "DISALLOWED";
const composites = [];
for (const line of readFileSync(`${folder}/UnicodeData.txt`, "utf8").split("\n")) {
  const fields = line.split(";");
  if (!fields[5] || fields[5].startsWith("<")) continue;
  const point = parseInt(fields[0], 16), parts = fields[5].split(" ").map((hex) => parseInt(hex, 16));
  if (parts.length === 2 && !notComposed.has(point) && parts.every(permitted)) {
    if (!category[parts[1]].startsWith("M")) throw new Error(`${fields[0]} is composed with something else than a mark`);
    composites.push([point, ...parts]);
  } else if (permitted(point)) throw new Error(`${fields[0]} is permitted and its parts are not`);
}

const hex = (number) => `0x${number.toString(16)}`;
const lines = (words, many) => words.map((word, i) => word + (i % many === many - 1 ? ",\n" : ", ")).join("");
console.log(`/* Made by services/schema/idna_table.mjs: ${spans.length} spans, ${kinds.length} kinds, ${composites.length} composites. */
static const struct idna_kind kinds[] = {
${lines(kinds, 1)}};
static const uint32_t spans[] = {
${lines(spans.map(hex), 8)}};
static const struct composite composites[] = {
${lines(composites.map((composite) => `{ ${composite.map(hex).join(", ")} }`), 3)}};`);
