// node speed-inputs.mjs REPOSITORY DATA FOLDER: vocabularies and texts of the rows of `benchmarks/run tokenizer`. English and logs are real where
// the data folder has them, else the repository's own pages and made-up lines; code is the repository's own.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { Chance, documents, files } from './corpus.mjs';
import { writeRecords } from './records.mjs';
import { published } from './vocabularies.mjs';

const [repository, data, folder] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const BYTES = 2e6;

fs.mkdirSync(folder, { recursive: true });
for (const name of ['gpt2', 'o200k_base']) fs.writeFileSync(path.join(folder, `${name}.json`), JSON.stringify(published(require, name)));
save('english', [...documents(path.join(data, 'documents/general.jsonl'), BYTES)], () => files(path.join(repository, 'docs'), /\.md$/, BYTES));
save('logs', [...files(path.join(data, 'sources/loghub'), /\.log$/, BYTES)].flatMap(pages), madeUpLogs);
save('code', [...files(path.join(repository, 'src'), /\.cs$/, BYTES)]);

function save(name, texts, otherwise) {
  writeRecords(path.join(folder, `${name}.bin`), [...(texts.length > 0 ? texts : otherwise())].map((text) => Buffer.from(text)));
}

/** Fifty lines each. */
function pages(log) {
  const lines = log.split('\n');
  return Array.from({ length: Math.ceil(lines.length / 50) }, (_, i) => lines.slice(50 * i, 50 * i + 50).join('\n'));
}

function madeUpLogs() {
  const chance = new Chance(1);
  const line = (i) => `2024-03-${10 + (i % 18)} 0${i % 10}:${10 + chance.next(50)}:${10 + chance.next(50)},${chance.next(1000)} INFO sshd[${chance.next(32768)}]: Failed password for root from 10.${chance.next(256)}.3.${chance.next(256)} port ${chance.next(65536)} ssh2`;
  return pages(Array.from({ length: 15_000 }, (_, i) => line(i)).join('\n'));
}
