using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.Sources.Frameworks;

public sealed class AtlasSourceTests : IDisposable
{
    private const string Matrix = """
        ---
        id: ATLAS
        version: 9.9.9
        matrices:
        - id: ATLAS
          tactics:
          - id: AML.TA9001
            name: Reaching
            description: The adversary reaches.
          techniques:
          - id: AML.T9001
            name: Ask
            description: 'Adversaries ask, see [Reaching](/tactics/AML.TA9001)

              and [a paper](https://example.org/p).'
            tactics: [AML.TA9001]
            ATT&CK-reference: {id: T9001}
            maturity: realized
            modified_date: 2025-04-09
          - id: AML.T9001.000
            name: Ask twice
            description: They ask again.
            subtechnique-of: AML.T9001
          mitigations:
          - id: AML.M9001
            name: Answer less
            description: Say little.
            techniques:
            - {id: AML.T9001, use: "Say only\nwhat is needed."}
            - {id: AML.T9999}
        case-studies:
        - id: AML.CS9001
          name: The Talkative Model
          object-type: case-study
          case-study-type: exercise
          summary: A model said too much.
          incident-date: 2024-01-01
          actor: A team
          target: A model
          procedure:
          - {tactic: AML.TA9001, technique: AML.T9001, description: They asked.}
          - {technique: AML.T0, description: They left.}
        """;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_Matrix_GivesEveryObject()
    {
        SourceItem[] items = _folder.ReadText("atlas", "ATLAS.yaml", Matrix);

        Assert.Equal(["AML.CS9001", "AML.M9001", "AML.T9001", "AML.T9001.000", "AML.TA9001"], items.Select(i => i.Document.Id));
        Assert.Equal("""
            # AML.T9001 Ask

            AML.T9001 Ask is a technique in MITRE ATLAS. It serves the tactic AML.TA9001 Reaching. It corresponds to ATT&CK T9001. It has been used in real attacks.

            Adversaries ask, see Reaching (AML.TA9001) and a paper.

            ## Sub-techniques

            - AML.T9001.000 Ask twice

            ## Mitigations

            - Mitigation AML.M9001 Answer less mitigates AML.T9001 Ask: Say only what is needed.

            ## Case studies

            - AML.CS9001 The Talkative Model
            """, items[2].Document.Text);
        Assert.Equal("""
            # AML.CS9001 The Talkative Model

            AML.CS9001 The Talkative Model is an exercise described in MITRE ATLAS. Actor: A team. Target: A model.

            A model said too much.

            ## Procedure

            - AML.T9001 Ask, for Reaching: They asked.
            - They left.
            """, items[0].Document.Text);
        Assert.Contains("sub-technique of AML.T9001 Ask in MITRE ATLAS. It serves the tactic AML.TA9001 Reaching.", items[3].Document.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FolderOfTheRepository_TakesThePublishedFileAlone()
    {
        _folder.Write("dist/ATLAS.yaml", Matrix);
        _folder.Write("data/tactics.yaml", "- &x\n  id: AML.TA9001\n  name: '{{ x }}'\n");

        Assert.Equal(5, _folder.Read("atlas").Length);
    }

    [Fact]
    public void Read_WhatIsNoMatrix_IsBroken() => Assert.Contains("no list \"matrices\"", _folder.Problem("atlas", "a.yaml", "a: 1\n"), StringComparison.Ordinal);
}
