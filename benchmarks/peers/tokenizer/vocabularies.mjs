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
  byteLevel(bytes.readRanks(require, 'gpt2'), bytes.readRanks(require, 'cl100k_base'), bytes.readRanks(require, 'o200k_base'), save);
  // A trained vocabulary has an entry for every character it saw; it shall not have seen all there are.
  const sample = [...documents(path.join(data, 'documents/cyber.jsonl'), 1e6), ...languages()].map((document) => document.slice(0, 4000));
  sentencePiece(sample.join('\n').replace(/[^\0-\u05ff\u2000-\u20ff\u4e00-\u4eff]/gu, ''), folder, require('tokenizers'), save);
  realSentencePiece(data, save);
  return made;
}

/** The published vocabularies as they are. */
export function published(require, name) {
  const vocabulary = bytes.readRanks(require, name);
  return bytes.tokenizer(vocabulary, { gpt2: bytes.byteLevel(true), cl100k_base: bytes.split('llama3'), o200k_base: bytes.split('o200k') }[name], [special(size(vocabulary), '<|endoftext|>')]);
}

const size = ({ vocab }) => Object.keys(vocab).length;

/** Byte-level kinds; the three vocabularies may be the same. */
export function byteLevel(gpt2, cl100k, o200k, save) {
  const end = [special(size(gpt2), '<|endoftext|>')];
  const more = [...end, ...flagged(size(gpt2) + 1)];
  save('gpt2', bytes.tokenizer(gpt2, bytes.byteLevel(true), end));
  save('gpt2-digits', bytes.tokenizer(gpt2, { type: 'Sequence', pretokenizers: [{ type: 'Digits', individual_digits: true }, bytes.byteLevel(true)] }, end));
  save('gpt2-prefix-space', bytes.tokenizer(gpt2, bytes.byteLevel(true, true), end));
  save('gpt2-added', bytes.tokenizer(gpt2, bytes.byteLevel(true), more));
  const lower = { type: 'Sequence', normalizers: [{ type: 'NFKD' }, { type: 'StripAccents' }, { type: 'Lowercase' }, { type: 'Strip', strip_left: true, strip_right: true }] };
  save('gpt2-lowercase', bytes.tokenizer(gpt2, bytes.byteLevel(true), more, { normalizer: lower }));
  save('gpt2-nfkc', bytes.tokenizer(gpt2, bytes.byteLevel(true), end, { normalizer: { type: 'NFKC' } }));
  save('gpt2-nfd', bytes.tokenizer(gpt2, bytes.byteLevel(true), end, { normalizer: { type: 'NFD' } }));

  const at = size(cl100k);
  const begin = [special(at, '<|endoftext|>'), special(at + 1, '<|begin_of_text|>'), special(at + 2, '<think>', { special: false })];
  save('cl100k', bytes.tokenizer(cl100k, bytes.split('llama3'), begin.slice(0, 1)));
  save('qwen2', bytes.tokenizer(cl100k, bytes.split('qwen2'), begin, { normalizer: { type: 'NFC' } }));
  // Without a tenth of the merges there are entries that only ignore_merges reaches.
  const chance = new Chance(88172645);
  const gaps = { vocab: cl100k.vocab, merges: cl100k.merges.filter(() => chance.next(10) > 0) };
  const around = { type: 'Sequence', processors: [bytes.byteLevel(true), template('<|begin_of_text|>', at + 1)] };
  save('llama3-ignoring', bytes.tokenizer(gaps, bytes.split('llama3'), begin, { ignoreMerges: true, postProcessor: around }));
  save('llama3-merging', bytes.tokenizer(gaps, bytes.split('llama3'), begin));

  const last = [special(size(o200k), '<|endoftext|>')];
  save('o200k', bytes.tokenizer(o200k, bytes.split('o200k'), last));
  save('tekken', bytes.tokenizer(o200k, bytes.split('tekken'), last));
}

const flagged = (id) => [
  special(id, '<unk>', { lstrip: true }), special(id + 1, '<s>', { rstrip: true }), special(id + 2, '</s>', { lstrip: true, rstrip: true }),
  special(id + 3, 'zqTok', { single_word: true, normalized: true, special: false }), special(id + 4, 'ZQÉ', { normalized: true, special: false }),
  special(id + 5, '…«', { special: false }), special(id + 6, '()--', { single_word: true, special: false }),
];

/** SentencePiece's kinds, trained on a text. */
export function sentencePiece(text, folder, hf, save) {
  const file = path.join(folder, 'training.txt');
  fs.writeFileSync(file, text);
  const learn = (model) => {
    const tokenizer = new hf.Tokenizer(model);
    tokenizer.setPreTokenizer(hf.metaspacePreTokenizer());
    tokenizer.train([file]);
    tokenizer.save(path.join(folder, 'trained.tmp'));
    return JSON.parse(fs.readFileSync(path.join(folder, 'trained.tmp'), 'utf8')).model;
  };
  sentencePieceBpe(learn(hf.BPE.empty()), save);
  sentencePieceUnigram(learn(hf.Unigram.empty()), save);
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

function sentencePieceUnigram(model, save) {
  const build = (fallback) => ({
    type: 'Unigram', unk_id: 0, byte_fallback: fallback,
    vocab: [...heads.map((name) => [name, 0]), ...(fallback ? byteTokens.map((name) => [name, 0]) : []), ...model.vocab.filter(([name]) => !heads.includes(name) && !byteTokens.includes(name))],
  });
  const decoder = metaspace('always', true);
  save('unigram', whole(build(false), null, metaspace('always', true), decoder));
  save('unigram-bytes', whole(build(true), legacy, metaspace('never', false), llamaDecoder));
  const spaces = { type: 'Sequence', normalizers: [{ type: 'NFKC' }, { type: 'Replace', pattern: { Regex: ' {2,}' }, content: ' ' }, { type: 'Lowercase' }] };
  save('unigram-nfkc', whole(build(false), spaces, metaspace('always', true), decoder));
}

/** A SentencePiece model with its own character map, where the data folder has one. */
function realSentencePiece(data, save) {
  const decoder = metaspace('always', true);
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
