namespace Bench.Fuzzing;

/// <summary>Represents a parser of untrusted bytes.</summary>
/// <param name="Name">The name, for the command line and for reports.</param>
/// <param name="Run">
/// Parses an input and uses what it got. Refusals are caught here; every exception that leaves is a finding.
/// </param>
/// <param name="Seeds">Inputs to mutate: valid ones, and ones that were findings.</param>
internal sealed record FuzzTarget(string Name, Action<byte[]> Run, IReadOnlyList<byte[]> Seeds)
{
    /// <summary>Texts that mean something to the parser.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Packs mutated contents, so that not every mutation ends at a checksum.</summary>
    public PackedForm Form { get; init; } = PackedForm.Plain;
}

/// <summary>Specifies in which form a target's inputs carry their contents.</summary>
internal enum PackedForm
{
    Plain,
    Gzip,
    Zip,
}

/// <summary>Represents an input that a parser did not survive within its bounds.</summary>
/// <param name="Target">The parser.</param>
/// <param name="Reason">One sentence.</param>
/// <param name="Input">The input.</param>
internal sealed record FuzzFinding(string Target, string Reason, byte[] Input);

/// <summary>Represents a finished run.</summary>
/// <param name="Inputs">Number of inputs of each target.</param>
/// <param name="Findings">The findings, one for each reason.</param>
/// <param name="Slowest">The processor time of the slowest input.</param>
/// <param name="Largest">The bytes that the most expensive input allocated.</param>
internal sealed record FuzzReport(
    IReadOnlyDictionary<string, long> Inputs, IReadOnlyList<FuzzFinding> Findings, TimeSpan Slowest, long Largest);
