using Hone.Corpus.Cleaning;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.Sources.Detections;

public sealed class AtomicSourceTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private const string Tests = """
        attack_technique: T9999.001
        display_name: 'Making Things: Small Things'
        atomic_tests:
        - name: Make a file
          description: |
            Writes a file
            to #{where}.

            It stays there.
          supported_platforms: [linux, macos]
          input_arguments:
            where:
              description: Place
              type: path
              default: /tmp/made
          dependency_executor_name: sh
          dependencies:
          - description: A shell must be there (#{unknown})
            prereq_command: which sh
            get_prereq_command: apt install dash
          executor:
            name: bash
            elevation_required: true
            command: |
              echo made > #{where}
              cat #{where}
            cleanup_command: 'rm -f #{where}'
        - description: no name
        - name: By hand
          supported_platforms: [windows]
          executor:
            name: manual
            steps: |
              1. Open it.
              2. Close it.
        """;

    [Fact]
    public void Read_Tests_AreADocumentEach()
    {
        SourceItem[] items = _folder.ReadText("atomic", "T9999.001.yaml", Tests);

        Assert.Equal(["T9999.001-1", "T9999.001.yaml:28", "T9999.001-3"], items.Select(i => i.Document.Id));
        Assert.Equal(Reasons.Broken, items[1].Verdict.Reason);
        Assert.Equal("""
            # Make a file

            This Atomic Red Team test exercises the ATT&CK technique T9999.001 Making Things: Small Things on Linux and macOS. It runs in bash. It needs elevated rights.

            Writes a file to /tmp/made.

            It stays there.

            ## Prepare

            Needed: A shell must be there (#{unknown}).

            ```sh
            apt install dash
            ```

            ## Run

            ```bash
            echo made > /tmp/made
            cat /tmp/made
            ```

            ## Clean up

            ```bash
            rm -f /tmp/made
            ```
            """, items[0].Document.Text);
        Assert.EndsWith("It is done by hand.\n\n## Run\n\n1. Open it.\n2. Close it.", items[2].Document.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OtherYaml_IsNoTest() => Assert.Empty(_folder.ReadText("atomic", "index.yaml", "a: 1\n"));

    [Fact]
    public void Read_TestsWithoutTechnique_AreBroken() => Assert.Contains("no attack_technique", _folder.Problem("atomic", "a.yaml", "atomic_tests: []\n"), StringComparison.Ordinal);
}
