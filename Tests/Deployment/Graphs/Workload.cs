namespace Tests.Deployment.Graphs;

/// <summary>Represents an environment variable as its container receives it.</summary>
/// <param name="IsSecret">True if the published files hold no value and the target stores it as a secret.</param>
internal sealed record Setting(string Value, bool IsSecret);

/// <summary>Represents one container of a deployment, the same for every target.</summary>
internal sealed record Workload(string Name)
{
    /// <summary>True for our gateway and worker; false for Kafka, MongoDB, and the dashboard.</summary>
    public bool IsHost { get; init; }

    public string Image { get; init; } = "";

    public IReadOnlyDictionary<string, Setting> Environment { get; init; } = new Dictionary<string, Setting>();

    /// <summary>Folders on volumes that outlive the container.</summary>
    public IReadOnlyList<string> Mounts { get; init; } = [];

    /// <summary>True if something outside the deployment reaches it.</summary>
    public bool IsPublic { get; init; }

    public bool IsGateway => IsHost && Name.Contains("gateway", StringComparison.Ordinal);

    public bool IsWorker => IsHost && !IsGateway;

    public string? Value(string variable) => Environment.GetValueOrDefault(variable)?.Value;
}

/// <summary>Names the containers of a deployment.</summary>
internal interface IGraph
{
    IEnumerable<Workload> Workloads { get; }
}
