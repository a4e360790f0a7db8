using System.Text;
using Hone.Core.Statistics;
using Hone.Corpus.Cleaning;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.Sources;

/// <summary>Frameworks and detection content, damaged: whatever the bytes are, a reader gives documents or says what is broken.</summary>
public sealed class KnowledgeFuzzTests : IDisposable
{
    private static readonly (string Kind, string Name, string Text)[] _seeds =
    [
        ("sigma", "a.yml", "action: global\ntitle: A\nid: g\ntags: [attack.t1059, attack.execution, cve.2024.1]\nlogsource: {product: windows}\n---\ndetection:\n  s: &x\n    - 'a: b'\n    - \"c\\n\"\n  t: *x\n  condition: s\n---\ncorrelation: {type: event_count}\ntitle: >-\n  folded\n  text\n"),
        ("splunk", "a.yml", "name: A\nid: i\nsearch: '| a \"b|c\" [d | e] | f'\ntags:\n  mitre_attack_id: [T1059, 5]\n  cve: [CVE-2024-1]\n---\nname: B\nnarrative: \"x\\ty\"\n"),
        ("nuclei", "a.yaml", "id: a\ninfo:\n  name: A\n  classification: {cve-id: CVE-2024-1, cwe-id: [cwe-79]}\n  tags: a,b\nhttp:\n  - path: [\"{{BaseURL}}\"]\n    matchers:\n      - words: ['x']\n"),
        ("atomic", "a.yaml", "attack_technique: T1\natomic_tests:\n- name: A\n  input_arguments:\n    x: {default: y}\n  dependencies:\n  - description: d #{x}\n  executor:\n    name: sh\n    command: |\n      echo #{x}\n- {}\n"),
        ("lolbas", "a.yml", "Name: A.exe\nCommands:\n  - Command: a {PATH:.exe}\n    MitreID: T1105\n    Category: Encode\nFull_Path:\n  - Path: C:\\a\nDetection:\n  - IOC: x\n"),
        ("gtfobins", "a", "---\nfunctions:\n  shell:\n  - code: |-\n      a\n    contexts:\n      suid:\n        code: b\n      capabilities: {list: [C]}\n  inherit:\n  - from: vi\n...\n"),
        ("atlas", "ATLAS.yaml", "matrices:\n- tactics:\n  - {id: AML.TA1, name: A}\n  techniques:\n  - {id: AML.T1, name: B, tactics: [AML.TA1], description: '[A](/tactics/AML.TA1)'}\n  - {id: AML.T1.000, name: C, subtechnique-of: AML.T1}\n  mitigations:\n  - {id: AML.M1, name: D, techniques: [{id: AML.T1, use: x}]}\ncase-studies:\n- {id: AML.CS1, name: E, procedure: [{technique: AML.T1, description: y}]}\n"),
        ("d3fend", "a.ttl", "@prefix : <http://x#> .\n:a a :Class ; :label \"A\"@en , '''b\n'c''' ; :subClassOf [ :onProperty :p ; :someValuesFrom :b ] , ( :x \"y\" 1.5 ) ; :definition \"d\\u0041\"^^<t> .\n:b a :Class ; :label \"B\" ; :definition \"[x](y)\" .\n"),
        ("d3fend", "a.json", "{\"@graph\":[{\"@id\":\"x:a\",\"@type\":[\"owl:Class\"],\"rdfs:label\":\"A\",\"d:definition\":{\"@value\":\"b\"},\"rdfs:subClassOf\":[{\"@id\":\"_:1\"},{\"owl:onProperty\":{\"@id\":\"d:p\"},\"owl:someValuesFrom\":{\"@id\":\"x:a\"}}]}]}"),
        ("misp-galaxy", "a.json", "{\"name\":\"G\",\"type\":\"tool\",\"values\":[{\"value\":\"A\",\"uuid\":\"1\",\"description\":\"d [x](https://y) <sup>[z]</sup>\",\"meta\":{\"synonyms\":[\"B\"],\"country\":\"X\"},\"related\":[{\"dest-uuid\":\"2\",\"type\":\"similar\"}]},{\"value\":\"B\",\"uuid\":\"2\"}]}"),
        ("misp", "a.json", "{\"response\":[{\"Event\":{\"info\":\"A\",\"uuid\":\"1\",\"date\":\"2024-01-02\",\"Tag\":[{\"name\":\"tlp:red\"},{\"name\":\"misp-galaxy:tool=\\\"T\\\"\"}],\"Attribute\":[{\"type\":\"filename|md5\",\"value\":\"a|b\",\"to_ids\":true,\"comment\":\"c\"}],\"Object\":[{\"uuid\":\"o\",\"name\":\"file\",\"Attribute\":[{\"type\":\"text\",\"value\":\"x\",\"object_relation\":\"r\"}],\"ObjectReference\":[{\"referenced_uuid\":\"o\",\"relationship_type\":\"is\"}]}]}}]}"),
        ("misp", "b.json", "{\"Even\\u0074\":{\"inf\\u006f\":\"A\"}}"),
        ("oscal", "a.json", "{\"catalog\":{\"metadata\":{\"title\":\"T\"},\"groups\":[{\"title\":\"G\",\"controls\":[{\"id\":\"a-1\",\"title\":\"A\",\"params\":[{\"id\":\"p\",\"select\":{\"choice\":[\"x {{ insert: param, p }}\"]}}],\"props\":[{\"name\":\"label\",\"value\":\"A-1\"}],\"links\":[{\"href\":\"#a-1\",\"rel\":\"related\"}],\"parts\":[{\"name\":\"statement\",\"prose\":\"s {{ insert: param, p }}\",\"parts\":[{\"name\":\"item\",\"prose\":\"i\"}]}],\"controls\":[{\"id\":\"a-1.1\"}]}]}]}}"),
        ("rfc", "rfc1.txt", "G\nRequest for Comments: 1     May 2000\nObsoletes: 2, 3\n\n      Title\n\nAbstract\n\n   Text that is-\n   wrapped.\n\nN    [Page 1]\n\f\nRFC 1   Title   May 2000\n\n1.  One\n\n   o  item\n\n   a {\n     b;\n\n   } c\n\nA.1.  Two\n      goes on\n\n   Term\n      means.\n"),
        ("yara", "a.yar", "import \"pe\"\n/* c */ private rule A : t {\n meta:\n  d = \"x\\\"y\"\n  n = -1\n strings:\n  $a = /x[}]\\//i\n  $b = { 4D ( 5A | 00 ) }\n condition:\n  pe.x and $a // }\n}\nrule B { condition: true }\n"),
        ("suricata", "a.rules", "alert tcp [1.2.3.4, $X] any -> any !80 (msg:\"a\\;b\"; content:\"|00|;\"; \\\n reference:cve,2024-1; metadata:created_at 2024_01_02; sid:1;)\n#alert ip any any <> any any (sid:2;)\n"),
    ];

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Seeds_AllOfThem_AreRead() => Assert.All(_seeds, seed => Assert.Contains(_folder.ReadText(seed.Kind, seed.Name, seed.Text), item => item.Verdict.Kept));

    [Fact]
    public void Read_CutAnywhere_NeverThrows()
    {
        foreach ((string kind, string name, string text) in _seeds)
            for (int length = 0; length < text.Length; length += 3)
                Check(kind, name, Encoding.UTF8.GetBytes(text[..length]), $"cut at {length}");
    }

    /// <summary>Values of other kinds in their places: what parses and yet is not what the format says.</summary>
    [Fact]
    public void Read_OddTypes_NeverThrows()
    {
        string[] odd = ["5", "null", "[]", "{}", "true", "\"\"", "[[\"x\"]]", "{\"id\": {\"a\": 1}}", "-1.5e9", "\"\\uD800\""];
        var random = new Xoshiro256(20_310_402);
        foreach ((string kind, string name, string text) in _seeds)
            foreach (int colon in Enumerable.Range(0, text.Length).Where(i => text[i] == ':'))
            {
                int end = text.AsSpan(colon + 1).IndexOfAny(",}\n");
                if (end >= 0)
                    Check(kind, name, Encoding.UTF8.GetBytes($"{text[..(colon + 1)]} {odd[random.Next(odd.Length)]}{text[(colon + 1 + end)..]}"), $"value at {colon}");
            }
    }

    [Fact]
    public void Read_Damaged_NeverThrows()
    {
        var random = new Xoshiro256(20_310_401);
        for (int round = 0; round < 150; round++)
            foreach ((string kind, string name, string text) in _seeds)
                Check(kind, name, Damage(Encoding.UTF8.GetBytes(text), random), $"round {round}");
    }

    private void Check(string kind, string name, byte[] content, string when)
    {
        File.WriteAllBytes(_folder[name], content);
        try
        {
            foreach (SourceItem item in _folder.Read(kind, name))
            {
                Assert.False(item.Verdict.Reason == Reasons.Broken && string.IsNullOrEmpty(item.Verdict.Detail));
                Assert.NotEqual("", item.Document.Id);
            }
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"{kind}, {when}: {e}\n{Encoding.UTF8.GetString(content)}");
        }
    }

    /// <summary>A few bytes changed, taken out, doubled, or moved; words of the formats put in.</summary>
    private static byte[] Damage(byte[] seed, Xoshiro256 random)
    {
        string[] words = ["[", "]", "{", "}", "\"", "'", ":", "- ", "\n", "---\n", "&a ", "*a ", "<<: ", "null", "5", "\\ud800", "\0", "/*", "//", "`", "```", "\u00ff", "!!binary ", "? ", "| ", "^^", "@", "(", ")", ";"];
        List<byte> bytes = [.. seed];
        for (int change = 1 + random.Next(6); change > 0 && bytes.Count > 0; change--)
        {
            int at = random.Next(bytes.Count), length = Math.Min(bytes.Count - at, 1 + random.Next(12));
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, length);
                    break;
                case 2:
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length));
                    break;
                default:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(words[random.Next(words.Length)]));
                    break;
            }
        }
        return [.. bytes];
    }
}
