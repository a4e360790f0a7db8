namespace Hone.Corpus.Tests.Sources.Advisories;

/// <summary>A record of each format, of our own making, in the shape in which providers publish; on one line.</summary>
internal static class AdvisoryCases
{
    public static string Of(string name) => All[name].ReplaceLineEndings("");

    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["nvd-feed"] = """
            {"cve":{"CVE_data_meta":{"ID":"CVE-2020-9001","ASSIGNER":"cve@example.org"},"problemtype":{"problemtype_data":[{"description":[{"lang":"en","value":"CWE-787"},{"lang":"en","value":"NVD-CWE-noinfo"}]}]},
            "references":{"reference_data":[{"url":"https://example.org/poc","tags":["Exploit","Third Party Advisory"]}]},"description":{"description_data":[{"lang":"en","value":"Out-of-bounds write in the parser of Acme Widget."}]}},
            "configurations":{"CVE_data_version":"4.0","nodes":[{"operator":"AND","children":[{"operator":"OR","cpe_match":[
            {"vulnerable":true,"cpe23Uri":"cpe:2.3:a:acme:big_widget:*:*:*:*:*:wordpress:*:*","versionStartIncluding":"2.0","versionEndExcluding":"2.5"},
            {"vulnerable":true,"cpe23Uri":"cpe:2.3:a:acme:big_widget:1.0:sp1:*:*:*:wordpress:*:*"},{"vulnerable":true,"cpe23Uri":"cpe:2.3:a:acme:acme\\:tool:-:*:*:*:*:*:*:*"}]},
            {"operator":"OR","cpe_match":[{"vulnerable":false,"cpe23Uri":"cpe:2.3:o:example:osix:7:*:*:*:*:*:*:*"},{"vulnerable":false,"cpe23Uri":"cpe:2.3:h:acme:box:-:*:*:*:*:*:*:*"}]}]}]},
            "impact":{"baseMetricV3":{"cvssV3":{"version":"3.1","vectorString":"CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H","baseScore":7.8}},"baseMetricV2":{"cvssV2":{"version":"2.0","vectorString":"AV:L/AC:L/Au:N/C:C/I:C/A:C","baseScore":7.2}}},
            "publishedDate":"2020-03-17T00:59Z"}
            """,
        ["nvd-api"] = """
            {"cve":{"id":"CVE-2024-9002","vulnStatus":"Analyzed","published":"2024-07-11T13:15:08.503","cisaExploitAdd":"2024-08-01","cisaVulnerabilityName":"Acme Gate Path Traversal Vulnerability",
            "descriptions":[{"lang":"es","value":"Un fallo."},{"lang":"en","value":"Path traversal in Acme Gate."}],"evaluatorSolution":"Update to 3.1.",
            "metrics":{"cvssMetricV40":[{"source":"acme@example.org","cvssData":{"version":"4.0","vectorString":"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N/E:X/CR:X","baseScore":8.7}}],
            "cvssMetricV31":[{"source":"acme@example.org","type":"Secondary","cvssData":{"version":"3.1","vectorString":"CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:N/A:N","baseScore":5.9}},{"source":"nvd@nist.gov","type":"Primary","cvssData":{"version":"3.1","vectorString":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N","baseScore":7.5}}]},
            "weaknesses":[{"source":"acme@example.org","type":"Secondary","description":[{"lang":"en","value":"CWE-20"}]},{"source":"nvd@nist.gov","type":"Primary","description":[{"lang":"en","value":"CWE-22"}]}],
            "configurations":[{"nodes":[{"operator":"OR","negate":false,"cpeMatch":[{"vulnerable":true,"criteria":"cpe:2.3:a:acme:gate:*:*:*:*:*:*:*:*","versionStartExcluding":"1.0","versionEndIncluding":"3.0"}]}]}],
            "references":[{"url":"https://example.org","tags":["Vendor Advisory"]}]}}
            """,
        ["kev"] = """
            {"cveID":"CVE-2024-9002","vendorProject":"Acme","product":"Gate","vulnerabilityName":"Acme Gate Path Traversal Vulnerability","dateAdded":"2024-08-01","shortDescription":"Acme Gate contains a path traversal vulnerability.",
            "requiredAction":"Apply updates per vendor instructions","dueDate":"2024-08-22","knownRansomwareCampaignUse":"Known","notes":"Please ask the makers of devices about patches. For more information: https://example.org/a ; https://example.org/b","cwes":["CWE-22","CWE-36"]}
            """,
        ["osv"] = """
            {"schema_version":"1.6.0","id":"GHSA-aaaa-bbbb-cccc","modified":"2024-05-20T16:03:47Z","published":"2024-03-05T20:24:05Z","aliases":["CVE-2024-9003"],"related":["GO-2024-1"],
            "summary":"Loop in the reader of acme/pack","details":"### Impact\r\nA crafted file makes `Read` loop.\r\n\r\n```go\nr.Read()\n```","severity":[{"type":"CVSS_V4","score":"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N"},{"type":"CVSS_V3","score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H"}],
            "affected":[{"package":{"ecosystem":"Go","name":"example.org/acme/pack"},"ranges":[{"type":"SEMVER","events":[{"introduced":"0"},{"fixed":"1.2.3"},{"introduced":"2.0.0"},{"last_affected":"2.1.0"}]},{"type":"GIT","repo":"https://example.org/r","events":[{"introduced":"0"},{"fixed":"abcdef"}]}],
            "ecosystem_specific":{"imports":[{"path":"example.org/acme/pack/in","symbols":["Read","Reader.Next"],"goos":["windows"]}]}},{"package":{"ecosystem":"Debian:12","name":"pack"},"versions":["1.0","1.1","1.2","1.3","1.4"]}],
            "references":[{"type":"WEB","url":"https://example.org/x"}],"database_specific":{"cwe_ids":["CWE-835"],"severity":"HIGH","github_reviewed":true}}
            """,
        ["ghsa-rest"] = """
            {"ghsa_id":"GHSA-aaaa-bbbb-dddd","cve_id":"CVE-2024-9004","html_url":"https://github.com/advisories/GHSA-aaaa-bbbb-dddd","summary":"Injection in acme-js","description":"Do not pass `input` on.","type":"reviewed","severity":"high",
            "identifiers":[{"value":"GHSA-aaaa-bbbb-dddd","type":"GHSA"},{"value":"CVE-2024-9004","type":"CVE"}],"references":["https://example.org"],"published_at":"2024-02-01T10:00:00Z","withdrawn_at":null,
            "vulnerabilities":[{"package":{"ecosystem":"npm","name":"acme-js"},"vulnerable_version_range":">= 1.0.0, < 1.4.2","first_patched_version":"1.4.2","vulnerable_functions":["acme.run"]},{"package":{"ecosystem":"npm","name":"acme-old"},"vulnerable_version_range":"<= 0.9","first_patched_version":null}],
            "cvss":{"vector_string":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H","score":9.8},"cvss_severities":{"cvss_v3":{"vector_string":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H","score":9.8},"cvss_v4":{"vector_string":null,"score":0.0}},"cwes":[{"cwe_id":"CWE-94","name":"Code Injection"}]}
            """,
        ["ghsa-graph"] = """
            {"data":{"securityAdvisories":{"nodes":[{"ghsaId":"GHSA-aaaa-bbbb-eeee","summary":"Cross-site scripting in acme-view","description":"Text is not escaped.","severity":"MODERATE","publishedAt":"2023-04-05T06:07:08Z","withdrawnAt":null,
            "identifiers":[{"type":"CVE","value":"CVE-2023-9005"}],"cvssSeverities":{"cvssV3":{"score":0,"vectorString":null},"cvssV4":null},"cwes":{"edges":[{"node":{"cweId":"CWE-79"}}]},
            "vulnerabilities":{"nodes":[{"package":{"ecosystem":"COMPOSER","name":"acme/view"},"vulnerableVersionRange":"= 2.0.0","firstPatchedVersion":{"identifier":"2.0.1"}}]}}],"pageInfo":{"hasNextPage":false}}}}
            """,
        ["csaf"] = """
            {"document":{"category":"csaf_security_advisory","csaf_version":"2.0","title":"Acme Gate (Update A)","distribution":{"tlp":{"label":"AMBER"}},"publisher":{"name":"Acme PSIRT","category":"vendor","namespace":"https://example.org"},
            "notes":[{"category":"legal_disclaimer","title":"Terms","text":"As is."},{"category":"general","title":"Recommended practices","text":"Keep devices off the Internet."},{"category":"summary","title":"Summary","text":"Two flaws in Gate."},{"category":"other","title":"Sectors","text":"Energy"}],
            "references":[{"category":"self","summary":"JSON","url":"https://example.org/a.json"},{"category":"self","summary":"Page","url":"https://example.org/a"}],
            "tracking":{"id":"ACME-24-01","status":"interim","version":"2","initial_release_date":"2024-01-02T00:00:00Z","current_release_date":"2024-02-03T00:00:00Z","revision_history":[{"number":"1","date":"2024-01-02T00:00:00Z","summary":"Initial version"},{"number":"2","date":"2024-02-03T00:00:00Z","summary":"Added a fix for Gate 3 on small devices."}]}},
            "product_tree":{"branches":[{"category":"vendor","name":"Acme","branches":[{"category":"product_name","name":"Gate","branches":[{"category":"product_version_range","name":"vers:generic/>=1.0|<2.0","product":{"product_id":"P1","name":"Gate: vers:generic/>=1.0|<2.0"}},{"category":"product_version","name":"2.0","product":{"product_id":"P2","name":"2.0"}}]}]}],
            "full_product_names":[{"product_id":"P3","name":"Example OS 7"}],"relationships":[{"category":"installed_on","product_reference":"P2","relates_to_product_reference":"P3","full_product_name":{"product_id":"P4","name":"Acme Gate 2.0 installed on Example OS 7"}}],"product_groups":[{"group_id":"G1","product_ids":["P1"]}]},
            "vulnerabilities":[{"cve":"CVE-2024-9006","title":"Path traversal","cwe":{"id":"CWE-22","name":"Path Traversal"},"notes":[{"category":"description","title":"Description","text":"Files outside of the root can be read."}],"product_status":{"known_affected":["P1"],"fixed":["P2"]},
            "scores":[{"products":["P1"],"cvss_v3":{"version":"3.1","vectorString":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N","baseScore":7.5,"baseSeverity":"HIGH"}}],"remediations":[{"category":"vendor_fix","details":"Update to 2.0.","group_ids":["G1"]},{"category":"mitigation","details":"Block port 8080."}],"threats":[{"category":"exploit_status","details":"No known exploitation."}]},
            {"cve":"CVE-2024-9007","product_status":{"known_affected":["P1"],"known_not_affected":["P4"]},"flags":[{"label":"vulnerable_code_not_present","product_ids":["P4"]}],"remediations":[{"category":"mitigation","details":"Block port 8080."}]}]}
            """,
        ["csaf-21"] = """
            {"$schema":"https://docs.oasis-open.org/csaf/csaf/v2.1/schema/csaf.json","document":{"category":"csaf_vex","csaf_version":"2.1","title":"Acme answers","license_expression":"CC-BY-4.0","distribution":{"tlp":{"label":"AMBER+STRICT"}},"publisher":{"name":"Acme PSIRT","category":"vendor"},
            "tracking":{"id":"ACME-VEX-1","status":"final","version":"1","initial_release_date":"2025-01-02T00:00:00Z","current_release_date":"2025-01-02T00:00:00Z","revision_history":[{"number":"1","date":"2025-01-02T00:00:00Z","summary":"Initial version"}]}},
            "product_tree":{"full_product_names":[{"product_id":"A","name":"Gate 4"}],"product_paths":[{"beginning_product_reference":"A","full_product_name":{"product_id":"AB","name":"Gate 4 on Box"},"subpaths":[{"category":"installed_on","next_product_reference":"B"}]}]},
            "vulnerabilities":[{"cve":"CVE-2025-9008","cwes":[{"id":"CWE-79","name":"Cross-site Scripting","version":"4.13"},{"id":"CWE-80","version":"4.13"}],"product_status":{"under_investigation":["AB"]},"metrics":[{"products":["A"],"content":{"cvss_v4":{"version":"4.0","vectorString":"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:P/VC:L/VI:L/VA:N/SC:N/SI:N/SA:N","baseScore":5.1},"epss":{"percentile":"0.5","probability":"0.025"},"qualitative_severity_rating":"medium"}}]}]}
            """,
        ["certcc"] = """
            {"id":"VU#900001","title":"Acme Gate reads files outside of its root","date":"2008-02-19","cve":["CVE-2008-9009"],"overview":"Acme Gate is vulnerable to path traversal.","description":"Gate joins paths.\r\n\r\n* one\r\n* two","impact":"The complete impact of this vulnerability is not yet known.","resolution":"Apply an update\r\n\r\nThe CERT/CC is currently unaware of a practical solution to this problem.","workarounds":""}
            """,
        ["certcc-vince"] = """
            {"vuid":"VU#900002","idnumber":"900002","name":"Stacks of Acme overflow","keywords":null,"overview":"### Overview\r\n\r\nAcme's IP stack overflows.\r\n\r\n### Impact\r\nCode execution.","clean_desc":null,"impact":null,"resolution":null,"public":["https://example.org"],"cveids":["2020-9010"],"publicdate":"2020-06-16T00:00:00Z","revision":57}
            """,
    };

    public static string Kind(string name) => name.Split('-')[0];
}
