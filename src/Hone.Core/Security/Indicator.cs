namespace Hone.Core.Security;

/// <summary>What an indicator of compromise points at.</summary>
public enum IndicatorKind
{
    Ipv4,
    Ipv6,
    Domain,
    Url,
    Email,
    Md5,
    Sha1,
    Sha256,
    Sha512,
    Bitcoin,
    Ethereum,
    RegistryKey,
    FilePath,
    Mutex,
}

/// <summary>An indicator as it stands in a text, defanged or not.</summary>
public readonly record struct Indicator(IndicatorKind Kind, int Start, int Length);
