# Renders every template over every conversation with jinja2 set up as transformers sets it up; called by regenerate.mjs --jinja2.
import datetime, json, os, sys
import jinja2
from jinja2.ext import Extension, loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment

folder = os.path.dirname(os.path.abspath(__file__))
now = datetime.datetime(2026, 3, 7, 9, 5, 3)


class Generation(Extension):
    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return jinja2.nodes.CallBlock(self.call_method("write"), [], [], body).set_lineno(line)

    def write(self, caller):
        return caller()


class Refused(Exception):
    pass


def refuse(message):
    raise Refused(message)


def tojson(x, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(x, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


def render(template, conversation):
    environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[Generation, loopcontrols])
    environment.filters["tojson"] = tojson
    environment.globals["raise_exception"] = refuse
    environment.globals["strftime_now"] = now.strftime
    values = {"bos_token": "<s>", "eos_token": "</s>", "documents": None, "add_generation_prompt": False, **conversation}
    values["tools"] = tools[conversation["tools"]] if "tools" in conversation else None
    try:
        return {"text": environment.from_string(template).render(**values)}
    except Refused as refusal:
        return {"refused": str(refusal)}
    except Exception as error:
        if "--why" in sys.argv:
            print(repr(error), file=sys.stderr)
        return {"error": True}


conversations = json.load(open(os.path.join(folder, "conversations.json"), encoding="utf8"))
tools = json.load(open(os.path.join(folder, "tools.json"), encoding="utf8"))
results = {}
for name in sorted(os.listdir(folder)):
    if name.endswith(".jinja"):
        source = open(os.path.join(folder, name), encoding="utf8").read()
        results[name] = {case: render(source, conversation) for case, conversation in conversations.items()}
json.dump(results, sys.stdout)
