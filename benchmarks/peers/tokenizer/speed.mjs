// node speed.mjs TOKENIZER TEXTS: megabytes of text that Hugging Face's tokenizers encode in a second of processor time, one thread: the better
// of one call a text and one call for all. Process start and loading do not count, nor does reading the ids.
import { createRequire } from 'node:module';
import { readRecords } from './records.mjs';

const { Tokenizer } = createRequire(import.meta.url)('tokenizers');
const [vocabulary, file] = process.argv.slice(2);
const tokenizer = Tokenizer.fromFile(vocabulary);
const texts = Array.from(readRecords(file), (text) => text.toString('utf8'));
const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);

async function rate(encode) {
  const before = process.cpuUsage();
  await encode();
  const { user, system } = process.cpuUsage(before);
  return bytes / (user + system);
}

const options = { addSpecialTokens: false };
const one = async () => { for (const text of texts) await tokenizer.encode(text, null, options); };
const all = () => tokenizer.encodeBatch(texts, options);
await all();
console.log(Math.max(await rate(one), await rate(all)));
