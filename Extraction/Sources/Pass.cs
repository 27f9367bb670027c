namespace Extraction.Sources;

/// <summary>Represents the permission for one request.</summary>
internal enum Pass
{
    Ordinary,

    /// <summary>The one request that probes a source whose circuit was open.</summary>
    Probe,
}
