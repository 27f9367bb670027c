namespace StandIn.Broker;

/// <summary>
/// Section <c>Broker</c>: the cluster, fixed at start. Its ports are the system's choice and are printed.
/// </summary>
internal sealed record BrokerOptions
{
    public const string Section = "Broker";

    /// <summary>One is enough to develop against; three show what a cluster does.</summary>
    public int Brokers { get; init; } = 1;

    public int Partitions { get; init; } = 12;

    /// <summary>
    /// Topics that are there from the start: this cluster knows no request to create one. Others appear on first use.
    /// </summary>
    public IReadOnlyList<string> Topics { get; init; } =
    [
        "links.requested", "lists.requested", "media.requested", "rows.requested", "link-rows.requested",
        "webhooks.requested", "jobs.events", "jobs.dead",
    ];

    /// <summary>
    /// Time that the first worker of a group waits for others: as long as two programs take to start together.
    /// </summary>
    public TimeSpan FirstRebalanceDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Port of the faults' address, on the loopback interface only; 0 takes a free one.</summary>
    public int ControlPort { get; init; }

    public void ThrowIfInvalid()
    {
        if (Brokers is < 1 or > 32)
            throw new InvalidOperationException($"{Section}:{nameof(Brokers)} must be between 1 and 32.");
        if (Partitions is < 1 or > 1000)
            throw new InvalidOperationException($"{Section}:{nameof(Partitions)} must be between 1 and 1000.");
        if (ControlPort is < 0 or > 65535)
            throw new InvalidOperationException($"{Section}:{nameof(ControlPort)} must be between 0 and 65535.");
    }
}
