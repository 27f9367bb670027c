namespace AppHost.Processes;

/// <summary>Represents one process of the graph.</summary>
/// <param name="Name">Name in messages, and prefix of its output.</param>
/// <param name="Project">Project whose program it runs.</param>
internal sealed record Resource(string Name, string Project)
{
    public IReadOnlyList<string> Arguments { get; init; } = [];

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Names of the resources that must be healthy before this one starts.</summary>
    public IReadOnlyList<string> WaitsFor { get; init; } = [];

    /// <summary>Probe of its health; none if it announces its address, which must then accept connections.</summary>
    public Probe? Probe { get; init; }

    /// <summary>Announcement of an address that the process chooses, and that others need.</summary>
    public Announcement? Announcement { get; init; }

    /// <summary>True if the others need it to finish their work in flight, so that it stops after them.</summary>
    public bool StopsLast { get; init; }

    /// <summary>Advice for the case that it does not start.</summary>
    public string? Advice { get; init; }

    /// <summary>Remark in the table of addresses.</summary>
    public string Remark { get; init; } = "";
}

/// <summary>Represents a line of output with an address.</summary>
/// <param name="Prefix">Start of the line; the address is the rest.</param>
/// <param name="Variable">Environment variable that gives the address to the resources that wait for this one.</param>
internal sealed record Announcement(string Prefix, string Variable);
