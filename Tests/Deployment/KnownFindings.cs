namespace Tests.Deployment;

/// <param name="Finding">Start of the finding, with the rule's name.</param>
/// <param name="Reason">The reason it stays.</param>
internal sealed record KnownFinding(string Mode, string Finding, string Reason);

/// <summary>Lists findings that stay, each with its reason. A test fails when one no longer exists.</summary>
internal static class KnownFindings
{
    public static IReadOnlyList<KnownFinding> All { get; } = [];

    public static bool Covers(string mode, string finding) => All.Any(known =>
        known.Mode == mode && finding.StartsWith(known.Finding, StringComparison.Ordinal));
}
