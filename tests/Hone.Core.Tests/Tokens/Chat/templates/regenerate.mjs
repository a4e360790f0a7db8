// Writes goldens.json: every template of this folder over every conversation, rendered by @huggingface/jinja and by Python's jinja2
// with the settings of transformers, which is what models are trained with. Where the two differ both are kept.
//   npm install @huggingface/jinja; apt install python3-jinja2; node regenerate.mjs [folder with node_modules]
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const folder = dirname(fileURLToPath(import.meta.url));
const peers = process.argv.slice(2).find((argument) => !argument.startsWith("--")) ?? process.cwd();
const { Template } = createRequire(join(resolve(peers), "package.json"))("@huggingface/jinja");

// Templates with a date read this one.
const now = new Date(2026, 2, 7, 9, 5, 3);
globalThis.Date = class extends Date { constructor(...values) { super(...(values.length ? values : [now])); } };

const conversations = JSON.parse(readFileSync(join(folder, "conversations.json"), "utf8"));
const tools = JSON.parse(readFileSync(join(folder, "tools.json"), "utf8"));

function request(conversation) {
  return { bos_token: "<s>", eos_token: "</s>", documents: null, add_generation_prompt: false, ...conversation, tools: conversation.tools ? tools[conversation.tools] : null };
}

/** What the template gives; a refusal by raise_exception is told from a failure by the reference having refused in the same words. */
function render(template, conversation, reference) {
  try {
    return { text: new Template(template).render(request(conversation)) };
  } catch (error) {
    return error.message === reference.refused ? { refused: error.message } : { error: true };
  }
}

const output = execFileSync("python3", [join(folder, "jinja2_render.py")], { encoding: "utf8", maxBuffer: 1 << 28 });
const jinja2 = JSON.parse(output);
const goldens = {};
for (const file of readdirSync(folder).filter((name) => name.endsWith(".jinja")).sort()) {
  const template = readFileSync(join(folder, file), "utf8");
  goldens[file] = {};
  for (const [name, conversation] of Object.entries(conversations)) {
    const reference = jinja2[file][name];
    const result = render(template, conversation, reference);
    goldens[file][name] = JSON.stringify(result) === JSON.stringify(reference) ? result : { ...result, jinja2: reference };
  }
}
writeFileSync(join(folder, "goldens.json"), JSON.stringify(goldens, null, 1) + "\n");
