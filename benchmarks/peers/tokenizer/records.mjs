// Files of records: each its length in four bytes, little end first, and then itself.
import fs from 'node:fs';

export function writeRecords(file, records) {
  const out = fs.openSync(file, 'w');
  let waiting = [];
  let bytes = 0;
  const flush = () => { fs.writeSync(out, Buffer.concat(waiting)); waiting = []; bytes = 0; };
  for (const record of records) {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(record.length);
    waiting.push(length, record);
    if ((bytes += record.length) > 1 << 22) flush();
  }
  flush();
  fs.closeSync(out);
}

export function* readRecords(file) {
  const all = fs.readFileSync(file);
  for (let at = 0; at < all.length;) {
    const length = all.readUInt32LE(at);
    yield all.subarray(at + 4, at + 4 + length);
    at += 4 + length;
  }
}
