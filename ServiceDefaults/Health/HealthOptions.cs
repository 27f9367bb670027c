namespace ServiceDefaults.Health;

/// <summary>Options of the section <c>Health</c>, the endpoints of health.</summary>
internal sealed record HealthOptions
{
    public const string Section = "Health";

    /// <summary>Host names of the requests that get an answer: <see cref="HealthHosts"/>.</summary>
    public string? Hosts { get; init; }
}
