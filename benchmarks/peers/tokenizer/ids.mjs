// node ids.mjs DATA FOLDER [SIZE]: writes the corpus, tokenizer.json files of every kind and Hugging Face's ids of every text to a folder, for
// TokenizerParityTests
// to read. Published vocabularies get the whole corpus, the others a quarter of it.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { corpus } from './corpus.mjs';
import { writeRecords } from './records.mjs';
import { make } from './vocabularies.mjs';

const require = createRequire(import.meta.url);
const { Tokenizer } = require('tokenizers');
const [data, folder, size = '1'] = process.argv.slice(2);

fs.mkdirSync(folder, { recursive: true });
const texts = [...corpus(data, Number(size))];
writeRecords(path.join(folder, 'corpus.bin'), texts.map((text) => Buffer.from(text)));
for (const name of make(data, path.join(folder, 'vocabularies'), require)) {
  const whole = ['gpt2', 'cl100k', 'o200k'].includes(name);
  const tokenizer = Tokenizer.fromFile(path.join(folder, 'vocabularies', `${name}.json`));
  const started = process.cpuUsage().user;
  const records = [];
  for (let i = 0; i < texts.length; i++) {
    if (!whole && i % 4 !== 1) continue;
    const ids = (await tokenizer.encode(texts[i], null, { addSpecialTokens: i % 3 === 0 })).getIds();
    records.push(Buffer.from(Uint32Array.from([i, ...ids]).buffer));
  }
  writeRecords(path.join(folder, `${name}.ids`), records);
  console.error(`${name}: ${records.length} texts, ${((process.cpuUsage().user - started) / 1e6).toFixed(0)} s`);
}
