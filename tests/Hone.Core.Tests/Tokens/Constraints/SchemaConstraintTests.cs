using System.Text;
using System.Text.Json;
using Hone.Core.Statistics;
using Hone.Core.Tokens.Constraints;

namespace Hone.Core.Tests.Tokens.Constraints;

public sealed class SchemaConstraintTests
{
    private static readonly TokenVocabulary Vocabulary = WalkVocabulary.Make();

    public static TheoryData<string> Schemas =>
    [
        "{}", "true", """{"type":"object"}""", """{"type":"array"}""", """{"type":"string"}""", """{"type":"number"}""", """{"type":"integer"}""", """{"type":"boolean"}""", """{"type":"null"}""",
        """{"type":["string","null","integer","number"]}""", """{"enum":["a","b\"\n",3,null,[1,{"x":2}],true]}""", """{"const":{"a":[1,2],"b":"é"}}""", """{"type":"string","enum":["x",1]}""",
        """{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"string"},"c":{"type":"boolean"}},"required":["b"],"additionalProperties":false}""",
        """{"type":"object","properties":{"a":{},"b":{}},"required":["a","b"]}""",
        """{"type":"object","properties":{"name":{"type":"integer"},"nam":{"type":"null"},"é":{"type":"null"}},"required":["nam"],"additionalProperties":{"type":"boolean"}}""",
        """{"type":"object","properties":{"a":{"type":"null"}},"required":["a","z"],"additionalProperties":true}""",
        """{"properties":{"deep":{"properties":{"deeper":{"items":{"type":"integer"}}}}}}""",
        """{"type":"array","items":{"type":"integer"},"minItems":2,"maxItems":4}""", """{"type":"array","items":{"type":"boolean"},"minItems":3}""", """{"type":"array","maxItems":0}""",
        """{"type":"array","prefixItems":[{"type":"integer"},{"type":"string"}],"items":{"type":"null"},"minItems":1}""", """{"prefixItems":[{"type":"integer"},{"type":"string"}],"minItems":2}""",
        """{"type":"array","prefixItems":[{"type":"integer"},{"type":"string"}],"items":{"type":"null"},"minItems":3,"maxItems":4}""", """{"items":{"items":{"items":{"type":"boolean"}}}}""",
        """{"type":"string","minLength":2,"maxLength":5}""", """{"type":"string","maxLength":0}""", """{"type":"string","minLength":300}""", """{"type":"string","pattern":"^[a-c\"\\\\\\n]{1,4}$"}""", """{"type":"string","pattern":"ab|^c$"}""",
        """{"type":"string","pattern":"^.{0,200}$"}""", """{"type":"string","pattern":"^CVE-\\d{4}-\\d{4,}$"}""",
        """{"type":"string","format":"date"}""", """{"type":"string","format":"time"}""", """{"type":"string","format":"date-time"}""", """{"type":"string","format":"uuid"}""", """{"type":"string","format":"email"}""",
        """{"type":"string","format":"ipv4"}""", """{"type":"string","format":"ipv6"}""", """{"type":"string","format":"uri"}""", """{"type":"string","format":"hostname"}""",
        """{"type":"integer","minimum":0}""", """{"type":"integer","minimum":-13,"maximum":7}""", """{"type":"integer","exclusiveMinimum":9,"exclusiveMaximum":1001}""", """{"type":"integer","minimum":0.5,"maximum":3.5}""", """{"type":"integer","maximum":-20}""",
        """{"type":"number","minimum":0,"maximum":10}""", """{"type":"number","minimum":-3,"exclusiveMaximum":0}""", """{"type":"number","exclusiveMinimum":0,"maximum":1}""", """{"type":"number","minimum":-2,"maximum":5}""", """{"type":"number","exclusiveMinimum":-1,"exclusiveMaximum":1}""",
        """{"anyOf":[{"type":"string","maxLength":3},{"type":"null"},{"type":"object","properties":{"a":{"type":"null"}}}]}""", """{"allOf":[{"type":"boolean"}]}""",
        """{"oneOf":[{"type":"object","properties":{"kind":{"const":"a"},"x":{"type":"null"}},"required":["kind"]},{"type":"object","properties":{"kind":{"const":"b"},"y":{"type":"null"}},"required":["kind"]},{"type":"string"}]}""",
        """{"$ref":"#/$defs/tree","$defs":{"tree":{"type":"object","properties":{"value":{"type":"integer"},"children":{"type":"array","items":{"$ref":"#/$defs/tree"}}},"required":["value"]}}}""",
        """{"$defs":{"list":{"anyOf":[{"type":"null"},{"type":"object","properties":{"head":{"$ref":"#/$defs/item"},"tail":{"$ref":"#/$defs/list"}},"required":["head","tail"]}]},"item":{"enum":["x"]}},"type":"array","items":{"$ref":"#/$defs/list"}}""",
        """{"type":"object","properties":{"self":{"$ref":"#"},"a/b":{"type":"null"}}}""",
        """{"type":"object","properties":{"a":{"type":"integer","title":"A","description":"d","default":3,"examples":[1]}},"$schema":"x","$comment":"y"}""",
    ];

    [Theory]
    [MemberData(nameof(Schemas))]
    public void Schema_RandomWalks_EndInValidValues(string text)
    {
        var schema = SchemaCheck.Parse(text);
        var constraint = OutputConstraint.JsonSchema(Vocabulary, schema);
        var random = new Xoshiro256(17);

        for (int walk = 0; walk < 60; walk++)
        {
            byte[] written = WalkVocabulary.Walk(constraint, random, random.Next(80));
            string json = new UTF8Encoding(false, true).GetString(written);
            var value = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 1000 }).RootElement;
            Assert.True(SchemaCheck.IsValid(schema, schema, value), $"{text} wrote {json}");
        }
    }

    [Theory]
    [InlineData("{}", """{"a": [1, -2.5e3, "x\u00e9\n", null], "b":{"c":true}}""", "{ \"a\":1}")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"string"}},"required":["b"]}""", """{"a":12,"b":"x"}|{"b": ""}""", """{"a":12}|{"b":"","a":1}|{"b":"","c":1}|{"a":1.5,"b":""}""")]
    [InlineData("""{"type":"object","properties":{"ab":{"type":"null"}},"additionalProperties":{"type":"integer"}}""", """{}|{"a":1}|{"abc":1,"b":2}|{"ab":null,"":3}|{"b":1}""", """{"ab":1}|{"b":1,"ab":1}|{"a\u0062":1}""")]
    [InlineData("""{"type":"integer","minimum":-5,"maximum":120}""", "-5|0|7|99|100|120", "-6|121|-0|007|1000|1.0")]
    [InlineData("""{"type":"number","minimum":0,"maximum":10}""", "0|10|9.99|10.0|0.5", "10.5|-1|1e5|11|100")]
    [InlineData("""{"type":"number","exclusiveMinimum":0}""", "0.5|1|12.0|999999999999999998.5", "0|0.0|-1")]
    [InlineData("""{"type":"string","minLength":2,"maxLength":3}""", "\"ab\"|\"\\n\\u00e9\"|\"😀é日\"", "\"a\"|\"abcd\"|\"\"|\"\\ud83d\\ude00a\"")]
    [InlineData("""{"type":"string","pattern":"b+"}""", "\"abc\"|\"b\"|\"\\\"b\\\\\"", "\"ac\"|\"\"")]
    [InlineData("""{"type":"array","items":{"type":"integer"},"minItems":1,"maxItems":2}""", "[1]|[1,2]|[1, 2]", "[]|[1,2,3]|[1,]|[\"a\"]")]
    [InlineData("""{"type":"array","prefixItems":[{"type":"integer"}],"items":{"type":"boolean"}}""", "[]|[1]|[1,true]|[1,true,false]", "[true]|[1,2]")]
    [InlineData("""{"type":"string","format":"date"}""", "\"2024-02-28\"|\"1999-12-31\"", "\"2024-02-30\"|\"2024-13-01\"|\"24-01-01\"")]
    [InlineData("""{"type":"string","format":"ipv6"}""", "\"::\"|\"::1\"|\"2001:db8::ff00:42:8329\"|\"1:2:3:4:5:6:7:8\"", "\"1::2::3\"|\"12345::\"|\":1\"")]
    public void Schema_GivenTexts_AreAcceptedOrNot(string schema, string accepted, string refused)
    {
        var constraint = OutputConstraint.JsonSchema(Vocabulary, SchemaCheck.Parse(schema));

        Assert.All(accepted.Split('|'), text => Assert.True(WalkVocabulary.Accepts(constraint, text), text));
        Assert.All(refused.Split('|'), text => Assert.False(WalkVocabulary.Accepts(constraint, text), text));
    }

    [Fact]
    public void Schema_IntegerBounds_AreExact()
    {
        var random = new Xoshiro256(23);
        for (int round = 0; round < 40; round++)
        {
            int least = random.Next(-1200, 1200);
            int most = least + random.Next(round < 10 ? 5 : 1300);
            var constraint = OutputConstraint.JsonSchema(Vocabulary, SchemaCheck.Parse($$"""{"type":"integer","minimum":{{least}},"maximum":{{most}}}"""));
            for (int value = -2600; value <= 2600; value += 1 + round % 3)
                Assert.True((least <= value && value <= most) == WalkVocabulary.Accepts(constraint, $"{value}"), $"{value} in {least} to {most}");
        }
    }

    [Theory]
    [InlineData("""{"type":"object","patternProperties":{}}""", "#/patternProperties")]
    [InlineData("""{"type":"object","minProperties":1}""", "#/minProperties")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"object","propertyNames":{}}}}""", "#/properties/a/propertyNames")]
    [InlineData("""{"not":{}}""", "#/not")]
    [InlineData("""{"if":{}}""", "#/if")]
    [InlineData("""{"type":"array","uniqueItems":true}""", "#/uniqueItems")]
    [InlineData("""{"type":"array","contains":{}}""", "#/contains")]
    [InlineData("""{"type":"array","items":[{}]}""", "prefixItems")]
    [InlineData("""{"type":"integer","multipleOf":3}""", "#/multipleOf")]
    [InlineData("""{"type":"number","minimum":0.5}""", "fraction")]
    [InlineData("""{"type":"string","format":"duration"}""", "\"duration\"")]
    [InlineData("""{"type":"string","pattern":"(?=a)"}""", "look-ahead")]
    [InlineData("""{"type":"string","pattern":"a","minLength":3}""", "together")]
    [InlineData("""{"type":"string","minLength":5,"maxLength":3}""", "at least 5")]
    [InlineData("""{"type":"string","minLength":-1}""", "#/minLength")]
    [InlineData("""{"type":"array","minItems":5,"maxItems":3}""", "at least 5")]
    [InlineData("""{"type":"array","minItems":1e9}""", "#/minItems")]
    [InlineData("""{"type":"integer","minimum":5,"maximum":3}""", "minimum above")]
    [InlineData("""{"type":"thing"}""", "\"thing\"")]
    [InlineData("""{"type":5}""", "#/type")]
    [InlineData("""{"enum":[]}""", "allows no value")]
    [InlineData("""{"enum":[1],"minimum":0}""", "beside enum")]
    [InlineData("""{"$ref":"#/$defs/none"}""", "there is nothing")]
    [InlineData("""{"$ref":"http://example.org/x"}""", "within the schema")]
    [InlineData("""{"$ref":"#/$defs/a","type":"string","$defs":{"a":{}}}""", "beside $ref")]
    [InlineData("""{"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/a"}}}""", "ever ends")]
    [InlineData("""{"$ref":"#/$defs/a","$defs":{"a":{"anyOf":[{"$ref":"#/$defs/a"},{"type":"null"}]}}}""", "nothing between")]
    [InlineData("""{"$ref":"#/$defs/a","$defs":{"a":{"anyOf":[{"$ref":"#/$defs/b"},{"type":"null"}]},"b":{"anyOf":[{"type":"null"},{"$ref":"#/$defs/a"}]}}}""", "nothing between")]
    [InlineData("""{"$ref":"#/$defs/a","$defs":{"a":{"type":"object","properties":{"a":{"$ref":"#/$defs/a"}},"required":["a"]}}}""", "ever ends")]
    [InlineData("""{"oneOf":[{"type":"integer"},{"type":"number"}]}""", "may satisfy both")]
    [InlineData("""{"oneOf":[{"type":"string"},{"properties":{"a":{}}}]}""", "may satisfy both")]
    [InlineData("""{"allOf":[{},{}]}""", "more than one")]
    [InlineData("""{"anyOf":[{}],"type":"string"}""", "beside anyOf")]
    [InlineData("false", "ever ends")]
    [InlineData("5", "must be an object")]
    [InlineData("""{"required":["a"],"properties":{"b":{}}}""", "names \"a\"")]
    [InlineData("""{"const":"\ud800"}""", "no Unicode")]
    public void Schema_NotSupported_IsRefusedByName(string schema, string named)
    {
        var error = Assert.Throws<UserError>(() => OutputConstraint.JsonSchema(Vocabulary, SchemaCheck.Parse(schema)));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Schema_BoundsWithinBounds_StaySmall()
    {
        // Every level is a rule of its own; written out, the parts would multiply.
        string lists = """{"type":"integer"}""";
        string objects = """{"type":"null"}""";
        for (int level = 0; level < 12; level++)
        {
            lists = """{"type":"array","items":ITEMS,"minItems":900}""".Replace("ITEMS", lists, StringComparison.Ordinal);
            objects = """{"type":"object","properties":{"a":{"properties":{"b":VALUE},"required":["c"],"additionalProperties":{"type":"null"}}}}""".Replace("VALUE", objects, StringComparison.Ordinal);
        }

        Assert.True(WalkVocabulary.Accepts(OutputConstraint.JsonSchema(Vocabulary, SchemaCheck.Parse(objects)), """{"a":{"b":{"a":{"c":null}},"c":null,"z":null}}"""));
        Assert.False(OutputConstraint.JsonSchema(Vocabulary, SchemaCheck.Parse(lists)).Start().CanEnd);
    }

    [Fact]
    public void Schema_LongChainsOfReferences_AreCompiledSoon()
    {
        string Chain(int length, string link) => string.Concat(Enumerable.Range(0, length).Select(i => $"\"d{i}\":{link},".Replace("NEXT", $"{{\"$ref\":\"#/$defs/d{i + 1}\"}}", StringComparison.Ordinal)));
        string Schema(int length, string link) => """{"$ref":"#/$defs/d0","$defs":{CHAIN"dEND":{"type":"null"}}}""".Replace("CHAIN", Chain(length, link), StringComparison.Ordinal).Replace("END", $"{length}", StringComparison.Ordinal);

        var nested = OutputConstraint.JsonSchema(Vocabulary, SchemaCheck.Parse(Schema(3_000, """{"type":"object","properties":{"x":NEXT}}""")));
        var direct = OutputConstraint.JsonSchema(Vocabulary, SchemaCheck.Parse(Schema(1_000, """{"anyOf":[NEXT]}""")));

        Assert.True(WalkVocabulary.Accepts(nested, """{"x":{"x":{}}}"""));
        Assert.True(WalkVocabulary.Accepts(direct, "null"));
    }
}
