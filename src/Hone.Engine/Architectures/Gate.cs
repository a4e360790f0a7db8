namespace Hone.Engine.Architectures;

/// <summary>How gate and up of a feed-forward layer are joined.</summary>
public enum Gate
{
    /// <summary>silu(gate) * up. (Shazeer 2020)</summary>
    SwiGlu,

    /// <summary>gate' sigmoid(1.702 gate') * (up' + 1), gate' at most 7, up' between -7 and 7 (gpt-oss model card, 2025).</summary>
    ClampedSwiGlu,
}
