// tokenizer.json files of every kind: published vocabularies with the pipelines that models put around them; small ones trained by
// Hugging Face's own trainers for the kinds of which no published one is at hand.
import fs from 'node:fs';
import path from 'node:path';
import * as bytes from './byte-level.mjs';
import { Chance, documents, languages } from './corpus.mjs';

const { special } = bytes;
const template = (token, id) => ({
  type: 'TemplateProcessing',
  single: [{ SpecialToken: { id: token, type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
  pair: [{ Sequence: { id: 'A', type_id: 0 } }, { Sequence: { id: 'B', type_id: 1 } }],
  special_tokens: { [token]: { id: token, ids: [id], tokens: [token] } },
});

/** Makes the files in a folder and returns their names. */
export function make(data, folder, require) {
  fs.mkdirSync(folder, { recursive: true });
  const made = [];
  const save = (name, json) => {
    fs.writeFileSync(path.join(folder, `${name}.json`), JSON.stringify(json));
    made.push(name);
  };
  real(require, save);
  trained(data, folder, require('tokenizers'), save);
  return made;
}

/** The three published vocabularies as they are. */
export function published(require, name) {
  const end = { gpt2: 50256, cl100k_base: 100257, o200k_base: 199999 }[name];
  const cut = { gpt2: bytes.byteLevel(true), cl100k_base: bytes.split('llama3'), o200k_base: bytes.split('o200k') }[name];
  return bytes.tokenizer(bytes.readRanks(require, name), cut, [special(end, '<|endoftext|>')]);
}

function real(require, save) {
  const gpt2 = bytes.readRanks(require, 'gpt2');
  const end = [special(50256, '<|endoftext|>')];
  save('gpt2', published(require, 'gpt2'));
  save('gpt2-digits', bytes.tokenizer(gpt2, { type: 'Sequence', pretokenizers: [{ type: 'Digits', individual_digits: true }, bytes.byteLevel(true)] }, end));
  save('gpt2-prefix-space', bytes.tokenizer(gpt2, bytes.byteLevel(true, true), end));
  save('gpt2-added', bytes.tokenizer(gpt2, bytes.byteLevel(true), [...end, ...flagged(50257)]));
  const lower = { type: 'Sequence', normalizers: [{ type: 'NFKD' }, { type: 'StripAccents' }, { type: 'Lowercase' }, { type: 'Strip', strip_left: true, strip_right: true }] };
  save('gpt2-lowercase', bytes.tokenizer(gpt2, bytes.byteLevel(true), [...end, ...flagged(50257)], { normalizer: lower }));
  save('gpt2-nfkc', bytes.tokenizer(gpt2, bytes.byteLevel(true), end, { normalizer: { type: 'NFKC' } }));
  save('gpt2-nfd', bytes.tokenizer(gpt2, bytes.byteLevel(true), end, { normalizer: { type: 'NFD' } }));

  const cl100k = bytes.readRanks(require, 'cl100k_base');
  const begin = [special(100257, '<|endoftext|>'), special(100258, '<|begin_of_text|>'), special(100259, '<think>', { special: false })];
  save('cl100k', published(require, 'cl100k_base'));
  save('qwen2', bytes.tokenizer(cl100k, bytes.split('qwen2'), begin, { normalizer: { type: 'NFC' } }));
  // Without a tenth of the merges there are entries that only ignore_merges reaches.
  const chance = new Chance(88172645);
  const gaps = { vocab: cl100k.vocab, merges: cl100k.merges.filter(() => chance.next(10) > 0) };
  const around = { type: 'Sequence', processors: [bytes.byteLevel(true), template('<|begin_of_text|>', 100258)] };
  save('llama3-ignoring', bytes.tokenizer(gaps, bytes.split('llama3'), begin, { ignoreMerges: true, postProcessor: around }));
  save('llama3-merging', bytes.tokenizer(gaps, bytes.split('llama3'), begin));

  save('o200k', published(require, 'o200k_base'));
  save('tekken', bytes.tokenizer(bytes.readRanks(require, 'o200k_base'), bytes.split('tekken'), [special(199999, '<|endoftext|>')]));
}

const flagged = (id) => [
  special(id, '<unk>', { lstrip: true }), special(id + 1, '<s>', { rstrip: true }), special(id + 2, '</s>', { lstrip: true, rstrip: true }),
  special(id + 3, 'zqTok', { single_word: true, normalized: true, special: false }), special(id + 4, 'ZQÉ', { normalized: true, special: false }),
  special(id + 5, '…«', { special: false }), special(id + 6, '()--', { single_word: true, special: false }),
];

function trained(data, folder, hf, save) {
  const text = path.join(folder, 'training.txt');
  const sample = [...documents(path.join(data, 'documents/cyber.jsonl'), 1e6), ...languages()].map((document) => document.slice(0, 4000));
  // A trained vocabulary has an entry for every character it saw; it shall not have seen all there are.
  fs.writeFileSync(text, sample.join('\n').replace(/[^\0-\u05ff\u2000-\u20ff\u4e00-\u4eff]/gu, ''));
  const learn = (model, preTokenizer) => {
    const tokenizer = new hf.Tokenizer(model);
    tokenizer.setPreTokenizer(preTokenizer);
    tokenizer.train([text]);
    tokenizer.save(path.join(folder, 'trained.tmp'));
    return JSON.parse(fs.readFileSync(path.join(folder, 'trained.tmp'), 'utf8')).model;
  };
  const bpe = learn(hf.BPE.empty(), hf.metaspacePreTokenizer());
  const unigram = learn(hf.Unigram.empty(), hf.metaspacePreTokenizer());
  sentencePieceBpe(bpe, save);
  sentencePieceUnigram(data, unigram, save);
}

const heads = ['<unk>', '<s>', '</s>'];
const byteTokens = Array.from({ length: 256 }, (_, value) => `<0x${value.toString(16).toUpperCase().padStart(2, '0')}>`);
const added = heads.map((token, id) => special(id, token));
const legacy = { type: 'Sequence', normalizers: [{ type: 'Prepend', prepend: '▁' }, { type: 'Replace', pattern: { String: ' ' }, content: '▁' }] };
const llamaDecoder = { type: 'Sequence', decoders: [{ type: 'Replace', pattern: { String: '▁' }, content: ' ' }, { type: 'ByteFallback' }, { type: 'Fuse' }, { type: 'Strip', content: ' ', start: 1, stop: 0 }] };
const metaspace = (prepend_scheme, splits) => ({ type: 'Metaspace', replacement: '▁', prepend_scheme, split: splits });
const whole = (model, normalizer, pre_tokenizer, decoder, extra = []) => ({
  version: '1.0', truncation: null, padding: null, added_tokens: [...added, ...extra], normalizer, pre_tokenizer, post_processor: template('<s>', 1), decoder, model,
});

function sentencePieceBpe(model, save) {
  const build = (fallback, fuse) => {
    const names = [...heads, ...(fallback ? byteTokens : []), ...Object.keys(model.vocab).filter((name) => !heads.includes(name) && !byteTokens.includes(name))];
    return { ...model, unk_token: '<unk>', fuse_unk: fuse, byte_fallback: fallback, vocab: Object.fromEntries(names.map((name, id) => [name, id])) };
  };
  // Rare characters become unknown, or bytes.
  const rare = build(true, true);
  save('sp-bpe-llama2', whole(rare, legacy, null, llamaDecoder));
  save('sp-bpe-first', whole(rare, null, metaspace('first', false), llamaDecoder));
  save('sp-bpe-always', whole(rare, null, metaspace('always', true), metaspace('always', true)));
  const count = Object.keys(rare.vocab).length;
  save('sp-bpe-added', whole(rare, legacy, null, llamaDecoder, flagged(count - 3).slice(3)));
  save('sp-bpe-unknown', whole(build(false, false), legacy, null, llamaDecoder));
  save('sp-bpe-unknown-fused', whole(build(false, true), null, metaspace('never', true), metaspace('never', true)));
  const gemma = { type: 'Split', pattern: { String: ' ' }, behavior: 'MergedWithPrevious', invert: false };
  const gemmaDecoder = { type: 'Sequence', decoders: llamaDecoder.decoders.slice(0, 3) };
  save('sp-bpe-gemma', whole(rare, { type: 'Replace', pattern: { String: ' ' }, content: '▁' }, gemma, gemmaDecoder));
  save('sp-bpe-words', whole(rare, null, { type: 'Sequence', pretokenizers: [{ type: 'Whitespace' }, metaspace('always', true)] }, metaspace('always', true)));
  save('sp-bpe-punctuation', whole(rare, null, { type: 'Sequence', pretokenizers: [{ type: 'WhitespaceSplit' }, { type: 'Punctuation', behavior: 'Contiguous' }, { type: 'Digits', individual_digits: false }, metaspace('first', true)] }, metaspace('first', true)));
}

function sentencePieceUnigram(data, model, save) {
  const build = (fallback) => ({
    type: 'Unigram', unk_id: 0, byte_fallback: fallback,
    vocab: [...heads.map((name) => [name, 0]), ...(fallback ? byteTokens.map((name) => [name, 0]) : []), ...model.vocab.filter(([name]) => !heads.includes(name) && !byteTokens.includes(name))],
  });
  const decoder = metaspace('always', true);
  save('unigram', whole(build(false), null, metaspace('always', true), decoder));
  save('unigram-bytes', whole(build(true), legacy, metaspace('never', false), llamaDecoder));
  const spaces = { type: 'Sequence', normalizers: [{ type: 'NFKC' }, { type: 'Replace', pattern: { Regex: ' {2,}' }, content: ' ' }, { type: 'Lowercase' }] };
  save('unigram-nfkc', whole(build(false), spaces, metaspace('always', true), decoder));
  const real = path.join(data, 'models/tokenizers/torchtune/tests/assets/m.model');
  if (!fs.existsSync(real)) return;
  const { pieces, map } = readSentencePiece(fs.readFileSync(real));
  const precompiled = { type: 'Precompiled', precompiled_charsmap: map };
  save('unigram-sentencepiece', {
    ...whole({ type: 'Unigram', unk_id: pieces.findIndex(([name]) => name === '<unk>'), byte_fallback: false, vocab: pieces },
      { type: 'Sequence', normalizers: [precompiled, { type: 'Replace', pattern: { Regex: ' {2,}' }, content: ' ' }] }, metaspace('always', true), decoder),
    added_tokens: [], post_processor: null,
  });
}

/** Pieces and character map of a SentencePiece model: protobuf messages, of which a few fields matter. */
function readSentencePiece(buffer) {
  const pieces = [];
  let map = '';
  for (const [field, value] of fields(buffer)) {
    if (field === 1) {
      const piece = new Map(fields(value));
      pieces.push([piece.get(1).toString('utf8'), piece.get(2)?.readFloatLE(0) ?? 0]);
    } else if (field === 3) map = new Map(fields(value)).get(2)?.toString('base64') ?? '';
  }
  return { pieces, map };
}

function* fields(buffer) {
  let at = 0;
  const number = () => {
    let result = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = buffer[at++];
      result += (byte & 127) * shift;
      if (byte < 128) return result;
    }
  };
  while (at < buffer.length) {
    const tag = number();
    const wire = tag & 7;
    if (wire === 0) yield [tag >> 3, number()];
    else {
      const length = wire === 2 ? number() : wire === 5 ? 4 : 8;
      yield [tag >> 3, buffer.subarray(at, at + length)];
      at += length;
    }
  }
}
