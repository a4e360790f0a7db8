// The texts both sides encode: real documents, code and logs where the data folder is at hand; names and dates of every language Node knows;
// random characters, bytes and white space. The same every time.
import fs from 'node:fs';
import path from 'node:path';

/** xorshift32: chance that is the same everywhere. */
export class Chance {
  constructor(seed) { this.state = seed; }
  next(bound) {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return (this.state >>> 0) % bound;
  }
  pick(list) { return list[this.next(list.length)]; }
}

/** Texts of a JSON Lines file, up to so many bytes. */
export function* documents(file, bytes) {
  if (!fs.existsSync(file)) return;
  for (const line of readLines(file)) {
    if (bytes <= 0) return;
    const text = JSON.parse(line).text;
    if (!text) continue;
    bytes -= Buffer.byteLength(text);
    yield text;
  }
}

function* readLines(file) {
  const handle = fs.openSync(file, 'r');
  const block = Buffer.alloc(1 << 20);
  let rest = Buffer.alloc(0);
  for (let read; (read = fs.readSync(handle, block)) > 0;) {
    rest = Buffer.concat([rest, block.subarray(0, read)]);
    for (let end; (end = rest.indexOf(10)) >= 0; rest = rest.subarray(end + 1)) if (end > 0) yield rest.toString('utf8', 0, end);
  }
  fs.closeSync(handle);
}

/** Files of a folder in the order of their names, cut to 64 KiB each, up to so many bytes. */
export function* files(folder, pattern, bytes) {
  if (!fs.existsSync(folder)) return;
  for (const name of fs.readdirSync(folder, { recursive: true }).sort()) {
    const file = path.join(folder, name);
    if (!pattern.test(name) || !fs.statSync(file).isFile()) continue;
    const content = fs.readFileSync(file).subarray(0, 1 << 16);
    yield content.toString('utf8');
    if ((bytes -= content.length) <= 0) return;
  }
}

/** What Node's own data says in each language: names of places, languages and currencies, dates, numbers. */
export function* languages() {
  const codes = [];
  for (const a of 'abcdefghijklmnopqrstuvwxyz') for (const b of 'abcdefghijklmnopqrstuvwxyz') codes.push(a + b);
  const locales = Intl.DisplayNames.supportedLocalesOf([...codes, 'zh-Hant', 'sr-Latn', 'uz-Cyrl', 'chr', 'haw', 'yue', 'fil', 'sat', 'nqo', 'kok', 'mni', 'brx']);
  for (const locale of locales) {
    const parts = [];
    for (const type of ['region', 'language', 'currency']) {
      const names = new Intl.DisplayNames(locale, { type, fallback: 'none' });
      for (const code of codes.map((c) => (type === 'region' ? c.toUpperCase() : type === 'currency' ? c.toUpperCase() + 'D' : c))) {
        try { const name = names.of(code); if (name) parts.push(name); } catch { /* no such code */ }
      }
    }
    for (let month = 0; month < 12; month++) {
      const date = new Date(Date.UTC(1999 + month, month, 1 + month * 2, 5 + month, 7, 9));
      for (const dateStyle of ['full', 'short']) parts.push(date.toLocaleString(locale, { dateStyle, timeStyle: 'long', timeZone: 'UTC' }));
      parts.push((12345.678 * (month + 1)).toLocaleString(locale, { style: 'currency', currency: 'EUR' }));
      parts.push(new Intl.RelativeTimeFormat(locale).format(-month, 'week'));
    }
    yield parts.join(locale.length % 2 ? ', ' : '\n');
    yield parts.join(' ').normalize('NFD');
  }
}

const PIECES = [' ', ' ', '  ', '   ', '\n', '\r\n', '\n\n', '\t', '\u00a0', '\u2003', '\u3000', '\u0085', '\u2028', '\u001c', '\u200b', '\u200d', '\ufeff', "'", "'s", "'S", "'re", "'VE", "'ll", "'\u017f", '’s',
  'a', 'b', 'The', 'the', 'HTTP', 'getName', 'é', 'e\u0301', 'É', 'ß', 'ﬁ', 'Ǆ', 'ǅ', 'ʰ', 'Ж', 'ж', '中', '文', 'ا', 'ب', 'ِ', 'क', 'ि', '़', 'ไ', '가', '\u1100\u1161', '𝐀', '𝒶', '𠀀',
  '0', '9', '1234567', '½', 'Ⅷ', '²', '٣', '𝟏', '.', ',', '...', '-', '--', '_', '/', '//', '[', ']', '{}', '();', '==', '€', '…', '«', '»', '🚀', '👩‍👩‍👧', '🇩🇪', '\ue000', '\0', '\u007f', '▁', '▁▁', '<0x0A>', '<unk>', '<s>', '</s>', '<|x|>', 'zqTok', 'ZQÉ', '…«', '()--'];

function* mixtures(chance, bytes, piece) {
  while (bytes > 0) {
    let text = '';
    for (let count = 1 + chance.next(chance.next(10) ? 300 : 6000); count > 0; count--) text += piece(chance);
    bytes -= Buffer.byteLength(text);
    yield Buffer.from(text).toString();
  }
}

const character = (chance, below) => {
  const point = chance.next(below);
  return point >= 0xd800 && point <= 0xdfff ? ' ' : String.fromCodePoint(point);
};

function* every() {
  for (let from = 0; from < 0x32000; from += 256) {
    let text = '';
    for (let point = from; point < from + 256; point++) if (point < 0xd800 || point > 0xdfff) text += `a${String.fromCodePoint(point)}b ${String.fromCodePoint(point)}A'${String.fromCodePoint(point)}\n`;
    yield text;
  }
}

/** All texts; size 1 is the whole corpus, 0.1 a tenth of it. */
export function* corpus(data, size) {
  const mega = Math.round(size * 1e6);
  const at = (...names) => path.join(data, ...names);
  yield* documents(at('documents/general.jsonl'), 6 * mega);
  yield* documents(at('documents/general2.jsonl'), 6 * mega);
  yield* documents(at('documents/cyber.jsonl'), 6 * mega);
  yield* documents(at('documents/cyber2.jsonl'), 4 * mega);
  for (const folder of ['sigma', 'yara', 'nuclei', 'suricata', 'splunk', 'atomic', 'patt', 'csaf-oasis', 'stix21-examples', 'osv-pypa', 'sysmon-config', 'car']) {
    yield* files(at('sources', folder), /\.(yml|yaml|yar|yara|rules|json|md|xml|py|txt)$/, mega);
  }
  for (const folder of ['loghub', 'zeek-logs', 'otrf-datasets', 'spam-assassin']) yield* files(at('sources', folder), /./, 2.5 * mega);
  const chance = new Chance(2463534242);
  yield* languages();
  yield* every();
  yield* mixtures(chance, 4 * mega, (c) => c.pick(PIECES));
  yield* mixtures(chance, 2 * mega, (c) => character(c, 0x2100));
  yield* mixtures(chance, 2 * mega, (c) => character(c, 0x32000));
  yield* mixtures(chance, 2 * mega, (c) => (c.next(6) ? character(c, 0x250) : c.pick(PIECES)));
  yield* mixtures(chance, 2 * mega, (c) => (c.next(3) ? c.pick('aeiounrst') : c.pick(PIECES)));
  yield* mixtures(chance, 3 * mega, (c) => Buffer.from(Array.from({ length: 8 }, () => c.next(256))).toString('utf8'));
  yield '';
  yield 'a'.repeat(20_000);
  yield ' '.repeat(20_000);
  yield '▁'.repeat(3_000) + 'x';
  yield '日本語'.repeat(3_000);
}
