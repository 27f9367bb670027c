using System.Diagnostics;

namespace Infrastructure;

/// <summary>The activity source of this project; each adapter makes its own spans of it.</summary>
internal static class InfrastructureTelemetry
{
    public const string Name = "Infrastructure";

    public static readonly ActivitySource Source = new(Name);
}
