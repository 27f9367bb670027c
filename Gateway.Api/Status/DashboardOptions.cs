namespace Gateway.Api.Status;

/// <summary>Options of the section <c>Dashboard</c>, a dashboard of traces.</summary>
internal sealed record DashboardOptions
{
    public const string Section = "Dashboard";

    /// <summary>Address of the dashboard, linked from the page.</summary>
    public string? Url { get; init; }
}
