using Hone.Corpus.Cleaning;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.Sources.Frameworks;

public sealed class D3fendSourceTests : IDisposable
{
    private const string Turtle = """"
        @prefix : <http://d3fend.mitre.org/ontologies/d3fend.owl#> .
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

        # a comment with a . in it
        :analyzes a owl:ObjectProperty ; rdfs:label "analyzes" .
        :weakness-of a owl:ObjectProperty ; rdfs:label "weakness-of" .
        :Detect a owl:Class ; rdfs:label "Detect" .
        :DefensiveTechnique a owl:Class ; rdfs:label "Defensive Technique" .
        :File a owl:Class ; rdfs:label "File" ; rdfs:subClassOf :DigitalArtifact ; :definition 'A set of "bytes".'@en .
        <http://d3fend.mitre.org/ontologies/d3fend.owl#FileLook> a :FileLook, owl:Class ;
            rdfs:label "File Look" ;
            rdfs:subClassOf :DefensiveTechnique,
                [ a owl:Restriction ; owl:onProperty :analyzes ; owl:someValuesFrom :File ],
                [ a owl:Restriction ; owl:onProperty :enables ; owl:someValuesFrom :Detect ] ;
            :d3fend-id "D3-FL" ; :synonym "Looking" ; :number 3.5 ; :list ( :File "x" ) ;
            :definition "Looking at [files](https://example.org).\nBoth \u0022ends\u0022." ;
            :kb-article """## How it works
        Somebody "looks".

        ## References
        - [Link](https://example.org)""" .
        :FileGaze a owl:Class ; rdfs:label "File Gaze" ; rdfs:subClassOf :FileLook ; :d3fend-id "D3-FG" ; :definition "Gazing." .
        :T9001.001 a owl:Class ; rdfs:label "Eat Files" ; rdfs:subClassOf :OffensiveTechnique,
                [ a owl:Restriction ; owl:onProperty :may-modify ; owl:someValuesFrom :File ] ;
            :attack-id "T9001.001" ; :definition "Told elsewhere." .
        :T9002 a owl:Class ; rdfs:label "Nothing" ; rdfs:subClassOf :OffensiveTechnique ; :attack-id "T9002" ; :definition "x" .
        :CWE-1 a owl:Class ; rdfs:label "Hole" ; :cwe-id "CWE-1" ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :weakness-of ; owl:someValuesFrom :File ] .
        :Old a owl:Class ; rdfs:label "Old" ; :definition "Was." ; owl:deprecated true .
        """";

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_Turtle_GivesWhatIsToldAndDropsWhatIsDeprecated()
    {
        SourceItem[] items = _folder.ReadText("d3fend", "d.ttl", Turtle);

        Assert.Equal(["CWE-1", "File", "FileGaze", "FileLook", "Old", "T9001.001"], items.Select(i => i.Document.Id));
        Assert.Equal(Reasons.Deprecated, items[4].Verdict.Reason);
    }

    [Fact]
    public void Read_Technique_IsToldWithItsRelations() => Assert.Equal("""
        # D3-FL File Look

        File Look (D3-FL) is a defensive technique in MITRE D3FEND. It serves the tactic Detect. Also known as Looking.

        Looking at files. Both "ends".

        File Look analyzes File.

        ## How it works
        Somebody "looks".

        ## Kinds

        - D3-FG File Gaze

        ## Attacks on the same artifacts

        What File Look acts on is also the object of the ATT&CK techniques T9001.001 Eat Files.
        """, TextOf("FileLook"));

    [Fact]
    public void Read_Others_AreToldByTheirKind()
    {
        Assert.Equal("# T9001.001 Eat Files\n\nEat Files (T9001.001) is an ATT&CK technique whose objects MITRE D3FEND names.\n\nEat Files may modify File.\n\n## Defence of the same artifacts\n\nThese defensive techniques act on the same artifacts: File Look (D3-FL).", TextOf("T9001.001"));
        Assert.Contains("Hole is a weakness of File.", TextOf("CWE-1"), StringComparison.Ordinal);
        Assert.Contains("It serves the tactic Detect.", TextOf("FileGaze"), StringComparison.Ordinal);
        Assert.Contains("A set of \"bytes\".\n\n## What acts on it\n\n- Eat Files (T9001.001) may modify File.\n- File Look (D3-FL) analyzes File.", TextOf("File"), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_JsonLd_IsTheSameGraph()
    {
        SourceItem[] items = _folder.ReadText("d3fend", "d.json", """
            {"@context":{"d3f":"http://d3fend.mitre.org/ontologies/d3fend.owl#"},"@graph":[
            {"@id":"d3f:analyzes","@type":"owl:ObjectProperty","rdfs:label":"analyzes"},
            {"@id":"d3f:File","@type":["owl:Class"],"rdfs:label":"File","rdfs:subClassOf":{"@id":"d3f:DigitalArtifact"},"d3f:definition":"Bytes."},
            {"@id":"d3f:FileLook","@type":["owl:Class","d3f:FileLook"],"rdfs:label":{"@value":"File Look"},"d3f:d3fend-id":"D3-FL","d3f:definition":"Looking.",
             "rdfs:subClassOf":[{"@id":"d3f:DefensiveTechnique"},{"@id":"_:b1"},{"@type":"owl:Restriction","owl:onProperty":{"@id":"d3f:analyzes"},"owl:someValuesFrom":{"@id":"d3f:Log"}}]},
            {"@id":"d3f:Log","@type":"owl:Class","rdfs:label":"Log"},
            {"@id":"_:b1","@type":"owl:Restriction","owl:onProperty":{"@id":"d3f:analyzes"},"owl:someValuesFrom":{"@id":"d3f:File"}},
            7
            ]}
            """);

        Assert.Equal(["File", "FileLook"], items.Select(i => i.Document.Id));
        Assert.Contains("File Look analyzes File and Log.", items[1].Document.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("d.ttl", ":a :b", "d.ttl:1: not Turtle: the file ends inside a statement")]
    [InlineData("d.ttl", ":a :b \"open\n", "d.ttl:1: not Turtle: a text that does not end")]
    [InlineData("d.ttl", "\n:a :b <open\n", "d.ttl:2: not Turtle: an address that does not end")]
    [InlineData("d.ttl", ":a :b :c :d .", "'.' is missing")]
    [InlineData("d.json", "{\"a\":1}", "not JSON-LD")]
    [InlineData("d.json", "[", "not JSON")]
    public void Read_BrokenFile_IsNamed(string name, string text, string expected) => Assert.Contains(expected, _folder.Problem("d3fend", name, text), StringComparison.Ordinal);

    [Fact]
    public void Read_BrokenFileOfAFolder_CostsItself()
    {
        _folder.Write("a.ttl", Turtle);
        _folder.Write("b.ttl", ":a :b :c .\n:a ; ; ]");
        _folder.Write("other.json", "{}");

        SourceItem[] items = _folder.Read("d3fend");

        Assert.Equal("b.ttl", Assert.Single(items, i => i.Verdict.Reason == Reasons.Broken).Document.Id);
        Assert.Contains(items, i => i.Document.Id == "FileLook");
    }

    [Theory]
    [InlineData("[ :p ")]
    [InlineData("( ")]
    public void Read_DeepNesting_IsRefused(string opening) =>
        Assert.Contains("nested deeper", _folder.Problem("d3fend", "d.ttl", ":a :b " + string.Concat(Enumerable.Repeat(opening, 100_000))), StringComparison.Ordinal);

    private string TextOf(string id) => _folder.ReadText("d3fend", "d.ttl", Turtle).Single(i => i.Document.Id == id).Document.Text;
}
