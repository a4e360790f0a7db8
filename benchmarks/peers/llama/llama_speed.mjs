// How fast llama.cpp (npm: node-llama-cpp) reads and writes tokens with a GGUF file. Reads one JSON request a line and answers each with a line:
// {"load": path, "threads": n, "context": n}; then {"prefill": n}: seconds to read n tokens into an empty sequence; {"decode": n, "after": m}:
// seconds to choose n tokens greedily, one after the other, behind m that were read before.
// Usage: node llama_speed.mjs DIRECTORY, where node-llama-cpp is installed (install does it).
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const peers = resolve(process.argv[2] ?? ".");
const entry = createRequire(join(peers, "package.json")).resolve("node-llama-cpp");
const { getLlama, LlamaLogLevel } = await import(pathToFileURL(entry));
let llama, model, context, sequence;

for await (const line of createInterface({ input: process.stdin }))
  console.log(JSON.stringify(await answer(JSON.parse(line))));
process.exit(0);

async function answer(request) {
  if (request.load) return await load(request);
  if (request.prefill) return { seconds: await prefill(request.prefill) };
  return { seconds: await decode(request.decode, request.after ?? 1) };
}

async function load({ load: path, threads, context: length }) {
  await model?.dispose();
  llama ??= await getLlama({ gpu: false, build: "never", logLevel: LlamaLogLevel.error, maxThreads: threads });
  model = await llama.loadModel({ modelPath: path, gpuLayers: 0 });
  context = await model.createContext({ contextSize: length, batchSize: 512, threads: { ideal: threads, min: threads }, flashAttention: "auto" });
  sequence = context.getSequence();
  return { loaded: path };
}

function tokens(count) {
  return Array.from({ length: count }, (_, i) => 3 + ((i * 7919) % 30000));
}

async function prefill(count) {
  await sequence.clearHistory();
  const start = performance.now();
  await sequence.evaluateWithoutGeneratingNewTokens(tokens(count));
  return (performance.now() - start) / 1000;
}

async function decode(count, after) {
  await prefill(after);
  let made = 0, start = 0;
  for await (const _ of sequence.evaluate([5], { temperature: 0, yieldEogToken: true })) {
    if (made === 0) start = performance.now();
    if (++made > count) break;
  }
  return (performance.now() - start) / 1000;
}
