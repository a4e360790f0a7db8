// What llama.cpp makes of a GGUF file: reads one JSON request a line, {model, tokens?, greedy?, texts?}, and answers each with a line:
// log-probabilities of tokens[1..] each given those before it, the ids that greedy decoding adds, and the ids of the texts.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const peers = resolve(process.argv[2] ?? ".");
const entry = createRequire(join(peers, "package.json")).resolve("node-llama-cpp");
const { getLlama, LlamaLogLevel } = await import(pathToFileURL(entry));
const llama = await getLlama({ gpu: false, build: "never", logLevel: LlamaLogLevel.error, maxThreads: 2 });

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  const model = await llama.loadModel({ modelPath: request.model, gpuLayers: 0 });
  const answer = {};
  if (request.tokens) Object.assign(answer, await evaluate(model, request.tokens, request.greedy ?? 0));
  if (request.texts) answer.texts = request.texts.map((text) => [...model.tokenize(text)]);
  await model.dispose();
  console.log(JSON.stringify(answer));
}
process.exit(0);

async function evaluate(model, tokens, greedy) {
  // The cache in f32: what is compared is the weights and the arithmetic.
  const context = await model.createContext({ contextSize: tokens.length + greedy + 8, flashAttention: false, experimentalKvCacheKeyType: "F32", experimentalKvCacheValueType: "F32" });
  const sequence = context.getSequence();
  const generateNext = { probabilities: true, options: { temperature: 1, topK: 0, topP: 1, minP: 0 } };
  const results = await sequence.controlledEvaluate(tokens.map((token) => [token, { generateNext }]));
  const logprobs = tokens.slice(1).map((token, i) => Math.log(results[i].next.probabilities.get(token)));
  const added = [];
  let last = results[tokens.length - 1];
  while (added.length < greedy) {
    const [[best]] = [...last.next.probabilities].sort((a, b) => b[1] - a[1]);
    added.push(best);
    [last] = await sequence.controlledEvaluate([[best, { generateNext }]]);
  }
  await context.dispose();
  return { logprobs, added };
}
