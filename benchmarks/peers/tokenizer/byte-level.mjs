// Byte-level BPE vocabularies as tokenizer.json files, from tiktoken's ranks. Ranks are no merges: the pair that made a token is
// what is left of its bytes after all merges of lower rank.
export const ALPHABET = [];
for (let byte = 0, next = 256; byte < 256; byte++) {
  const printable = (byte >= 33 && byte <= 126) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
  ALPHABET.push(String.fromCharCode(printable ? byte : next++));
}

const write = (latin1) => Array.from(latin1, (character) => ALPHABET[character.charCodeAt(0)]).join('');

const ENDINGS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
const SPACES = '\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+';
const UPPER = '[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]';
const LOWER = '[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]';
export const PATTERNS = {
  llama3: `${ENDINGS}|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|${SPACES}`,
  qwen2: `${ENDINGS}|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|${SPACES}`,
  o200k: `[^\\r\\n\\p{L}\\p{N}]?${UPPER}*${LOWER}+${ENDINGS}?|[^\\r\\n\\p{L}\\p{N}]?${UPPER}+${LOWER}*${ENDINGS}?|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|${SPACES}`,
  tekken: `[^\\r\\n\\p{L}\\p{N}]?${UPPER}*${LOWER}+|[^\\r\\n\\p{L}\\p{N}]?${UPPER}+${LOWER}*|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|${SPACES}`,
};

export const byteLevel = (useRegex, addPrefixSpace = false) => ({ type: 'ByteLevel', add_prefix_space: addPrefixSpace, trim_offsets: false, use_regex: useRegex });

export const split = (pattern) => ({
  type: 'Sequence',
  pretokenizers: [{ type: 'Split', pattern: { Regex: PATTERNS[pattern] }, behavior: 'Isolated', invert: false }, byteLevel(false)],
});

export const special = (id, content, flags = {}) => ({ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true, ...flags });

/** Vocab and merges of a published vocabulary, from npm's tiktoken. */
export function readRanks(require, name) {
  const ranks = new Map();
  for (const line of require(`tiktoken/encoders/${name}.json`).bpe_ranks.split('\n')) {
    const [, first, ...tokens] = line.split(' ');
    tokens.forEach((token, i) => ranks.set(Buffer.from(token, 'base64').toString('latin1'), Number(first) + i));
  }
  const vocab = {};
  const merges = [];
  for (const [token, rank] of [...ranks].sort((a, b) => a[1] - b[1])) {
    vocab[write(token)] = rank;
    if (token.length > 1) merges.push(mergeBelow(ranks, token, rank).map(write));
  }
  return { vocab, merges };
}

function mergeBelow(ranks, token, rank) {
  const parts = [...token];
  while (parts.length > 2) {
    let best = -1;
    let bestRank = rank;
    for (let i = 0; i + 1 < parts.length; i++) {
      const found = ranks.get(parts[i] + parts[i + 1]);
      if (found !== undefined && found < bestRank) [best, bestRank] = [i, found];
    }
    if (best < 0) throw new Error(`no pair gives rank ${rank}`);
    parts.splice(best, 2, parts[best] + parts[best + 1]);
  }
  return parts;
}

/** A tokenizer.json of a byte-level vocabulary. */
export const tokenizer = ({ vocab, merges }, preTokenizer, added, { ignoreMerges = false, normalizer = null, postProcessor = null } = {}) => ({
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: added,
  normalizer,
  pre_tokenizer: preTokenizer,
  post_processor: postProcessor,
  decoder: byteLevel(true),
  model: {
    type: 'BPE', dropout: null, unk_token: null, continuing_subword_prefix: null, end_of_word_suffix: null,
    fuse_unk: false, byte_fallback: false, ignore_merges: ignoreMerges, vocab, merges: merges.map((pair) => pair.join(' ')),
  },
});
