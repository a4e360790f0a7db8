namespace Hone.Corpus.Fetching;

/// <summary>What a file has to look like to be believed.</summary>
internal enum ContentShape
{
    Json,
    Xml,
    Csv,
    Yaml,
    Text,
    Zip,
    Gzip,
}
