using System.Text;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.Sources.Files;

public sealed class TicketSourceTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_JiraCsv_IsAReadableTicket()
    {
        SourceItem item = Assert.Single(_folder.ReadText("tickets", "jira.csv", """
            Issue key,Issue id,Summary,Status,Priority,Created,Labels,Labels,Description,Assignee,Comment,Comment
            SEC-7,10007,Phishing wave,Done,High,2024-03-01 09:00,phishing,mail,"h2. What
            {code:bash}
            grep x
            {code}",bob,"2024-03-01 11:00;ann;Second; with a semicolon.","2024-03-01 10:00;bob;First."
            """));

        Assert.Equal("""
            # SEC-7: Phishing wave

            - Status: Done
            - Priority: High
            - Opened: 2024-03-01 09:00
            - Labels: phishing, mail

            ### What
            ```bash
            grep x
            ```

            ## Comments

            ### 2024-03-01 10:00, bob

            First.

            ### 2024-03-01 11:00, ann

            Second; with a semicolon.
            """, item.Document.Text);
        Assert.Equal(("SEC-7", "Phishing wave", "2024-03-01"), (item.Document.Id, item.Document.Title, item.Document.Date));
    }

    [Fact]
    public void Read_JiraJson_TakesFieldsAndRichText()
    {
        SourceItem item = Assert.Single(_folder.ReadText("tickets", "j.json", """
            {"total":1,"issues":[{"key":"SEC-8","fields":{"summary":"Beacon","status":{"name":"Open"},"priority":{"name":"P1"},"created":"2024-03-01T09:00:00.000+0000",
            "description":{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"Host calls out."}]},{"type":"bulletList","content":[{"type":"listItem","content":[{"type":"paragraph","content":[{"type":"text","text":"198.51.100.7"}]}]}]}]},
            "comment":{"comments":[{"author":{"displayName":"Ann"},"created":"2024-03-02T08:30:00.000+0000","body":"Isolated."}]}}}]}
            """));

        Assert.Equal("# SEC-8: Beacon\n\n- Status: Open\n- Priority: P1\n- Opened: 2024-03-01 09:00\n\nHost calls out.\n- 198.51.100.7\n\n## Comments\n\n### 2024-03-02 08:30, Ann\n\nIsolated.", item.Document.Text);
    }

    [Fact]
    public void Read_ServiceNow_PutsTheJournalInOrder()
    {
        SourceItem item = Assert.Single(_folder.ReadText("tickets", "s.json", """
            {"result":[{"number":"INC001","short_description":"Malware alert","state":{"display_value":"Closed","value":"7"},"priority":"1 - Critical","opened_at":"2024-03-01 09:00:12",
            "description":"<p>EDR <b>blocked</b> a file.</p><p>See host.</p>","close_notes":"Reimaged.",
            "comments_and_work_notes":"2024-03-02 10:00:00 - Bob (Work notes)\nCleaned.\n\n2024-03-01 10:00:00 - Ann (Additional comments)\nLooking.\n"}]}
            """));

        Assert.Equal("# INC001: Malware alert\n\n- Status: Closed\n- Priority: 1 - Critical\n- Opened: 2024-03-01 09:00\n\nEDR blocked a file.\n\nSee host.\n\n## Comments\n\n### 2024-03-01 10:00, Ann\n\nLooking.\n\n### 2024-03-02 10:00, Bob\n\nCleaned.\n\n## Resolution\n\nReimaged.", item.Document.Text);
    }

    [Fact]
    public void Read_TheHive_TellsSeverityTasksAndObservables()
    {
        SourceItem item = Assert.Single(_folder.ReadText("tickets", "h.json", """
            [{"_id":"~1","caseId":12,"title":"Phish","description":"A **mail**.","severity":3,"tlp":2,"pap":2,"status":"Resolved","createdAt":1709283600000,"tags":["phishing"],"summary":"Three accounts were reset.",
            "tasks":[{"title":"Block","status":"Completed","logs":[{"message":"Done.","createdAt":1709287200000}]}],"observables":[{"dataType":"ip","data":"203.0.113.9","message":"sender"}]}]
            """));

        Assert.Equal("# 12: Phish\n\n- Status: Resolved\n- Severity: high\n- Opened: 2024-03-01 09:00\n- Labels: phishing\n\nA **mail**.\n\n## Observables\n\n- ip: 203.0.113.9 (sender)\n\n## Tasks\n\n- Block (Completed)\n\n## Comments\n\n### 2024-03-01 10:00\n\nDone.\n\n## Resolution\n\nThree accounts were reset.", item.Document.Text);
        Assert.Equal("TLP:AMBER", item.Document.Tlp);
    }

    [Fact]
    public void Read_GitHubLines_GiveOneTicketEach()
    {
        SourceItem[] items = _folder.ReadText("tickets", "g.jsonl", """
            {"number":5,"title":"Crash","body":"It crashes on start.","state":"closed","labels":[{"name":"bug"}],"created_at":"2024-03-01T09:00:00Z","html_url":"https://example.org/5","user":{"login":"ann"},"comments":2}
            {"number":6,"title":"Broken
            {"number":7,"title":"Slow","body":null}
            {"other":1}
            """);

        Assert.Equal("# 5: Crash\n\n- Status: closed\n- Opened: 2024-03-01 09:00\n- Labels: bug\n\nIt crashes on start.", items[0].Document.Text);
        Assert.Equal("https://example.org/5", items[0].Document.Url);
        Assert.Equal([true, false, true, false], items.Select(i => i.Verdict.Kept));
    }

    [Fact]
    public void Read_FieldsOfTheTrackersOwn_StayWhereTheyAreSentences()
    {
        SourceItem item = Assert.Single(_folder.ReadText("tickets", "t.csv", "id,title,Root cause of it,Team code\n1,Outage,A rule was too broad for the proxy.,NET-4\n"));

        Assert.Equal("# 1: Outage\n\n## Root cause of it\n\nA rule was too broad for the proxy.", item.Document.Text);
    }

    [Fact]
    public void Read_DamagedExports_NeverFailOtherwise()
    {
        byte[] json = Encoding.UTF8.GetBytes("""{"issues":[{"key":"A-1","fields":{"summary":"x","severity":2,"tlp":3,"created":1709283600000,"description":"<p>a</p><p>b</p>","comments":[{"body":"y","author":{"name":"n"}}]}}]}""");
        byte[] csv = Encoding.UTF8.GetBytes("Key,Summary,Comment,Comment\nA-1,x,\"2024-03-01;a;b\",c\nA-2,{code}x{code},,\n");
        foreach ((byte[] first, byte[] second) in Mutations.Of(json, 300).Zip(Mutations.Of(csv, 300)))
        {
            File.WriteAllBytes(_folder["t.json"], first);
            File.WriteAllBytes(_folder["t.csv"], second);
            Mutations.MustEndQuietly(() => _folder.Read("tickets", "t.json"));
            Mutations.MustEndQuietly(() => _folder.Read("tickets", "t.csv"));
        }
    }
}
