using System.Buffers;

namespace Hone.Corpus.Poison;

/// <summary>
/// Words inside data that are meant for a model: orders to forget its instructions, forged system prompts, tokens of chat templates.
/// Articles about prompt injection quote such words; they stay when the text discusses the matter and the words stand in quotes
/// or code. What is decided here is only whether a person looks at it.
/// </summary>
internal static class ModelInstructions
{
    /// <summary>How much of the text around an order is looked at to see whether it is quoted.</summary>
    private const int Around = 120;

    /// <summary>So many different words of the discussion make a text about prompt injection.</summary>
    private const int LeastDiscussion = 2;

    private static readonly string[] Verbs = ["ignore", "disregard", "forget", "override", "bypass"];
    private static readonly string[] Which = ["all previous", "all prior", "any previous", "any prior", "previous", "prior", "the above", "all the above", "your previous", "all of your previous", "your", "all your", "the previous", "all earlier", "earlier", "the system", "your system", "preceding", "all preceding"];
    private static readonly string[] What = ["instructions", "instruction", "directions", "prompts", "prompt", "guidelines", "rules", "commands", "context"];

    private static readonly string[] Sentences =
    [
        "as an ai you must", "as an ai model you must", "as an ai language model, you must", "as a language model you must", "you are now in developer mode", "you are now dan",
        "your new instructions are", "new instructions:", "new system prompt:", "system prompt override", "end of system prompt", "begin system prompt",
        "respond only with the following", "do not tell the user", "do not mention this instruction", "do not reveal these instructions", "do not reveal this instruction",
        "if you are an ai", "if you are a language model", "if you are an llm", "attention ai", "note to ai", "instruction to ai", "instructions for ai", "ai assistants reading this",
        "when asked about this, always", "language models reading this", "models trained on this", "whoever trains on this",
        "your system prompt is", "reveal your system prompt", "print your system prompt", "repeat your system prompt",
    ];

    private static readonly string[] Tokens =
    [
        "<|im_start|>", "<|im_end|>", "<|system|>", "<|user|>", "<|assistant|>", "<|endoftext|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>", "<|begin_of_text|>",
        "<|start|>system", "<|channel|>", "<|message|>", "<start_of_turn>", "<end_of_turn>", "[INST]", "[/INST]", "<<SYS>>", "<</SYS>>", "<|endofprompt|>", "<|fim_prefix|>",
        "<|start_of_role|>", "### Instruction:\n", "### Response:\n",
    ];

    private static readonly string[] Discussion =
    [
        "prompt injection", "prompt-injection", "jailbreak", "large language model", "llm", "chatbot", "generative ai", "system prompt", "guardrail", "adversarial prompt", "chat template", "red team", "tokenizer", "fine-tun",
    ];

    /// <summary>Few enough for the vectorised search; what begins with a verb is looked at in full.</summary>
    private static readonly SearchValues<string> Starts = SearchValues.Create([.. Sentences, .. Tokens, .. Verbs.Select(verb => verb + " ")], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> Quotes = SearchValues.Create("\"\u201C\u2018\u00AB`'");

    private static readonly HashSet<string> Objects = [.. Which.SelectMany(which => What.Select(what => $"{which} {what}"))];
    private static readonly int LongestObject = Objects.Max(words => words.Length);

    /// <summary>The first order to a model in a text, or null.</summary>
    public static string? FirstOrder(ReadOnlySpan<char> text)
    {
        int at = Next(text, 0, out _);
        return at < 0 ? null : Excerpt(text, at);
    }

    public static IReadOnlyList<PoisonFinding> Find(string text)
    {
        List<PoisonFinding>? findings = null;
        for (int at = 0; (at = Next(text, at, out string reason)) >= 0; at++)
        {
            if (findings?.Exists(finding => finding.Reason == reason) != true && !IsDiscussed(text, at))
                (findings ??= []).Add(new PoisonFinding(reason, Excerpt(text, at)));
        }
        return findings is null ? [] : findings;
    }

    /// <summary>Whether a text about prompt injection quotes what stands here.</summary>
    public static bool IsDiscussed(string text, int at) =>
        IsQuoted(text, at) && Discussion.Count(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)) >= LeastDiscussion;

    private static int Next(ReadOnlySpan<char> text, int from, out string reason)
    {
        for (int at = from; at < text.Length; at++)
        {
            int next = text[at..].IndexOfAny(Starts);
            if (next < 0)
                break;
            at += next;
            ReadOnlySpan<char> rest = text[at..];
            reason = rest[0] is '<' or '[' or '#' ? PoisonReasons.ChatTemplate : PoisonReasons.Instruction;
            if (reason == PoisonReasons.ChatTemplate ? IsToken(rest) : IsOrder(rest))
                return at;
        }
        reason = "";
        return -1;
    }

    private static bool IsToken(ReadOnlySpan<char> rest)
    {
        foreach (string token in Tokens)
            if (rest.StartsWith(token, StringComparison.Ordinal))
                return true;
        return false;
    }

    private static bool IsOrder(ReadOnlySpan<char> rest)
    {
        foreach (string verb in Verbs)
        {
            if (!rest.StartsWith(verb, StringComparison.OrdinalIgnoreCase))
                continue;
            ReadOnlySpan<char> after = rest[(verb.Length + 1)..];
            string words = after[..Math.Min(after.Length, LongestObject + 1)].ToString().ToLowerInvariant();
            for (int end = words.Length; end > 8; end--)
                if (Objects.Contains(words[..end]))
                    return true;
            return false;
        }
        return true;
    }

    private static bool IsQuoted(string text, int at)
    {
        int line = text.LastIndexOf('\n', Math.Max(0, at - 1)) + 1;
        ReadOnlySpan<char> before = text.AsSpan(Math.Max(line, at - Around), at - Math.Max(line, at - Around));
        ReadOnlySpan<char> start = text.AsSpan(line, at - line).TrimStart(' ');
        bool opened = before.ContainsAny(Quotes);
        return opened || start.StartsWith('>') || text.AsSpan(line).StartsWith("    ", StringComparison.Ordinal) || InFence(text, line);
    }

    private static bool InFence(string text, int line)
    {
        bool code = false;
        for (int at = 0; (at = text.IndexOf("```", at, StringComparison.Ordinal)) >= 0 && at < line; at += 3)
            code ^= at == 0 || text[at - 1] is '\n' or ' ';
        return code;
    }

    private static string Excerpt(ReadOnlySpan<char> text, int at)
    {
        int start = Math.Max(0, at - 30), end = Math.Min(text.Length, at + 120);
        return text[start..end].ToString().ReplaceLineEndings(" ").Trim();
    }
}
