// conformance.mjs -- every public suite in turn; the last line counts what is as demanded and what is not.
import { canonicalForm, jsonParsing, jsonTransforms } from './json.mjs';
import { schemaOutput } from './output.mjs';
import { certLogic, compatibility, official } from './logic.mjs';
import { merkleProofs } from './merkle.mjs';
import { formats, optional, required } from './schema.mjs';
import { score } from './score.mjs';

const total = score();
for (const suite of [jsonParsing, jsonTransforms, canonicalForm, required, formats, optional, schemaOutput, compatibility, official, certLogic, merkleProofs])
	total.add(suite());
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed ? 1 : 0;
