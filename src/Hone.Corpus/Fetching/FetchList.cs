using System.Globalization;
using Hone.Corpus.Fetching.Archives;

namespace Hone.Corpus.Fetching;

/// <summary>
/// Every public source that can be fetched. A new one is a line here. Addresses are those of the publishers' documentation; none
/// was tried when this list was written, which is why nothing here counts as verified and every answer is checked before it is used.
/// </summary>
internal static class FetchList
{
    private const long MiB = 1L << 20;
    private const long GiB = 1L << 30;
    private const string Raw = "https://raw.githubusercontent.com";

    // Where github.com sends whoever asks for an archive or a release's file.
    private static readonly string[] GitHub = ["github.com", "codeload.github.com", "objects.githubusercontent.com", "release-assets.githubusercontent.com"];

    public static IReadOnlyList<FetchSource> All { get; } =
    [
        // Frameworks and catalogues.
        new("attack", "attack", "MITRE ATT&CK terms of use", "MITRE ATT&CK: enterprise, mobile, ics (STIX 2.1)", Attack("enterprise"), Attack("mobile"), Attack("ics")) { Documentation = "https://github.com/mitre-attack/attack-stix-data" },
        new("capec", "capec", "MITRE CAPEC terms of use", "MITRE CAPEC attack patterns (STIX 2.1)", Json("capec", $"{Raw}/mitre/cti/master/capec/2.1/stix-capec.json", "capec/stix-capec.json", 64 * MiB)) { Documentation = "https://github.com/mitre/cti" },
        new("cwe", "cwe", "MITRE CWE terms of use", "MITRE CWE weaknesses, all views (XML)", Zip("cwe", "https://cwe.mitre.org/data/xml/cwec_latest.xml.zip", "cwe", 64 * MiB, UnpackRule.Tree(".xml"))) { Documentation = "https://cwe.mitre.org/data/downloads.html" },
        new("d3fend", "d3fend", "MIT", "MITRE D3FEND countermeasures (JSON-LD)", Json("d3fend", "https://d3fend.mitre.org/ontologies/d3fend.json", "d3fend/d3fend.json", 256 * MiB)) { Documentation = "https://d3fend.mitre.org/resources/ontology/" },
        new("atlas", "atlas", "Apache-2.0", "MITRE ATLAS: attacks on systems that learn (YAML)", new FilePart("atlas", $"{Raw}/mitre-atlas/atlas-data/main/dist/ATLAS.yaml", "atlas/ATLAS.yaml", ContentShape.Yaml, 64 * MiB)) { Documentation = "https://github.com/mitre-atlas/atlas-data" },
        new("oscal", "oscal", "public domain (NIST)", "NIST SP 800-53 controls as an OSCAL catalogue", Json("sp800-53", $"{Raw}/usnistgov/oscal-content/main/nist.gov/SP800-53/rev5/json/NIST_SP-800-53_rev5_catalog.json", "oscal/sp800-53.json", 128 * MiB)) { Documentation = "https://github.com/usnistgov/oscal-content" },
        new("rfc", "rfc", "IETF Trust legal provisions", "RFCs of security: cryptography, TLS, mail, names, identity; any other by its number", [.. SecurityRfcs.Select(Rfc)]) { Documentation = "https://www.rfc-editor.org/retrieve/", Limit = new RateLimit(4, 1), Any = item => IsNumber(item, 5) ? Rfc(item) : null, AnyOf = "an RFC's number" },

        // Vulnerabilities and advisories.
        new("cve", "cve", "CVE terms of use", "the CVE list: all records, then daily and hourly changes (about 0.6 GB the first time)", new CveReleasesPart("cve", "https://api.github.com/repos/CVEProject/cvelistV5/releases", 2 * GiB)) { Documentation = "https://github.com/CVEProject/cvelistV5", Hosts = GitHub },
        new("nvd", "nvd", "public domain (NIST)", "NVD: CVEs with scores and products; a file a year, then pages of changes (NVD_API_KEY makes it ten times as fast)", new NvdPart("nvd", "https://services.nvd.nist.gov/rest/json/cves/2.0", "https://nvd.nist.gov/feeds/json/cve/2.0/nvdcve-2.0-{0}.json.gz", 512 * MiB)) { Documentation = "https://nvd.nist.gov/developers/start-here", Limit = new RateLimit(5, 30) { KeyVariable = "NVD_API_KEY", KeyHeader = "apiKey", RequestsWithKey = 50, ForbiddenMeansLater = true } },
        new("kev", "kev", "CC0-1.0", "CISA's catalogue of vulnerabilities known to be exploited", Json("kev", "https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json", "kev/known_exploited_vulnerabilities.json", 64 * MiB)) { Documentation = "https://www.cisa.gov/known-exploited-vulnerabilities-catalog" },
        new("epss", "epss", "EPSS terms (FIRST)", "EPSS scores of today, or of a day: epss:2026-01-31", Epss("current")) { Documentation = "https://www.first.org/epss/data_stats", Any = item => IsDay(item) ? Epss(item) : null, AnyOf = "a day as 2026-01-31" },
        new("ghsa", "ghsa", "CC-BY-4.0", "GitHub's reviewed advisories (OSV JSON)", Archive("ghsa", "github/advisory-database", "main", "ghsa/github-reviewed.jsonl.gz", UnpackRule.Records("advisories/github-reviewed/", ".json"), 2 * GiB)) { Documentation = "https://github.com/github/advisory-database", Hosts = GitHub },
        new("osv", "osv", "as its databases state, mostly CC-BY-4.0", "OSV advisories by ecosystem", Osv("PyPI"), Osv("npm"), Osv("Go"), Osv("Maven"), Osv("NuGet"), Osv("crates.io"), Osv("RubyGems"), Osv("Packagist")) { Documentation = "https://google.github.io/osv.dev/data/", Any = item => IsWord(item) ? Osv(item) : null, AnyOf = "an ecosystem's name as osv.dev spells it" },
        new("csaf", "csaf", "as each advisory states", "vendors' CSAF advisories of the last year (--since for more)", new CsafPart("redhat", "https://security.access.redhat.com/data/csaf/v2/provider-metadata.json", 64 * MiB), new CsafPart("siemens", "https://cert-portal.siemens.com/productcert/csaf/provider-metadata.json", 64 * MiB), new CsafPart("cisa", "https://www.cisa.gov/sites/default/files/csaf/provider-metadata.json", 64 * MiB), new CsafPart("bsi", "https://wid.cert-bund.de/.well-known/csaf/provider-metadata.json", 64 * MiB)) { Documentation = "https://docs.oasis-open.org/csaf/csaf/v2.0/os/csaf-v2.0-os.html", Hosts = ["www.redhat.com", "access.redhat.com", "raw.githubusercontent.com"], Limit = new RateLimit(5, 1), Any = item => IsWord(item) && item.Contains('.', StringComparison.Ordinal) ? new CsafPart(item, $"https://{item}/.well-known/csaf/provider-metadata.json", 64 * MiB) : null, AnyOf = "a vendor's domain, together with --allow-host" },
        new("certcc", "certcc", "CERT/CC terms of use", "CERT/CC vulnerability notes", new NotesPart("certcc", "https://kb.cert.org/vuls/api/{0}/", "https://kb.cert.org/vuls/api/{0}/summary/", 16 * MiB)) { Documentation = "https://kb.cert.org/vuls/", Hosts = ["www.kb.cert.org"], Limit = new RateLimit(2, 1) },

        // Detection content, tests and tradecraft.
        new("misp-galaxy", "misp-galaxy", "CC0-1.0 or BSD-2-Clause", "MISP galaxy: actors, tools, techniques", Archive("misp-galaxy", "MISP/misp-galaxy", "main", "misp-galaxy", UnpackRule.Tree("clusters/", ".json"), 512 * MiB)) { Documentation = "https://github.com/MISP/misp-galaxy", Hosts = GitHub },
        new("sigma", "sigma", "DRL-1.1", "Sigma detection rules", Archive("sigma", "SigmaHQ/sigma", "master", "sigma", UnpackRule.Tree("rules", ".yml"), 256 * MiB)) { Documentation = "https://github.com/SigmaHQ/sigma", Hosts = GitHub },
        new("atomic", "atomic", "MIT", "Atomic Red Team tests", Archive("atomic", "redcanaryco/atomic-red-team", "master", "atomic", UnpackRule.Tree("atomics/", ".yaml"), GiB)) { Documentation = "https://github.com/redcanaryco/atomic-red-team", Hosts = GitHub },
        new("lolbas", "lolbas", "GPL-3.0", "LOLBAS: Windows binaries that live off the land", Archive("lolbas", "LOLBAS-Project/LOLBAS", "master", "lolbas", UnpackRule.Tree("yml/", ".yml"), 128 * MiB)) { Documentation = "https://github.com/LOLBAS-Project/LOLBAS", Hosts = GitHub },
        new("gtfobins", "gtfobins", "GPL-3.0", "GTFOBins: Unix binaries that live off the land", Archive("gtfobins", "GTFOBins/GTFOBins.github.io", "master", "gtfobins", UnpackRule.Tree("_gtfobins/"), 128 * MiB)) { Documentation = "https://github.com/GTFOBins/GTFOBins.github.io", Hosts = GitHub },
        new("nuclei", "nuclei", "MIT", "nuclei templates", Archive("nuclei", "projectdiscovery/nuclei-templates", "main", "nuclei", UnpackRule.Tree(".yaml"), 512 * MiB)) { Documentation = "https://github.com/projectdiscovery/nuclei-templates", Hosts = GitHub },
    ];

    /// <summary>Standards that questions about security lead to, each the newest of its line.</summary>
    private static string[] SecurityRfcs =>
    [
        "2104", "3552", "4033", "4034", "4035", "4120", "4251", "4252", "4253", "4254", "4301", "4303", "4949", "5246", "5280", "5652", "5869",
        "6238", "6376", "6749", "6750", "6797", "6960", "6962", "7208", "7296", "7489", "7515", "7516", "7519", "7617", "7636", "7748", "8017",
        "8032", "8446", "8484", "8555", "8725", "9000", "9001", "9106", "9110", "9147", "9180", "9325", "9449", "9700",
    ];

    private static FilePart Json(string item, string address, string to, long maxBytes) => new(item, address, to, ContentShape.Json, maxBytes);

    private static FilePart Zip(string item, string address, string to, long maxBytes, UnpackRule rule) => new(item, address, to, ContentShape.Zip, maxBytes) { Unpack = rule };

    private static FilePart Attack(string domain) => Json(domain, $"{Raw}/mitre-attack/attack-stix-data/master/{domain}-attack/{domain}-attack.json", $"attack/{domain}-attack.json", 256 * MiB);

    /// <summary>A repository's branch as a zip file; all names in it begin with one folder.</summary>
    private static FilePart Archive(string item, string repository, string branch, string to, UnpackRule rule, long maxBytes) =>
        Zip(item, $"https://codeload.github.com/{repository}/zip/refs/heads/{branch}", to, maxBytes, rule with { SkipFirstFolder = true });

    private static FilePart Rfc(string number) => new(number, $"https://www.rfc-editor.org/rfc/rfc{number}.txt", $"rfc/rfc{number}.txt", ContentShape.Text, 32 * MiB);

    private static FilePart Epss(string day) => new(day, $"https://epss.empiricalsecurity.com/epss_scores-{day}.csv.gz", $"epss/epss_scores-{day}.csv.gz", ContentShape.Gzip, 64 * MiB);

    private static FilePart Osv(string ecosystem) => Zip(ecosystem, $"https://osv-vulnerabilities.storage.googleapis.com/{ecosystem}/all.zip", $"osv/{ecosystem}.jsonl.gz", 2 * GiB, UnpackRule.Records("", ".json"));

    private static bool IsNumber(string item, int digits) => item.Length > 0 && item.Length <= digits && item.All(char.IsAsciiDigit);

    private static bool IsDay(string item) => DateOnly.TryParseExact(item, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool IsWord(string item) => item.Length is > 0 and <= 100 && char.IsAsciiLetterOrDigit(item[0]) && item.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-');
}
