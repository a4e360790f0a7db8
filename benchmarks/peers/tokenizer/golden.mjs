// node golden.mjs REPOSITORY: makes tests/Hone.Core.Tests/Tokens/cases/hf anew: small vocabularies trained on our own texts, and what Hugging Face's
// tokenizers make of the cases of gpt2.jsonl with them. A case: text, ids, ids with the template, ranges in UTF-16 units (for pipelines that
// compose no characters, where both sides mean the same), and the text decoded without special tokens (but see below).
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';
import { ALPHABET } from './byte-level.mjs';
import { files } from './corpus.mjs';
import { byteLevel, sentencePiece } from './vocabularies.mjs';

const hf = createRequire(import.meta.url)('tokenizers');
const repository = process.argv[2];
const cases = path.join(repository, 'tests/Hone.Core.Tests/Tokens/cases');
const folder = path.join(cases, 'hf');
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'golden-'));
const own = fs.readFileSync(path.join(cases, 'gpt2.jsonl'), 'utf8').trim().split('\n').filter((_, i) => i % 2 === 0).map((line) => JSON.parse(line).input);
const inputs = [
  ...own.map((text) => Array.from(text).slice(0, 60).join('')),
  '<unk> a <s>  b </s>  c <s></s>zqTok zqToks ZQÉ zqé…«x ()-- ()--x', 'x<|endoftext|> y<think>\nz', '  ▁a▁▁b <0x0A> <s', "IT'ſ ’s HTTPServer getHTTPResponse don'T 日本ABC",
  'ﬁ①Å가각 Ǆ ﷺ\u0344', 'a  \r\n \n\t\nb', '',
];
const training = [...own, ...files(path.join(repository, 'docs/concepts'), /\.md$/, 2e4)].join('\n').slice(0, 12_000);
const COMPOSES = /nfkc|nfd|lowercase|qwen2/;
// Hugging Face's gives each byte of unknown characters the range of all of them; Hone that of its own character.
const COARSE = /unigram-bytes/;
// Hugging Face's decodes the content of added tokens as if the model had made it, which gives other text than was read.
const DECODES_OTHERWISE = /added|lowercase/;

fs.rmSync(folder, { recursive: true, force: true });
fs.mkdirSync(folder, { recursive: true });
const models = new Map();
const saved = [];
const bytes = trainBytes();
byteLevel(bytes, bytes, bytes, (name, json) => saved.push([name, json]));
sentencePiece(training.replace(/[^\0-\u024f\u2000-\u20ff]/gu, ''), temporary, hf, (name, json) => saved.push([name, json]));
for (const [name, json] of saved) await write(name, json);
fs.rmSync(temporary, { recursive: true });

function trainBytes() {
  const tokenizer = new hf.Tokenizer(hf.BPE.empty());
  tokenizer.setPreTokenizer(hf.byteLevelPreTokenizer(false, true));
  const file = path.join(temporary, 'bytes.txt');
  fs.writeFileSync(file, training);
  tokenizer.train([file]);
  tokenizer.save(path.join(temporary, 'bytes.json'));
  const { merges } = JSON.parse(fs.readFileSync(path.join(temporary, 'bytes.json'), 'utf8')).model;
  const kept = merges.map((merge) => (Array.isArray(merge) ? merge : merge.split(' '))).slice(0, 700);
  const names = [...ALPHABET, ...new Set(kept.map((merge) => merge.join('')))];
  return { vocab: Object.fromEntries(names.map((name, id) => [name, id])), merges: kept };
}

async function write(name, json) {
  const tokenizer = hf.Tokenizer.fromString(JSON.stringify(json));
  const model = JSON.stringify({ vocab: json.model.vocab, merges: json.model.merges });
  if (!models.has(model)) {
    models.set(model, `${name}.model.json`);
    fs.writeFileSync(path.join(folder, `${name}.model.json`), model + '\n');
  }
  const header = { ...json, model: { ...json.model, vocab: models.get(model), merges: undefined } };
  const lines = [JSON.stringify(header)];
  for (const text of inputs) {
    const encoding = await tokenizer.encode(text, null, { addSpecialTokens: false });
    const ids = encoding.getIds();
    const template = (await tokenizer.encode(text)).getIds();
    const units = unitsOf(text);
    const ranges = COMPOSES.test(name) || COARSE.test(name) ? null : encoding.getOffsets().map(([start, end]) => [units[start], units[end]]);
    lines.push(JSON.stringify({ text, ids, template: template.length === ids.length ? undefined : template, ranges, decoded: DECODES_OTHERWISE.test(name) ? null : await tokenizer.decode(ids, true) }));
  }
  fs.writeFileSync(path.join(folder, `${name}.jsonl`), lines.join('\n') + '\n');
}

/** Place in UTF-16 units of each character. */
function unitsOf(text) {
  const units = [0];
  for (const character of text) units.push(units[units.length - 1] + character.length);
  return units;
}
