using Hone.Engine.Kernels;
using Hone.Engine.Tensors;

namespace Hone.Engine.Layers;

/// <summary>What every part of a decoder is handed on its way: where to compute, whose memory to use, which rows go through which adapter.</summary>
internal sealed record Pass(Device Device, Workspace Space, IReadOnlyList<AdapterRows> Adapters);
